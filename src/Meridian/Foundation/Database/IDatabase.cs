namespace Meridian.Foundation.Database;

/// <summary>The store: one file (DuckDB) or one server (PostgreSQL). Hosts choose it; stages see only this.</summary>
public interface IDatabase : IDisposable
{
    /// <summary>What the two engines write differently.</summary>
    IDialect Dialect { get; }

    /// <summary>Opens a session of its own: one thread's connection, with its own temporary tables.</summary>
    ISession OpenSession();

    /// <summary>Held while the schema is brought up to date: no other process does it meanwhile.</summary>
    IDisposable? Alone();

    /// <summary>Bytes on disk, for reports.</summary>
    long SizeInBytes { get; }

    /// <summary>Moves everything committed into the main file, where the engine keeps a write-ahead log beside it.</summary>
    /// <returns>Whether the main file alone holds everything now: a reader at work may keep the engine from it.</returns>
    bool Checkpoint();

    /// <summary>Whether an error of the engine says that the file is damaged.</summary>
    bool SaysDamaged(Exception error);

    /// <summary>Reads all rows once, to find out whether they can be read.</summary>
    /// <exception cref="System.Data.Common.DbException">They cannot: the file is damaged.</exception>
    void ReadAll();

    /// <summary>
    /// Writes the engine's files anew with the rows that are there now: what was deleted stays readable in freed blocks otherwise. No session may be at work; those
    /// that are open go on afterwards.
    /// </summary>
    void Compact();
}

/// <summary>One connection, used by one thread at a time.</summary>
public interface ISession : IDisposable
{
    IDialect Dialect { get; }

    /// <summary>
    /// Takes the lead: of all sessions on a store, in whatever process, one at a time may apply the log. An engine with one process gives it at once. It ends with
    /// <see cref="LetGo"/> or with the session, also when its process is killed.
    /// </summary>
    /// <returns>Whether this session has it now.</returns>
    bool TryLead();

    /// <summary>Lets another session lead.</summary>
    void LetGo();

    /// <summary>Makes those that are missing, where the engine needs such.</summary>
    void Ensure(IReadOnlyList<TableIndex> indexes);

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    long Execute(Sql sql);

    /// <summary>Runs a query and maps each row as it streams by.</summary>
    IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map);

    /// <summary>Starts a transaction; disposed without <see cref="ITransaction.Commit"/>, it is as if nothing had happened.</summary>
    ITransaction Begin();

    /// <summary>What the engine may use from now on, where it lives in this process: cores, and megabytes before it spills to disk; null for what suits the store's size.</summary>
    void UseResources(int threads, int? megabytes = null);

    /// <summary>
    /// Moves what is committed into the engine's own file where enough of it waits; outside of transactions. The engine would do it within a commit, and keep those waiting whose commit it is.
    /// </summary>
    /// <param name="inPieces">Whether to do it sooner and in smaller pieces, which takes longer in all, because somebody waits for each batch.</param>
    void CheckpointIfDue(Func<bool> inPieces);

    /// <summary>Appends rows to a table (or temporary table) as fast as the engine can.</summary>
    IBulkWriter Append(Table table);

    /// <summary>What rows of a table look like, so that other threads may put rows together for it.</summary>
    IRowFormat Format(Table table);

    /// <summary>Appends rows that were put together elsewhere, in their order, and takes their buffers back.</summary>
    void Append(Table table, IEnumerable<IRowBuffer> rows);
}

/// <summary>A transaction of one <see cref="ISession"/>.</summary>
public interface ITransaction : IDisposable
{
    void Commit();
}

/// <summary>The current row of a query, by position.</summary>
public interface IRow
{
    /// <summary>How many columns there are.</summary>
    int Columns { get; }

    bool IsNull(int column);

    string? Text(int column);

    long Long(int column);

    double Double(int column);

    bool Bool(int column);

    Guid Id(int column);

    DateTime Time(int column);

    DateOnly Date(int column);

    /// <summary>Any value, as the engine's driver gives it; for exports.</summary>
    object? Value(int column);
}

/// <summary>Takes rows value by value, in the order of the table's columns; <see cref="EndRow"/> after each row.</summary>
public interface IRowWriter : IDisposable
{
    IRowWriter Add(string? value);

    IRowWriter Add(long? value);

    IRowWriter Add(int? value);

    IRowWriter Add(double? value);

    IRowWriter Add(bool? value);

    IRowWriter Add(Guid? value);

    IRowWriter Add(DateTime? value);

    IRowWriter Add(DateOnly? value);

    void EndRow();
}

/// <summary>Writes rows into a table; <see cref="Complete"/> once, after the last.</summary>
public interface IBulkWriter : IRowWriter
{
    void Complete();
}

/// <summary>The form of a table's rows; any thread may ask it for buffers.</summary>
public interface IRowFormat
{
    IRowBuffer NewBuffer();
}

/// <summary>Rows in the engine's own form, filled by one thread and appended by another: putting them together is most of the work of a bulk write.</summary>
public interface IRowBuffer : IRowWriter;

public static class SessionQueries
{
    public static List<T> List<T>(this ISession session, Sql sql, Func<IRow, T> map) => [.. session.Query(sql, map)];

    /// <summary>The first row, or <c>default</c> where there is none; of a query that gives few.</summary>
    public static T? First<T>(this ISession session, Sql sql, Func<IRow, T> map)
    {
        // Read to its end: a stream that is left in the middle keeps its snapshot, and with it every checkpoint waiting, until the session's next statement. In a server
        // that may be hours.
        var first = default(T);
        var any = false;
        foreach (var value in session.Query(sql, map))
        {
            if (!any)
                first = value;
            any = true;
        }

        return first;
    }

    /// <summary>The single number that the query gives; 0 where it gives none or null.</summary>
    public static long Count(this ISession session, Sql sql) => session.First(sql, r => r.IsNull(0) ? 0 : r.Long(0));
}
