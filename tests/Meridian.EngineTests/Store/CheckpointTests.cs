using Meridian.DuckDb;
using Meridian.Foundation.Database;

namespace Meridian.EngineTests.Store;

/// <summary>What is committed is moved into the engine's file between batches, once enough of it waits.</summary>
public sealed class CheckpointTests : IDisposable
{
    private static readonly Table Kept = new("kept");

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("meridian-engine-");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void The_log_is_moved_when_it_is_large_also_while_somebody_writes()
    {
        var path = Path.Combine(_root.FullName, "store.duckdb");
        using var database = new DuckDbDatabase(path);
        using var session = database.OpenSession();
        session.Execute($"create table {Kept} (number bigint, text varchar)");
        session.UseResources(1);
        Fill(session, 0);
        session.CheckpointIfDue(inPieces: () => false);
        Assert.InRange(LogBytes(path), 1 << 20, 64 << 20);
        for (var batch = 1; LogBytes(path) < 64 << 20; batch++)
            Fill(session, batch);
        // Somebody else may write meanwhile; what they do not commit is not kept.
        using (var other = database.OpenSession())
        using (other.Begin())
        {
            other.Execute($"insert into {Kept} values (-1, 'of somebody else')");
            session.CheckpointIfDue(inPieces: () => false);
        }

        Assert.InRange(LogBytes(path), 0, 1 << 20);
        Assert.Equal((0L, 0L), session.First($"select count(case when number < 0 then 1 end), count(*) % 10000 from {Kept}", r => (r.Long(0), r.Long(1))));
        Assert.Equal(1, session.Count($"select current_setting('threads')"));
    }

    [Fact]
    public void It_is_moved_sooner_while_somebody_waits_for_each_batch()
    {
        var path = Path.Combine(_root.FullName, "store.duckdb");
        using var database = new DuckDbDatabase(path);
        using var session = database.OpenSession();
        session.Execute($"create table {Kept} (number bigint, text varchar)");
        for (var batch = 0; LogBytes(path) < 16 << 20; batch++)
            Fill(session, batch);
        session.CheckpointIfDue(inPieces: () => false);
        Assert.InRange(LogBytes(path), 16 << 20, 64 << 20);
        session.CheckpointIfDue(inPieces: () => true);
        Assert.InRange(LogBytes(path), 0, 1 << 20);
    }

    private static void Fill(ISession session, int batch)
    {
        using var transaction = session.Begin();
        session.Execute($"insert into {Kept} select i, repeat(md5(cast({batch} * 10000 + i as varchar)), 28) from range(10000) t(i)");
        transaction.Commit();
    }

    private static long LogBytes(string path) => new FileInfo(path + ".wal") is { Exists: true } log ? log.Length : 0;
}
