using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary><c>last("Order Completed")</c>, its time; <c>last("Order Completed".currency)</c>, the value of the last that has one; and <c>first</c> likewise.</summary>
public sealed class EndFunction(string name) : EventFunction
{
    public override string Name => name;

    public override string Signature => $"{name}(\"EVENT\", within: 30 days, where: CONDITION)";

    public override string Help =>
        $"When the {name} such event was; without an event's name, when the customer did anything {name}; of \"EVENT\".PROPERTY, the value of the {name} event that has one. Missing for none.";

    protected override bool? TakesProperty => null;

    protected override RuleType Result(bool ofProperty) => ofProperty ? RuleType.Any : RuleType.Time;

    internal override Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler)
    {
        if (property is null)
            return Filtered(name == "first" ? $"min(e.occurred_at)" : (Sql)$"max(e.occurred_at)", filter);
        var value = compiler.Property(property.Path, RuleType.Text);
        // Events of one instant stand in the order of their keys, so that the answer is one.
        Sql among = filter is null ? value : $"case when {filter} then {value} end";
        return name == "first"
            ? compiler.Dialect.FirstInTime(among, $"e.occurred_at", $"e.message_key")
            : compiler.Dialect.LastInTime(among, $"e.occurred_at", $"e.message_key");
    }
}
