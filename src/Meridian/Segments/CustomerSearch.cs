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

    /// <summary>A condition on <c>p</c>, a profile; of all countries, so the caller adds who may be seen.</summary>
    public static Sql Condition(IDialect dialect, string text)
    {
        text = text.Trim();
        // One look through the identifiers: they are most of a store.
        var parts = new List<Sql>
        {
            ByName(dialect, text),
            $"""
            p.profile_id in (
                select r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
                where ({IdentifierSearch.Condition(text, Part(text))}) and {Imports.Whole($"i.entry")})
            """,
        };
        if (Guid.TryParse(text, out var id))
            parts.Add($"p.profile_id in (select r.profile_id from {ResolveTables.Record} r where r.record_id = {id})");
        else if (IdBeginning.Condition(text, $"r.record_id") is { } beginning)
            parts.Add($"p.profile_id in (select r.profile_id from {ResolveTables.Record} r where {beginning})");
        return $"({Sql.Join(" or ", parts)})";
    }

    /// <summary>A condition on <c>p</c>: a part of the name, in whatever case.</summary>
    internal static Sql ByName(IDialect dialect, string text) => $"strpos({ProfileTables.SoughtName(dialect)}, {dialect.FoldCase($"cast({text.Trim()} as varchar)")}) > 0";

    /// <summary>What of a text may be a part of an identifier: of what looks like a phone its digits, else the text as identifiers are kept; null where it is too short.</summary>
    private static string? Part(string text)
    {
        var digits = string.Concat(text.Where(char.IsDigit).Select(c => (char)('0' + char.GetNumericValue(c))));
        if (text.All(c => char.IsDigit(c) || c is ' ' or '-' or '(' or ')' or '.' or '+' or '/' or '\u00a0'))
            return digits.TrimStart('0') is { Length: > ShortestPart } part ? part : null;
        var kept = text.TrimStart('@').ToLowerInvariant();
        return kept.Length >= ShortestPart && kept.All(c => c is > ' ' and < '\u007f') ? kept : null;
    }
}
