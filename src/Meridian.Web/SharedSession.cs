using Meridian.Foundation.Database;

namespace Meridian.Web;

/// <summary>A session that tells when it is closed.</summary>
internal sealed class SharedSession(ISession inner, Action closed) : ISession
{
    private bool _closed;

    public IDialect Dialect => inner.Dialect;

    public bool TryLead() => inner.TryLead();

    public void LetGo() => inner.LetGo();

    public void Ensure(IReadOnlyList<TableIndex> indexes) => inner.Ensure(indexes);

    public long Execute(Sql sql) => inner.Execute(sql);

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map) => inner.Query(sql, map);

    public ITransaction Begin() => inner.Begin();

    public void UseResources(int threads, int? megabytes = null) => inner.UseResources(threads, megabytes);

    public void CheckpointIfDue(Func<bool> inPieces) => inner.CheckpointIfDue(inPieces);

    public IBulkWriter Append(Table table) => inner.Append(table);

    public IRowFormat Format(Table table) => inner.Format(table);

    public void Append(Table table, IEnumerable<IRowBuffer> rows) => inner.Append(table, rows);

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        try
        {
            inner.Dispose();
        }
        finally
        {
            closed();
        }
    }
}
