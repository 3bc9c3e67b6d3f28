using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>An identifier of a list that names no one customer, by its place from 1, and why.</summary>
public sealed record NotNamed(long Place, string Text, string Reason);

/// <summary>Finds the customers whom a list of identifiers names, all at once. Nobody is guessed: what several customers have names none of them.</summary>
public static class IdentifierList
{
    /// <summary>Columns of a table whose cells are identifiers.</summary>
    private static readonly string[] Columns = ["identifier", "customer", "profile_id", "id", "external_id", "email", "e-mail", "phone"];

    private const int BatchRows = 2_048;

    /// <summary>The customers that were named: (place, profile_id).</summary>
    private static readonly Table Named = new("page_named");

    private static readonly Table Asked = new("page_named_asked");
    private static readonly Table Found = new("page_named_found");

    /// <summary>A query of the profile ids that the last list of the session named.</summary>
    public static Sql Profiles => $"select profile_id from {Named}";

    /// <summary>A query of one profile's id.</summary>
    public static Sql Only(Guid profile) => $"select cast({profile} as uuid) as profile_id";

    /// <summary>Looks the identifiers up; then <see cref="Profiles"/> gives whom they name.</summary>
    /// <param name="texts">Profile ids, e-mail addresses, phones, platform:handle, links, source:id, with the place of each.</param>
    /// <param name="country">Where national numbers are from.</param>
    /// <returns>Those that name nobody whom the scope lets see, or more than one.</returns>
    public static List<NotNamed> Resolve(ISession session, Scope scope, IEnumerable<(long Place, string Text)> texts, string? country)
    {
        var asked = texts.ToList();
        session.Execute(session.Dialect.CreateTemporary(Asked, $"""
            select entry as place, match_key, kind, space, value, record_id from {ResolveTables.Identifier} limit 0
            """));
        using (var writer = session.Append(Asked))
        {
            foreach (var (place, text) in asked)
                Write(writer, place, text.Trim(), country);
            writer.Complete();
        }

        var seen = scope.IsLimited ? (Sql)$"and exists (select 1 from {ProfileTables.Profile} p where p.profile_id = r.profile_id and {scope.Sees($"p.country")})" : Sql.Empty;
        session.Execute(session.Dialect.CreateTemporary(Found, $"""
            select distinct a.place, r.profile_id from {Asked} a join {ResolveTables.Record} r on r.record_id = a.record_id where a.record_id is not null {seen}
            union
            select distinct a.place, r.profile_id from {Asked} a join {ResolveTables.Identifier} i on i.match_key = a.match_key join {ResolveTables.Record} r on r.record_id = i.record_id
            where a.match_key is not null and {Imports.Whole($"i.entry")} {seen}
            union
            select distinct a.place, r.profile_id from {Asked} a join {ResolveTables.Identifier} i on i.value = a.value and (a.kind is null or i.kind = a.kind) and (a.space is null or i.space = a.space)
            join {ResolveTables.Record} r on r.record_id = i.record_id
            where a.record_id is null and a.match_key is null and {Imports.Whole($"i.entry")} {seen}
            """));
        session.Execute(session.Dialect.CreateTemporary(Named, $"""
            select f.place, f.profile_id from {Found} f join (select place from {Found} group by place having count(*) = 1) o on o.place = f.place
            """));
        var customers = session.Query($"select place, count(*) from {Found} group by place", r => (Place: r.Long(0), Customers: r.Long(1))).ToDictionary(f => f.Place, f => f.Customers);
        return [.. asked.Where(a => customers.GetValueOrDefault(a.Place) != 1).Select(a => new NotNamed(
            a.Place, a.Text, customers.TryGetValue(a.Place, out var several) ? $"is of {(scope.IsLimited ? "several" : $"{several}")} customers; name one by its id" : "no customer has it"))];
    }

    /// <summary>
    /// The identifiers of a file, with the row of each as a spreadsheet shows it: a table with a column identifier, customer, profile_id, id, email or phone, or a text with one a line; blank lines and
    /// lines that begin with # are passed over.
    /// </summary>
    /// <exception cref="UnreadableFileException">The file is no table, or has none of these columns; in words for a person.</exception>
    public static IEnumerable<(long Place, string Text)> Read(string path)
    {
        if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (line, i) in File.ReadLines(path).Select((l, i) => (l.Trim(), i)).Where(l => l.Item1.Length > 0 && !l.Item1.StartsWith('#')))
                yield return (i + 1, line);
            yield break;
        }

        using var reader = TableFile.Open(path);
        var headers = reader.Header.Select(h => h.Trim().ToLowerInvariant()).ToList();
        var column = Columns.Select(c => headers.IndexOf(c)).FirstOrDefault(i => i >= 0, -1);
        if (column < 0)
            throw new UnreadableFileException($"{Path.GetFileName(path)}: a column {string.Join(", ", Columns)} is needed; there are: {string.Join(", ", reader.Header)}. Or name the file .txt, with one identifier a line.");
        var batch = new RowBatch(reader.Header.Count);
        for (var more = true; more; batch.Clear())
        {
            more = reader.Read(batch, BatchRows);
            for (var row = 0; row < batch.Count; row++)
            {
                if (batch.Cell(row, column).ToString().Trim() is { Length: > 0 } cell)
                    yield return (batch.RowNumber(row), cell);
            }
        }
    }

    private static void Write(IRowWriter writer, long place, string text, string? country)
    {
        writer.Add((long?)place);
        if (Guid.TryParse(text, out var id))
            writer.Add((Guid?)null).Add((string?)null).Add((string?)null).Add(text).Add((Guid?)id);
        else if (IdentifierText.TryRead(text, country, out var identifier, out _))
            writer.Add(identifier.MatchKey).Add(identifier.Kind).Add(identifier.Space).Add(identifier.Value).Add((Guid?)null);
        // What a source calls them: "crm:17".
        else if (text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            writer.Add((Guid?)null).Add((string?)null).Add(text[..colon].Trim()).Add(text[(colon + 1)..].Trim()).Add((Guid?)null);
        else
            writer.Add((Guid?)null).Add((string?)null).Add((string?)null).Add(text).Add((Guid?)null);
        writer.EndRow();
    }
}
