using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Rules.Compiling;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Explaining;

/// <summary>The events that a part of a rule is about.</summary>
internal static class ExplainedEvents
{
    public static (IReadOnlyList<ExplainedEvent> Events, long Total) Of(ISession session, RuleInputs inputs, RuleCompiler compiler, RuleNode node, Guid profile)
    {
        Sql? condition = node switch
        {
            CallNode call when RuleFunctions.Find(call.Function) is EventFunction => Events(call.Arguments, compiler.Filter(call.Named)),
            CallNode { Function: "usual_gap" or "streak" } call => Events(call.Arguments, null),
            SequenceNode sequence => $"e.name in ({Sql.Join(", ", sequence.Steps.Select(s => (Sql)$"{s.Event}"))})",
            _ => null,
        };
        if (condition is null)
            return ([], 0);
        Sql from = $"""
            {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
            where r.profile_id = {profile} and e.name is not null and e.occurred_at <= {inputs.At} and {condition}
            """;
        var events = session.List(
            $"select e.message_id, e.name, e.occurred_at, e.total, e.properties, e.source from {from} order by e.occurred_at desc, e.message_key desc limit {RuleExplainer.EventsShown}",
            r => new ExplainedEvent(r.Text(0)!, r.Text(1)!, r.Time(2), r.IsNull(3) ? null : r.Double(3), r.Text(4), r.Text(5)!));
        return (events, events.Count < RuleExplainer.EventsShown ? events.Count : session.Count($"select count(*) from {from}"));
    }

    private static Sql Events(IReadOnlyList<RuleNode> arguments, Sql? filter)
    {
        var name = arguments switch
        {
            [TextNode text] => text.Value,
            [EventPropertyNode property] => property.Event,
            _ => null,
        };
        Sql named = name is null ? EventNames.ByCustomerOf($"e.name") : $"e.name = {name}";
        return filter is null ? named : $"{named} and {filter}";
    }
}
