using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary>Which stretch of time events are looked for in: <c>within: 30 days</c>, <c>between: 60 days and 30 days</c>, <c>before: 90 days</c>, or days of the calendar.</summary>
internal static class EventWindow
{
    public static IReadOnlyList<string> Names { get; } = ["within", "between", "before"];

    /// <summary>Checks the one that is there, if any; others of the call's arguments are the caller's.</summary>
    public static void Check(NodeList<NamedArgument> named, RuleChecker checker)
    {
        var windows = named.Where(n => Names.Contains(n.Name)).ToList();
        if (windows.Count > 1)
            checker.Error(windows[1].Span, $"One of within:, between: and before: says when; '{windows[1].Name}:' is one too many.");
        foreach (var window in windows)
        {
            switch (window)
            {
                case { Name: "within", Value: DurationNode duration }:
                    Positive(duration, checker);
                    break;
                case { Name: "before", Value: DurationNode duration }:
                    Positive(duration, checker);
                    break;
                case { Name: "before", Value: DateNode or TimeNode }:
                    break;
                case { Name: "between", Value: RangeNode { From: DurationNode from, To: DurationNode to } range }:
                    if (Before(Epoch, from) >= Before(Epoch, to))
                        checker.Error(range, "between: names the longer time first, because it is further back: between: 60 days and 30 days.");
                    break;
                case { Name: "between", Value: RangeNode { From: DateNode or TimeNode, To: DateNode or TimeNode } range }:
                    if (Instant(range.From) >= Instant(range.To))
                        checker.Error(range, "between: names the earlier day first.");
                    break;
                default:
                    checker.Error(window.Value, window.Name switch
                    {
                        "within" => "Behind within: stands a length of time, such as 30 days.",
                        "before" => "Behind before: stands a length of time (before: 90 days) or a day (before: 2026-01-31).",
                        _ => "Behind between: stand two lengths of time (between: 60 days and 30 days) or two days (between: 2026-01-01 and 2026-02-01).",
                    });
                    break;
            }
        }
    }

    // Any instant does to compare two lengths of time by.
    private static readonly DateTime Epoch = new(2000, 3, 1);

    private static void Positive(DurationNode duration, RuleChecker checker)
    {
        if (duration.Amount <= 0)
            checker.Error(duration, "A length of time is more than nothing.");
    }

    /// <summary>A condition on <c>e.occurred_at</c>; null where every time will do. What has not happened yet counts nowhere, which is the caller's to say.</summary>
    public static Sql? Condition(NodeList<NamedArgument> named, DateTime at) => named.FirstOrDefault(n => Names.Contains(n.Name)) switch
    {
        { Name: "within", Value: DurationNode duration } => $"e.occurred_at > {Before(at, duration)}",
        { Name: "before", Value: DurationNode duration } => $"e.occurred_at <= {Before(at, duration)}",
        { Name: "before", Value: var time } => $"e.occurred_at < {Instant(time)}",
        { Name: "between", Value: RangeNode { From: DurationNode from, To: DurationNode to } } => $"e.occurred_at > {Before(at, from)} and e.occurred_at <= {Before(at, to)}",
        { Name: "between", Value: RangeNode range } => $"e.occurred_at >= {Instant(range.From)} and e.occurred_at < {Instant(range.To)}",
        _ => null,
    };

    /// <summary>A condition on <c>e.occurred_at</c>: not before the window; null where it has no beginning.</summary>
    public static Sql? Begin(NodeList<NamedArgument> named, DateTime at) => named.FirstOrDefault(n => Names.Contains(n.Name)) switch
    {
        { Name: "within", Value: DurationNode duration } => $"e.occurred_at > {Before(at, duration)}",
        { Name: "between", Value: RangeNode { From: DurationNode from } } => $"e.occurred_at > {Before(at, from)}",
        { Name: "between", Value: RangeNode range } => $"e.occurred_at >= {Instant(range.From)}",
        _ => null,
    };

    /// <summary>An instant so long before another. Months and years are the calendar's; a day that the month lacks is its last.</summary>
    public static DateTime Before(DateTime at, DurationNode duration)
    {
        try
        {
            return duration.Unit switch
            {
                DurationUnit.Months => at.AddMonths(-(int)duration.Amount),
                DurationUnit.Years => at.AddMonths(-(int)(duration.Amount * 12)),
                _ => at - TimeSpan.FromTicks((long)(duration.Amount * Ticks(duration.Unit))),
            };
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTime.UnixEpoch.AddYears(-1000);
        }
    }

    /// <summary>Seconds of a length of time that the clock measures.</summary>
    public static double Seconds(DurationNode duration) => duration.Amount * Ticks(duration.Unit) / TimeSpan.TicksPerSecond;

    public static DateTime Instant(RuleNode node) => node switch
    {
        DateNode date => date.Value.ToDateTime(TimeOnly.MinValue),
        TimeNode time => time.Value,
        _ => throw new ArgumentException("No instant.", nameof(node)),
    };

    private static double Ticks(DurationUnit unit) => unit switch
    {
        DurationUnit.Seconds => TimeSpan.TicksPerSecond,
        DurationUnit.Minutes => TimeSpan.TicksPerMinute,
        DurationUnit.Hours => TimeSpan.TicksPerHour,
        DurationUnit.Days => TimeSpan.TicksPerDay,
        DurationUnit.Weeks => TimeSpan.TicksPerDay * 7,
        DurationUnit.Months => TimeSpan.TicksPerDay * 30.4375,
        _ => TimeSpan.TicksPerDay * 365.25,
    };
}
