using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>Reads a delimited text file. A bad row costs that row; what costs the file is a NUL or a line beyond <see cref="ReadingLimits.Record"/>.</summary>
internal sealed class CsvRowReader : IRowReader
{
    private readonly StoredFile _file;
    private TextWindow _text;
    private readonly CsvTokenizer _tokens;
    private readonly QuoteRepair _repair;
    private readonly int _required;
    private readonly int _extra;
    private long _line = 1;
    private long _row = 1;
    private char[] _unescaped = new char[256];

    public CsvRowReader(StoredFile file, Charset charset, ReadOptions options)
    {
        _file = file;
        _text = new TextWindow(new CharSource(file.Open(), charset));
        try
        {
            _text.GrowTo(1 << 16);
            var declared = DelimiterSniffer.Declared(_text.Rest);
            if (declared is { } line)
            {
                _text.Skip(line.Used);
                _line++;
            }
            var delimiter = options.Delimiter ?? declared?.Delimiter ?? SniffDelimiter();
            _tokens = new CsvTokenizer(delimiter);
            var names = ReadHeader();
            Header = ColumnNames.From(names);
            _extra = RejectedColumns.ExtraIn(Header);
            // Blank names at the end come from a stray delimiter; a row need not have those cells.
            _required = names.FindLastIndex(n => !string.IsNullOrWhiteSpace(n)) + 1;
            _repair = new QuoteRepair(new CsvTokenizer(delimiter), delimiter, _required, Header.Count);
            Facts = FileFacts.Of(file, "csv", charset.Name, delimiter == DelimiterSniffer.None ? null : delimiter);
        }
        catch
        {
            _text.Dispose();
            throw;
        }
    }

    public FileFacts Facts { get; }

    public IReadOnlyList<string> Header { get; }

    public long HeaderRow { get; private set; }

    public long BytesRead => _text.StoredPosition;

    /// <summary>
    /// The rows as lines of bytes, where the file is a list of one column in UTF-8; else null. To be asked before the first row is read; where the lines stop,
    /// <see cref="GoOn"/> reads the others.
    /// </summary>
    public PlainLines? OpenLines()
    {
        if (!_text.Charset.IsUtf8 || Facts.Delimiter is not null || Header.Count != 1 || _extra >= 0 || _text.Suspect || _text.Moved)
            return null;
        var position = _text.Charset.Preamble + Encoding.UTF8.GetByteCount(_text.Passed);
        return new PlainLines(OpenAt(position), position, _row);
    }

    /// <summary>Reads from where lines were no longer plain.</summary>
    public void GoOn(PlainLines lines)
    {
        _text.Dispose();
        _text = new TextWindow(new CharSource(OpenAt(lines.Position), Charset.Utf8));
        _line += lines.Row - _row;
        _row = lines.Row;
    }

    public bool Read(RowBatch batch, int rows)
    {
        var met = 0;
        while (met < rows && Next() is { } status)
        {
            if (status == CsvStatus.Row)
                met += Take(batch) ? 1 : 0;
            else
                met += Repair(batch, status);
        }
        return met > 0;
    }

    public void Dispose() => _text.Dispose();

    private ContentStream OpenAt(long position)
    {
        var content = _file.Open();
        Span<byte> passed = stackalloc byte[1 << 12];
        while (position > 0 && content.Read(passed[..(int)Math.Min(position, passed.Length)]) is var read and > 0)
            position -= read;
        return content;
    }

    /// <summary>Looks ahead as far as one record may reach: a header of 10,000 columns is longer than the first window.</summary>
    private char SniffDelimiter()
    {
        while (!_text.Final && _text.Rest.Length <= ReadingLimits.Record && Lines.Next(_text.Rest.TrimStart("\r\n")) == _text.Rest.TrimStart("\r\n").Length)
            _text.Grow();
        return DelimiterSniffer.Find(_text.Rest, _text.Final);
    }

    private List<string> ReadHeader()
    {
        var names = new List<string>();
        while (Next() is { } status)
        {
            if (status != CsvStatus.Row)
                throw _tokens.Used > ReadingLimits.Record || status == CsvStatus.Incomplete ? ReadingErrors.LongLine(_file.Path, _line) : ReadingErrors.HeaderQuote(_file.Path, _line);
            var record = _text.Rest[.._tokens.Used];
            if (_text.Suspect && record.Contains('\0'))
                throw ReadingErrors.Nul(_file.Path, _line);
            if (_text.Suspect && record.Contains(_text.Undecodable))
                throw ReadingErrors.HeaderUndecodable(_file.Path, _line, _text.Charset.Name);
            if (_tokens.Count > ReadingLimits.Columns)
                throw ReadingErrors.TooManyColumns(_file.Path, _tokens.Count);
            for (var i = 0; i < _tokens.Count; i++)
                names.Add(_tokens.Value(_text.Rest, i));
            HeaderRow = _row;
            Advance();
            if (names.Exists(n => !string.IsNullOrWhiteSpace(n)))
                return names;
            names.Clear();
        }
        throw ReadingErrors.Empty(_file.Path);
    }

    /// <summary>Cuts the next record that is not an empty line; null at the end of the file. <see cref="CsvStatus.Incomplete"/> here means longer than allowed.</summary>
    private CsvStatus? Next()
    {
        while (true)
        {
            SkipEmptyLines();
            if (_text.Rest.IsEmpty)
            {
                if (_text.Final)
                    return null;
                _text.Grow();
                continue;
            }
            var status = _tokens.Read(_text.Rest, _text.Final);
            if (status == CsvStatus.Incomplete && _text.Rest.Length <= ReadingLimits.Record)
                _text.Grow();
            else
                return status == CsvStatus.Row && _tokens.Used > ReadingLimits.Record + 2 ? CsvStatus.Incomplete : status;
        }
    }

    // Fifty million empty lines go through here, so they do not go through the tokenizer.
    private void SkipEmptyLines()
    {
        var text = _text.Rest;
        var at = 0;
        while (at < text.Length && text[at] is '\n' or '\r')
        {
            if (text[at] == '\r' && at + 1 == text.Length && !_text.Final)
                break;
            at += text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
            _line++;
            _row++;
        }
        _text.Skip(at);
    }

    private void Advance()
    {
        _line += _tokens.LinesInside + 1;
        _row++;
        _text.Skip(_tokens.Used);
    }

    /// <returns>False for a blank row, which counts for nothing.</returns>
    private bool Take(RowBatch batch)
    {
        var text = _text.Rest;
        var columns = batch.Columns;
        var reason = _text.Suspect ? Undecodable(text[.._tokens.Used]) : null;
        if (reason is null && (_tokens.Count < _required || _tokens.Count > columns))
            reason = Misshapen(text);
        if (_extra >= 0 && reason is null && _extra < _tokens.Count && !_tokens.Raw(text, _extra).IsWhiteSpace())
            reason = RejectedColumns.NotMended;
        if (reason is not null)
        {
            batch.Broken.Add(new BrokenRow(_row, _line, Cells(text), reason));
            Advance();
            return true;
        }

        var blank = true;
        var count = Math.Min(_tokens.Count, columns);
        for (var i = 0; i < count; i++)
        {
            var cell = _tokens.Raw(text, i);
            if (_tokens.IsEscaped(i))
                cell = Unescape(text, i);
            blank = blank && cell.IsWhiteSpace();
            batch.Add(cell);
        }
        if (blank)
            batch.DropRow();
        else
            batch.EndRow(_row, _line);
        Advance();
        return !blank;
    }

    private ReadOnlySpan<char> Unescape(ReadOnlySpan<char> text, int cell)
    {
        var raw = _tokens.Raw(text, cell).Length;
        if (_unescaped.Length < raw)
            _unescaped = new char[raw * 2];
        return _unescaped.AsSpan(0, _tokens.Unescape(text, cell, _unescaped));
    }

    private string? Undecodable(ReadOnlySpan<char> record)
    {
        if (record.Contains('\0'))
            throw ReadingErrors.Nul(_file.Path, _line);
        return record.Contains(_text.Undecodable) ? $"not valid {_text.Charset.Name}" : null;
    }

    /// <summary>Why the number of cells does not fit; null where only blanks are missing or too many.</summary>
    private string? Misshapen(ReadOnlySpan<char> text)
    {
        var filled = _tokens.Count;
        while (filled > 0 && _tokens.Raw(text, filled - 1).IsWhiteSpace())
            filled--;
        if (filled == 0 || (_tokens.Count >= _required && filled <= Header.Count))
            return null;
        var cut = _tokens.Terminated || _tokens.Count > Header.Count ? "" : "; the file ends here and may be cut";
        return $"has {_tokens.Count} {(_tokens.Count == 1 ? "cell" : "cells")} where the header has {Header.Count}{cut}";
    }

    private List<string> Cells(ReadOnlySpan<char> text)
    {
        var cells = new List<string>(_tokens.Count);
        for (var i = 0; i < _tokens.Count; i++)
            cells.Add(_tokens.Value(text, i).Replace(_text.Undecodable, '\uFFFD'));
        return cells;
    }

    private int Repair(RowBatch batch, CsvStatus status)
    {
        if (_text.Suspect && _text.Rest.Contains('\0'))
            throw ReadingErrors.Nul(_file.Path, _line + Lines.Count(_text.Rest[.._text.Rest.IndexOf('\0')]));
        var repaired = _repair.Find(_text.Rest, _text.Final, status, _tokens) ?? throw ReadingErrors.LongLine(_file.Path, _line);
        var cells = repaired.Cells.ConvertAll(c => c.Replace(_text.Undecodable, '\uFFFD'));
        batch.Broken.Add(new BrokenRow(_row, _line, cells, repaired.Reason(_line)));
        _line += repaired.Lines;
        _row += repaired.Lines;
        _text.Skip(repaired.Used);
        return 1;
    }
}
