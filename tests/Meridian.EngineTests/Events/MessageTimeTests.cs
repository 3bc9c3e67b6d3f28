using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;

namespace Meridian.EngineTests.Events;

/// <summary>F09: every message has a time by a rule that is written down, says where it is not the sender's, and none is dropped for it.</summary>
public sealed class MessageTimeTests : StoreTests
{
    private const string Received = "2026-03-02T12:00:00";

    /// <summary>The members of the message; when it happened; what its note says, empty for none.</summary>
    public static readonly IReadOnlyList<(string What, string Members, string Occurred, string Note)> Cases =
    [
        ("as it should be", "\"timestamp\":\"2026-03-01T10:00:00Z\"", "2026-03-01T10:00:00", ""),
        ("another zone", "\"timestamp\":\"2026-03-01T10:00:00+08:00\"", "2026-03-01T02:00:00", ""),
        ("no zone", "\"timestamp\":\"2026-03-01 10:00\"", "2026-03-01T10:00:00", ""),
        ("two years late", "\"timestamp\":\"2024-03-01T10:00:00Z\"", "2024-03-01T10:00:00", ""),
        ("ten years ahead", "\"timestamp\":\"2036-03-01T10:00:00Z\"", Received, "in the future"),
        ("some hours ahead", "\"timestamp\":\"2026-03-02T20:00:00Z\"", "2026-03-02T20:00:00", ""),
        ("a clock that was never set", "\"timestamp\":\"1970-01-01T00:00:10Z\"", Received, "not set"),
        ("none", "\"x\":1", Received, ""),
        ("null", "\"timestamp\":null", Received, ""),
        ("empty", "\"timestamp\":\"\"", Received, "no ISO 8601"),
        ("words", "\"timestamp\":\"yesterday\"", Received, "no ISO 8601"),
        ("another country's", "\"timestamp\":\"03/01/2026 10:00\"", Received, "no ISO 8601"),
        ("no day of the calendar", "\"timestamp\":\"2026-02-30T10:00:00Z\"", Received, "no ISO 8601"),
        ("the calendar's last moment", "\"timestamp\":\"9999-12-31T23:59:59Z\"", Received, "in the future"),
        ("the calendar's first moment", "\"timestamp\":\"0001-01-01T00:00:00Z\"", Received, "not set"),
        ("seconds", "\"timestamp\":1772359200", "2026-03-01T10:00:00", ""),
        ("milliseconds", "\"timestamp\":1772359200000", "2026-03-01T10:00:00", ""),
        ("milliseconds as text", "\"timestamp\":\"1772359200000\"", "2026-03-01T10:00:00", ""),
        ("seconds with a fraction", "\"timestamp\":1772359200.25", "2026-03-01T10:00:00.25", ""),
        ("fifteen digits", "\"timestamp\":999999999999999", Received, "no ISO 8601"),
        ("fifteen digits that pass the calendar's end", "\"timestamp\":300000000000000", Received, "no ISO 8601"),
        ("digits that are no number", "\"timestamp\":\"1.2.3.4.5.6\"", Received, "no ISO 8601"),
        ("the original one counts", "\"timestamp\":\"2026-03-02T00:00:00Z\",\"originalTimestamp\":\"2026-03-01T10:00:00Z\"", "2026-03-01T10:00:00", ""),
        ("a clock ten minutes ahead", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"2026-03-02T12:10:00Z\"", "2026-03-01T09:50:00", ""),
        ("a clock three days ahead", "\"timestamp\":\"2026-03-05T12:00:00Z\",\"sentAt\":\"2026-03-05T12:00:00Z\"", Received, ""),
        ("a clock three days behind", "\"timestamp\":\"2026-02-26T12:00:00Z\",\"sentAt\":\"2026-02-27T12:00:00Z\"", "2026-03-01T12:00:00", ""),
        ("sent at words", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"soon\"", "2026-03-01T10:00:00", ""),
        ("sent at an object", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":{}", "2026-03-01T10:00:00", ""),
        ("sent in the year 1", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"0001-01-01T00:00:00Z\"", "2026-03-01T10:00:00", ""),
        ("sent in the year 9999", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"9999-12-31T00:00:00Z\"", "2026-03-01T10:00:00", ""),
        ("sent in 2090", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"sentAt\":\"2090-01-01T00:00:00Z\"", Received, "contradict"),
        ("an object", "\"timestamp\":{\"a\":1}", Received, ""),
        ("true", "\"timestamp\":true", Received, ""),
        ("a trait with fifteen digits", "\"timestamp\":\"2026-03-01T10:00:00Z\",\"context\":{\"traits\":{\"createdAt\":999999999999999}}", "2026-03-01T10:00:00", ""),
    ];

    [Theory, OnEngines]
    public void F09_every_time_is_classified_by_the_rule_and_none_is_dropped(Engine engine)
    {
        var store = Open(engine);
        store.Send([.. Cases.Select((c, i) => $$"""{"type":"track","userId":"u1","event":"A","messageId":"{{i}}",{{c.Members}}}""")]);
        var events = store.Session.Query($"select message_id, occurred_at, note from {EventTables.Event}", r => (Id: r.Text(0)!, At: r.Time(1), Note: r.Text(2))).ToDictionary(e => e.Id);
        Assert.Equal(Cases.Count, store.AssertConserved(Cases.Count).Applied);
        Assert.Multiple([.. Cases.Select((c, i) => (Action)(() =>
        {
            var e = events[$"{i}"];
            Assert.True(DateTime.Parse(c.Occurred, System.Globalization.CultureInfo.InvariantCulture) == e.At, $"{c.What}: {e.At:o} and not {c.Occurred}");
            Assert.True(c.Note.Length == 0 ? c.What.StartsWith("a trait", StringComparison.Ordinal) || e.Note is null : e.Note?.Contains(c.Note, StringComparison.Ordinal) == true, $"{c.What}: the note is '{e.Note}'");
        }))]);
        Assert.All(EventQueries.Last(store.Session, Scope.Whole, null, null, 100).Where(e => e.MessageId == "4"), e => Assert.Contains("future", e.Note, StringComparison.Ordinal));
    }

    [Theory, OnEngines]
    public void F09_the_batchs_time_of_sending_counts_where_a_message_has_none(Engine engine)
    {
        var store = Open(engine);
        store.Receive("""{"batch":[{"type":"track","userId":"u1","event":"A","messageId":"1","timestamp":"2026-03-01T10:00:00Z"}],"sentAt":"2026-03-02T13:00:00Z"}"""u8.ToArray(), 1);
        store.Pipeline.Run(store.Session);
        Assert.Equal(new DateTime(2026, 3, 1, 9, 0, 0), Assert.Single(EventQueries.Last(store.Session, Scope.Whole, null, null, 10)).OccurredAt);
    }
}
