using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Editing;

/// <content>Where no quotation mark is open: a name, a function, or what goes on behind one.</content>
public static partial class RuleCompletion
{
    private static IEnumerable<RuleSuggestion> Bare(RulePlace place, RuleVocabulary words, Func<string, IReadOnlyList<string>> properties)
    {
        var last = place.Last;
        // "Order Completed".total
        if (last?.IsSymbol(".") == true)
            return place.Before.Count > 1 && place.Before[^2] is { Kind: TokenKind.Text } of ? properties(of.Text).Where(RuleWords.IsName).Select(p => new RuleSuggestion(p, p, RuleSuggestionKind.Property)) : [];
        if (last?.IsSymbol(":") == true && place.Innermost?.Named is { } named && named != "where")
            return Behind(named);
        if (last is null || BeginsOperand(last.Value) || (last.Value.IsSymbol(",") && place.Innermost?.ListOf >= 0))
            return Begins(place, words, properties);
        if (last.Value.IsSymbol(",") && place.Innermost is { ListOf: < 0, Function: { } function })
            return AreEventFunctions.Contains(function, StringComparer.Ordinal) ? [.. Arguments(), .. function is "sum" or "avg" or "min" or "max" ? [Argument("currency:", "currency: \"$0\"")] : Array.Empty<RuleSuggestion>()] : function is "percentile" or "rank" ? [Argument("per:", "per: $0")] : [];
        return last.Value.Kind == TokenKind.Number ? Units() : GoesOn(place, words);
    }

    /// <summary>Whether an operand or a condition comes next.</summary>
    private static bool BeginsOperand(Token last) =>
        last.Kind == TokenKind.Symbol ? last.Text is "(" or ":" or "=" or "!=" or "<" or "<=" or ">" or ">=" or "+" or "-" or "*" or "/"
        : last.Kind == TokenKind.Word && (last.Is("and") || last.Is("or") || last.Is("not") || last.Is("where") || last.Is("between"));

    private static IEnumerable<RuleSuggestion> Begins(RulePlace place, RuleVocabulary words, Func<string, IReadOnlyList<string>> properties)
    {
        if (place.InEvent)
            return [.. (place.Event is { } of ? properties(of) : []).Select(p => RuleWords.IsName(p) ? new RuleSuggestion(p, p, RuleSuggestionKind.Property) : new RuleSuggestion(p, $"property({Quoted(p, "").Insert})", RuleSuggestionKind.Property)), Word("not", "not ")];
        // An event's function begins with the event; it is written for them.
        if (place.Innermost is { Function: { } function, Argument: 0, Named: null } && place.Last?.IsSymbol("(") == true && AreEventFunctions.Contains(function, StringComparer.Ordinal))
            return words.Events.Select(e => Quoted(e, RuleSuggestionKind.Event));
        if (place.Innermost is { Function: { } asking, Argument: 0 } && place.Last?.IsSymbol("(") == true && asking is not ("days_since" or "percentile" or "rank"))
            return InQuotes(place, words, properties, code => code);
        if (Compared(place) is { } operand && ValuesOf(operand, place, words, code => Foundation.Geography.Countries.Get(code)?.EnglishName ?? code).ToList() is { Count: > 0 } values)
            return values;
        return
        [
            .. RuleTraits.All.OrderBy(t => Array.IndexOf(Usual, t.Key) is >= 0 and var at ? at : Usual.Length).Select(t => new RuleSuggestion(t.Key, t.Key, RuleSuggestionKind.Trait, Checking.RuleChecker.InWords(t.Value))),
            .. words.Tags.Values.Where(t => RuleWords.IsName(t.Key) && !RuleTraits.All.ContainsKey(t.Key)).Select(t => new RuleSuggestion(t.Key, t.Key, RuleSuggestionKind.Tag, Values(t))),
            .. words.CustomTraits.Where(t => RuleWords.IsName(t) && !RuleTraits.All.ContainsKey(t) && !words.Tags.ContainsKey(t)).Select(t => new RuleSuggestion(t, t, RuleSuggestionKind.Trait)),
            .. RuleFunctions.All.Select(f => new RuleSuggestion(f.Name, Opened(f), RuleSuggestionKind.Function, f.Signature)),
            new RuleSuggestion("sequence", "sequence(\"$0\" then \"\")", RuleSuggestionKind.Function, "sequence(\"EVENT\" then \"EVENT\" within 2 days)"),
            Word("not", "not "),
        ];
    }

    /// <summary>What most rules begin with.</summary>
    private static readonly string[] Usual = [RuleTraits.Country, RuleTraits.Area, RuleTraits.Language, RuleTraits.Age, "total_spent", "orders_count", "last_seen_at", "created_at", "gender", "city"];

    private static string Opened(RuleFunction function) => function.Name switch
    {
        "sum" or "avg" or "min" or "max" => $"{function.Name}(\"$0\".)",
        "active_days" or "active_weeks" => $"{function.Name}(within: $0)",
        "days_since" or "percentile" or "rank" => $"{function.Name}($0)",
        "consent" => "consent(\"$0\", \"marketing\")",
        _ => $"{function.Name}(\"$0\")",
    };

    private static IEnumerable<RuleSuggestion> GoesOn(RulePlace place, RuleVocabulary words)
    {
        var last = place.Last!.Value;
        // Behind a tag that is had or not, and behind a call of true or false, a comparison makes no sense.
        var plain = last.Kind == TokenKind.Word && words.Tags.TryGetValue(last.Text, out var tag) && tag.Values is null && !RuleTraits.All.ContainsKey(last.Text);
        var done = last.Kind is TokenKind.Text or TokenKind.Date or TokenKind.Time || last.Is("missing") || last.Is("true") || last.Is("false") || last.Is("ago") || IsUnit(last);
        if (place.Innermost?.Function == "sequence")
        {
            yield return Word("then", "then \"$0\"");
            yield return Word("then no", "then no \"$0\" within 24 hours");
            yield return Word("where", "where ");
            yield return Word("within", "within ");
        }

        if (IsUnit(last))
            yield return Word("ago", "ago");
        if (!plain && !done)
        {
            foreach (var symbol in new[] { "=", "!=", ">=", ">", "<=", "<" })
                yield return Word(symbol, symbol + " ");
            yield return Word("in (…)", "in ($0)");
            foreach (var test in RuleWords.Tests.Where(t => t != "in"))
                yield return Word(test, test + " ");
        }

        yield return Word("and", "and ");
        yield return Word("or", "or ");
    }

    private static bool IsUnit(Token token) => token.Kind == TokenKind.Word && RuleWords.IsUnit(token.Text, out _);

    private static IEnumerable<RuleSuggestion> Units() => new[] { "days", "hours", "weeks", "months", "years", "minutes" }.Select(u => Word(u, u)).Concat([Word("and", "and "), Word("or", "or ")]);

    private static IEnumerable<RuleSuggestion> Behind(string named) => named switch
    {
        "within" => Lengths.Select(l => new RuleSuggestion(l, l, RuleSuggestionKind.Value)),
        "before" => Lengths.Select(l => new RuleSuggestion(l, l, RuleSuggestionKind.Value)),
        "between" => new[] { "60 days and 30 days", "14 days and 7 days", "365 days and 180 days" }.Select(l => new RuleSuggestion(l, l, RuleSuggestionKind.Value)),
        "currency" => new[] { "USD", "EUR", "CNY", "GBP", "JPY", "INR", "AED", "BRL", "THB" }.Select(c => new RuleSuggestion(c, $"\"{c}\"", RuleSuggestionKind.Value)),
        "per" => new[] { RuleTraits.Country, RuleTraits.Area, RuleTraits.Language }.Select(t => new RuleSuggestion(t, t, RuleSuggestionKind.Trait)),
        _ => [],
    };

    private static IEnumerable<RuleSuggestion> Arguments() =>
        [Argument("within:", "within: $0"), Argument("where:", "where: $0"), Argument("between:", "between: $0"), Argument("before:", "before: $0")];

    private static RuleSuggestion Argument(string text, string insert) => new(text, insert, RuleSuggestionKind.Argument);

    private static RuleSuggestion Word(string text, string insert) => new(text, insert, RuleSuggestionKind.Word);
}
