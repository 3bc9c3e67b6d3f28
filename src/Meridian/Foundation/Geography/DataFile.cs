namespace Meridian.Foundation.Geography;

/// <summary>A table of Data/*.tsv, embedded in the assembly: UTF-8, tab-separated, lines that begin with # are comments.</summary>
internal static class DataFile
{
    /// <summary>The data lines of a table, each split at tabs, in the file's order.</summary>
    public static IEnumerable<string[]> Rows(string name) => Rows(Open(name));

    /// <summary>The same of any reader, which it disposes of.</summary>
    public static IEnumerable<string[]> Rows(TextReader reader)
    {
        using (reader)
        {
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0 && line[0] != '#')
                    yield return line.Split('\t');
            }
        }
    }

    public static StreamReader Open(string name)
    {
        var stream = typeof(DataFile).Assembly.GetManifestResourceStream($"{typeof(DataFile).Namespace}.Data.{name}")
            ?? throw new InvalidOperationException($"The program was built without its table {name}.");
        return new StreamReader(stream, bufferSize: 1 << 14);
    }

    /// <summary>Splits a list cell; an empty cell is an empty list.</summary>
    public static string[] List(string cell, char separator = ',') => cell.Length == 0 ? [] : cell.Split(separator);
}
