using System.Diagnostics;
using Meridian.Foundation.Database;

namespace Meridian.Bench.Rules;

/// <summary>A session that tells how long each statement took, in seconds.</summary>
internal sealed class TimedSession(ISession inner, Action<Sql, double> took) : ISession
{
    public IDialect Dialect => inner.Dialect;

    public bool TryLead() => inner.TryLead();

    public void LetGo() => inner.LetGo();

    public void Ensure(IReadOnlyList<TableIndex> indexes) => inner.Ensure(indexes);

    public long Execute(Sql sql)
    {
        var watch = Stopwatch.StartNew();
        var rows = inner.Execute(sql);
        took(sql, watch.Elapsed.TotalSeconds);
        return rows;
    }

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map)
    {
        var watch = Stopwatch.StartNew();
        List<T> rows = [.. inner.Query(sql, map)];
        took(sql, watch.Elapsed.TotalSeconds);
        return rows;
    }

    public ITransaction Begin() => inner.Begin();

    public void UseResources(int threads, int? megabytes = null) => inner.UseResources(threads, megabytes);

    public void CheckpointIfDue(Func<bool> inPieces) => inner.CheckpointIfDue(inPieces);

    public IBulkWriter Append(Table table) => inner.Append(table);

    public IRowFormat Format(Table table) => inner.Format(table);

    public void Append(Table table, IEnumerable<IRowBuffer> rows) => inner.Append(table, rows);

    public void Dispose() => inner.Dispose();
}
