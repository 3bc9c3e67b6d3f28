using System.Text.Json;
using Meridian.Events;
using Meridian.Rules.Syntax;

namespace Meridian.EngineTests.Rules.Oracle;

/// <content>Functions: what a customer has, what they did, and where they stand among the others.</content>
internal sealed partial class RuleOracle
{
    private object? Call(CallNode call, Asked of)
    {
        var customer = of.Customer;
        return call.Function switch
        {
            "trait" => customer.Custom.TryGetValue(Word(call), out var text) ? new Raw(text) : null,
            "property" => Property(of.Event!, [Word(call)]),
            "identifier" => customer.Identifiers.Contains(Word(call)),
            "platform" => customer.Platforms.Contains(Word(call)),
            "source" => customer.Sources.Contains(Word(call)),
            "segment" => Holds(world.Words.Segments[Word(call)], customer),
            "consent" => customer.MayContact.Contains((Word(call), ((TextNode)call.Arguments[1]).Value)),
            "tag" => Tag(Word(call), customer),
            "tag_since" => customer.Tags.Where(t => t.Key == Word(call)).Select(t => (DateTime?)t.Since).Max(),
            "days_since" => DaysSince(Value(call.Arguments[0], of)),
            "usual_gap" => UsualGap(customer),
            "streak" => Streak(Events(call, customer)),
            "count" => (double)Events(call, customer).Count,
            "active_days" => (double)Days(Events(call, customer)).Count,
            "first" => End(call, customer, isFirst: true),
            "last" => End(call, customer, isFirst: false),
            "distinct" => (double)Texts(call, customer).Distinct(StringComparer.Ordinal).Count(),
            "sum" => Numbers(call, customer).Sum(),
            "avg" => Numbers(call, customer) is { Count: > 0 } numbers ? numbers.Average() : null,
            "min" => Numbers(call, customer) is { Count: > 0 } numbers ? numbers.Min() : null,
            "max" => Numbers(call, customer) is { Count: > 0 } numbers ? numbers.Max() : null,
            _ => throw new InvalidOperationException($"The oracle knows no {call.Function}(...)."),
        };
    }

    private static string Word(CallNode call) => ((TextNode)call.Arguments[0]).Value;

    private object? DaysSince(object? value) => Time(value) is { } time ? (Now - time).TotalSeconds / 86_400 : null;

    /// <summary>What stands at a path of the event's properties, as text; null where nothing does.</summary>
    private static object? Property(OracleEvent happened, IReadOnlyList<string> path)
    {
        if (path is ["total" or "revenue"])
            return happened.Total is { } total ? total : null;
        var value = happened.Properties;
        foreach (var name in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => new Raw(value.GetString()!),
            _ => new Raw(value.GetRawText()),
        };
    }

    /// <summary>The events that a call is about, oldest first.</summary>
    private List<OracleEvent> Events(CallNode call, OracleCustomer customer)
    {
        var name = call.Arguments switch
        {
            [TextNode text] => text.Value,
            [EventPropertyNode property] => property.Event,
            _ => null,
        };
        var where = call.Named.FirstOrDefault(n => n.Name == "where")?.Value;
        return [.. customer.Events
            .Where(e => e.At <= Now && (name is null ? !EventNames.NotByCustomer.Contains(e.Name) : e.Name == name) && InWindow(call.Named, e.At) && (where is null || Holds(where, new Asked(customer, e))))
            .OrderBy(e => e.At).ThenBy(e => e.Key, StringComparer.Ordinal)];
    }

    private bool InWindow(NodeList<NamedArgument> named, DateTime at) => named.FirstOrDefault(n => n.Name is "within" or "between" or "before") switch
    {
        null => true,
        { Name: "within", Value: DurationNode within } => at > Moved(Now, within, -1),
        { Name: "before", Value: DurationNode before } => at <= Moved(Now, before, -1),
        { Name: "before", Value: var before } => at < Time(Value(before, null!)),
        { Value: RangeNode { From: DurationNode from, To: DurationNode to } } => at > Moved(Now, from, -1) && at <= Moved(Now, to, -1),
        { Value: RangeNode range } => at >= Time(Value(range.From, null!)) && at < Time(Value(range.To, null!)),
        var other => throw new InvalidOperationException($"The oracle knows no {other}."),
    };

    private List<double> Numbers(CallNode call, OracleCustomer customer) =>
        [.. Events(call, customer).Select(e => Property(e, ((EventPropertyNode)call.Arguments[0]).Path)).Select(Number).OfType<double>()];

    private List<string> Texts(CallNode call, OracleCustomer customer) =>
        [.. Events(call, customer).Select(e => Property(e, ((EventPropertyNode)call.Arguments[0]).Path) switch { double total => (object)$"{total}", var value => value! }).Select(Text).OfType<string>()];

    private object? End(CallNode call, OracleCustomer customer, bool isFirst)
    {
        var events = Events(call, customer);
        if (!isFirst)
            events.Reverse();
        return call.Arguments is [EventPropertyNode property]
            ? events.Select(e => Property(e, property.Path)).FirstOrDefault(v => v is not null)
            : events.Count > 0 ? events[0].At : null;
    }

    private static SortedSet<DateOnly> Days(IEnumerable<OracleEvent> events) => [.. events.Select(e => DateOnly.FromDateTime(e.At))];

    private object? UsualGap(OracleCustomer customer)
    {
        var days = Days(customer.Events.Where(e => e.At <= Now && !EventNames.NotByCustomer.Contains(e.Name))).ToList();
        var gaps = days.Skip(1).Zip(days, (later, earlier) => later.DayNumber - earlier.DayNumber).Order().ToList();
        return gaps.Count < 3 ? null : gaps.Count % 2 == 1 ? (double)gaps[gaps.Count / 2] : (gaps[(gaps.Count / 2) - 1] + gaps[gaps.Count / 2]) / 2.0;
    }

    /// <summary>Days in a row with such an event, the last of them today or yesterday.</summary>
    private double Streak(IEnumerable<OracleEvent> events)
    {
        var days = Days(events);
        var today = DateOnly.FromDateTime(Now);
        var day = days.Contains(today) ? today : today.AddDays(-1);
        var streak = 0;
        while (days.Contains(day.AddDays(-streak)))
            streak++;
        return streak;
    }

    /// <summary>Whether a first event in the window is followed by the others, each strictly later and in time.</summary>
    private bool Happened(SequenceNode sequence, OracleCustomer customer) =>
        Of(sequence.Steps[0], customer).Any(e => InWindow(sequence.Named, e.At) && Follows(sequence, 1, e.At, customer));

    private bool Follows(SequenceNode sequence, int step, DateTime before, OracleCustomer customer)
    {
        if (step == sequence.Steps.Count)
            return true;
        var of = sequence.Steps[step];
        var until = of.Within is { } within ? before + Length(within) : DateTime.MaxValue;
        var then = Of(of, customer).Where(e => e.At > before && e.At <= until);
        return of.No ? until <= Now && !then.Any() : then.Any(e => Follows(sequence, step + 1, e.At, customer));
    }

    private IEnumerable<OracleEvent> Of(SequenceStep step, OracleCustomer customer) =>
        customer.Events.Where(e => e.Name == step.Event && e.At <= Now && (step.Where is null || Holds(step.Where, new Asked(customer, e))));

    /// <summary>Where a customer's value stands: the share of values no larger in hundredths, or the place from the top; null where there is no value to rank.</summary>
    private double? Place(CallNode call, OracleCustomer customer)
    {
        var perCountry = call.Named.Count > 0;
        if (Of(customer) is not { } mine || (perCountry && Country(customer) is null))
            return null;
        var all = world.Customers.Where(c => !perCountry || Equals(Country(c), Country(customer))).Select(Of).OfType<double>().ToList();
        return call.Function == "rank" ? 1 + all.Count(v => v > mine) : 100.0 * all.Count(v => v <= mine) / all.Count;

        double? Of(OracleCustomer other) => Number(Value(call.Arguments[0], new Asked(other, null)));

        static object? Country(OracleCustomer other) => other.Traits.GetValueOrDefault("country");
    }
}
