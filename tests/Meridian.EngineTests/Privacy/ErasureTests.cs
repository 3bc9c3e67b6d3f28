using Meridian.EngineTests.Store;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Privacy;

namespace Meridian.EngineTests.Privacy;

/// <summary>What an erasure takes out, what it leaves, and what it refuses afterwards.</summary>
public sealed class ErasureTests : StoreTests
{
    private static readonly string[] Messages =
    [
        """{"messageId":"m1","type":"identify","userId":"user-0","traits":{"phone":"+44 7400 123453"}}""",
        """{"messageId":"m2","type":"alias","userId":"user-2","previousId":"visitor-1"}""",
    ];

    private static void Erase(TestStore store, string record, bool suppress = true)
    {
        var subject = Subject.Of(store.Session, [store.ProfileOf(record).Id]);
        Erasures.Order(store.Session, store.Log, store.Folder, subject, 1, "asked for it", suppress, store.Now);
        store.Pipeline.Run(store.Session);
        Subject.Delete(store.Folder, store.Log.Last);
    }

    private static string Journal(TestStore store) => string.Join('\n', store.Log.Read(1).Select(e => e.Text));

    [Theory, OnEngines]
    public void Messages_of_an_erased_person_leave_null_in_their_place(Engine engine)
    {
        var store = Open(engine);
        store.Send(Messages);
        Erase(store, "app/user-0");
        Assert.Equal("app/user-2", store.Partition());
        Assert.DoesNotContain("123453", Journal(store), StringComparison.Ordinal);
        Assert.Contains("visitor-1", Journal(store), StringComparison.Ordinal);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertConserved(1);
    }
}
