using Meridian.Foundation.Database;

namespace Meridian.EngineTests.Store;

/// <summary>The failure that <see cref="FailingSession"/> makes; nothing else throws it.</summary>
public sealed class SimulatedCrashException() : Exception("simulated crash");

/// <summary>A session that fails at its n-th call to the engine, a statement, a bulk write or a commit alike, as a program does that is killed there.</summary>
public sealed class FailingSession(ISession inner, int failAt) : ISession
{
    /// <summary>Calls so far; after a run that did not fail, how many places there are to fail at.</summary>
    public int Calls { get; private set; }

    public IDialect Dialect => inner.Dialect;

    public bool TryLead() => inner.TryLead();

    public void LetGo() => inner.LetGo();

    public void Ensure(IReadOnlyList<TableIndex> indexes) => inner.Ensure(indexes);

    public long Execute(Sql sql)
    {
        Step();
        return inner.Execute(sql);
    }

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map)
    {
        Step();
        return inner.Query(sql, map);
    }

    public ITransaction Begin()
    {
        Step();
        return new Transaction(this, inner.Begin());
    }

    public void UseResources(int threads, int? megabytes = null) => inner.UseResources(threads, megabytes);

    public void CheckpointIfDue(Func<bool> inPieces) => inner.CheckpointIfDue(inPieces);

    public IBulkWriter Append(Table table)
    {
        Step();
        return inner.Append(table);
    }

    public IRowFormat Format(Table table) => inner.Format(table);

    public void Append(Table table, IEnumerable<IRowBuffer> rows)
    {
        Step();
        inner.Append(table, rows);
    }

    /// <summary>The inner session lives on: it is the next start of the program.</summary>
    public void Dispose()
    {
    }

    private void Step()
    {
        if (++Calls == failAt)
            throw new SimulatedCrashException();
    }

    private sealed class Transaction(FailingSession session, ITransaction inner) : ITransaction
    {
        public void Commit()
        {
            session.Step();
            inner.Commit();
        }

        public void Dispose() => inner.Dispose();
    }
}
