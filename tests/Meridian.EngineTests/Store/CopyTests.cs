using Meridian.Foundation;
using Meridian.Foundation.Database;

namespace Meridian.EngineTests.Store;

/// <summary>A store moves between engines and is the same there.</summary>
public sealed class CopyTests : StoreTests
{
    private static readonly string[] OfTheServersLog = ["kept_backup", "kept_file", "kept_place", "log_body", "log_head"];

    public static IEnumerable<TheoryDataRow<Engine, Engine>> Pairs =>
        from one in Enum.GetValues<Engine>() from other in Enum.GetValues<Engine>() select new TheoryDataRow<Engine, Engine>(one, other) { Skip = PostgresServer.Missing };

    [Theory, MemberData(nameof(Pairs))]
    public void A_copy_there_and_back_has_the_same_digest_and_goes_on(Engine one, Engine other)
    {
        using var store = new TestStore(one);
        var first = store.Import("name,phone,email,country\nAna,+34611073669,ana@example.com,ES\nÖmer,+905321234567,,TR\n,broken,,\n");
        store.Import("name,phone,tags\nAna López,+34611073669,vip\n", "shop");
        store.Send(
            """{"type":"identify","messageId":"m1","userId":"u1","traits":{"email":"ana@example.com","score":12.5,"likes":"tea"},"timestamp":"2026-03-01T10:00:00Z"}""",
            """{"type":"track","messageId":"m2","userId":"u1","event":"Order Completed","properties":{"total":1e3,"name":"ü"},"timestamp":"2026-03-01T10:00:00.5Z"}""");
        using var there = new TestStore(other);
        using var back = new TestStore(one);
        Copy(store, there);
        Copy(there, back);
        Assert.Equal(store.DigestParts(), there.DigestParts());
        Assert.Equal(store.DigestParts(), back.DigestParts());
        Assert.Equal(store.Log.Last, back.Log.Last);
        Assert.Equal(there.DigestParts(), there.ReplayedDigestParts());

        // The file of an import came along, and so did its rejected row.
        there.Undo(first);
        store.Undo(first);
        Assert.Equal(store.DigestParts(), there.DigestParts());
        Assert.True(Directory.EnumerateFiles(back.Folder.Bring(first.Entry), "*.rejected.csv").Any());
        there.AssertSound();
    }

    [Theory, OnEngines]
    public void Every_table_of_a_store_is_copied_or_is_the_program_s_own(Engine engine)
    {
        using var store = new TestStore(engine);
        var there = store.Session.List($"select table_name from information_schema.tables where table_schema = current_schema() and table_catalog = current_database() and table_type = 'BASE TABLE'", r => r.Text(0)!);
        Assert.Equal(
            StoreSchema.Tables.Concat(StoreSchema.OwnTables).Select(t => t.Name).Concat(engine == Engine.Postgres ? OfTheServersLog : []).Order(StringComparer.Ordinal),
            there.Order(StringComparer.Ordinal));
    }

    private static void Copy(TestStore from, TestStore to) =>
        StoreCopy.Run(new WholeStore(from.Session, from.Log, from.Folder), new WholeStore(to.Session, to.Log, to.Folder), from.Log.Last, (_, _) => { }, default);
}
