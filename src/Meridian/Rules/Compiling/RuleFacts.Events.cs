using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Compiling;

/// <content>
/// Facts of events, name by name. One grouping for all names with a filter for each fact took half as long again (57 facts of two million events), although nothing has to be joined then: every
/// filter looks at every event.
/// </content>
internal sealed partial class RuleFacts
{
    private bool _hasEvents;

    /// <summary>A fact of a customer's events.</summary>
    /// <param name="name">Null for everything that the customer did.</param>
    /// <param name="window">When; null for ever.</param>
    /// <param name="aggregate">Over <c>e</c>, whose properties are read as asked for.</param>
    public Sql OfEvents(string? name, RuleNode key, Sql? window, Func<Extracts, Sql> aggregate)
    {
        var events = Join(("events", name), join => columns => $"""
            select e.profile_id, {columns}
            from (select e.*{join().Properties.Selected} from {Events} e where {Named(name)} {(join().Needed is { } needed ? (Sql)$"and ({needed})" : Sql.Empty)}) e
            group by e.profile_id
            """);
        return events.Column(key, Next, window, () => aggregate(events.Properties));
    }

    /// <summary>
    /// Where events are read: those that have happened, with the profile that each is of. Where only few customers are asked for, theirs are looked up once, in a temporary table.
    /// </summary>
    private Sql Events
    {
        get
        {
            if (inputs.Only is null)
                return EventsOf(Sql.Empty);
            if (!_hasEvents)
                session.Execute(session.Dialect.CreateTemporary(RuleTables.Event, $"select * from {EventsOf(Of($"r.profile_id"))} x"));
            _hasEvents = true;
            return $"{RuleTables.Event}";
        }
    }

    private Sql EventsOf(Sql few) => $"""
        (select r.profile_id, e.name, e.occurred_at, e.total, e.properties, e.message_key from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
        where e.name is not null and e.occurred_at <= {inputs.At} {few})
        """;

    /// <summary>A condition on <c>e</c>: its name; without one, that the customer did it.</summary>
    private static Sql Named(string? name) => name is null ? EventNames.ByCustomerOf($"e.name") : $"e.name = {name}";
}
