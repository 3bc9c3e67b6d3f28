using Meridian.EngineTests.Profiles;
using Meridian.EngineTests.Store;
using Meridian.Ingest;

namespace Meridian.EngineTests.Ingest;

/// <summary>Sources that are taken out whole leave the state that the log without them gives, proven by the digest.</summary>
public sealed class ForgetTests : StoreTests
{
    private const string Own = "id,name,email,phone,country\n1,Ann Lee,ann@example.com,+447400123456,GB\n2,Bo Berg,bo@example.com,,SE\n";
    private const string Sample = "id,name,email,phone,country\n7,Ann L,ann@example.com,,US\n8,Cy Dahl,cy@example.com,+447400123499,NO\n9,,,not a phone,\n";
    private const string Second = "id,name,phone,marketing_consent\n1,Cy,+447400123499,no\n";
    private const string Orders = "Order ID,Order Date,Status,Name,Email,Phone,Total,Currency\n1001,2026-02-20 10:00,paid,Cy,cy@example.com,+447400123456,30.00,USD\n1002,2026-02-21 10:00,paid,Nobody,,,12.00,USD\n";

    [Theory, OnEngines]
    public void What_they_said_is_gone_and_what_others_said_stands_as_if_they_had_never_come(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        store.Import(Sample, "sample-crm");
        store.Import(Own);
        without.Import(Own);
        store.Import(Second, "sample-shop");
        // It joins Ann and Cy: an order names the e-mail of one and the phone of the other.
        store.ImportEvents(Orders, "sample-shop");
        Assert.Equal(3, store.Profiles().Count);
        Forget(store, "sample-crm", "sample-shop");

        Assert.Equal(without.Partition(), store.Partition());
        Assert.Equal(without.DigestParts(), store.DigestParts());
        store.AssertConserved(0);
        store.AssertSound();
        Assert.Equal(["crm"], Sources.All(store.Session).Select(s => s.Name));
        Assert.Equal(["undone", "applied", "undone"], Imports.All(store.Session).Select(i => i.State));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void They_may_come_again_as_if_for_the_first_time_also_when_the_log_is_replayed(Engine engine)
    {
        var (store, once) = (Open(engine), Open(engine));
        foreach (var s in new[] { store, once })
            s.Import(Own);
        for (var time = 0; time < 2; time++)
        {
            store.Import(Sample, "sample-crm");
            // What a person settled of Cy, whom no other source knows yet, goes with her.
            if (time == 0)
            {
                store.Edit("sample-crm/8", ("city", "York"));
                once.Clock.Reset(store.Clock.GetCurrentInstant());
            }

            store.ImportEvents(Orders, "sample-shop");
            if (time == 0)
                Forget(store, "sample-crm", "sample-shop");
        }

        once.Import(Sample, "sample-crm");
        once.ImportEvents(Orders, "sample-shop");
        Assert.Equal(once.Partition(), store.Partition());
        Assert.Equal(once.Events(), store.Events());
        Assert.Equal(once.DigestParts(), store.DigestParts());
        store.AssertConserved(2);
        store.AssertSound();
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    private static void Forget(TestStore store, params string[] sources)
    {
        store.Log.Append(ForgetOrder.Kind, store.Now, new ForgetOrder(sources).ToJson());
        store.Pipeline.Run(store.Session);
    }
}
