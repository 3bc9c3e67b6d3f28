using Meridian.Rules.Syntax;
using Meridian.Tags.Definitions;

namespace Meridian.Web.Pages.OfTags;

/// <summary>A part of a definition that one version says otherwise than the one before.</summary>
/// <param name="Part">"rule", "names.en", ...</param>
public sealed record Difference(string Part, string? Before, string? Now);

/// <summary>What changed from one version of a tag or segment to the next.</summary>
public static class Differences
{
    public static IReadOnlyList<Difference> Of(TagDefinition? before, TagDefinition now) => Between(before is null ? [] : Parts(before), Parts(now));

    public static IReadOnlyList<Difference> Of(SegmentDefinition? before, SegmentDefinition now) => Between(before is null ? [] : Parts(before), Parts(now));

    private static List<Difference> Between(List<(string Part, string? Text)> before, List<(string Part, string? Text)> now)
    {
        var were = before.Where(p => p.Text is not null).ToDictionary(p => p.Part, p => p.Text, StringComparer.Ordinal);
        var are = now.Where(p => p.Text is not null).ToDictionary(p => p.Part, p => p.Text, StringComparer.Ordinal);
        return
        [
            .. now.Select(p => p.Part).Concat(before.Select(p => p.Part)).Distinct(StringComparer.Ordinal)
                .Select(p => new Difference(p, were.GetValueOrDefault(p), are.GetValueOrDefault(p))).Where(d => d.Before != d.Now)
        ];
    }

    private static List<(string Part, string? Text)> Parts(TagDefinition tag) =>
    [
        ("rule", tag.Rule is { } rule ? Formatted(rule) : null),
        .. (tag.Values ?? []).Select(v => ($"values.{v.Value}", (string?)(v.Rule is { } of ? Formatted(of) : "–"))),
        ("order", tag.Values is { } values ? string.Join(" → ", values.Select(v => v.Value)) : null),
        .. Texts("names", tag.Names), .. Texts("descriptions", tag.Descriptions),
        ("kind", tag.Kind), ("origin", tag.Origin), ("folder", tag.Folder), ("colour", tag.Colour), ("owner", tag.Owner),
        ("time_to_live_days", tag.TimeToLiveDays?.ToString(System.Globalization.CultureInfo.CurrentCulture)), ("notes", tag.Notes),
    ];

    private static List<(string Part, string? Text)> Parts(SegmentDefinition segment) =>
        [("rule", Formatted(segment.Rule)), .. Texts("names", segment.Names), ("folder", segment.Folder), ("owner", segment.Owner), ("notes", segment.Notes)];

    private static IEnumerable<(string, string?)> Texts(string part, IReadOnlyDictionary<string, string>? texts) => (texts ?? new Dictionary<string, string>()).Select(t => ($"{part}.{t.Key}", (string?)t.Value));

    /// <summary>Blanks and line ends are no difference.</summary>
    private static string Formatted(string rule)
    {
        try
        {
            return RuleFormatter.Format(RuleText.Parse(rule));
        }
        catch (RuleException)
        {
            return rule;
        }
    }
}
