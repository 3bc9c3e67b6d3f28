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

        var mended = MendedRows.Land(store.Session, store.Log, store.Folder, import.Entry, rejected.Header, [["3", "", "", "cy@example.com"]], "person-1", store.Now);
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

    [Theory, OnEngines]
    public void Mended_rows_are_read_by_the_plan_of_their_import(Engine engine)
    {
        var store = Open(engine);
        // Only the other rows show that the month comes first and that the numbers are Brazilian.
        var import = store.Import("Ref,Celular,Geburt\n1,(11) 98765-4321,12/31/1990\n2,(11) 98765-4322,11/30/1991\n3,(11) 98765-4323,10/29/1992\n,,05/06/1993\n", "shop", country: "BR", mapping: """{"columns":{"Ref":"external_id","Geburt":"birth_date"},"country":null,"date_order":null,"encoding":null}""");
        var rejected = RejectedRows.Read(RejectedFile.PathOf(store.Folder.Bring(import.Entry), import.FileName), 10);
        // What is said of the source's columns later is of its next file.
        Sources.Save(store.Session, "shop", """{"columns":{"Geburt":"ignore","Celular":"ignore"},"country":null,"date_order":"dmy","encoding":null}""");
        MendedRows.Land(store.Session, store.Log, store.Folder, import.Entry, rejected.Header, [["4", "(11) 98765-4324", "05/06/1993"]], "person-1", store.Now);
        store.Pipeline.Run(store.Session);
        var view = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("shop/4").Id)!;
        Assert.Equal("1993-05-06", view.Traits.Single(t => t.Trait == "birth_date").Value);
        Assert.Contains(view.Identifiers, i => i is { Kind: "phone", Value: "+5511987654324" });
    }

    [Theory, OnEngines]
    public void Waiting_imports_are_told_until_they_are_begun(Engine engine)
    {
        var store = Open(engine);
        var waiting = new WaitingImports(store.Log);
        Assert.Empty(waiting.Of(store.Session, Scope.Whole));
        var first = store.Take(store.File(Csv), "shop");
        Assert.Equal([first.Entry], waiting.Of(store.Session, Scope.Whole).Select(i => i.Entry));
        store.Receive(["""{"type":"identify","userId":"u1","messageId":"m1"}"""]);
        var second = store.Take(store.File(Csv), "crm");
        Assert.Equal([(first.Entry, "waiting"), (second.Entry, "waiting")], waiting.Of(store.Session, Scope.Whole).Select(i => (i.Entry, i.State)));
        Assert.Empty(waiting.Of(store.Session, new Scope(Roles.Operator, ["US"], "sk_000000")));
        store.Pipeline.Run(store.Session);
        Assert.Empty(waiting.Of(store.Session, Scope.Whole));
    }

    private static long Members(TestStore store, long import, bool created) =>
        Customers.Count(store.Session, Scope.Whole, new CustomerFilter { Members = ImportMembers.Of(Scope.Whole, import, created) });

    private static async Task<IncomingFile> Receive(TestStore store)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Csv));
        return await IncomingFile.ReceiveAsync(store.Folder, stream, "kunden.csv", 1 << 20, CancellationToken.None);
    }
}
