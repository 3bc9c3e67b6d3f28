using Meridian.Audit;
using Meridian.EngineTests.Consents;
using Meridian.EngineTests.Store;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Privacy;
using NodaTime;
using static Meridian.EngineTests.Consents.Consenting;

namespace Meridian.EngineTests.Audit;

/// <summary>F42: the audit tells who did what, and nobody changes it unseen.</summary>
public sealed class AuditTests : StoreTests
{
    private const string Ann = "id,name,email,opt-in\n1,Ann,ann@example.com,yes\n";

    /// <summary>Five rows on three days: an import, a withdrawal, a suppression, the undo, an access.</summary>
    private TestStore Filled(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import(Ann);
        store.Send("""{"messageId":"m1","type":"track","userId":"7","event":"Order Completed"}""");
        store.Say(Withdraw("ann@example.com"));
        store.Clock.Advance(Duration.FromDays(1));
        store.Suppress("bo@example.com");
        store.Pipeline.Undo(store.Session, import.Entry, store.Now, "sk_admin1");
        store.Clock.Advance(Duration.FromDays(1));
        var book = new AccessBook(store.Clock);
        book.Record(new AccessNote("sk_view1", "customers.show", "7", Allowed: false));
        book.Flush(store.Log, now: true);
        store.Pipeline.Run(store.Session);
        return store;
    }

    private static AuditVerdict Verify(TestStore store) => AuditReading.Verify(store.Session, store.Log, store.Folder);

    private static List<AuditRow> Rows(TestStore store) => [.. AuditReading.List(store.Session, null, null, 1_000).OrderBy(r => r.Seq)];

    [Theory, OnEngines]
    public void It_tells_who_did_what_in_the_logs_order(Engine engine)
    {
        var store = Filled(engine);
        Assert.Equal(
            [
                "unknown import import 1", "local:test consents.add consents 3", "local:test consents.suppress consents 4", "sk_admin1 import.undo import 1",
                "sk_view1 denied: customers.show 7",
            ],
            Rows(store).Select(r => $"{r.Act.Actor} {r.Act.Action} {r.Act.Subject}"));
        Assert.Equal(new AuditVerdict(5, 2, null), Verify(store));
        Assert.Equal("""{"state":"applied"}""", Rows(store)[3].Act.Before);
        Assert.Equal("""{"allowed":false,"times":1}""", Rows(store)[4].Act.After);
        Assert.Equal(2, AuditReading.List(store.Session, "local:test", null, 10).Count);
        Assert.Single(AuditReading.List(store.Session, null, store.Now.Date, 10));
    }

    [Theory]
    [OnEngines(1L)]
    [OnEngines(3L)]
    [OnEngines(5L)]
    public void F42_a_row_that_was_changed_is_named(Engine engine, long seq)
    {
        var store = Filled(engine);
        store.Session.Execute($"update {AuditTables.Audit} set actor = 'somebody else' where seq = {seq}");
        Assert.Equal(seq, Verify(store).Fault!.Seq);
    }

    [Theory]
    [OnEngines(1L)]
    [OnEngines(3L)]
    [OnEngines(5L)]
    public void F42_a_row_that_was_deleted_is_named(Engine engine, long seq)
    {
        var store = Filled(engine);
        store.Session.Execute($"delete from {AuditTables.Audit} where seq = {seq}");
        Assert.Equal(new AuditFault(seq, "it is missing"), Verify(store).Fault);
    }

    [Theory, OnEngines]
    public void F42_rows_that_changed_places_are_named(Engine engine)
    {
        var store = Filled(engine);
        store.Session.Execute($"update {AuditTables.Audit} set seq = 5 - seq where seq in (2, 3)");
        Assert.Equal(2, Verify(store).Fault!.Seq);
    }

    [Theory]
    [OnEngines(false)]
    [OnEngines(true)]
    public void F42_an_end_that_was_cut_off_is_named(Engine engine, bool withHead)
    {
        var store = Filled(engine);
        store.Session.Execute($"delete from {AuditTables.Audit} where seq > 2");
        if (withHead)
            store.Session.Execute($"update {AuditTables.Head} set seq = 2, hash = (select hash from {AuditTables.Audit} where seq = 2)");
        Assert.Equal(new AuditFault(3, "it is missing"), Verify(store).Fault);
    }

    /// <summary>Whoever can write the store can make all hashes anew; not the log, and not yesterday's anchor.</summary>
    [Theory]
    [OnEngines(false)]
    [OnEngines(true)]
    public void F42_an_audit_that_was_written_anew_is_found_by_the_log_and_by_the_anchors(Engine engine, bool forgesLog)
    {
        var store = Filled(engine);
        var previous = AuditRow.Beginning;
        foreach (var row in Rows(store))
        {
            var forged = AuditRow.After(row.Seq, previous, row.Seq == 2 ? row.Act with { Actor = "somebody else" } : row.Act);
            store.Session.Execute($"update {AuditTables.Audit} set actor = {forged.Act.Actor}, previous = {forged.Previous}, hash = {forged.Hash} where seq = {row.Seq}");
            previous = forged.Hash;
        }

        store.Session.Execute($"update {AuditTables.Head} set hash = {previous}");
        using var forgedLog = new MemoryLog();
        foreach (var entry in store.Log.Read(1))
            forgedLog.Append(entry.Kind, entry.At, entry.Entry == 3 ? entry.Text.Replace("local:test", "somebody else", StringComparison.Ordinal) : entry.Text);
        var noAnchors = new DataFolder(Path.Combine(store.Folder.Root, "no-anchors"));
        Assert.Null(AuditReading.Verify(store.Session, forgedLog, noAnchors).Fault);
        Assert.Equal(2, AuditReading.Verify(store.Session, forgesLog ? forgedLog : store.Log, forgesLog ? store.Folder : noAnchors).Fault!.Seq);
    }

    [Theory, OnEngines]
    public void A_store_that_is_made_again_has_the_same_audit_hash_for_hash(Engine engine)
    {
        var store = Filled(engine);
        using var again = new Replayed(store, engine);
        Assert.Equal(Rows(store), AuditReading.List(again.Session, null, null, 1_000).OrderBy(r => r.Seq));
        Assert.Null(AuditReading.Verify(again.Session, store.Log, store.Folder).Fault);
    }

    [Theory, OnEngines]
    public void An_erasure_leaves_the_chain_whole_and_nothing_of_the_person(Engine engine)
    {
        var store = Open(engine);
        store.Import(Ann);
        store.Say(Withdraw("ann@example.com") with { Wording = "canary-wording", Proof = "canary-proof of ann@example.com" });
        store.Suppress("ann@example.com");
        store.Suppress(Meridian.Consents.Suppressions.Hash("ann@example.com"), "sms");
        var before = Rows(store);
        var subject = Subject.Of(store.Session, [store.ProfileOf("crm/1").Id]);
        new AccessBook(store.Clock).Record(new AccessNote("sk_view1", "customers.export", subject.Records.First().ToString(), Allowed: true));
        Erasures.Order(store.Session, new ActingLog(store.Log, "local:test"), store.Folder, subject, 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.Null(Verify(store).Fault);
        Assert.Equal(before, Rows(store).Take(before.Count));
        Assert.Equal("customer.erase", Rows(store)[^1].Act.Action);
        var journal = string.Join('\n', store.Log.Read(1).Select(e => e.Text));
        Assert.All(["canary", "ann@example.com", Meridian.Consents.Suppressions.Hash("ann@example.com")], canary => Assert.DoesNotContain(canary, journal, StringComparison.Ordinal));
        using var again = new Replayed(store, engine);
        Assert.Equal(Rows(store), AuditReading.List(again.Session, null, null, 1_000).OrderBy(r => r.Seq));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Fact]
    public void Denials_without_end_are_a_few_lines_a_minute()
    {
        var clock = new NodaTime.Testing.FakeClock(TestStore.Start);
        var book = new AccessBook(clock);
        using var log = new MemoryLog();
        for (var i = 0; i < 10_000; i++)
        {
            book.Record(new AccessNote("wk_bad", "customers.show", $"{i}", Allowed: false));
            clock.Advance(Duration.FromMilliseconds(1));
            book.Flush(log);
        }

        book.Flush(log, now: true);
        var lines = log.Read(1).SelectMany(e => AccessOrder.FromJson(e.Text).Accesses).ToList();
        Assert.Equal(10_000, lines.Sum(l => l.Times));
        Assert.InRange(log.Last, 2, 11);
        Assert.InRange(lines.Count, AccessBook.MostLines, AccessBook.MostLines + 11);
        Assert.All(lines.TakeLast(5), l => Assert.Equal(AccessBook.Many, l.Action));
    }

    /// <summary>A store made from another one's log.</summary>
    private sealed class Replayed : IDisposable
    {
        private readonly IDatabase _database;

        public Replayed(TestStore store, Engine engine)
        {
            _database = Engines.Open(engine, new DataFolder(Path.Combine(store.Folder.Root, "again")));
            Session = _database.OpenSession();
            StoreSchema.Prepare(Session);
            StoreRebuild.Replay(new Pipeline(store.Folder, store.Log), Session, null, default);
        }

        public ISession Session { get; }

        public void Dispose()
        {
            Session.Dispose();
            Engines.Drop(_database);
            _database.Dispose();
        }
    }
}
