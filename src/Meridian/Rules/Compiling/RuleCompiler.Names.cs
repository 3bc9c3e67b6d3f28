using Meridian.Foundation.Database;
using Meridian.Rules.Rates;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Compiling;

/// <content>Traits, tags, and properties of events.</content>
internal sealed partial class RuleCompiler
{
    private Sql Name(NameNode name)
    {
        var word = name.Path[0];
        if (RuleTraits.Columns.TryGetValue(word, out var trait))
            return $"p.{trait.Column}";
        return word switch
        {
            RuleTraits.Age => Age,
            RuleTraits.Area => $"p.country",
            RuleTraits.Now => $"cast({At} as timestamp)",
            RuleTraits.Today => Here(ZoneDays.Today),
            RuleTraits.Weekday => Here(ZoneDays.Weekday),
            _ when Words.Tags.ContainsKey(word) => Facts.TagValue(word),
            _ => Trait(word, RuleType.Any),
        };
    }

    /// <summary>A trait of the team's own; null where there is none, or one that does not read as what is wanted.</summary>
    public Sql Trait(string name, RuleType wanted)
    {
        var type = wanted is RuleType.Any ? RuleType.Text : wanted;
        return $"p.{Facts.Traits.Column([name], type, () => As(Dialect.JsonText($"q.custom", [name]), RuleType.Any, type))}";
    }

    /// <summary>The property of events that a part is, or null.</summary>
    private static IReadOnlyList<string>? PropertyOf(RuleNode node) => node switch
    {
        NameNode name => name.Path,
        CallNode { Function: "property", Arguments: [TextNode name] } => [name.Value],
        _ => null,
    };

    /// <summary>The trait of the team's own that a part is, or null.</summary>
    private string? TraitOf(RuleNode node) => node switch
    {
        NameNode { Path: [var word] } when !RuleTraits.All.ContainsKey(word) && !Words.Tags.ContainsKey(word) => word,
        CallNode { Function: "trait", Arguments: [TextNode name] } => name.Value,
        _ => null,
    };

    /// <summary>A property of an event <c>e</c>; null where it has none, or one that does not read as what is wanted.</summary>
    public Sql Property(IReadOnlyList<string> path, RuleType wanted)
    {
        // What an order came to has a column, because nearly every rule about orders asks for it.
        if (path is ["total" or "revenue"])
            return wanted is RuleType.Number ? $"e.total" : As($"cast(e.total as varchar)", RuleType.Any, wanted);
        var type = wanted is RuleType.Any ? RuleType.Text : wanted;
        Sql Read() => As(Dialect.JsonText($"e.properties", path), RuleType.Any, type);
        return _properties is null ? Read() : $"e.{_properties.Column(path, type, Read)}";
    }

    private DateOnly? _ratesUntil;
    private bool _ratesAsked;

    /// <summary>A property of an event <c>e</c> that is an amount of money, in a currency by the rates of the event's day; which one it is in says the event's property <c>currency</c>. Null as above, and where no rate is known.</summary>
    public Sql Amount(IReadOnlyList<string> path, string currency)
    {
        if (!_ratesAsked)
            (_ratesUntil, _ratesAsked) = (RateBook.LastDay(session), true);
        Sql Read() => Conversion.Of(
            path is ["total" or "revenue"] ? $"e.total" : As(Dialect.JsonText($"e.properties", path), RuleType.Any, RuleType.Number), Dialect.JsonText($"e.properties", ["currency"]), currency, _ratesUntil);
        return _properties is null ? Read() : $"e.{_properties.Column([.. path, "in " + currency], RuleType.Number, Read)}";
    }

    private Sql Here(Column column) => Facts.OfToday(column, ZoneDays.Utc(column, At));

    /// <summary>Born on 29 February, in other years one is a year older on 28 February.</summary>
    private Sql BirthYearDay => $"""
        case when extract(month from p.birth_date) = 2 and extract(day from p.birth_date) = 29 then {Here(ZoneDays.LeapDay)}
            else extract(month from p.birth_date) * 100 + extract(day from p.birth_date) end
        """;

    private Sql IsBirthday => $"coalesce(({BirthYearDay}) = {Here(ZoneDays.YearDay)}, false)";

    /// <summary>From the date of birth, on the customer's own today; else what was stated, which nobody makes older.</summary>
    private Sql Age => $"""
        case when p.birth_date is null then p.age when p.birth_date <= {Here(ZoneDays.Today)}
            then {Here(ZoneDays.Year)} - extract(year from p.birth_date) - case when ({BirthYearDay}) > {Here(ZoneDays.YearDay)} then 1 else 0 end end
        """;
}
