using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Normalise.EventFiles;

namespace Meridian.EngineTests.Ingest;

/// <summary>Files of orders and chats that are looked at before they are taken in.</summary>
public sealed class EventFileRehearsalTests : StoreTests
{
    private const string Orders = """
        order_id,ordered_at,total,currency,customer,phone
        A1,2026-02-01 10:00,12.50,USD,Ann Lee,+447400123456
        A1,2026-02-01 10:00,12.50,USD,Ann Lee,+447400123456
        A2,2026-02-02 10:00,30,USD,Bo Ray,+447400123499
        A3,2026-02-02 11:00,31,USD,Bo Ray,+447400123499
        A4,never,9,USD,Cy Orr,+447400123477

        """;

    [Theory, OnEngines]
    public void What_a_rehearsal_tells_is_what_taking_the_file_in_does_and_nothing_is_written_before(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone\n1,Ann Lee,+447400123456\n");
        var path = Write(store, "orders.csv", Orders);
        var before = store.DigestParts();
        var rehearsal = Rehearse(store, path);
        Assert.Equal((5L, 3L, 0L, 1L), (rehearsal.Rows, rehearsal.Events, rehearsal.Known, rehearsal.Rejected));
        Assert.Equal((1L, 1L), (rehearsal.KnownCustomers, rehearsal.NewCustomers));
        Assert.Equal(["event", "event", "event", "rejected"], rehearsal.Outcomes.Select(o => o.Verdict));
        Assert.Equal([2L, 4L, 5L, 6L], rehearsal.Outcomes.Select(o => o.Line));
        Assert.Equal((store.ProfileOf("crm/1").Id, "Ann Lee"), (rehearsal.Outcomes[0].Of!.Value, rehearsal.Outcomes[0].Customer));
        Assert.Equal((null, "Bo Ray"), (rehearsal.Outcomes[1].Of, rehearsal.Outcomes[1].Customer));
        Assert.Contains("ordered_at 'never' is not a date", rehearsal.Outcomes[3].Reason, StringComparison.Ordinal);
        Assert.Equal(before, store.DigestParts());

        var customers = store.Profiles().Count;
        var entries = EventFileIntake.Append(store.Log, path, "orders.csv", OpenFile(store, path), "shop", null, () => store.Now, CancellationToken.None);
        store.Pipeline.Run(store.Session);
        Assert.Equal((3L, 1L), EventFileReceipt.Of(store.Session, entries, 4, 5, 0, 0) is var r ? (r.Applied, r.Rejected) : default);
        Assert.Equal(rehearsal.NewCustomers, store.Profiles().Count - customers);
        var rejected = Assert.Single(EventQueries.Rejected(store.Session, Meridian.Foundation.Governance.Scope.Whole, entries[0], 10));
        Assert.Contains("Cy Orr", rejected.Payload, StringComparison.Ordinal);

        var again = Rehearse(store, path);
        Assert.Equal((0L, 3L, 1L, 0L, 0L), (again.Events, again.Known, again.Rejected, again.KnownCustomers, again.NewCustomers));
    }

    [Fact]
    public void Orders_and_chats_are_recognised_and_lists_of_customers_are_not()
    {
        var store = Open(Engine.DuckDb);
        Assert.True(Recognises("orders.csv", Orders));
        Assert.True(Recognises("chat.csv", "phone,direction,text,timestamp\n+447400123456,in,hello,2026-02-01 10:00\n"));
        Assert.False(Recognises("crm.csv", "id,name,phone,last_order_at,orders_count,created_at\n1,Ann,+447400123456,2026-02-01,3,2025-01-01\n"));
        Assert.False(Recognises("bare.csv", "+447400123456,in,hello,2026-02-01 10:00\n+447400123457,in,hello,2026-02-01 10:00\n"));

        bool Recognises(string name, string text) => EventFilePreview.Recognises(Write(store, name, text), Order(name));
    }

    [Fact]
    public void What_a_table_of_events_lacks_is_said_beside_its_columns_and_mended_by_a_mapping()
    {
        var store = Open(Engine.DuckDb);
        var path = Write(store, "nr.csv", "order_id,Moment,total,Buyer\nA1,2026-02-01,5,+447400123456\n");
        var preview = EventFilePreview.Of(path, Order("nr.csv"));
        Assert.Equal((EventTable.Orders, EventFileFault.NoTime), (preview.Kind, preview.Fault));
        Assert.Equal(["order_id", Fields.Ignore, "total"], preview.Columns.Take(3).Select(c => c.Field));
        Assert.Equal(["A1"], preview.Columns[0].Samples);

        var mapping = Mapping.Empty.With("Moment", "ordered_at", EventHeaders.Fields).With("Buyer", "phone", EventHeaders.Fields);
        var mended = EventFilePreview.Of(path, Order("nr.csv") with { Mapping = mapping.ToJson() });
        Assert.Equal((null, "ordered_at", true, "phone"), (mended.Fault, mended.Columns[1].Field, mended.Columns[1].Said, mended.Columns[3].Field));
        Assert.Equal(EventFileFault.NoEvents, EventFilePreview.Of(Write(store, "crm.csv", "name,phone\nAnn,+447400123456\n"), Order("crm.csv")).Fault);
        Assert.Equal(EventFileFault.NoCustomer, EventFilePreview.Of(Write(store, "who.csv", "order_id,ordered_at,total\nA1,2026-02-01,5\n"), Order("who.csv")).Fault);
    }

    [Fact]
    public void Cells_are_found_by_their_row_and_by_their_line()
    {
        var store = Open(Engine.DuckDb);
        var path = Write(store, "rows.csv", "id,note\n1,\"two\nlines\"\n2,last\n");
        var rows = Meridian.Normalise.FirstRows.Read(path, new ReadOptions(null), 10, CancellationToken.None);
        Assert.Equal(["2", "last"], rows.Of(3));
        Assert.Equal(["2", "last"], rows.OnLine(4));
        Assert.Equal(["1", "two\nlines"], rows.OnLine(2));
        Assert.Empty(rows.Of(9));
        Assert.Empty(Meridian.Normalise.FirstRows.Read(path, new ReadOptions(null), 1, CancellationToken.None).Of(3));
    }

    private static EventFileRehearsal Rehearse(TestStore store, string path) =>
        EventFileRehearsal.Of(store.Session, OpenFile(store, path), "shop", "orders.csv", store.Now, _ => { }, CancellationToken.None);

    private static EventFile OpenFile(TestStore store, string path) => EventFile.Open(path, Order("orders.csv"), store.Now);

    private static ImportOrder Order(string name) => new("shop", name, "", "", null, null);

    private static string Write(TestStore store, string name, string text)
    {
        var path = Path.Combine(store.Folder.Incoming(), name);
        File.WriteAllText(path, text);
        return path;
    }
}
