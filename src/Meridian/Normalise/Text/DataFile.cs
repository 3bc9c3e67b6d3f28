namespace Meridian.Normalise;

/// <summary>A table of Normalise/Data, embedded in the assembly: tab-separated rows; lines that begin with "# " are comments that name the source.</summary>
internal static class DataFile
{
    public static IEnumerable<string[]> Rows(string name)
    {
        var stream = typeof(DataFile).Assembly.GetManifestResourceStream("Normalise/" + name)
            ?? throw new InvalidOperationException($"the table {name} is not embedded in {typeof(DataFile).Assembly.GetName().Name}");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))
                yield return line.Split('\t');
        }
    }
}
