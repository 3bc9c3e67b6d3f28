using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Profiles;

namespace Meridian.EngineTests.Ingest;

/// <summary>F22: who opted out stays opted out, whatever files say later and whatever is undone.</summary>
public sealed class ConsentTests : StoreTests
{
    private const string First = "id,name,email,opt-in\n1,Ann,ann@example.com,no\n2,Bo,bo@example.com,yes\n3,Cy,cy@example.com,maybe\n";

    [Theory]
    [OnEngines("crm")]
    [OnEngines("web")]
    public void F22_a_later_yes_does_not_undo_a_no_and_is_told(Engine engine, string source)
    {
        var store = Open(engine);
        Assert.Equal(1, store.Import(First).Warnings);
        Assert.Equal("withdrawn granted -", States(store));
        var again = store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,yes\n2,Bo,bo@example.com,unsubscribed\n", source);
        Assert.Equal("withdrawn withdrawn -", States(store));
        var warning = Assert.Single(Imports.Warnings(store.Session, again.Entry));
        Assert.Equal((2L, "granted"), (warning.Row, warning.Value));
        Assert.Contains("stays opted out", warning.Reason, StringComparison.Ordinal);
        Assert.Equal(1, again.Warnings);
    }

    [Theory, OnEngines]
    public void An_undo_leaves_withdrawals_in_force(Engine engine)
    {
        var store = Open(engine);
        store.Import(First);
        var second = store.Import("id,name,email,opt-in\n1,Ann,ann@example.com,yes\n2,Bo,bo@example.com,no\n9,Di,di@example.com,no\n");
        store.Undo(second);
        Assert.Equal("withdrawn withdrawn -", States(store));
        store.AssertSound();
        // Di is gone with the import; who comes again under the same address is still opted out.
        store.Import("id,name,email,opt-in\n77,Diana,di@example.com,yes\n", "shop");
        Assert.Equal("withdrawn withdrawn - withdrawn", States(store));
    }

    [Theory, OnEngines]
    public void An_import_that_was_logged_and_not_begun_is_undone_without_being_begun(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        store.Import(First);
        without.Import(First);
        var entry = store.Take(store.File("id,email\n5,eve@example.com\n"), "crm");
        store.Pipeline.Undo(store.Session, entry.Entry, store.Now);
        Assert.Equal(("undone", 0L), (Imports.Find(store.Session, entry.Entry)!.State, Imports.Find(store.Session, entry.Entry)!.Rows));
        Assert.Equal(without.DigestParts(), store.DigestParts());
        Assert.Equal("applied", store.Import("id,email\n5,eve@example.com\n").State);
    }

    /// <summary>What a rebuild gives must not depend on where an import was interrupted.</summary>
    [Theory, OnEngines]
    public void A_rebuild_is_the_same_after_undos_of_whole_begun_and_waiting_imports(Engine engine)
    {
        var store = Open(engine);
        store.Import(First);
        store.Undo(store.Import("id,name,email,opt-in\n5,Eve,eve@example.com,no\n"));
        var rows = string.Concat(Enumerable.Range(100, Pipeline.BatchRows + 100).Select(i => $"{i},N,n{i}@example.com,{(i % 5_000 == 0 ? "no" : "yes")}\n"));
        var begun = store.Take(store.File("id,name,email,opt-in\n" + rows), "crm");
        using (var stop = new CancellationTokenSource())
            Assert.ThrowsAny<OperationCanceledException>(() => store.Pipeline.Run(store.Session, new StopAtOnce(stop), stop.Token));
        Assert.Equal("applying", Imports.Find(store.Session, begun.Entry)!.State);
        store.Pipeline.Undo(store.Session, begun.Entry, store.Now);
        var waiting = store.Take(store.File("id,name,email,opt-in\n9,Di,di@example.com,no\n"), "crm");
        store.Pipeline.Undo(store.Session, waiting.Entry, store.Now);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Assert.Contains("Name = consents, Rows = 3", store.DigestParts(), StringComparison.Ordinal);
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => stop.Cancel();
    }

    private static string States(TestStore store) => string.Join(' ', store.Session.List(
        $"select marketing_consent from {ProfileTables.Profile} order by name", r => r.Text(0) ?? "-"));
}
