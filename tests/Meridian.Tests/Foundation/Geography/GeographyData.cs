using Meridian.Foundation.Geography;

namespace Meridian.Tests.Foundation.Geography;

/// <summary>The embedded tables as they are, so that tests ask the public API about every row and not about a copy.</summary>
internal static class GeographyData
{
    public static IEnumerable<string[]> Rows(string table)
    {
        using var stream = typeof(Countries).Assembly.GetManifestResourceStream($"Meridian.Foundation.Geography.Data.{table}");
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
        }
    }

    /// <summary>(code, name) of a table whose given columns hold names separated by |.</summary>
    public static IEnumerable<(string Code, string Name)> Names(string table, params int[] columns) =>
        from row in Rows(table)
        from column in columns
        from name in row[column].Split('|', StringSplitOptions.RemoveEmptyEntries)
        select (row[0], name);
}
