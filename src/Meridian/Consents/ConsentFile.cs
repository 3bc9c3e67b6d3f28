using Meridian.Ingest.Reading;

namespace Meridian.Consents;

/// <summary>A table of consents: a column for each member of a statement (<see cref="ConsentJson.Members"/>), in any order. Nothing is guessed, because a wrong guess would be an unlawful message.</summary>
public static class ConsentFile
{
    private const int BatchRows = 2_048;

    /// <summary>The statements with their rows as a spreadsheet shows them. None of them counts as the person's own act: a file is somebody's list.</summary>
    /// <exception cref="UnreadableFileException">The file is no table, or its columns are others; in words for a person.</exception>
    public static IEnumerable<(long Place, ConsentRequest? Request, string? Problem)> Read(string path)
    {
        using var reader = TableFile.Open(path);
        var columns = reader.Header.Select(h => MemberOf(path, h)).ToList();
        if (!columns.Contains("identifier") || !columns.Contains("state"))
            throw new UnreadableFileException($"{Path.GetFileName(path)}: the columns 'identifier' and 'state' (granted or withdrawn) are needed; there are: {string.Join(", ", reader.Header)}");
        var batch = new RowBatch(reader.Header.Count);
        for (var more = true; more; batch.Clear())
        {
            more = reader.Read(batch, BatchRows);
            foreach (var broken in batch.Broken)
                yield return (broken.Row, null, broken.Reason);
            for (var row = 0; row < batch.Count; row++)
                yield return (batch.RowNumber(row), Request(batch, row, columns), null);
        }
    }

    private static ConsentRequest Request(RowBatch batch, int row, List<string> columns)
    {
        var request = new ConsentRequest(null, null, null, null);
        for (var column = 0; column < columns.Count && column < batch.Columns; column++)
        {
            var cell = batch.Cell(row, column).ToString().Trim();
            if (cell.Length > 0)
                request = ConsentJson.With(request, columns[column], cell)!;
        }

        return request;
    }

    private static string MemberOf(string path, string header)
    {
        var name = header.Trim().ToLowerInvariant();
        name = name is "email" or "e-mail" or "phone" ? "identifier" : name;
        return ConsentJson.Members.Contains(name)
            ? name
            : throw new UnreadableFileException($"{Path.GetFileName(path)}: the column '{header}' is none of {string.Join(", ", ConsentJson.Members)}. Rename it, or take it out.");
    }
}
