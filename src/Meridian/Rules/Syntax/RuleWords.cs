using System.Globalization;
using System.Text;

namespace Meridian.Rules.Syntax;

/// <summary>The words that the language keeps for itself, and what people write in their place.</summary>
public static class RuleWords
{
    /// <summary>No bare name can be one of these, whatever its capital letters: a trait called so is written <c>trait("in")</c>.</summary>
    public static IReadOnlyList<string> Keywords { get; } =
        ["and", "or", "not", "in", "between", "contains", "starts", "ends", "matches", "is", "missing", "true", "false", "then", "no", "where", "within", "ago", "null"];

    /// <summary>What may follow a value to make a condition of it.</summary>
    public static IReadOnlyList<string> Tests { get; } = ["in", "between", "contains", "starts with", "ends with", "matches", "is missing", "is not missing"];

    /// <summary>The named arguments that functions know, in the order in which they are written.</summary>
    public static IReadOnlyList<string> NamedArguments { get; } = ["within", "between", "before", "where", "per", "currency"];

    /// <summary>Functions whose names the text reads in capital letters too; which arguments they take is the checker's to say.</summary>
    public static IReadOnlyList<string> Functions { get; } =
    [
        "count", "sum", "avg", "min", "max", "distinct", "first", "last", "active_days", "active_weeks", "days_since", "usual_gap", "streak", "sequence", "percentile", "rank",
        "trait", "property", "identifier", "platform", "source", "segment", "consent", "tag", "tag_since",
    ];

    private static readonly HashSet<string> KeywordSet = new(Keywords, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> FunctionNames = Functions.ToDictionary(f => f, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, DurationUnit> Units =
        Enum.GetValues<DurationUnit>().SelectMany(u => new[] { (Word: Plural(u), Unit: u), (Word: Plural(u)[..^1], Unit: u) }).ToDictionary(u => u.Word, u => u.Unit, StringComparer.OrdinalIgnoreCase);

    /// <summary>Words of SQL, of other rule languages and of plain English, by what they are here.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["like"] = "contains",
        ["ilike"] = "contains",
        ["include"] = "contains",
        ["includes"] = "contains",
        ["equals"] = "=",
        ["equal"] = "=",
        ["eq"] = "=",
        ["startswith"] = "starts with",
        ["endswith"] = "ends with",
        ["begins"] = "starts with",
        ["regex"] = "matches",
        ["regexp"] = "matches",
        ["rlike"] = "matches",
        ["isnull"] = "is missing",
        ["exists"] = "is not missing",
        ["except"] = "and not",
        ["but"] = "and",
        ["plus"] = "+",
        ["minus"] = "-",
    };

    public static bool IsKeyword(string word) => KeywordSet.Contains(word);

    /// <summary>A word of letters (of any script), digits and underscores that does not begin with a digit.</summary>
    public static bool IsIdentifier(string word)
    {
        if (word.Length == 0)
            return false;
        var first = true;
        foreach (var rune in word.EnumerateRunes())
        {
            if (!(first ? IsIdentifierStart(rune) : IsIdentifierPart(rune)))
                return false;
            first = false;
        }

        return true;
    }

    /// <summary>Whether a bare name may begin with it.</summary>
    public static bool IsName(string word) => IsIdentifier(word) && !IsKeyword(word);

    /// <summary>days, whatever the amount.</summary>
    public static string Plural(DurationUnit unit) => unit.ToString().ToLowerInvariant();

    public static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };

    public static string Symbol(ArithmeticOperator arithmetic) => arithmetic switch
    {
        ArithmeticOperator.Add => "+",
        ArithmeticOperator.Subtract => "-",
        ArithmeticOperator.Multiply => "*",
        _ => "/",
    };

    public static string Word(TextTest test) => test switch
    {
        TextTest.Contains => "contains",
        TextTest.StartsWith => "starts with",
        TextTest.EndsWith => "ends with",
        _ => "matches",
    };

    internal static bool IsIdentifierStart(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune);

    /// <remarks>Marks belong to the letters before them: without them no Thai or Hindi word were whole.</remarks>
    internal static bool IsIdentifierPart(Rune rune) => IsIdentifierStart(rune) || Rune.IsDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    internal static bool IsUnit(string word, out DurationUnit unit) => Units.TryGetValue(word, out unit);

    internal static IEnumerable<string> UnitWords => Units.Keys;

    /// <summary>COUNT is count; what is no function of the language stays as it is, for the checker to complain of.</summary>
    internal static string FunctionName(string word) => FunctionNames.GetValueOrDefault(word, word);

    /// <summary>What was meant where something should follow a value or a condition.</summary>
    internal static string? MeantInfix(string word) => Synonyms.GetValueOrDefault(word) ?? Nearest.To(word, [.. Tests, "and", "or", "starts", "ends", "then", "within", "where"]);
}
