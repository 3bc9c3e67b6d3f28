using System.Globalization;
using System.Xml;

namespace Meridian.Ingest.Reading;

/// <summary>Streams a sheet's rows: only the cells that hold something, with their column.</summary>
internal sealed class SheetRows(string path, Workbook workbook, string part) : IDisposable
{
    private readonly XmlReader _reader = workbook.Open(part);
    private readonly List<(int Column, string Text)> _cells = [];
    private int _characters;

    /// <summary>Row number as Excel shows it, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Cells of the current row that are not blank; columns count from 0 and may stand in any order.</summary>
    public IReadOnlyList<(int Column, string Text)> Cells => _cells;

    /// <summary>Moves to the next row that has a cell with something in it; false at the end.</summary>
    /// <exception cref="UnreadableFileException">The sheet is damaged or a row is beyond the limits.</exception>
    public bool Next()
    {
        try
        {
            while (_reader.Read())
            {
                if (_reader.NodeType != XmlNodeType.Element || _reader.LocalName != "row")
                    continue;
                Number = long.TryParse(_reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : Number + 1;
                ReadRow();
                if (_cells.Count > 0)
                    return true;
            }
            return false;
        }
        catch (XmlException e)
        {
            throw ReadingErrors.Workbook(path, $"is damaged or cut off after row {Number}", e);
        }
    }

    public void Dispose() => _reader.Dispose();

    private void ReadRow()
    {
        _cells.Clear();
        _characters = 0;
        if (_reader.IsEmptyElement)
            return;
        var column = -1;
        while (_reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == "row"))
        {
            if (_reader.NodeType != XmlNodeType.Element || _reader.LocalName != "c")
                continue;
            column = Column(_reader.GetAttribute("r")) ?? column + 1;
            if (column >= ReadingLimits.Columns)
                throw ReadingErrors.TooManyColumns(path, column + 1L);
            var text = ReadCell();
            _characters += text.Length;
            if (_characters > ReadingLimits.Record)
                throw ReadingErrors.Workbook(path, $"has more than 1 MiB of text in row {Number}");
            if (!string.IsNullOrWhiteSpace(text))
                _cells.Add((column, text));
        }
    }

    private string ReadCell()
    {
        if (_reader.IsEmptyElement)
            return "";
        var type = _reader.GetAttribute("t") ?? "n";
        var style = int.TryParse(_reader.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : -1;
        var text = "";
        var inValue = false;
        while (_reader.Read() && !(_reader.NodeType == XmlNodeType.EndElement && _reader.LocalName == "c"))
        {
            // A formula's text (f) is passed over: its value stands beside it.
            if (_reader.NodeType == XmlNodeType.Element && _reader.LocalName == "is")
                text = workbook.Text(_reader);
            else if (_reader.NodeType is XmlNodeType.Element or XmlNodeType.EndElement)
                inValue = _reader.NodeType == XmlNodeType.Element && _reader.LocalName == "v" && !_reader.IsEmptyElement;
            else if (inValue)
                text += _reader.Value;
        }
        return type == "inlineStr" ? text : Value(type, style, text);
    }

    private string Value(string type, int style, string raw) => type switch
    {
        _ when raw.Length == 0 => "",
        "s" => workbook.Shared(int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1),
        "b" => raw.Trim() is "1" or "true" ? "true" : "false",
        "str" => CellText.Unescape(raw),
        "d" => CellText.IsoDate(raw),
        // "#N/A", "#REF!": the formula gave no value, and none of them is one.
        "e" => "",
        _ => workbook.IsDate(style) ? CellText.Date(raw, workbook.From1904) : CellText.Number(raw),
    };

    /// <summary>"AB12" is column 27.</summary>
    private static int? Column(string? reference)
    {
        if (string.IsNullOrEmpty(reference))
            return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetter(c))
                break;
            column = Math.Min(int.MaxValue / 64, (column * 26) + (char.ToUpperInvariant(c) - 'A' + 1));
        }
        return column - 1 < 0 ? null : column - 1;
    }
}
