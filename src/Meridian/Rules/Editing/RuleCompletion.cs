using Meridian.Consents;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Editing;

/// <summary>Something that could be written at a place of a rule.</summary>
/// <param name="Text">As it is shown.</param>
/// <param name="Insert">What is written; <c>$0</c> is where one goes on, its end where it holds none.</param>
/// <param name="Kind">One of <see cref="RuleSuggestionKind"/>.</param>
/// <param name="Detail">A type, a signature or a name in plain words; null for nothing.</param>
public sealed record RuleSuggestion(string Text, string Insert, string Kind, string? Detail = null);

/// <summary>What a suggestion is.</summary>
public static class RuleSuggestionKind
{
    public const string Trait = "trait";
    public const string Tag = "tag";
    public const string Function = "function";
    public const string Word = "word";
    public const string Event = "event";
    public const string Property = "property";
    public const string Value = "value";
    public const string Segment = "segment";
    public const string Argument = "argument";
}

/// <summary>What could be written at a place, the likeliest first.</summary>
/// <param name="Start">Where what they replace begins.</param>
/// <param name="Length">How much of the text they replace.</param>
public sealed record RuleSuggestions(int Start, int Length, IReadOnlyList<RuleSuggestion> Items);

/// <summary>Proposes what could come next in a rule: names, functions, events and their properties, tags and their values, countries, platforms, whatever fits the place.</summary>
public static partial class RuleCompletion
{
    /// <summary>More than this nobody reads.</summary>
    public const int Most = 50;

    private static readonly string[] AreEventFunctions = ["count", "sum", "avg", "min", "max", "distinct", "first", "last", "active_days", "active_weeks", "usual_gap", "streak", "sequence"];

    private static readonly string[] Lengths = ["7 days", "14 days", "30 days", "60 days", "90 days", "180 days", "365 days", "24 hours", "12 months"];

    /// <param name="offset">Where the caret stands.</param>
    /// <param name="properties">The properties that an event of a name has.</param>
    /// <param name="names">What a country (code) is called in the reader's language.</param>
    public static RuleSuggestions At(string text, int offset, RuleVocabulary words, Func<string, IReadOnlyList<string>> properties, Func<string, string>? names = null)
    {
        var place = RulePlace.At(text, offset);
        if (place.InComment)
            return new RuleSuggestions(place.Start, 0, []);
        var all = place.InQuotes ? InQuotes(place, words, properties, names ?? (c => Countries.Get(c)?.EnglishName ?? c)) : Bare(place, words, properties);
        // Right behind a text or a bracket a word stands apart.
        if (!place.InQuotes && place.Start > 0 && text[place.Start - 1] is ('"' or ')'))
            all = all.Select(s => char.IsLetter(s.Insert[0]) ? s with { Insert = " " + s.Insert } : s);
        return new RuleSuggestions(place.Start, place.End - place.Start, [.. Fitting(all, place.Typed).Take(Most)]);
    }

    /// <summary>Those that begin with what was typed, then those that hold it.</summary>
    private static IEnumerable<RuleSuggestion> Fitting(IEnumerable<RuleSuggestion> all, string typed)
    {
        if (typed.Length == 0)
            return all;
        return all.Select((s, i) => (Suggestion: s, Place: i, Rank: Rank(s, typed))).Where(s => s.Rank < 4).OrderBy(s => s.Rank).ThenBy(s => s.Place).Select(s => s.Suggestion);
    }

    private static int Rank(RuleSuggestion suggestion, string typed)
    {
        if (suggestion.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (suggestion.Kind == RuleSuggestionKind.Value && suggestion.Detail?.StartsWith(typed, StringComparison.CurrentCultureIgnoreCase) == true)
            return 1;
        if (suggestion.Text.Contains(typed, StringComparison.OrdinalIgnoreCase))
            return 2;
        return suggestion.Kind == RuleSuggestionKind.Value && suggestion.Detail?.Contains(typed, StringComparison.CurrentCultureIgnoreCase) == true ? 3 : 4;
    }

    private static IEnumerable<RuleSuggestion> InQuotes(RulePlace place, RuleVocabulary words, Func<string, IReadOnlyList<string>> properties, Func<string, string> names)
    {
        if (place.Innermost is { Function: { } function, Named: null } open && place.Last is { } last && (last.IsSymbol("(") || last.IsSymbol(",") || function == "sequence"))
        {
            return function switch
            {
                "tag" or "tag_since" => words.Tags.Values.Select(t => Quoted(t.Key, RuleSuggestionKind.Tag, Values(t))),
                "segment" => words.Segments.Keys.Order(StringComparer.Ordinal).Select(k => Quoted(k, RuleSuggestionKind.Segment)),
                "platform" => OfPlatforms(),
                "source" => words.Sources.Select(s => Quoted(s, RuleSuggestionKind.Value)),
                "trait" => words.CustomTraits.Select(t => Quoted(t, RuleSuggestionKind.Trait)),
                "identifier" => new[] { "phone", "email", "user_id", "external_id" }.Select(k => Quoted(k, RuleSuggestionKind.Value)).Concat(OfPlatforms()),
                "consent" => open.Argument == 0 ? Channels.All.Select(c => Quoted(c, RuleSuggestionKind.Value, Platforms.WithKey(c)?.Name)) : Purposes.Known.Select(p => Quoted(p, RuleSuggestionKind.Value)),
                "property" => place.Event is { } of ? properties(of).Select(p => Quoted(p, RuleSuggestionKind.Property)) : [],
                _ when AreEventFunctions.Contains(function, StringComparer.Ordinal) && (open.Argument == 0 || function == "sequence") => words.Events.Select(e => Quoted(e, RuleSuggestionKind.Event)),
                _ => [],
            };
        }

        return Compared(place) is { } operand ? ValuesOf(operand, place, words, names) : words.Events.Select(e => Quoted(e, RuleSuggestionKind.Event));
    }

    /// <summary>Where the operand ends with which the text at hand is compared: the index of its last token.</summary>
    private static int? Compared(RulePlace place)
    {
        if (place.Innermost is { ListOf: >= 0 and var list })
            return list;
        return place.Before.Count > 1 && place.Last is { Kind: TokenKind.Symbol, Text: "=" or "!=" } ? place.Before.Count - 2 : null;
    }

    private static IEnumerable<RuleSuggestion> ValuesOf(int operand, RulePlace place, RuleVocabulary words, Func<string, string> names)
    {
        if (place.InEvent)
            return [];
        var token = place.Before[operand];
        // tag("tier") = "...": its key stands before the bracket.
        var key = token.IsSymbol(")") && operand >= 3 && place.Before[operand - 1].Kind == TokenKind.Text && place.Before[operand - 3].Is("tag") ? place.Before[operand - 1].Text
            : token.Kind == TokenKind.Word ? token.Text : null;
        return key switch
        {
            null => [],
            RuleTraits.Country => Countries.All.Select(c => Quoted(c.Code, RuleSuggestionKind.Value, names(c.Code))).OrderBy(c => c.Detail, StringComparer.CurrentCulture),
            RuleTraits.Language => Languages.All.Order(StringComparer.Ordinal).Select(l => Quoted(l, RuleSuggestionKind.Value, Languages.LanguageName(l))),
            RuleTraits.Area => words.Areas.All.Select(a => Quoted(a.Name, RuleSuggestionKind.Value)),
            RuleTraits.Weekday => RuleTraits.Weekdays.Select(d => Quoted(d, RuleSuggestionKind.Value)),
            _ when words.Tags.GetValueOrDefault(key)?.Values is { } values => values.Select(v => Quoted(v, RuleSuggestionKind.Value)),
            _ => [],
        };
    }

    private static IEnumerable<RuleSuggestion> OfPlatforms() => Platforms.All.Select(p => Quoted(p.Key, RuleSuggestionKind.Value, p.Name));

    private static RuleSuggestion Quoted(string text, string kind, string? detail = null) =>
        new(text, "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"", kind, detail);

    private static string? Values(TagWord tag) => tag.Values is { } values ? string.Join(", ", values) : null;
}
