using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Normalise;
using Meridian.Segments;

namespace Meridian.EngineTests.Ingest;

/// <summary>Files that are looked at before they are imported, mended, and imported again.</summary>
public sealed class ImportDraftTests : StoreTests
{
    private const string Csv = "Kunde,Mobil,Mobil 2,E-Mail\n1,+447400123456,,ann@example.com\n2,,+447400123499,bo@example.com\n,,,nothing\n";

    [Theory, OnEngines]
    public async Task A_draft_is_its_owners_until_it_is_an_import(Engine engine)
    {
        var store = Open(engine);
        var drafts = new ImportDrafts(store.Folder);
        var draft = drafts.Keep(await Receive(store), "person-1", "shop");
        Assert.Null(drafts.Find(draft.Id, "person-2"));
        Assert.Null(drafts.Find("../1", "person-1"));
        drafts.Save(draft with { Country = "GB", Mapping = Mapping.Empty.With("Kunde", "external_id").ToJson() });
        var kept = drafts.Find(draft.Id, "person-1");
        Assert.Equal(("GB", "shop", "kunden.csv"), (kept?.Country, kept?.Source, kept?.FileName));

        var preview = FilePreview.Of(drafts.PathOf(kept!), kept!.Order);
        Assert.Equal(["external_id", "phone", "phone", "email"], preview.Columns.Select(c => c.Guess.Field));
        Assert.Equal(["ann@example.com", "bo@example.com", "nothing"], preview.Columns[3].Samples);

        var entry = drafts.Land(store.Session, store.Log, kept, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal(("applied", 3L, 2L, 1L), Imports.Find(store.Session, entry.Entry) is { } i ? (i.State, i.Rows, i.Accepted, i.Rejected) : default);
        Assert.Null(drafts.Find(draft.Id, "person-1"));
        Assert.False(System.IO.File.Exists(Path.Combine(store.Folder.ImportPath(entry.Entry), "draft.json")));
    }

    [Theory, OnEngines]
    public void Rejected_rows_that_are_mended_come_in_and_an_import_that_was_undone_comes_again(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import(Csv, "shop");
        var rejected = RejectedRows.Read(RejectedFile.PathOf(store.Folder.Bring(import.Entry), import.FileName), 10);
        var row = Assert.Single(rejected.Rows);
        Assert.Equal(4, row.Row);
        Assert.Equal(["Kunde", "Mobil", "Mobil 2", "E-Mail"], rejected.Header);
        Assert.Equal(["", "", "", "nothing"], row.Cells);

        var mended = ImportsAgain.Mended(store.Session, store.Log, store.Folder, import.Entry, rejected.Header, [["3", "", "", "cy@example.com"]], "person-1", store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal([mended.Entry], ImportsAgain.MendedOf(store.Session, Scope.Whole, import.Entry).Select(i => i.Entry));
        Assert.Equal(3, store.Profiles().Count);
        Assert.Equal(2, Members(store, import.Entry, created: true));
        Assert.Equal(1, Members(store, mended.Entry, created: false));

        var digest = store.DigestParts();
        store.Undo(import);
        Assert.Single(store.Profiles());
        ImportsAgain.Again(store.Log, store.Folder, import.Entry, "person-1", store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal(3, store.Profiles().Count);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Assert.Equal(digest.Split('\n').Length, store.DigestParts().Split('\n').Length);
    }

    private static long Members(TestStore store, long import, bool created) =>
        Customers.Count(store.Session, Scope.Whole, new CustomerFilter { Members = ImportMembers.Of(Scope.Whole, import, created) });

    private static async Task<IncomingFile> Receive(TestStore store)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Csv));
        return await IncomingFile.ReceiveAsync(store.Folder, stream, "kunden.csv", 1 << 20, CancellationToken.None);
    }
}
