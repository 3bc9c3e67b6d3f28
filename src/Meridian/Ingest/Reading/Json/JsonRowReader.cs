using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>Reads JSON lines, a JSON array, or an object around an array. Two passes: the first collects the union of the names, in the order first seen.</summary>
internal sealed class JsonRowReader : IRowReader
{
    private readonly JsonElements _elements;
    private readonly JsonFlattener _flattener;
    private readonly StoredFile _file;
    private long _row;

    public JsonRowReader(StoredFile file, Charset charset)
    {
        _file = file;
        JsonShape shape;
        using (var window = new JsonWindow(file, charset))
            shape = JsonShape.Find(file.Path, window);
        (_flattener, var others) = Survey(file, shape, charset);
        Header = ColumnNames.From(_flattener.Names);
        var facts = FileFacts.Of(file, shape.Format, charset.Name);
        Facts = shape.Path is null ? facts : facts with
        {
            Part = facts.Part is null ? shape.Path : $"{facts.Part}: {shape.Path}",
            OtherParts = [.. facts.OtherParts, .. others],
        };
        _elements = shape.Elements(file, charset);
    }

    public FileFacts Facts { get; }

    public IReadOnlyList<string> Header { get; }

    public long BytesRead => _elements.StoredPosition;

    public bool Read(RowBatch batch, int rows)
    {
        var met = 0;
        while (met < rows && _elements.Next())
        {
            _row++;
            try
            {
                if (_elements.Broken is { } damage)
                    throw new BrokenElementException(damage);
                _flattener.Flatten(_elements.Element);
                if (_flattener.Names.Count > Header.Count)
                    throw ReadingErrors.Damaged(_file.Path, "file (it changed while it was read)");
                met += Add(batch) ? 1 : 0;
            }
            catch (BrokenElementException e)
            {
                var cut = _elements.AtEnd && _elements.Broken is null ? "; the file ends here and may be cut" : "";
                batch.Broken.Add(new BrokenRow(_row, _elements.Line, [Encoding.UTF8.GetString(_elements.Element)], e.Message + cut));
                met++;
            }
        }
        return met > 0;
    }

    public void Dispose() => _elements.Dispose();

    /// <returns>False for an object without a value, which is passed over as a blank row.</returns>
    private bool Add(RowBatch batch)
    {
        var blank = true;
        for (var i = 0; i < batch.Columns; i++)
        {
            var cell = _flattener.Cell(i);
            blank = blank && cell.IsWhiteSpace();
            batch.Add(cell);
        }
        if (blank)
            batch.DropRow();
        else
            batch.EndRow(_row, _elements.Line);
        return !blank;
    }

    private static (JsonFlattener Columns, IReadOnlyList<string> Others) Survey(StoredFile file, JsonShape shape, Charset charset)
    {
        var flattener = new JsonFlattener(charset.IsUtf8 ? null : charset.Name);
        using var elements = shape.Elements(file, charset);
        var met = false;
        while (elements.Next())
        {
            if (elements.Broken is not null)
                continue;
            try
            {
                flattener.Flatten(elements.Element);
                met = true;
            }
            catch (BrokenElementException)
            {
                // Told in the second pass, where the row is.
            }
            if (flattener.Names.Count > ReadingLimits.Columns)
                throw ReadingErrors.TooManyColumns(file.Path, flattener.Names.Count);
        }
        return met || shape.Format == "json" ? (flattener, shape.OtherArrays(elements.Behind())) : throw ReadingErrors.NoObjects(file.Path);
    }
}
