using System.Text;
using Meridian.Tests;

namespace Meridian.Phones.Tests.Agreement;

/// <summary>The public lists of numbers beside the repository (shared/data).</summary>
public static class PhoneLists
{
    /// <summary>The rows of a list by column name; null where the list is not there.</summary>
    public static IEnumerable<IReadOnlyDictionary<string, string>>? Rows(string file) => SharedData.Find(file) is { } path ? Read(path) : null;

    private static IEnumerable<IReadOnlyDictionary<string, string>> Read(string path)
    {
        string[]? header = null;
        foreach (var line in File.ReadLines(path))
        {
            var cells = Cells(line);
            if (header is null)
                header = cells;
            else
                yield return header.Zip(cells).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        }
    }

    private static string[] Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
