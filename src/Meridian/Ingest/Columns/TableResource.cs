namespace Meridian.Ingest.Columns;

/// <summary>Reads the tab-separated tables of this folder, which are embedded as people edit them.</summary>
internal static class TableResource
{
    /// <summary>The table's lines as cells. Lines that begin with # are comments.</summary>
    /// <exception cref="InvalidDataException">The header differs or a line has another number of cells.</exception>
    public static IEnumerable<string[]> Read(string file, string header)
    {
        var name = $"Meridian.Ingest.Columns.{file}";
        using var stream = typeof(TableResource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        var cells = header.Split('\t').Length;
        var seenHeader = false;
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (!seenHeader)
            {
                seenHeader = line == header ? true : throw new InvalidDataException($"{file}: header \"{header}\" expected.");
                continue;
            }

            var row = line.Split('\t');
            yield return row.Length == cells ? row : throw new InvalidDataException($"{file}: {cells} cells expected in \"{line}\".");
        }
    }
}
