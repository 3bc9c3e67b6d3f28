using CsCheck;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.EngineTests.Events;

/// <summary>
/// F14: the order in which messages and files come, and how they fall into requests and batches, changes nothing but which of a customer's ids is theirs: that of
/// the record that the log names first. A failure prints CsCheck's seed and the messages.
/// </summary>
public sealed class MessageOrderTests(ITestOutputHelper output) : StoreTests
{
    private const string AppFile = "id,name,email\nu0,Una Zero,e0@example.com\nu1,Ulf One,e1@example.com\n";
    private const string CrmFile = "id,name,email,phone\n1,Una Zero,e0@example.com,+447400123456\n2,Uma Two,e2@example.com,\n";

    private static readonly Gen<string> AnyMessage = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 2]).Select(Message);

    private static string Message(int kind, int user, int visitor, int time, int extra)
    {
        var who = $"\"userId\":\"u{user}\"{(visitor < 3 ? $",\"anonymousId\":\"v{visitor}\"" : "")}";
        var alone = $"\"anonymousId\":\"v{visitor % 3}\"";
        var body = kind switch
        {
            0 or 1 => $"\"type\":\"identify\",{who},\"traits\":{{\"name\":\"Name {extra}\",\"plan\":\"p{extra}\",\"city\":\"C{time}\"}}",
            2 => $"\"type\":\"identify\",{who},\"traits\":{{\"email\":\"e{extra}@example.com\"}}",
            3 => $"\"type\":\"identify\",{who},\"traits\":{{\"birthday\":\"199{extra}-01-02\"}}",
            4 => $"\"type\":\"track\",{who},\"event\":\"Order Completed\",\"properties\":{{\"total\":{extra}}}",
            5 => $"\"type\":\"page\",{alone},\"context\":{{\"locale\":\"{(extra == 0 ? "de-DE" : "fr-FR")}\"}}",
            6 => $"\"type\":\"track\",{alone},\"event\":\"Message Received\"",
            7 => $"\"type\":\"alias\",\"userId\":\"u{user}\",\"previousId\":\"u{extra}\"",
            8 => $"\"type\":\"alias\",\"userId\":\"u{user}\",\"previousId\":\"v{extra}\"",
            _ => $"\"type\":\"identify\",{alone},\"traits\":{{\"email\":\"e{extra}@example.com\",\"country\":\"{(extra == 0 ? "DE" : "FR")}\"}}",
        };
        // The id is of the content: the same message drawn twice is a duplicate. Two minutes of each slot are equal, two are not.
        return $"{{\"messageId\":\"{kind}-{user}-{visitor}-{time}-{extra}\",\"timestamp\":\"2026-02-{(20 + time):00}T10:00:00Z\",{body}}}";
    }

    [Theory, OnEngines]
    public void F14_any_split_into_requests_and_batches_gives_the_same_store(Engine engine) =>
        Gen.Select(AnyMessage.List[2, 16], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Sample(
            (messages, order, seed) =>
            {
                Shuffle(messages, order);
                var (one, other) = (Of(engine, messages, requests: null), Of(engine, messages, new Random(seed)));
                Assert.True(one.Digest == other.Digest, $"{string.Join('\n', messages)}\n{one.Digest}\ninstead of\n{other.Digest}");
            },
            output.WriteLine, iter: Sampling.Cases(2, engine), threads: 1);

    [Theory, OnEngines]
    public void F14_any_order_of_messages_gives_the_same_customers(Engine engine) =>
        Gen.Select(AnyMessage.List[2, 16], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Sample(
            (messages, first, second) => AssertSame(engine, messages, first, second, files: false), output.WriteLine, iter: Sampling.Cases(2, engine), threads: 1);

    [Theory, OnEngines]
    public void F14_any_order_of_messages_and_files_one_of_them_undone_gives_the_same_customers(Engine engine) =>
        Gen.Select(AnyMessage.List[2, 12], Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000]).Sample(
            (messages, first, second) => AssertSame(engine, messages, first, second, files: true), output.WriteLine, iter: Sampling.Cases(2, engine), threads: 1);

    private static void AssertSame(Engine engine, List<string> messages, int first, int second, bool files)
    {
        var (a, b) = (messages.ToList(), messages.ToList());
        Shuffle(a, first);
        Shuffle(b, second);
        var (one, other) = (Of(engine, a, new Random(first), files, undone: files), Of(engine, b, new Random(second), files));
        Assert.True(one.Content == other.Content, $"{string.Join('\n', a)}\ngives\n{one.Content}\n\n{string.Join('\n', b)}\ngives\n{other.Content}");
    }

    private static void Shuffle(List<string> messages, int seed) => new Random(seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(messages));

    /// <param name="requests">How messages fall into requests and runs; null for all in one.</param>
    /// <param name="undone">Takes in a file more and takes it back.</param>
    private static (string Digest, string Content) Of(Engine engine, List<string> messages, Random? requests, bool files = false, bool undone = false)
    {
        using var store = new TestStore(engine);
        var (app, crm, undo) = files ? (requests!.Next(messages.Count), requests.Next(messages.Count), requests.Next(messages.Count)) : (-1, -1, -1);
        for (var i = 0; i < messages.Count;)
        {
            if (app >= 0 && i >= app)
            {
                store.Import(AppFile, "app");
                app = -1;
            }

            if (undone && undo >= 0 && i >= undo)
            {
                store.Import(CrmFile);
                store.Undo(store.Last);
                undo = -1;
            }

            if (crm >= 0 && i >= crm)
            {
                // Not applied by itself: messages go ahead of it.
                store.Take(store.File(CrmFile), "crm");
                crm = -1;
            }

            var count = requests is null ? messages.Count : Math.Min(messages.Count - i, requests.Next(1, 6));
            store.Receive(messages.GetRange(i, count));
            i += count;
            if (requests?.Next(2) == 0)
                store.Pipeline.Run(store.Session);
        }

        store.Pipeline.Run(store.Session);
        // Those whose turn was behind the last request.
        if (app >= 0)
            store.Import(AppFile, "app");
        if (undone && undo >= 0)
        {
            store.Import(CrmFile);
            store.Undo(store.Last);
        }

        if (crm >= 0)
            store.Import(CrmFile);
        var log = string.Join('\n', messages);
        Assert.True(store.Check().Count == 0, $"{log}\n{string.Join('\n', store.Check())}");
        Assert.Empty(EventQueries.Rejected(store.Session, Scope.Whole, 10, RejectedKinds.Dead));
        store.AssertConserved(messages.Count);
        var digest = store.DigestParts();
        Assert.True(digest == store.ReplayedDigestParts(), $"{log}\nreplayed differs from\n{digest}");
        return (digest, Content(store));
    }

    /// <summary>All that the digest is of, with each profile called by its records.</summary>
    private static string Content(TestStore store)
    {
        var names = store.Profiles().ToDictionary(p => p.Id, p => string.Join('+', p.Records));
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"coalesce(cast({t.Column} as varchar), '')"));
        List<string> Lines(string what, Sql query, int columns, bool named) =>
            [.. store.Session.List(query, r => $"{what} {(named ? names[r.Id(0)] : r.Text(0))} {string.Join('|', Enumerable.Range(1, columns - 1).Select(r.Text))}").Order(StringComparer.Ordinal)];
        return string.Join('\n', Enumerable.Concat(
            [.. Lines("profile", $"select profile_id, cast(records as varchar), country, country_because, language, language_because, time_zone, custom, {traits} from {ProfileTables.Profile}", 8 + TraitColumns.All.Count, named: true),
            .. Lines("tag", $"select profile_id, tag, value, because from {TagTables.Assignment}", 4, named: true)],
            [.. Lines("statement", $"select cast(v.record_id as varchar), cast(v.content_hash as varchar), cast(v.stated_at as varchar) from {StatementTables.RecordVersion} v", 3, named: false),
            .. Lines("identifier", $"select distinct cast(record_id as varchar), kind, space, value from {ResolveTables.Identifier}", 4, named: false),
            .. Lines("event", $"select e.message_id, e.name, cast(e.record_id as varchar), cast(e.owner_id as varchar), cast(e.occurred_at as varchar) from {EventTables.Event} e", 5, named: false),
            .. Lines("day", $"select cast(owner_id as varchar), cast(record_id as varchar), cast(day as varchar), name, cast(sum(events) as varchar), cast(sum(total) as varchar), cast(min(first_at) as varchar), cast(max(last_at) as varchar) from {EventTables.Day} group by owner_id, record_id, day, name", 8, named: false)]));
    }
}
