using System.Data;
using DuckDB.NET.Data;
using Meridian.Foundation.Database;

namespace Meridian.DuckDb;

/// <summary>Another process has the store open.</summary>
public sealed class StoreBusyException(string message, Exception inner) : Exception(message, inner);

/// <summary>The file may not be opened by this user.</summary>
public sealed class StoreForbiddenException(string message, Exception inner) : Exception(message, inner);

/// <summary>The file is there, but is no store, or a damaged one.</summary>
public sealed class StoreDamagedException(string message, Exception inner) : Exception(message, inner);

/// <summary>The store as one DuckDB file, opened by one process at a time.</summary>
public sealed class DuckDbDatabase : IDatabase
{
    private const string Memory = ":memory:";

    /// <summary>
    /// Rows of one unit of storage. DuckDB's usual 122,880 are more than a batch, which then goes to the write-ahead log first and into the file a second time;
    /// a batch that fills a unit is written to the file at once, compressed (measured at 1 M rows: a third off all commits and checkpoints).
    /// </summary>
    private const int RowGroupRows = 24_576;

    /// <summary>Words of errors that are not about what stands in the file.</summary>
    private static readonly string[] OtherTroubles = ["version number", "newer version", "no space left", "out of memory", "too many open files", "could not allocate"];

    /// <summary>Memory for a store of no size. With less (180 MB were tried) long rules end for want of it.</summary>
    private const int LeastMegabytes = 280;

    /// <summary>Memory for a store of any size, unless somebody asks for more.</summary>
    private const int MostMegabytes = 480;

    /// <summary>
    /// Bytes of the log beside the file at which it is moved into the file, for a small store. Until then what was committed lies in memory as it is, a block for each column of a table and
    /// as much again for which values are missing, and fills what the engine may use.
    /// </summary>
    private const long LeastLogBytes = 64 << 20;

    /// <summary>
    /// The same for large stores and long work, because each time rewrites what changed all over the file (measured at an import of 1 M rows: 13 s of commits at 256 MB, 7 s at 1 GB).
    /// </summary>
    private const long MostLogBytes = 1 << 30;

    /// <summary>In so many pieces it is moved where somebody waits for each batch: a quarter of it takes half its time.</summary>
    private const int Pieces = 4;

    private readonly string _path;
    private readonly DuckDBConnection _root;

    /// <param name="path">The database file; made when absent. ":memory:" for a store that lives as long as this object.</param>
    /// <param name="memoryLimit">What DuckDB may use for itself before it spills to disk, such as "400MB"; null for what suits the store's size.</param>
    /// <exception cref="StoreBusyException">Another process holds the file.</exception>
    /// <exception cref="StoreForbiddenException">The file may not be opened.</exception>
    /// <exception cref="StoreDamagedException">The file is no store, or a damaged one.</exception>
    public DuckDbDatabase(string path, string? memoryLimit = null)
    {
        _path = path;
        _root = new DuckDBConnection($"Data Source={Memory};memory_limit={memoryLimit ?? $"{UsualMegabytes}MB"}");
        _root.Open();
        try
        {
            if (path != Memory)
                Attach(path);
        }
        catch (DuckDBException e) when (e.Message.Contains("Could not set lock", StringComparison.Ordinal))
        {
            throw new StoreBusyException(e.Message, e);
        }
        catch (DuckDBException e) when (e.Message.Contains("Permission denied", StringComparison.OrdinalIgnoreCase))
        {
            // A folder that may not be looked into hides whether the file is there.
            throw new StoreForbiddenException($"{path} may not be opened: no permission. Ask its owner for permission to read and write it, or name another folder.", e);
        }
        catch (DuckDBException e) when (OtherTroubles.Any(t => e.Message.Contains(t, StringComparison.OrdinalIgnoreCase)))
        {
            // Nothing is wrong with the file itself, so nothing must be done to it.
            throw new StoreForbiddenException($"{path} cannot be opened now: {e.Message.Split('\n')[0]}", e);
        }
        catch (DuckDBException e) when (File.Exists(path))
        {
            throw new StoreDamagedException($"{path} is not a store that can be opened: {e.Message.Split('\n')[0]} Move it away and import the files again, or name another folder.", e);
        }

        using var command = _root.CreateCommand();
        // Bulk inserts need no order kept (rows are found by their keys), and an unordered insert runs on all cores.
        // Zstd is tried on every text column and keeps no file smaller than dictionaries with FSST do (measured: the same 413 MB at 1 M rows), at 4 % of an import's work.
        command.CommandText = $"set disabled_compression_methods = 'zstd'; set preserve_insertion_order = false; set wal_autocheckpoint = '{Bytes(AtCommitBytes)}'; set enable_progress_bar = false; set TimeZone = 'UTC'";
        command.ExecuteNonQuery();
    }

    public IDialect Dialect { get; } = new DuckDbDialect();

    public long SizeInBytes => File.Exists(_path) ? new FileInfo(_path).Length : 0;

    // The file is open in one process only.
    public IDisposable? Alone() => null;

    /// <summary>What is read again and again should stay in memory, and of a larger store that is more.</summary>
    internal int UsualMegabytes => (int)Math.Min(LeastMegabytes + (SizeInBytes >> 22), MostMegabytes);

    public ISession OpenSession()
    {
        var connection = _root.Duplicate();
        connection.Open();
        if (_path != Memory)
            Use(connection);
        return new DuckDbSession(connection, Dialect, this);
    }

    /// <summary>The file is attached to a database in memory, because only so it can be made with another size of its units.</summary>
    private void Attach(string path)
    {
        Run($"attach '{Quoted(path)}' as store ({Options})");
        Run($"set temp_directory = '{Quoted(path)}.tmp'");
        Use(_root);
    }

    private static void Use(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "use store";
        command.ExecuteNonQuery();
    }

    public bool Checkpoint()
    {
        Run(_path == Memory ? "checkpoint" : "checkpoint store");
        return new FileInfo(_path + ".wal") is { Exists: false } or { Length: 0 };
    }

    public bool SaysDamaged(Exception error) => IsDamage(error);

    /// <summary>A block whose checksum is wrong is noticed when it is read, which may be long after the file was opened.</summary>
    public static bool IsDamage(Exception error) => error is DuckDBException && error.Message.Contains("corrupt", StringComparison.OrdinalIgnoreCase);

    public void ReadAll()
    {
        var tables = new List<string>();
        using (var command = _root.CreateCommand())
        {
            command.CommandText = "select table_name from duckdb_tables() where database_name = current_database() and not internal order by table_name";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        // A count alone is answered from what stands about the blocks; their bytes are read, and their checksums looked at, for a value that is made of all columns.
        foreach (var table in tables)
            Run($"select max(hash(t)) from \"{table}\" t");
    }

    public void Compact()
    {
        if (_path == Memory)
            return;
        // Then nothing is in the log beside the file, which goes with it. A reader at work keeps the engine from it, and is done in a moment.
        for (var tries = 0; !Checkpoint(); tries++)
        {
            if (tries == 100)
                throw new IOException($"{_path} cannot be written anew while it is read. Try again when nothing else works on it.");
            Wait();
        }

        var fresh = _path + ".compact";
        foreach (var left in (ReadOnlySpan<string>)[fresh, fresh + ".wal"])
            File.Delete(left);
        Run($"attach '{Quoted(fresh)}' as fresh ({Options})");
        try
        {
            Run("copy from database store to fresh");
        }
        catch
        {
            Run("detach fresh");
            // A full disk has better use for it.
            File.Delete(fresh);
            File.Delete(fresh + ".wal");
            throw;
        }

        // Detached, the file has all in it and no log beside it.
        Run("detach fresh");
        // Until it is attached again the store has no file here: what kills the program now leaves one of the two, each whole.
        Run("use memory");
        try
        {
            Run("detach store");
            File.Move(fresh, _path, overwrite: true);
        }
        finally
        {
            AttachAgain();
        }
    }

    /// <summary>The engine lets go of a file when the last reader of what was there has ended.</summary>
    private void AttachAgain()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                Run($"attach if not exists '{Quoted(_path)}' as store ({Options})");
                Use(_root);
                return;
            }
            catch (DuckDBException) when (tries < 100)
            {
                Wait();
            }
        }
    }

    public void Dispose() => _root.Dispose();

    /// <summary>How large the log beside the file may grow.</summary>
    /// <param name="forLongWork">While so much is written that moving it now and then would take longer than the work.</param>
    internal string LogLimit(bool forLongWork) => Bytes(forLongWork ? MostLogBytes : AtCommitBytes);

    /// <summary>Whether whoever applies batch after batch should move the log now, between two of them.</summary>
    /// <param name="inPieces">As <see cref="ISession.CheckpointIfDue"/> has it.</param>
    internal bool CheckpointIsDue(bool inPieces) => new FileInfo(_path + ".wal") is { Exists: true } log && log.Length >= (inPieces ? UsualLogBytes / Pieces : UsualLogBytes);

    /// <summary>From here on a commit moves it, whoever waits for that.</summary>
    private long AtCommitBytes => UsualLogBytes * 3 / 2;

    private long UsualLogBytes => Math.Clamp(SizeInBytes / 4, LeastLogBytes, MostLogBytes);

    private static string Bytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes >> 20}MiB");

    private static void Wait() => Task.Delay(100).GetAwaiter().GetResult();

    private static string Options => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"storage_version 'latest', row_group_size {RowGroupRows}");

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);

    private void Run(string sql)
    {
        using var command = _root.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

internal sealed class DuckDbSession : ISession
{
    /// <summary>How long it is left alone when the log could not be moved.</summary>
    private const long RetryMilliseconds = 10_000;

    private readonly DuckDBConnection _connection;
    private readonly DuckDbDatabase _database;
    private DuckDBTransaction? _transaction;
    private int _threads = Environment.ProcessorCount;
    private bool _forLongWork;
    private long _wholeAgainAt;
    private long _pieceAgainAt;

    public DuckDbSession(DuckDBConnection connection, IDialect dialect, DuckDbDatabase database)
    {
        _connection = connection;
        _database = database;
        if (_connection.State != ConnectionState.Open)
            _connection.Open();
        Dialect = dialect;
    }

    public IDialect Dialect { get; }

    // One process has the file, and in it the pipeline's gate lets one session at a time apply entries.
    public bool TryLead() => true;

    public void LetGo()
    {
        // Nobody waits.
    }

    public void Ensure(IReadOnlyList<TableIndex> indexes)
    {
        // Columns are read whole, and units of storage that cannot hold a value are passed over; an index would be maintained row by row and held in memory.
    }

    public long Execute(Sql sql)
    {
        using var command = Command(sql);
        return command.ExecuteNonQuery();
    }

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map)
    {
        using var command = Command(sql);
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var row = new ReaderRow(reader);
        while (reader.Read())
            yield return map(row);
    }

    public ITransaction Begin()
    {
        _transaction = _connection.BeginTransaction();
        return new DuckDbTransaction(_transaction, () => _transaction = null);
    }

    public void UseResources(int threads, int? megabytes = null)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"set threads = {threads}; set memory_limit = '{megabytes ?? _database.UsualMegabytes}MB'; set wal_autocheckpoint = '{_database.LogLimit(forLongWork: megabytes is not null)}'");
        command.ExecuteNonQuery();
        (_threads, _forLongWork) = (threads, megabytes is not null);
    }

    public void CheckpointIfDue(Func<bool> inPieces)
    {
        // A piece that could not be moved must not keep the whole from being.
        var whole = _database.CheckpointIsDue(inPieces: false);
        ref var againAt = ref whole ? ref _wholeAgainAt : ref _pieceAgainAt;
        if (_forLongWork || Environment.TickCount64 < againAt || !(whole || (_database.CheckpointIsDue(inPieces: true) && inPieces())))
            return;
        // Columns are written by as many threads as there are; whoever applies small batches has said that it wants one.
        Run($"set threads = {Environment.ProcessorCount}");
        try
        {
            Run("checkpoint store");
        }
        catch (DuckDBException e) when (e.Message.Contains("transactions active", StringComparison.OrdinalIgnoreCase))
        {
            // Somebody else writes just now: the next time will do, and a commit does it when it is put off too long.
        }
        finally
        {
            Run($"set threads = {_threads}");
        }

        // A reader of what was there before keeps the log from being emptied: not after every batch for nothing.
        if (_database.CheckpointIsDue(inPieces: !whole))
            againAt = Environment.TickCount64 + RetryMilliseconds;
    }

    public IBulkWriter Append(Table table) => new DuckDbBulkWriter(new DuckDbAppender(_connection, table.Name));

    public IRowFormat Format(Table table)
    {
        using var appender = new DuckDbAppender(_connection, table.Name);
        return appender.Format;
    }

    public void Append(Table table, IEnumerable<IRowBuffer> rows)
    {
        using var appender = new DuckDbAppender(_connection, table.Name);
        foreach (var buffer in rows)
        {
            ((DuckDbRowBuffer)buffer).AppendTo(appender);
            buffer.Dispose();
        }

        appender.Close();
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _connection.Dispose();
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private DuckDBCommand Command(Sql sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql.Text;
        foreach (var value in sql.Parameters)
            command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
        return command;
    }
}

internal sealed class DuckDbTransaction(DuckDBTransaction transaction, Action ended) : ITransaction
{
    private bool _tried;

    public void Commit()
    {
        _tried = true;
        transaction.Commit();
        ended();
    }

    public void Dispose()
    {
        if (!_tried)
        {
            transaction.Rollback();
            ended();
        }

        try
        {
            transaction.Dispose();
        }
        catch (DuckDBException) when (_tried)
        {
            // The engine takes a transaction back whose commit failed. The driver does it once more, and its complaint would hide why the commit failed.
            ended();
        }
    }
}
