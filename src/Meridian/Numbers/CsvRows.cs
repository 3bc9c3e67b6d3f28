using System.Text;
using Meridian.Ingest;

namespace Meridian.Numbers;

/// <summary>
/// Rows of CSV in memory, without a string for each cell; the same characters as <see cref="CsvText"/> writes. A cell of the input that is protected
/// already stays as it is, so that a file that goes through twice gets no second apostrophe.
/// </summary>
internal sealed class CsvRows
{
    /// <summary>The byte order mark, by which Excel knows UTF-8.</summary>
    public static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private char[] _text = new char[1 << 16];
    private int _length;
    private int _rowStart;
    private bool _begun;

    public void Add(ReadOnlySpan<char> cell)
    {
        Need((cell.Length * 2) + 4);
        if (_begun)
            _text[_length++] = ',';
        _begun = true;
        if (cell.IsEmpty)
            return;
        var guard = cell[0] != '\'' && CsvText.NeedsGuard(cell);
        if (!CsvText.NeedsQuotes(cell))
        {
            if (guard)
                _text[_length++] = '\'';
            cell.CopyTo(_text.AsSpan(_length));
            _length += cell.Length;
            return;
        }

        _text[_length++] = '"';
        if (guard)
            _text[_length++] = '\'';
        foreach (var c in cell)
        {
            if (c == '"')
                _text[_length++] = '"';
            _text[_length++] = c;
        }

        _text[_length++] = '"';
    }

    public void EndRow()
    {
        Need(2);
        _text[_length++] = '\r';
        _text[_length++] = '\n';
        _rowStart = _length;
        _begun = false;
    }

    /// <summary>Forgets the cells since the last row ended.</summary>
    public void DropRow()
    {
        _length = _rowStart;
        _begun = false;
    }

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text, 0, _length);

    private void Need(int more)
    {
        if (_length + more > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
    }
}
