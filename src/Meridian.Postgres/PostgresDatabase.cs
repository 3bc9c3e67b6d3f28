using Meridian.Foundation.Database;
using Npgsql;

namespace Meridian.Postgres;

/// <summary>The server cannot be reached, or does not let us in.</summary>
public sealed class StoreUnreachableException(string message, Exception inner) : Exception(message, inner);

/// <summary>The store as a schema of a PostgreSQL database, shared by any number of processes.</summary>
public sealed class PostgresDatabase : IDatabase
{
    /// <summary>How long it is waited for who has been reading since before rows were deleted.</summary>
    private static readonly TimeSpan OldestReader = TimeSpan.FromSeconds(60);

    private readonly NpgsqlDataSource _source;

    /// <param name="address"><c>postgres://USER:PASSWORD@HOST:PORT/DATABASE?schema=NAME</c>; the schema is "meridian" where none is named, and made when absent.</param>
    /// <exception cref="FormatException">It is no such address.</exception>
    /// <exception cref="StoreUnreachableException">Nobody answers there, or the user may not use it.</exception>
    public PostgresDatabase(string address)
        : this(PostgresAddress.Parse(address))
    {
    }

    /// <exception cref="StoreUnreachableException">Nobody answers there, or the user may not use it.</exception>
    internal PostgresDatabase(PostgresAddress address)
    {
        Address = address;
        _source = NpgsqlDataSource.Create(Address.ConnectionString);
        try
        {
            using var connection = _source.OpenConnection();
            using var command = connection.CreateCommand();
            command.CommandText = PostgresFunctions.Create(Address.Schema);
            command.ExecuteNonQuery();
        }
        catch (NpgsqlException e)
        {
            _source.Dispose();
            throw new StoreUnreachableException($"The store at {Address.Shown} cannot be opened: {e.InnerException?.Message ?? e.Message.Split('\n')[0]}", e);
        }
    }

    public PostgresAddress Address { get; }

    internal NpgsqlDataSource Source => _source;

    public IDialect Dialect { get; } = new PostgresDialect();

    public long SizeInBytes
    {
        get
        {
            using var command = _source.CreateCommand("select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'");
            return (long)command.ExecuteScalar()!;
        }
    }

    public IDisposable? Alone()
    {
        var connection = Connect();
        using var command = connection.CreateCommand();
        // Ends with its transaction, so that a pooled connection never keeps it.
        command.CommandText = "begin; select pg_advisory_xact_lock(hashtext('meridian ' || current_schema()))";
        command.ExecuteNonQuery();
        return connection;
    }

    internal NpgsqlConnection Connect() => _source.OpenConnection();

    public ISession OpenSession() => new PostgresSession(_source.OpenConnection(), Dialect);

    /// <summary>A session that sees the store as it is at its first query, however long it reads and whatever others commit; it writes nothing.</summary>
    public ISession OpenReading()
    {
        var session = new PostgresSession(_source.OpenConnection(), Dialect);
        session.BeginReading();
        return session;
    }

    // The server writes its own log of changes and moves it into its files by itself.
    public bool Checkpoint() => true;

    // Its files are the server's to watch.
    public bool SaysDamaged(Exception error) => false;

    public void ReadAll()
    {
        // Likewise.
    }

    public void Compact()
    {
        PostgresSchemas.DropLeftovers(this);
        using var connection = _source.OpenConnection();
        var tables = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = current_schema()";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                tables.Add(reader.GetString(0));
        }

        AwaitOlder(connection);
        foreach (var table in tables)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"vacuum (full) {table}";
            command.ExecuteNonQuery();
        }

        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "checkpoint";
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            // Not every user may ask for one; the server makes one by itself within minutes.
        }
    }

    /// <summary>
    /// Deleted rows stay in a table that is written anew as long as anybody in the database has a transaction or a snapshot from before they were deleted, who might read them: such are waited for.
    /// </summary>
    /// <exception cref="IOException">One does not end.</exception>
    private static void AwaitOlder(NpgsqlConnection connection)
    {
        using var now = connection.CreateCommand();
        now.CommandText = "select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)";
        // Where transactions are numbered on, a process shows the lower half.
        var next = (long)now.ExecuteScalar()! & uint.MaxValue;
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            using var older = connection.CreateCommand();
            older.CommandText = """
                select count(*) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'
                    and (age(backend_xmin) > age(cast(cast($1 as text) as xid)) or age(backend_xid) > age(cast(cast($1 as text) as xid)))
                """;
            older.Parameters.Add(new NpgsqlParameter<long> { TypedValue = next });
            if ((long)older.ExecuteScalar()! == 0)
                return;
            if (waited.Elapsed > OldestReader)
                throw new IOException("Somebody has been reading in the database since before rows were deleted, so that these cannot go from its files yet. It is to be tried again when that has ended (a backup, a copy, a long query).");
            Task.Delay(100).GetAwaiter().GetResult();
        }
    }

    /// <summary>Drops the schema with all that is in it, for a store that was made for a moment.</summary>
    public void Drop()
    {
        using var command = _source.CreateCommand($"drop schema if exists {Address.Schema} cascade");
        command.ExecuteNonQuery();
    }

    public void Dispose() => _source.Dispose();
}
