using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;

namespace Meridian.EngineTests.Changes;

/// <summary>A session that fails at its first commit, and knows how many calls to the engine came until then, as <see cref="FailingSession"/> counts them.</summary>
public sealed class CommitSpy(ISession inner) : ISession
{
    private readonly FailingSession _counting = new(inner, int.MaxValue);

    public int Calls => _counting.Calls + 1;

    public IDialect Dialect => _counting.Dialect;

    public bool TryLead() => _counting.TryLead();

    public void LetGo() => _counting.LetGo();

    public void Ensure(IReadOnlyList<TableIndex> indexes) => _counting.Ensure(indexes);

    public long Execute(Sql sql) => _counting.Execute(sql);

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map) => _counting.Query(sql, map);

    public ITransaction Begin() => new Transaction(_counting.Begin());

    public void UseResources(int threads, int? megabytes = null) => _counting.UseResources(threads, megabytes);

    public void CheckpointIfDue(Func<bool> inPieces) => _counting.CheckpointIfDue(inPieces);

    public IBulkWriter Append(Table table) => _counting.Append(table);

    public IRowFormat Format(Table table) => _counting.Format(table);

    public void Append(Table table, IEnumerable<IRowBuffer> rows) => _counting.Append(table, rows);

    public void Dispose()
    {
    }

    private sealed class Transaction(ITransaction inner) : ITransaction
    {
        public void Commit() => throw new SimulatedCrashException();

        public void Dispose() => inner.Dispose();
    }
}
