using System.IO.Compression;
using System.Text;
using Meridian.EngineTests.Privacy;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise.EventFiles;

namespace Meridian.EngineTests.Ingest;

/// <summary>Files of events are told with what became of their messages, however many entries they are and whatever comes in between.</summary>
public sealed class EventFilesTests : StoreTests
{
    private const int Many = 1_203;

    [Theory, OnEngines]
    public void A_file_of_several_parts_is_one_and_its_counts_are_its_own(Engine engine)
    {
        var store = Open(engine);
        var path = store.File(Messages(1, Many, bad: 700), "shop.jsonl");
        store.Receive(["{\"type\":\"track\",\"event\":\"A\",\"userId\":\"u\",\"messageId\":\"between\"}"], source: "shop");
        var entries = EventFileIntake.Append(store.Log, path, "shop.jsonl", null, "shop", null, () => store.Now, CancellationToken.None);
        store.Receive(["{\"type\":\"track\",\"event\":\"A\",\"userId\":\"u\",\"messageId\":\"after\"}"], source: "shop");
        store.Pipeline.Run(store.Session);
        Assert.True(entries.Count > 2);
        Assert.Equal(
            new EventFileLine(entries[0], entries[^1], "shop", "shop.jsonl", "applied", store.Now, 0, Many, Many - 1, 0, 1, 0, 0, null), Assert.Single(All(store)));

        // The same again, and some that are new.
        var again = EventFileIntake.Append(store.Log, store.File(Messages(1_000, 300), "shop.jsonl"), "shop.jsonl", null, "shop", null, () => store.Now, CancellationToken.None);
        store.Pipeline.Run(store.Session);
        var second = EventFiles.Find(store.Session, Scope.Whole, again[0], null)!;
        Assert.Equal((300L, 96L, 204L, 0L), (second.Received, second.Applied, second.Duplicate, second.Rejected));
        Assert.Equal(All(store), store.Replayed(s => EventFiles.All(s, Scope.Whole, null)));
        Assert.Empty(EventFiles.All(store.Session, new Scope(Roles.Viewer, ["AE"], null), null));
    }

    [Theory, OnEngines]
    public void A_table_tells_its_rows_and_a_file_that_is_cut_why_it_ended(Engine engine)
    {
        var store = Open(engine);
        store.ImportEvents("order_id,ordered_at,total,status,phone\nA1,2026-02-01,5,paid,+447400123456\nA2,2026-02-02,5,cancelled,+447400123456\nA3,never,5,paid,+447400123457\n", "crm");
        var orders = Assert.Single(All(store));
        Assert.Equal(("orders.csv", 3L, 2L, 1L, 1L, 1L), (orders.File, orders.Rows, orders.Received, orders.Applied, orders.Rejected, orders.PassedOver));

        var packed = Packed(Messages(1, Many));
        Assert.Throws<EventFileBrokenException>(() => EventFileIntake.Append(
            store.Log, store.File(packed[..(packed.Length * 3 / 4)], "cut.jsonl.gz"), "cut.jsonl.gz", null, "app", null, () => store.Now, CancellationToken.None));
        store.Pipeline.Run(store.Session);
        var cut = All(store)[^1];
        Assert.Equal(("cut.jsonl.gz", "applied"), (cut.File, cut.State));
        Assert.InRange(cut.Applied, 1, Many - 1);
        Assert.StartsWith("cut.jsonl.gz cannot be read to its end", cut.Broken, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_program_was_stopped_is_told_as_unfinished_after_a_while()
    {
        var store = Open(Engine.DuckDb);
        var path = store.File(Messages(1, Many), "shop.jsonl");
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => EventFileIntake.Append(store.Log, path, "shop.jsonl", null, "shop", null, () => store.Now, stop.Token, _ => stop.Cancel()));
        store.Pipeline.Run(store.Session);
        Assert.Equal("applying", Assert.Single(All(store)).State);
        store.Clock.AdvanceMinutes(11);
        // What waits in the log may be the rest of it: only what is applied says that it did not come.
        Assert.Equal("applying", Assert.Single(All(store)).State);
        store.Evaluate();
        Assert.Equal("unfinished", Assert.Single(All(store)).State);
    }

    [Theory, OnEngines]
    public void Erased_messages_never_came(Engine engine)
    {
        var store = Open(engine);
        EventFileIntake.Append(store.Log, store.File(Messages(1, 600, bad: 3), "a.jsonl"), "a.jsonl", null, "shop", null, () => store.Now, CancellationToken.None);
        EventFileIntake.Append(store.Log, store.File(Messages(501, 200), "b.jsonl"), "b.jsonl", null, "shop", null, () => store.Now, CancellationToken.None);
        store.Pipeline.Run(store.Session);
        Assert.Equal([(600L, 599L, 0L, 1L), (200L, 100L, 100L, 0L)], Counts(All(store)));
        ErasureTests.Erase(store, "app/user-7");
        // Of every fifty messages one is theirs.
        Assert.Equal([(588L, 587L, 0L, 1L), (196L, 98L, 98L, 0L)], Counts(All(store)));
        Assert.Equal(All(store), store.Replayed(s => EventFiles.All(s, Scope.Whole, null)));
    }

    [Theory, OnEngines]
    public void Rows_that_were_not_taken_are_the_files_own_and_a_table_without_events_is_told_too(Engine engine)
    {
        var store = Open(engine);
        const string Head = "order_id,ordered_at,total,status,phone\n";
        store.ImportEvents(Head + "A1,never,5,paid,+447400123456\n", "crm", "one.csv");
        store.ImportEvents(Head + "A2,soon,5,paid,+447400123456\n", "crm", "two.csv");
        store.ImportEvents(Head + "A3,2026-02-01,5,cancelled,+447400123456\n", "crm", "none.csv", mapping: "{\"columns\":{\"total\":\"ignore\"}}");
        var files = All(store);
        Assert.Equal(["one.csv", "two.csv", "none.csv"], files.Select(f => f.File));
        Assert.Contains("'soon'", Assert.Single(EventQueries.Rejected(store.Session, Scope.Whole, files[1].Entry, 10)).Reason, StringComparison.Ordinal);
        Assert.Equal((1L, 0L, 1L, "applied"), (files[2].Rows, files[2].Received, files[2].PassedOver, files[2].State));
        store.AssertConserved(2);
    }

    /// <summary>Programs before this one did not tell parts; what they wrote is no file, and is applied as ever.</summary>
    [Fact]
    public async Task Parts_of_earlier_programs_are_no_files()
    {
        var store = Open(Engine.DuckDb);
        foreach (var part in MessageFile.Read(store.File(Messages(1, Many), "old.jsonl")))
            await store.Log.AppendAsync(EventsOrder.Kind, store.Now, part.ToOrder("shop", EventsOrder.SharedSpace, "old.jsonl", table: false).ToBody(part.Payload));
        store.Pipeline.Run(store.Session);
        Assert.Empty(All(store));
        Assert.Equal(Many, EventQueries.Count(store.Session, Scope.Whole, null, null));
    }

    private static List<EventFileLine> All(TestStore store) => EventFiles.All(store.Session, Scope.Whole, Meridian.Tags.LabelRefresher.EvaluatedTo(store.Session));

    private static IEnumerable<(long, long, long, long)> Counts(IEnumerable<EventFileLine> files) => files.Select(f => (f.Received, f.Applied, f.Duplicate, f.Rejected));

    private static string Messages(int first, int count, int bad = 0) => string.Concat(Enumerable.Range(first, count).Select(i =>
        $"{{\"type\":\"track\",\"event\":\"Product Viewed\",\"userId\":\"{(i == bad ? "" : $"user-{i % 50}")}\",\"messageId\":\"m-{i}\",\"timestamp\":\"2026-02-01T10:00:00Z\",\"properties\":{{\"text\":\"{new string('x', 200)}{i}\"}}}}\n"));

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
