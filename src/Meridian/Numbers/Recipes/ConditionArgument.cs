using System.Globalization;
using Meridian.Ingest.Columns;

namespace Meridian.Numbers.Recipes;

/// <summary>Reads what a recipe gives a condition: alternatives, a span of numbers, yes or no.</summary>
internal static class ConditionArgument
{
    /// <summary>"whatsapp|telegram"; "any" for all that are known.</summary>
    public static HashSet<string> OneOf(string condition, string text, IReadOnlyCollection<string> known)
    {
        var chosen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Equals("any", StringComparison.OrdinalIgnoreCase))
                chosen.UnionWith(known);
            else if (known.Contains(part.ToLowerInvariant().Replace('-', '_'), StringComparer.OrdinalIgnoreCase))
                chosen.Add(part.ToLowerInvariant().Replace('-', '_'));
            else
                throw Unknown(condition, part, known);
        }

        return chosen.Count > 0 ? chosen : throw new RecipeException($"'{condition}' does not understand '{text}'. It takes {string.Join(", ", known.Take(12))}{(known.Count > 12 ? ", ..." : "")}.");
    }

    public static RecipeException Unknown(string condition, string given, IReadOnlyCollection<string> known)
    {
        var near = NearestName.Of(given, known);
        return new RecipeException($"'{condition}' does not know '{given}'. {(near is null ? $"It takes {string.Join(", ", known.Take(12))}{(known.Count > 12 ? ", ..." : "")}." : $"Did you mean '{near}'?")}");
    }

    /// <summary>"18-40", "18+", "&lt;=40", "30": a span of whole numbers, both ends in it.</summary>
    public static (long From, long To) Span(string condition, string text)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal);
        var dash = plain.IndexOf('-', StringComparison.Ordinal);
        if (plain.EndsWith('+') && Number(plain[..^1], out var from))
            return (from, long.MaxValue);
        if (plain.StartsWith(">=", StringComparison.Ordinal) && Number(plain[2..], out from))
            return (from, long.MaxValue);
        if (plain.StartsWith("<=", StringComparison.Ordinal) && Number(plain[2..], out var to))
            return (0, to);
        if (dash > 0 && Number(plain[..dash], out from) && Number(plain[(dash + 1)..], out to) && from <= to)
            return (from, to);
        if (Number(plain, out from))
            return (from, from);
        throw new RecipeException($"'{condition}' does not understand '{text}'. It takes a span of whole numbers such as 18-40, 18+ or <=40.");
    }

    /// <summary>A whole number of days or times.</summary>
    public static long Count(string condition, string text) =>
        Number(text, out var count) ? count : throw new RecipeException($"'{condition}' does not understand '{text}'. It takes a whole number.");

    public static bool YesOrNo(string condition, string text) => text.ToLowerInvariant() switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => throw new RecipeException($"'{condition}' does not understand '{text}'. It takes yes or no."),
    };

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
