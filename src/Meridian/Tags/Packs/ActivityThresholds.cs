using System.Globalization;
using System.Text.RegularExpressions;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Rules.Syntax;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Packs;

/// <summary>A number of the activity labels that a team may set.</summary>
/// <param name="Key">"high_within", in days; "high_days" of the last 30; "medium_within", "low_within", in days; "messages" within 30 days; "weeks" of the last 12.</param>
/// <param name="Tag">Whose rule has it.</param>
/// <param name="Value">The tag's value whose rule it is; null where the tag has none.</param>
/// <param name="Before">What stands before the number, everywhere in that rule of the pack where it stands.</param>
/// <param name="After">What stands behind it.</param>
public sealed record ActivityThreshold(string Key, string Tag, string? Value, int BuiltIn, int Most, string Before, string After);

/// <summary>
/// The activity labels by numbers of the team's own. They are ordinary tags: those of the pack "activity" with other numbers, which stand in for the built-in labels while they are published. A team that
/// wrote such a rule another way keeps it: it is not read as numbers, and nothing here changes it.
/// </summary>
public static class ActivityThresholds
{
    private const string Pack = "activity";

    public static IReadOnlyList<ActivityThreshold> All { get; } =
    [
        new("high_within", Labels.Activity.Tag, "high", 7, 3650, " > ", " days ago"),
        new("high_days", Labels.Activity.Tag, "high", 4, 30, " >= ", ""),
        new("medium_within", Labels.Activity.Tag, "medium", 30, 3650, " > ", " days ago"),
        new("low_within", Labels.Activity.Tag, "low", 90, 3650, " > ", " days ago"),
        new("messages", Labels.Activity.HighInteraction, null, 5, 10_000, " >= ", ""),
        new("weeks", Labels.Activity.LongTermOnline, null, 8, 12, " >= ", ""),
    ];

    /// <summary>The tags that have them.</summary>
    public static IReadOnlyList<string> Tags { get; } = [.. All.Select(t => t.Tag).Distinct()];

    /// <summary>A tag's numbers by key, as customers are labelled now: the built-in ones where the team published no rule; null where it published one that these numbers cannot say.</summary>
    public static IReadOnlyDictionary<string, int>? Of(ISession session, string tag) =>
        TagBook.PublishedOf(session, tag)?.Definition is { } own ? Read(own) : All.Where(t => t.Tag == tag).ToDictionary(t => t.Key, t => t.BuiltIn, StringComparer.Ordinal);

    /// <summary>The tag with these numbers; its names, colour, folder and the like as the team has them.</summary>
    /// <param name="numbers">By key; those of other tags are not looked at.</param>
    /// <param name="own">The team's tag as it is, or null.</param>
    public static TagDefinition Define(string tag, IReadOnlyDictionary<string, int> numbers, TagDefinition? own)
    {
        var pack = OfPack(tag);
        var made = (own ?? pack) with { Origin = TagOrigins.Rule, Rule = pack.Rule is { } rule ? Written(rule, tag, null, numbers) : null };
        return made with
        {
            Values = pack.Values is { } values
                ? [.. values.Select(v => (own?.Values?.FirstOrDefault(o => o.Value == v.Value) ?? v) with { Rule = Written(v.Rule!, tag, v.Value, numbers) })]
                : null,
        };
    }

    /// <summary>What is wrong with numbers: out of bounds, or a later limit that comes before an earlier one. Parts are keys.</summary>
    public static IReadOnlyList<DefinitionFault> Faults(IReadOnlyDictionary<string, int> numbers)
    {
        List<DefinitionFault> faults =
            [.. All.Where(t => numbers.TryGetValue(t.Key, out var n) && (n < 1 || n > t.Most)).Select(t => new DefinitionFault(t.Key, string.Create(CultureInfo.InvariantCulture, $"must be 1 to {t.Most}")))];
        foreach (var (sooner, later) in new[] { ("high_within", "medium_within"), ("medium_within", "low_within") })
        {
            if (numbers.TryGetValue(sooner, out var first) && numbers.TryGetValue(later, out var then) && then <= first)
                faults.Add(new DefinitionFault(later, string.Create(CultureInfo.InvariantCulture, $"must be more than {sooner}, which is {first}")));
        }

        return faults;
    }

    /// <summary>Publishes the tags whose numbers are other ones than now, each applied before the next; where they are the built-in ones again, the team's tag is retired and the built-in label is back.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who sets them is kept.</param>
    /// <param name="apply">Applies what is in the log.</param>
    /// <returns>The tags that changed.</returns>
    /// <exception cref="DefinitionException">A number is out of bounds, a tag of them is by a rule of the team's own making, or what depends on it forbids the change; tags before it stay changed.</exception>
    public static IReadOnlyList<string> Set(ISession session, ILog log, IReadOnlyDictionary<string, int> numbers, string? reason, DateTime now, Action apply)
    {
        if (Faults(numbers) is { Count: > 0 } faults)
            throw new DefinitionException(faults);
        var changed = new List<string>();
        foreach (var tag in Tags)
        {
            var asked = All.Where(t => t.Tag == tag && numbers.ContainsKey(t.Key)).ToList();
            if (asked.Count == 0)
                continue;
            var before = Of(session, tag) ?? throw new DefinitionException(tag, $"the team has a rule of its own for '{tag}', which numbers cannot say; edit the tag");
            var then = All.Where(t => t.Tag == tag).ToDictionary(t => t.Key, t => numbers.TryGetValue(t.Key, out var n) ? n : before[t.Key], StringComparer.Ordinal);
            if (then.All(n => before[n.Key] == n.Value))
                continue;
            if (TagBook.Draft(session, tag) is { } draft)
                throw new DefinitionException(tag, string.Create(CultureInfo.InvariantCulture, $"a draft of '{tag}' waits (version {draft.Version}); publish it or save it anew first, so that nobody's work is lost"));
            if (All.Where(t => t.Tag == tag).All(t => then[t.Key] == t.BuiltIn))
            {
                TagIntake.Retire(session, log, tag, reason, now);
            }
            else
            {
                var saved = TagIntake.Save(session, log, Define(tag, then, Base(session, tag)), reason, now);
                apply();
                TagIntake.Publish(session, log, tag, saved.Version, reason, now);
            }

            apply();
            changed.Add(tag);
        }

        return changed;
    }

    /// <summary>What a tag is called and looks like where its numbers change: as it is published, or was last; null where the team never had it.</summary>
    public static TagDefinition? Base(ISession session, string tag) =>
        (TagBook.PublishedOf(session, tag) ?? TagBook.Versions(session, tag).Find(v => v.Status == TagStatus.Retired))?.Definition;

    private static TagDefinition OfPack(string tag) => TagPacks.Find(Pack).Tags.First(t => t.Key == tag);

    /// <summary>The numbers that a definition's rules have, or null where they say anything else than the pack's.</summary>
    private static Dictionary<string, int>? Read(TagDefinition own)
    {
        var (pack, found) = (OfPack(own.Key), new Dictionary<string, int>(StringComparer.Ordinal));
        if (own.Rules.Count != pack.Rules.Count)
            return null;
        foreach (var (mine, theirs) in own.Rules.Zip(pack.Rules))
        {
            if (mine.Value != theirs.Value)
                return null;
            var of = InRule(own.Key, pack.Values is null ? null : theirs.Value);
            var match = Regex.Match(OneLine(mine.Rule), Pattern(OneLine(theirs.Rule), of), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            if (!match.Success)
                return null;
            foreach (var threshold in of)
            {
                // The pattern knows no references back: one number may stand in several places.
                var stated = match.Groups[threshold.Key].Captures.Select(c => c.Value).Distinct().ToList();
                if (stated.Count != 1 || !int.TryParse(stated[0], CultureInfo.InvariantCulture, out var number))
                    return null;
                found[threshold.Key] = number;
            }
        }

        return found;
    }

    private static string Written(string rule, string tag, string? value, IReadOnlyDictionary<string, int> numbers) => RuleFormatter.Format(RuleText.Parse(InRule(tag, value).Aggregate(
        OneLine(rule), (text, t) => text.Replace($"{t.Before}{t.BuiltIn}{t.After}", string.Create(CultureInfo.InvariantCulture, $"{t.Before}{numbers[t.Key]}{t.After}"), StringComparison.Ordinal))));

    private static List<ActivityThreshold> InRule(string tag, string? value) => [.. All.Where(t => t.Tag == tag && t.Value == value)];

    private static string OneLine(string rule) => RuleFormatter.OneLine(RuleText.Parse(rule));

    /// <summary>The pack's rule with any number in those places; "1 day ago" is how one of "days ago" is written.</summary>
    private static string Pattern(string rule, List<ActivityThreshold> of) => $"^{of.Aggregate(Regex.Escape(rule), (text, t) => text.Replace(
        Regex.Escape($"{t.Before}{t.BuiltIn}{t.After}"), $"{Regex.Escape(t.Before)}(?<{t.Key}>[0-9]{{1,5}}){Regex.Escape(t.After).Replace("days", "days?", StringComparison.Ordinal)}", StringComparison.Ordinal))}$";
}
