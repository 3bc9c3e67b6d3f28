using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Segments;

/// <summary>
/// Finds customers as people look for them: by a whole identifier in any spelling, by a part of one (the last digits of a phone, the beginning of an address or handle), by a part of a name,
/// or by the first letters of an id as lists show it.
/// </summary>
public static class CustomerSearch
{
    /// <summary>Fewer characters of an identifier would find nearly everybody.</summary>
    private const int ShortestPart = 3;

    /// <summary>A query of profile ids; of all countries, so the caller adds who may be seen.</summary>
    public static Sql Ids(IDialect dialect, string text)
    {
        text = text.Trim();
        var named = Like(text);
        var parts = new List<Sql>
        {
            $"select f.profile_id from {ProfileTables.Profile} f where {dialect.FoldCase($"f.name")} like {dialect.FoldCase($"cast({named} as varchar)")} escape '!'",
            Identifiers(IdentifierSearch.Condition(text)),
        };
        if (Part(text) is { } part)
            parts.Add(Identifiers($"i.value like {Like(part)} escape '!'"));
        if (Guid.TryParse(text, out var id))
            parts.Add($"select r.profile_id from {ResolveTables.Record} r where r.record_id = {id}");
        else if (CustomerViews.IsBeginningOfId(text))
            parts.Add($"select r.profile_id from {ResolveTables.Record} r where cast(r.record_id as varchar) like {text.ToLowerInvariant() + "%"}");
        return Sql.Join(" union ", parts);
    }

    private static Sql Identifiers(Sql condition) =>
        $"select r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id where ({condition}) and {Imports.Whole($"i.entry")}";

    /// <summary>What of a text may be a part of an identifier: of what looks like a phone its digits, else the text as identifiers are kept; null where it is too short.</summary>
    private static string? Part(string text)
    {
        var digits = string.Concat(text.Where(char.IsDigit).Select(c => (char)('0' + char.GetNumericValue(c))));
        if (text.All(c => char.IsDigit(c) || c is ' ' or '-' or '(' or ')' or '.' or '+' or '/' or '\u00a0'))
            return digits.TrimStart('0') is { Length: > ShortestPart } part ? part : null;
        var kept = text.TrimStart('@').ToLowerInvariant();
        return kept.Length >= ShortestPart && kept.All(c => c is > ' ' and < '\u007f') ? kept : null;
    }

    /// <summary>"%" and "_" are letters of a name here.</summary>
    private static string Like(string text) => "%" + text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";
}
