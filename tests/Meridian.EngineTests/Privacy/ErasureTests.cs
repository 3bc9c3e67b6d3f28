using Meridian.EngineTests.Consents;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Privacy;
using Meridian.Profiles;

namespace Meridian.EngineTests.Privacy;

/// <summary>What an erasure takes out, what it leaves, and what it refuses afterwards.</summary>
public sealed class ErasureTests : StoreTests
{
    private static readonly string[] Messages =
    [
        """{"messageId":"m1","type":"identify","userId":"user-0","traits":{"phone":"+44 7400 123453"}}""",
        """{"messageId":"m2","type":"alias","userId":"user-2","previousId":"visitor-1"}""",
    ];

    internal static void Erase(TestStore store, string record, bool suppress = true)
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

    /// <summary>A dead letter that was tried again left its content at the retry, too: as a conflict with what had been applied under its id.</summary>
    [Theory, OnEngines]
    public void What_became_of_a_dead_letter_that_was_tried_again_goes_with_its_person(Engine engine)
    {
        var store = Open(engine);
        store.Pipeline.InspectMessage = _ => throw new InvalidOperationException("no such thing");
        store.Receive(["""{"messageId":"m1","type":"track","userId":"user-0","event":"Came","properties":{"note":"canary1"}}"""]);
        store.Pipeline.Run(store.Session);
        store.Pipeline.InspectMessage = null;
        store.Receive(["""{"messageId":"m1","type":"track","userId":"user-0","event":"Came","properties":{"note":"canary2"}}""", Messages[1]]);
        store.Pipeline.Run(store.Session);
        store.Log.Append(DeadRetryOrder.Kind, store.Now, new DeadRetryOrder([new MessagePlace(1, 1)]).ToJson());
        store.Pipeline.Run(store.Session);
        Assert.Contains("canary1", Payloads(store), StringComparison.Ordinal);
        store.AssertConserved(3);

        Erase(store, "app/user-0");
        Assert.DoesNotContain("canary", Payloads(store) + Journal(store), StringComparison.Ordinal);
        Assert.Equal("app/user-2", store.Partition());
        store.AssertConserved(1);
    }

    /// <summary>Messages that fail only together are all set aside; one of an erased person is refused all the same.</summary>
    [Theory, OnEngines]
    public void A_message_of_an_erased_person_is_no_dead_letter(Engine engine)
    {
        var store = Open(engine);
        store.Send(Messages);
        Erase(store, "app/user-0");
        var looks = 0;
        store.Pipeline.InspectMessage = _ =>
        {
            if (looks++ % 2 == 0)
                throw new InvalidOperationException("now and then");
        };
        store.Receive(
        [
            """{"messageId":"m8","type":"identify","userId":"user-0","traits":{"phone":"+44 7400 123453","name":"canary"}}""",
            """{"messageId":"m9","type":"track","userId":"user-2","event":"Came"}""",
        ]);
        store.Pipeline.Run(store.Session);
        Assert.Equal("m9", Assert.Single(EventQueries.Rejected(store.Session, Scope.Whole, 10, RejectedKinds.Dead)).MessageId);
        Assert.DoesNotContain("canary", Payloads(store), StringComparison.Ordinal);
        store.Pipeline.Scrub(store.Session);
        Assert.DoesNotContain("canary", Journal(store), StringComparison.Ordinal);
        store.AssertConserved(3);
    }

    private static string Payloads(TestStore store) => string.Join('\n', store.Session.List($"select payload from {EventTables.Rejected}", r => r.Text(0)));

    /// <summary>Words of proof that name somebody go with them, and with the words the consent that rested on them.</summary>
    [Theory, OnEngines]
    public void A_consent_whose_proof_named_an_erased_person_holds_for_nobody(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone\n1,Ann,ann@example.com,\n2,Bo,,+447400123456\n");
        store.Say(Consenting.Grant("+447400123456", "any") with { Proof = "as ann@example.com says" });
        Assert.Equal("granted", Word(store));

        Erase(store, "crm/1");
        Assert.Null(Word(store));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());

        static string? Word(TestStore store) => store.Session.First($"select marketing_consent from {ProfileTables.Profile} where profile_id = {store.ProfileOf("crm/2").Id}", r => r.Text(0));
    }

    /// <summary>Of several machines that work on one store another than the one that was asked may apply the entry.</summary>
    [Fact]
    public void Whoever_is_erased_at_one_machine_is_erased_though_another_applies_it()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var store = Open(Engine.Postgres);
        store.Import("id,name,email\n1,Ann,ann@example.com\n2,Bo,bo@example.com\n");
        store.Send("""{"messageId":"m1","type":"identify","userId":"user-0","traits":{"email":"ann@example.com"}}""");
        var subject = Subject.Of(store.Session, [store.ProfileOf("crm/1").Id]);
        Erasures.Order(store.Session, store.Log, store.Folder, subject, 1, "asked for it", suppress: false, store.Now);

        var elsewhere = Directory.CreateTempSubdirectory("meridian-engine-");
        var other = new DataFolder(Path.Combine(elsewhere.FullName, "data")) { Shared = store.Folder.Shared };
        new Pipeline(other, store.Log).Run(store.Session);
        Assert.Equal("crm/2", store.Partition());
        Assert.DoesNotContain("ann@", Journal(store) + Payloads(store), StringComparison.Ordinal);
        // Both have what readable things of their own are to be looked through, and nobody else once they have.
        Assert.NotNull(Subject.Load(other, store.Log.Last));
        foreach (var folder in new[] { other, store.Folder })
            Subject.Delete(folder, store.Log.Last);
        Assert.Null(Subject.Load(store.Folder, store.Log.Last));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        elsewhere.Delete(recursive: true);
    }
}
