using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Postgres;
using Meridian.Resolve;
using Meridian.Review;

namespace Meridian.EngineTests.Store;

/// <summary>A store on PostgreSQL is replaced in one transaction: whoever is killed leaves one or the other whole.</summary>
public sealed class PostgresSchemasTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meridian-schemas-");
    private readonly PostgresDatabase _database;
    private readonly DataFolder _folder;
    private readonly PostgresLog _log;
    private readonly ISession _session;
    private readonly Pipeline _pipeline;

    public PostgresSchemasTests()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _folder = new DataFolder(_root.FullName);
        _database = (PostgresDatabase)Engines.Open(Engine.Postgres, _folder);
        _folder = Engines.FolderOf(_folder, _database);
        _session = _database.OpenSession();
        StoreSchema.Prepare(_session);
        _log = new PostgresLog(_database);
        _pipeline = new Pipeline(_folder, _log);
        Import("Ana,+34611073669\nÖmer,+905321234567\n");
    }

    public void Dispose()
    {
        _session.Dispose();
        _log.Dispose();
        PostgresSchemas.DropLeftovers(_database);
        _database.Drop();
        _database.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public void The_new_store_takes_the_old_one_s_place_and_the_log_stays()
    {
        Assert.True(_pipeline.TryLead(_session));
        var before = Digest();
        // What only the old one has shows which of them is read.
        _session.Execute($"delete from {ResolveTables.Identifier}");
        using var other = _database.OpenSession();
        Assert.Equal(0, other.Count($"select count(*) from {ResolveTables.Identifier}"));
        Made(made => PostgresSchemas.Replace(_session, made));
        Assert.Equal(before, Digest());
        Assert.True(other.Count($"select count(*) from {ResolveTables.Identifier}") > 0);
        Assert.Equal([PostgresSchemas.AsideOf(_database)], Beside());

        // This process goes on, and so does another one that had the store open all the while.
        Import("Eve,+34611073660\n");
        _session.LetGo();
        using var folder = new TemporaryPipeline(_database, _root);
        Assert.True(folder.Pipeline.TryLead(other));
        folder.Pipeline.Run(other);
        Import("Max,+34611073661\n", apply: false);
        folder.Pipeline.Run(other);
        Assert.Equal(4, other.Count($"select count(*) from {ResolveTables.Record}"));
        _database.Compact();
        Assert.Empty(Beside());
    }

    public static IEnumerable<TheoryDataRow<bool>> Ways => [new(true), new(false)];

    [Theory, MemberData(nameof(Ways))]
    public void Killed_before_the_commit_leaves_the_old_store(bool connectionIsLost)
    {
        Assert.True(_pipeline.TryLead(_session));
        var before = Digest();
        var pid = _session.Count($"select pg_backend_pid()");
        Made(made => Assert.ThrowsAny<Exception>(() => PostgresSchemas.Replace(_session, made, () =>
        {
            if (!connectionIsLost)
                throw new SimulatedCrashException();
            using var killer = _database.OpenSession();
            killer.Execute($"select pg_terminate_backend({(int)pid})");
        })));
        using var session = _database.OpenSession();
        Assert.Equal(before, StoreDigest.Of(session).Digest);
        Assert.Equal(1, _log.Last);
        Assert.DoesNotContain(PostgresSchemas.AsideOf(_database), Beside());
    }

    /// <summary>What a killed process left is nobody's store, and an erasure's end takes it away; one that is being made stays.</summary>
    [Fact]
    public void What_is_left_of_a_killed_rebuild_goes_with_the_next_erasure_and_one_at_work_stays()
    {
        using (var made = PostgresSchemas.Beside(_database))
        {
            using var session = made.OpenSession();
            Assert.True(session.TryLead());
            _database.Compact();
            Assert.Single(Beside());
        }

        _database.Compact();
        Assert.Empty(Beside());
    }

    [Fact]
    public void A_store_into_whose_log_somebody_wrote_is_not_filled()
    {
        Assert.True(_pipeline.TryLead(_session));
        var before = Digest();
        Made(made => Assert.Throws<InvalidOperationException>(() => PostgresSchemas.Fill(_session, made)));
        Assert.Equal(before, Digest());
    }

    [Fact]
    public async Task Nothing_comes_into_the_log_while_it_is_held_still()
    {
        Task<LogEntry> waiting;
        using (_log.Still())
        {
            waiting = _log.AppendAsync("evaluate", DateTime.UnixEpoch, "{}"u8.ToArray());
            await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(TimeSpan.FromMilliseconds(300)));
            Assert.Equal(1, _log.Last);
        }

        Assert.Equal(2, (await waiting).Entry);
    }

    /// <summary>A reading is of one moment, though others go on.</summary>
    [Fact]
    public void A_reading_sees_nothing_of_what_is_committed_meanwhile()
    {
        using var reading = _database.OpenReading();
        var before = StoreDigest.Of(reading).Digest;
        Import("Eve,+34611073660\n");
        Assert.NotEqual(before, Digest());
        Assert.Equal(before, StoreDigest.Of(reading).Digest);
    }

    private void Made(Action<PostgresDatabase> use)
    {
        using var made = PostgresSchemas.Beside(_database);
        using var session = made.OpenSession();
        StoreSchema.Prepare(session);
        StoreRebuild.Replay(new Pipeline(_folder, new LogPart(_log, _log.Last)), session, null, default);
        use(made);
    }

    private void Import(string rows, bool apply = true)
    {
        var path = Path.Combine(_root.FullName, "rows.csv");
        File.WriteAllText(path, "name,phone\n" + rows);
        FileIntake.Take(_session, _log, _folder, path, "crm", null, null, TestStore.Start.ToDateTimeUtc());
        if (apply)
            _pipeline.Run(_session);
    }

    private string Digest() => StoreDigest.Of(_session).Digest;

    private IReadOnlyList<string> Beside()
    {
        using var session = _database.OpenSession();
        return session.List($"select schema_name from information_schema.schemata where schema_name like {_database.Address.Schema + "\\_%"} order by 1", r => r.Text(0)!);
    }

    /// <summary>Another process's pipeline, with a data folder of its own.</summary>
    private sealed class TemporaryPipeline : IDisposable
    {
        private readonly PostgresLog _log;

        public TemporaryPipeline(PostgresDatabase database, DirectoryInfo root)
        {
            _log = new PostgresLog(database);
            Pipeline = new Pipeline(new DataFolder(Path.Combine(root.FullName, "other")) { Shared = new PostgresFiles(database) }, _log);
        }

        public Pipeline Pipeline { get; }

        public void Dispose() => _log.Dispose();
    }
}
