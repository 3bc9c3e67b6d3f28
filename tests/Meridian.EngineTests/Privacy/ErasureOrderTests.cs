using CsCheck;
using Meridian.Consents;
using Meridian.EngineTests.Consents;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Privacy;
using Meridian.Resolve;

namespace Meridian.EngineTests.Privacy;

/// <summary>After an erasure the store is what its log, from which the person was taken out as well, gives: whoever was erased, whatever they shared with others.</summary>
public sealed class ErasureOrderTests(ITestOutputHelper output) : StoreTests
{
    private static readonly Gen<string> AnyMessage = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 5]).Select((kind, user, visitor, extra) =>
    {
        var who = $"\"userId\":\"user-{user}\"{(visitor < 3 ? $",\"anonymousId\":\"visitor-{visitor}\"" : "")}";
        var alone = $"\"anonymousId\":\"visitor-{visitor}\"";
        var body = kind switch
        {
            0 => $"\"type\":\"identify\",{who},\"traits\":{{\"name\":\"Name {extra}\",\"email\":\"mail-{user}@example.com\"}}",
            1 => $"\"type\":\"identify\",{who},\"traits\":{{\"phone\":\"+44 7400 12345{extra}\"}}",
            2 => $"\"type\":\"track\",{who},\"event\":\"Order Completed\",\"properties\":{{\"total\":{extra}}}",
            3 => $"\"type\":\"page\",{alone}",
            4 => $"\"type\":\"alias\",\"userId\":\"user-{user}\",\"previousId\":\"visitor-{visitor}\"",
            5 => $"\"type\":\"unheard-of\",{who},\"traits\":{{\"email\":\"mail-{user}@example.com\"}}",
            _ => $"\"type\":\"identify\",{alone},\"traits\":{{\"email\":\"mail-{extra}@example.com\"}}",
        };
        return $"{{\"messageId\":\"{kind}-{user}-{visitor}-{extra}\",\"timestamp\":\"2026-02-2{extra}T10:00:00Z\",{body}}}";
    });

    private static readonly Gen<string> AnyFile = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 5], Gen.Int[0, 4])
        .Select((id, phone, mail) => $"{id},Person {id},mail-{mail}@example.com,{(phone == 5 ? "" : $"+44740012345{phone}")},{(mail == 4 ? "never heard" : "yes")}\n")
        .List[1, 6].Select(rows => "id,name,email,phone,subscribed\n" + string.Concat(rows) + ",,not an address mail-1@example.com,,\n");

    [Theory, OnEngines]
    public void An_erased_person_is_in_no_part_of_the_store_or_of_its_log(Engine engine) =>
        Gen.Select(AnyMessage.List[1, 14], AnyFile.List[0, 3], Gen.Int[0, 1_000_000]).Sample((messages, files, seed) =>
        {
            var random = new Random(seed);
            using var store = new TestStore(engine);
            foreach (var file in files)
            {
                store.Import(file, random.Next(2) == 0 ? "crm" : "shop");
                if (random.Next(3) == 0)
                    store.Undo(store.Last);
            }

            for (var i = 0; i < messages.Count;)
            {
                var count = Math.Min(messages.Count - i, random.Next(1, 5));
                store.Receive(messages.GetRange(i, count));
                i += count;
                if (random.Next(2) == 0)
                    store.Pipeline.Run(store.Session);
            }

            store.Pipeline.Run(store.Session);
            for (var said = random.Next(5); said > 0; said--)
                Speak(store, random);
            for (var times = 0; times < 2; times++)
            {
                var profiles = store.Session.List($"select distinct profile_id from {ResolveTables.Record} order by 1", r => r.Id(0));
                if (profiles.Count == 0)
                    return;
                var subject = Subject.Of(store.Session, [profiles[random.Next(profiles.Count)]]);
                Erasures.Order(store.Session, store.Log, store.Folder, subject, 1, "asked for it", suppress: random.Next(2) == 0, store.Now);
                store.Pipeline.Run(store.Session);
                Assert.True(store.Check().Count == 0, string.Join('\n', store.Check()));
                Assert.Equal(0, store.Session.Count($"select count(*) from {ResolveTables.Record} where record_id in ({Ids(subject.Records)})"));
                Assert.Equal(0, store.Session.Count($"select count(*) from {StatementTables.RecordVersion} where record_id in ({Ids(subject.Records)})"));
                if (subject.Keys.Count > 0)
                    Assert.Equal(0, store.Session.Count($"select count(*) from {ResolveTables.Identifier} where match_key in ({Ids(subject.Keys)})"));
                // With it a replay looks for them once more, as after a crash; without it, as ever after.
                if (random.Next(2) == 0)
                    Subject.Delete(store.Folder, store.Log.Last);
                var digest = store.DigestParts();
                Assert.True(digest == store.ReplayedDigestParts(), $"{string.Join('\n', files)}\n{string.Join('\n', messages)}\n{string.Join(' ', subject.Values)} erased\n{digest}\nis replayed as\n{store.ReplayedDigestParts()}");
            }
        }, output.WriteLine, iter: Sampling.Cases(2, engine), threads: 1);

    /// <summary>Something is said of somebody's consent, or an import is undone on which a withdrawal rested.</summary>
    private static void Speak(TestStore store, Random random)
    {
        var who = random.Next(2) == 0 ? $"mail-{random.Next(4)}@example.com" : $"+44740012345{random.Next(5)}";
        switch (random.Next(5))
        {
            case 0:
                store.Say(Consenting.Grant(who, "any", own: random.Next(2) == 0) with { Proof = $"as mail-{random.Next(4)}@example.com says" });
                break;
            case 1 when Imports.All(store.Session).FindLast(i => i.State == "applied") is { } last:
                store.Undo(last);
                break;
            case 2:
                store.Suppress(random.Next(2) == 0 ? who : Suppressions.Hash(who));
                break;
            case 3:
                store.Unsuppress(who);
                break;
            default:
                store.Say(Consenting.Withdraw(who, "any"));
                break;
        }
    }

    private static Sql Ids(IEnumerable<Guid> ids) => Sql.Join(", ", ids.Select(i => (Sql)$"{i}"));
}
