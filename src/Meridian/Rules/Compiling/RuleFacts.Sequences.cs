using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Compiling;

/// <content>Facts for which a customer's events or days have to stand in a row.</content>
internal sealed partial class RuleFacts
{
    /// <summary>Whether one event came after another, or failed to. Read from the last step to the first: behind which of its events does the rest come in time?</summary>
    /// <param name="conditions">Of each step, on <c>e</c>.</param>
    /// <param name="properties">Of the events, that the conditions ask for.</param>
    public Sql Sequence(SequenceNode sequence, IReadOnlyList<Sql> conditions, Extracts properties)
    {
        var column = Join(sequence, _ => columns => $"""
            select s.profile_id, {columns} from ({Steps(sequence, conditions, properties)}) s group by s.profile_id
            """).Column("came", Next, null, () => $"max(s.done)");
        return $"(coalesce({column}, 0) = 1)";
    }

    private Sql Steps(SequenceNode sequence, IReadOnlyList<Sql> conditions, Extracts properties)
    {
        var names = Sql.Join(", ", sequence.Steps.Select(s => s.Event).Distinct(StringComparer.Ordinal).Select(n => (Sql)$"{n}"));
        var flags = Sql.Join(", ", conditions.Select((c, i) => (Sql)$"({c}) as {new Numbered("is", i)}"));
        // What came before the first event could is part of nothing.
        var begin = EventWindow.Begin(sequence.Named, inputs.At) is { } first ? (Sql)$"and {first}" : Sql.Empty;
        Sql rows = $"""
            select e.profile_id, e.occurred_at, {flags} from (select e.*{properties.Selected} from {Events} e where e.name in ({names}) {begin}) e
            """;
        var last = sequence.Steps.Count - 1;
        // Whether the events from a step on come in time, if that step's event is this row.
        Sql done = sequence.Steps[last].No ? (Sql)$"true" : $"{new Numbered("is", last)}";
        for (var i = last; i > 0; i--)
        {
            var step = sequence.Steps[i];
            var (due, was) = (new Numbered("due", i), new Numbered("ok", i - 1));
            rows = step.No ? Absent(rows, i, step) : Followed($"select s.*, ({done}) as {due} from ({rows}) s", i, step);
            done = $"({new Numbered("is", i - 1)} and {was})";
        }

        var window = EventWindow.Condition(sequence.Named, inputs.At);
        return $"select e.profile_id, 1 as done from ({rows}) e where {new Numbered("is", 0)} and {new Numbered("ok", 0)} {(window is null ? Sql.Empty : $"and {window}")}";
    }

    /// <summary>Adds to each row whether an event of a step, behind which the rest comes, follows strictly later and in time.</summary>
    private Sql Followed(Sql rows, int step, SequenceStep of)
    {
        Sql next = $"min(case when {new Numbered("due", step)} then s.occurred_at end) over (partition by s.profile_id order by s.occurred_at groups between 1 following and unbounded following)";
        Sql inTime = of.Within is { } within ? $"coalesce(s.next_at <= {After(within)}, false)" : (Sql)$"(s.next_at is not null)";
        return $"select s.profile_id, s.occurred_at, {Flags(step)}, {inTime} as {new Numbered("ok", step - 1)} from (select s.*, {next} as next_at from ({rows}) s) s";
    }

    /// <summary>Adds to each row whether the time of a step that must not come is over, and it did not.</summary>
    private Sql Absent(Sql rows, int step, SequenceStep of)
    {
        Sql next = $"min(case when {new Numbered("is", step)} then s.occurred_at end) over (partition by s.profile_id order by s.occurred_at groups between 1 following and unbounded following)";
        var end = After(of.Within!);
        return $"""
            select s.profile_id, s.occurred_at, {Flags(step)}, ({end} <= cast({inputs.At} as timestamp) and coalesce(s.next_at > {end}, true)) as {new Numbered("ok", step - 1)}
            from (select s.*, {next} as next_at from ({rows}) s) s
            """;
    }

    private static Sql Flags(int count) => Sql.Join(", ", Enumerable.Range(0, count).Select(i => (Sql)$"s.{new Numbered("is", i)}"));

    /// <summary>A length of time by the clock; months and years are refused by the checker.</summary>
    private Sql After(DurationNode duration) => session.Dialect.Later($"s.occurred_at", (long)Math.Round(EventWindow.Seconds(duration) * 1_000_000));

    /// <summary>The median number of days between days on which the customer did something; null below three such gaps.</summary>
    public Sql UsualGap() => Join("gaps", _ => columns => $"""
        select g.profile_id, {columns} from (
            select d.profile_id, cast(d.day - lag(d.day) over (partition by d.profile_id order by d.day) as double precision) as gap from ({ActiveDays(null)}) d) g
        where g.gap is not null group by g.profile_id
        """).Column("median", Next, null, () => $"case when count(*) >= 3 then percentile_cont(0.5) within group (order by g.gap) end");

    /// <summary>For how many days in a row, up to today or yesterday; 0 for none.</summary>
    public Sql Streak(string? name)
    {
        var today = DateOnly.FromDateTime(inputs.At);
        var column = Join(("streak", name), _ => columns => $"""
            select s.profile_id, {columns} from (
                select d.profile_id, max(d.day) as last_day, count(*) as days from (
                    select d.profile_id, d.day, d.day - cast(row_number() over (partition by d.profile_id order by d.day) as integer) as began from ({ActiveDays(name)}) d) d
                group by d.profile_id, d.began) s
            where s.last_day >= {today.AddDays(-1)} group by s.profile_id
            """).Column("days", Next, null, () => $"max(s.days)");
        return $"coalesce({column}, 0)";
    }

    /// <summary>Distinct days with an event: (profile_id, day).</summary>
    private Sql ActiveDays(string? name) => $"""
        select distinct e.profile_id, cast(e.occurred_at as date) as day from {Events} e where {Named(name)}
        """;
}
