namespace Meridian.Ingest.Reading;

/// <summary>Reads the first sheet of a workbook that has data, visible ones first; its first row that is not blank is the header.</summary>
internal sealed class XlsxRowReader : IRowReader
{
    private readonly Workbook _workbook;
    private readonly SheetRows _rows;
    private readonly string?[] _cells;
    private readonly int _extra;

    public XlsxRowReader(StoredFile file)
    {
        _workbook = new Workbook(file);
        try
        {
            (var sheet, _rows) = FirstWithData(file);
            var header = new string[_rows.Cells.Max(c => c.Column) + 1];
            Array.Fill(header, "");
            foreach (var (column, text) in _rows.Cells)
                header[column] = text.Contains('\0') ? throw ReadingErrors.Nul(file.Path, _rows.Number) : text;
            Header = ColumnNames.From(header);
            HeaderRow = _rows.Number;
            _extra = RejectedColumns.ExtraIn(Header);
            _cells = new string?[header.Length];
            var facts = FileFacts.Of(file, "xlsx");
            Facts = facts with
            {
                Part = facts.Part is null ? sheet.Name : $"{facts.Part}: {sheet.Name}",
                OtherParts = [.. facts.OtherParts, .. _workbook.Sheets.Where(s => s != sheet && HoldsTable(file, s)).Select(s => s.Name)],
            };
        }
        catch
        {
            _rows?.Dispose();
            _workbook.Dispose();
            throw;
        }
    }

    public FileFacts Facts { get; }

    public long HeaderRow { get; }

    public IReadOnlyList<string> Header { get; }

    public long BytesRead => _workbook.StoredPosition;

    public bool Read(RowBatch batch, int rows)
    {
        var met = 0;
        for (; met < rows && _rows.Next(); met++)
        {
            var fault = Fault();
            if (fault is null)
                Add(batch);
            else
                batch.Broken.Add(new BrokenRow(_rows.Number, _rows.Number, Cells(), fault));
        }
        return met > 0;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _workbook.Dispose();
    }

    private (Sheet, SheetRows) FirstWithData(StoredFile file)
    {
        foreach (var sheet in _workbook.Sheets.OrderBy(s => s.Hidden))
        {
            var rows = new SheetRows(file.Path, _workbook, sheet.Part);
            if (rows.Next())
                return (sheet, rows);
            rows.Dispose();
        }
        throw ReadingErrors.Empty(file.Path);
    }

    /// <summary>A header and a row; a damaged sheet may have held them.</summary>
    private bool HoldsTable(StoredFile file, Sheet sheet)
    {
        try
        {
            using var rows = new SheetRows(file.Path, _workbook, sheet.Part);
            return rows.Next() && rows.Next();
        }
        catch (UnreadableFileException)
        {
            return true;
        }
    }

    private string? Fault()
    {
        var last = 0;
        var mended = true;
        foreach (var (column, text) in _rows.Cells)
        {
            last = Math.Max(last, column + 1);
            mended &= column != _extra;
            if (text.Contains('\0'))
                return "holds a NUL character";
        }
        if (last > Header.Count)
            return $"has {last} cells where the header has {Header.Count}";
        return mended ? null : RejectedColumns.NotMended;
    }

    private void Add(RowBatch batch)
    {
        Array.Clear(_cells);
        foreach (var (column, text) in _rows.Cells)
            _cells[column] = text;
        foreach (var text in _cells)
            batch.Add(text);
        batch.EndRow(_rows.Number, _rows.Number);
    }

    private string[] Cells()
    {
        var cells = new string[_rows.Cells.Max(c => c.Column) + 1];
        Array.Fill(cells, "");
        foreach (var (column, text) in _rows.Cells)
            cells[column] = text.Replace('\0', '\uFFFD');
        return cells;
    }
}
