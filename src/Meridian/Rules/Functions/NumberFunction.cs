using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>sum("Order Completed".total)</c>, and <c>avg</c>, <c>min</c>, <c>max</c> likewise.</summary>
public sealed class NumberFunction(string name) : EventFunction
{
    public override string Name => name;

    public override string Signature => $"{name}(\"EVENT\".PROPERTY, within: 30 days, where: CONDITION, currency: \"USD\")";

    public override string Help => name switch
    {
        "sum" => "The sum of a property of such events; values that are no numbers are left out. 0 for none. With currency:, amounts in that currency, by the rates of their days.",
        "avg" => "The average of a property of such events; missing for none. With currency:, in that currency.",
        "min" => "The smallest value of a property of such events; missing for none. With currency:, in that currency.",
        _ => "The largest value of a property of such events; missing for none. With currency:, in that currency.",
    };

    private const string Currency = "currency";

    internal override IReadOnlyList<string> Names { get; } = [.. EventWindow.Names, "where", Currency];

    protected override bool? TakesProperty => true;

    internal override Sql? OfNone => name == "sum" ? Sql.Constant("0") : null;

    protected override RuleType Result(bool ofProperty) => RuleType.Number;

    private protected override void CheckMore(NodeList<NamedArgument> named, RuleChecker checker)
    {
        foreach (var currency in named.Where(n => n.Name == Currency))
        {
            if (currency.Value is not TextNode code)
                checker.Error(currency.Value, "Behind currency: stands a code in quotation marks, such as currency: \"USD\".");
            else if (Currencies.Get(code.Value.ToUpperInvariant()) is null)
                checker.Error(code, $"'{code.Value}' is no currency.", Nearest.To(code.Value.ToUpperInvariant(), Currencies.All.Select(c => c.Code)));
        }
    }

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler)
    {
        var value = call.Named.FirstOrDefault(n => n.Name == Currency) is { Value: TextNode currency }
            ? compiler.Amount(property!.Path, currency.Value.ToUpperInvariant()) : compiler.Property(property!.Path, RuleType.Number);
        return name switch
        {
            "sum" => $"cast({Filtered($"sum({Exact(value)})", filter)} as double precision)",
            "avg" => $"(cast({Filtered($"sum({Exact(value)})", filter)} as double precision) / nullif({Filtered($"count({Exact(value)})", filter)}, 0))",
            "min" => Filtered($"min({value})", filter),
            _ => Filtered($"max({value})", filter),
        };
    }

    /// <summary>
    /// With eight decimal places: fractions of two add up to another sum in another order, and engines add in many. 0.1 and 0.2 are 0.3 so. What is too large for that is no amount of anything.
    /// </summary>
    private static Sql Exact(Sql value)
    {
        return $"cast(case when {value} between -1e20 and 1e20 then {value} end as decimal(38, 8))";
    }
}
