using System.Text;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise;
using Meridian.Normalise.EventFiles;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Review;
using Meridian.Tags;
using NodaTime;
using NodaTime.Testing;

namespace Meridian.EngineTests.Store;

/// <summary>One profile as tests look at it: its id, and its records as <c>source/id</c> or <c>source/identifier+identifier</c>, sorted.</summary>
public sealed record TestProfile(Guid Id, string? Name, string? Country, IReadOnlyList<string> Records);

/// <summary>An empty store in a folder of its own, with a clock that only the test moves.</summary>
public sealed class TestStore : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 12, 0);

    private readonly Engine _engine;
    private readonly IDatabase _database;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meridian-engine-");
    private int _files;

    public TestStore(Engine engine)
    {
        _engine = engine;
        Folder = new DataFolder(Path.Combine(_root.FullName, "data"));
        _database = Engines.OpenPrepared(engine, Folder);
        Folder = Engines.FolderOf(Folder, _database);
        Session = _database.OpenSession();
        StoreSchema.Prepare(Session);
        Log = Engines.OpenLog(_database, Folder, Session);
        Pipeline = new Pipeline(Folder, Log);
    }

    public DataFolder Folder { get; }

    public ISession Session { get; }

    public ILog Log { get; }

    public Pipeline Pipeline { get; private set; }

    public FakeClock Clock { get; } = new(Start);

    public DateTime Now => Clock.GetCurrentInstant().InUtc().ToDateTimeUnspecified();

    /// <summary>The import that was made last.</summary>
    public ImportState Last { get; private set; } = null!;

    /// <summary>Writes a text to a file outside the data folder; the path.</summary>
    public string File(string text, string name = "customers.csv") => File(Encoding.UTF8.GetBytes(text), name);

    public string File(byte[] bytes, string name)
    {
        var folder = _root.CreateSubdirectory($"in{_files++}");
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Takes a file in and applies it, as the command line does.</summary>
    public ImportState Import(string csv, string source = "crm", string? country = null, string? mapping = null) =>
        ImportFile(File(csv), source, country, mapping);

    public ImportState ImportFile(string path, string source, string? country = null, string? mapping = null)
    {
        var entry = Take(path, source, country, mapping);
        Pipeline.Run(Session);
        return Last = Imports.Find(Session, entry.Entry)!;
    }

    /// <summary>Writes the log entry only, as if the program died before it was applied.</summary>
    public LogEntry Take(string path, string source, string? country = null, string? mapping = null) =>
        FileIntake.Take(Session, Log, Folder, path, source, country, mapping, Now);

    /// <summary>Takes messages in as one request and applies them; each is a JSON object.</summary>
    public void Send(params string[] messages)
    {
        Receive(messages);
        Pipeline.Run(Session);
        // A message on which the program fails is set aside; here that is a failed test.
        Assert.Empty(EventQueries.Rejected(Session, Scope.Whole, 1, RejectedKinds.Dead));
    }

    /// <summary>Writes the log entry of one request only, as if the program died before it was applied.</summary>
    public LogEntry Receive(IReadOnlyList<string> messages, string source = "default", string space = EventsOrder.SharedSpace)
    {
        var payload = Encoding.UTF8.GetBytes($"{{\"batch\":[{string.Join(',', messages)}]}}");
        return Log.AppendAsync(EventsOrder.Kind, Now, new EventsOrder(source, space, null, messages.Count).ToBody(payload)).GetAwaiter().GetResult();
    }

    /// <summary>The same of a payload that a test makes itself.</summary>
    public LogEntry Receive(byte[] payload, int messages) =>
        Log.AppendAsync(EventsOrder.Kind, Now, new EventsOrder("default", EventsOrder.SharedSpace, null, messages).ToBody(payload)).GetAwaiter().GetResult();

    /// <summary>Takes a table of orders or of a chat in and applies it, as the command line does.</summary>
    public EventFile ImportEvents(string text, string source, string name = "orders.csv", string? country = null, string? mapping = null) =>
        ImportEvents(Encoding.UTF8.GetBytes(text), source, name, country, mapping);

    public EventFile ImportEvents(byte[] bytes, string source, string name, string? country = null, string? mapping = null)
    {
        var path = File(bytes, name);
        var file = EventFile.Open(path, new ImportOrder(source, name, "", "", country, mapping), Now);
        EventFileIntake.Append(Log, path, name, file, source, mapping, () => Now, CancellationToken.None);
        Pipeline.Run(Session);
        Assert.Empty(EventQueries.Rejected(Session, Scope.Whole, 1, RejectedKinds.Dead));
        return file;
    }

    /// <summary>The events, the oldest first: "Order Completed 12.5 2026-03-01 10:00 order:1".</summary>
    public IReadOnlyList<string> Events() =>
        [.. EventQueries.Last(Session, Scope.Whole, null, null, 1_000).OrderBy(e => e.OccurredAt).ThenBy(e => e.MessageId, StringComparer.Ordinal)
            .Select(e => FormattableString.Invariant($"{e.Name} {(e.Total is { } total ? $"{total} " : "")}{e.OccurredAt:yyyy-MM-dd HH:mm} {(e.MessageId.StartsWith("row-", StringComparison.Ordinal) ? "row" : e.MessageId)}"))];

    /// <summary>Why messages were rejected, in the order in which they came.</summary>
    public IReadOnlyList<string> Rejections() => [.. EventQueries.Rejected(Session, Scope.Whole, 1_000).Select(r => r.Reason).Reverse()];

    /// <summary>Another pipeline on the same store, which remembers nothing of what the first one did; as after a restart.</summary>
    public void Restart() => Pipeline = new Pipeline(Folder, Log);

    /// <summary>Asserts that every message is somewhere, once: applied, a duplicate or rejected, by the counters and by the rows.</summary>
    public MessageCounts AssertConserved(long received)
    {
        var counts = EventQueries.Counts(Session);
        Assert.Equal(received, counts.Received);
        Assert.Equal(counts.Received, counts.Applied + counts.Duplicates + counts.Rejected);
        Assert.Equal(counts.Applied, Session.Count($"select count(*) from {EventTables.Event}"));
        Assert.Equal(counts.Conflicts, Session.Count($"select count(*) from {EventTables.Rejected} where kind = {RejectedKinds.Conflict}"));
        Assert.Equal(counts.Rejected, Session.Count($"select count(*) from {EventTables.Rejected} where kind <> {RejectedKinds.Conflict}"));
        return counts;
    }

    public void Undo(ImportState import) => Pipeline.Undo(Session, import.Entry, Now);

    /// <summary>Brings all labels to the clock's time, as every reading command does.</summary>
    public void Evaluate()
    {
        Log.Append(EvaluateOrder.Kind, Now, "{}");
        Pipeline.Run(Session);
    }

    public string Digest() => StoreDigest.Of(Session).Digest;

    /// <summary>The digest part by part, so that a difference shows where it is.</summary>
    public string DigestParts() => string.Join('\n', StoreDigest.Of(Session).Parts);

    /// <summary>The digest, part by part, of a store that is made from this one's log alone.</summary>
    public string ReplayedDigestParts() => Replayed(session => string.Join('\n', StoreDigest.Of(session).Parts));

    /// <summary>What a store says that is made from this one's log alone.</summary>
    public T Replayed<T>(Func<ISession, T> ask)
    {
        using var empty = Engines.OpenPrepared(_engine, new DataFolder(Path.Combine(_root.FullName, $"replayed{_files++}")));
        using var session = empty.OpenSession();
        StoreSchema.Prepare(session);
        StoreRebuild.Replay(new Pipeline(Folder, Log), session, null, default);
        return ask(session);
    }

    /// <summary>The rules that the store breaks, as text; none for a sound store.</summary>
    public IReadOnlyList<string> Check() =>
        [.. StoreCheck.Run(Session, IdentityLimits.Default).Where(f => f.Rows > 0).Select(f => $"{f.Rows} x {f.Rule}: {f.Example}")];

    public void AssertSound() => Assert.Empty(Check());

    /// <summary>All profiles, in the order of their first record's name.</summary>
    public IReadOnlyList<TestProfile> Profiles()
    {
        var names = RecordNames();
        var profiles = Session.Query(
            $"select profile_id, name, country from {ProfileTables.Profile}", r => (Id: r.Id(0), Name: r.Text(1), Country: r.Text(2))).ToDictionary(p => p.Id);
        return [.. Session.List($"select record_id, profile_id from {ResolveTables.Record}", r => (Record: r.Id(0), Profile: r.Id(1)))
            .GroupBy(r => r.Profile)
            .Select(g => new TestProfile(
                g.Key, profiles.GetValueOrDefault(g.Key).Name, profiles.GetValueOrDefault(g.Key).Country, [.. g.Select(r => names[r.Record]).Order(StringComparer.Ordinal)]))
            .OrderBy(p => p.Records[0], StringComparer.Ordinal)];
    }

    /// <summary>Which records are one person: "crm/1 shop/7 | crm/2", the same text for the same partition.</summary>
    public string Partition() => string.Join(" | ", Profiles().Select(p => string.Join(' ', p.Records)));

    public TestProfile ProfileOf(string record) => Profiles().Single(p => p.Records.Contains(record, StringComparer.Ordinal));

    /// <summary>The pairs that wait for a person, as "crm/1 crm/2", sorted.</summary>
    public IReadOnlyList<string> ReviewPairs()
    {
        var names = RecordNames();
        return [.. Session.List($"select record_a, record_b from {ResolveTables.ReviewPair}", r => (A: r.Id(0), B: r.Id(1)))
            .Select(p => string.Join(' ', new[] { names.GetValueOrDefault(p.A, "?"), names.GetValueOrDefault(p.B, "?") }.Order(StringComparer.Ordinal)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a tag says of the profile of a record: its values, sorted, joined by commas; empty for none.</summary>
    public string Tag(string record, string tag) => string.Join(',', Session.List(
        $"select value from {TagTables.Assignment} where profile_id = {ProfileOf(record).Id} and tag = {tag} order by value", r => r.Text(0)));

    public (string Value, string Because, double Confidence) Label(string record, string tag) => Session.First(
        $"select value, because, confidence from {TagTables.Assignment} where profile_id = {ProfileOf(record).Id} and tag = {tag}", r => (r.Text(0)!, r.Text(1)!, r.Double(2)));

    public long Statements() => Session.Count($"select count(*) from {StatementTables.RecordVersion}");

    public override string ToString() => Folder.Root;

    public void Dispose()
    {
        Log.Dispose();
        Session.Dispose();
        Engines.Drop(_database);
        _database.Dispose();
        _root.Delete(recursive: true);
    }

    private Dictionary<Guid, string> RecordNames()
    {
        var values = Session.List(
                $"select distinct record_id, kind, value from {ResolveTables.Identifier} where kind not in ('external_id', 'user_id')", r => (Id: r.Id(0), Text: r.Text(2)!))
            .GroupBy(i => i.Id).ToDictionary(g => g.Key, g => string.Join('+', g.Select(i => i.Text).Order(StringComparer.Ordinal)));
        return Session.Query($"select record_id, source, external_id from {ResolveTables.Record}", r => (Id: r.Id(0), Source: r.Text(1), External: r.Text(2)))
            .ToDictionary(r => r.Id, r => $"{r.Source}/{r.External ?? values.GetValueOrDefault(r.Id, "?")}");
    }
}
