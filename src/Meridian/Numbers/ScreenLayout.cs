namespace Meridian.Numbers;

/// <summary>
/// The input's columns in the output: those of all files by name, in the order in which they come, and the file's name before them where there is more than
/// one. A column named as one of ours ("country") is written as "input_country", so that no name stands twice.
/// </summary>
internal sealed class ScreenLayout
{
    private const string FileColumn = "file";
    private readonly List<string> _names = [];

    /// <summary>For each file, the position in it of each of the names; -1 where it has no such column.</summary>
    private readonly int[][] _from;
    private readonly string?[] _fileNames;

    public ScreenLayout(IReadOnlyList<NumberFile> files)
    {
        foreach (var name in files.SelectMany(f => f.Columns))
        {
            if (!_names.Contains(name, StringComparer.Ordinal))
                _names.Add(name);
        }

        _from = [.. files.Select(f => _names.Select(n => f.Columns.ToList().IndexOf(n)).ToArray())];
        var names = NumberFile.NamesOf(files);
        _fileNames = [.. names.Select(n => files.Count > 1 ? n : null)];
    }

    /// <summary>The mark and the line of names, in rented rows.</summary>
    public CsvRows Header(IReadOnlyList<string> ours)
    {
        var rows = CsvRows.Rent();
        rows.AddRaw(CsvRows.Mark);
        var several = _fileNames.Length > 1;
        var taken = ours.Concat(several ? [FileColumn] : []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (several)
            rows.Add(FileColumn);
        foreach (var name in _names)
        {
            var free = name;
            while (!taken.Add(free))
                free = "input_" + free;
            rows.Add(free);
        }

        foreach (var name in ours)
            rows.Add(name);
        rows.EndRow();
        return rows;
    }

    /// <summary>The input's cells of a row.</summary>
    public void Add(CsvRows rows, NumberSlice slice, int row)
    {
        if (_fileNames[slice.FileIndex] is { } file)
            rows.Add(file);
        foreach (var column in _from[slice.FileIndex])
        {
            if (column < 0)
                rows.AddNothing();
            else
                slice.AddCell(rows, row, column);
        }
    }
}
