using System.Data;
using System.Text.RegularExpressions;
using Meridian.Foundation.Database;
using Npgsql;
using NpgsqlTypes;

namespace Meridian.Postgres;

/// <summary>One connection to the server.</summary>
internal sealed partial class PostgresSession(NpgsqlConnection connection, IDialect dialect) : ISession
{
    /// <summary>Of a table that grew by so many rows in a transaction, the planner knows too little.</summary>
    private const int Many = 5_000;

    private readonly Dictionary<string, long> _grown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _filled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnType[]> _types = new(StringComparer.Ordinal);
    private IOpenQuery? _open;
    private bool _leads;
    private NpgsqlTransaction? _transaction;

    public IDialect Dialect { get; } = dialect;

    public bool TryLead()
    {
        Settle();
        return _leads = _leads || (bool)Scalar("select pg_try_advisory_lock(hashtext('meridian lead ' || current_schema()))");
    }

    public void LetGo()
    {
        // A connection that is gone has let go already.
        if (!_leads || connection.State != ConnectionState.Open)
            return;
        Settle();
        _leads = false;
        Scalar("select pg_advisory_unlock(hashtext('meridian lead ' || current_schema()))");
    }

    public void Ensure(IReadOnlyList<TableIndex> indexes)
    {
        Settle();
        // Asked first: to make one, even one that is there, waits for whoever writes to its table.
        var there = new HashSet<string>(StringComparer.Ordinal);
        using (var command = Command("select indexname from pg_indexes where schemaname = current_schema()", []))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                there.Add(reader.GetString(0));
        }

        foreach (var index in indexes.Where(i => !there.Contains(i.Name)))
            Run($"create index {index.Name} on {index.Table.Name} ({index.Columns})");
    }

    public long Execute(Sql sql)
    {
        Settle();
        if (sql.Before is { } before)
            Execute(before);
        var making = Making().Match(sql.Text);
        if (making.Success)
            _types.Remove(making.Groups["table"].Value);
        Analyze();
        using var command = Command(making is { Success: true } && !making.Groups["as"].Success ? OrderedByBytes().Replace(sql.Text, "varchar collate \"C\"") : sql.Text, sql.Parameters);
        var rows = (long)command.ExecuteNonQueryRows();
        if (making.Success && rows >= Many)
            Run($"analyze {making.Groups["table"].Value}");
        else if (rows >= Many && Filling().Match(sql.Text) is { Success: true } filling)
            Fill(filling.Groups["table"].Value, rows);
        return rows;
    }

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map)
    {
        Settle();
        Analyze();
        using var query = new OpenQuery<T>(Command(sql.Text, sql.Parameters), map);
        _open = query;
        try
        {
            while (query.Next(out var value))
                yield return value;
        }
        finally
        {
            if (ReferenceEquals(_open, query))
                _open = null;
        }
    }

    public ITransaction Begin()
    {
        Settle();
        _transaction = connection.BeginTransaction();
        return new PostgresTransaction(_transaction, () => _transaction = null);
    }

    /// <summary>Begins a transaction that sees one state of the store, and ends with the session.</summary>
    internal void BeginReading() => _transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);

    /// <summary>Runs statements that have no parameters.</summary>
    internal void RunAlone(string text)
    {
        Settle();
        Run(text);
    }

    public void UseResources(int threads, int? megabytes = null)
    {
        // The server's memory is its own affair.
    }

    public void CheckpointIfDue(Func<bool> inPieces)
    {
        // And so are its checkpoints.
    }

    public IBulkWriter Append(Table table) => new PostgresBulkWriter(TypesOf(table), rows => Copy(table, rows));

    public IRowFormat Format(Table table) => new PostgresRowFormat(TypesOf(table));

    public void Append(Table table, IEnumerable<IRowBuffer> rows)
    {
        foreach (var buffer in rows)
        {
            Copy(table, (PostgresRowBuffer)buffer);
            buffer.Dispose();
        }
    }

    public void Dispose()
    {
        _open?.Dispose();
        _transaction?.Dispose();
        try
        {
            // The connection goes back to the pool, where it would lead for ever.
            LetGo();
        }
        catch (NpgsqlException)
        {
            // It is gone, and with it the lead.
        }

        connection.Dispose();
    }

    private ColumnType[] TypesOf(Table table)
    {
        if (!_types.TryGetValue(table.Name, out var types))
        {
            Settle();
            _types[table.Name] = types = PostgresTypes.Of(connection, table.Name);
        }

        return types;
    }

    private void Copy(Table table, PostgresRows rows)
    {
        if (rows.Rows == 0)
            return;
        Settle();
        using (var copy = connection.BeginRawBinaryCopy($"copy {table.Name} from stdin (format binary)"))
        {
            copy.Write(PostgresBulkWriter.Head);
            copy.Write(rows.Bytes.Span);
            copy.Write(PostgresBulkWriter.Tail);
        }

        _grown[table.Name] = _grown.GetValueOrDefault(table.Name) + rows.Rows;
    }

    /// <summary>The server looks at what came in by itself, but only when it is committed and some time has gone by.</summary>
    private void Analyze()
    {
        foreach (var (table, rows) in _grown)
        {
            if (rows < Many)
                continue;
            _grown[table] = 0;
            Run($"analyze {table}");
        }
    }

    /// <summary>A table that is filled by a query is looked at again whenever it has doubled: a plan for the few rows that it had would take minutes with the many that it has.</summary>
    private void Fill(string table, long rows)
    {
        var before = _filled.GetValueOrDefault(table);
        _filled[table] = before + rows;
        if (before == 0 || System.Numerics.BitOperations.Log2((ulong)before) < System.Numerics.BitOperations.Log2((ulong)(before + rows)))
            Run($"analyze {table}");
    }

    /// <summary>A connection does one thing at a time: what is left of a query that is still read is fetched first.</summary>
    private void Settle()
    {
        _open?.Fetch();
        _open = null;
    }

    private void Run(string text)
    {
        using var command = Command(text, []);
        command.ExecuteNonQuery();
    }

    private object Scalar(string text)
    {
        using var command = Command(text, []);
        return command.ExecuteScalar()!;
    }

    private NpgsqlCommand Command(string text, IReadOnlyList<object?> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var value in parameters)
            command.Parameters.Add(Parameter(value));
        return command;
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value },
        string text => new NpgsqlParameter { Value = text, NpgsqlDbType = NpgsqlDbType.Text },
        DateTime time => new NpgsqlParameter { Value = DateTime.SpecifyKind(time, DateTimeKind.Unspecified), NpgsqlDbType = NpgsqlDbType.Timestamp },
        _ => new NpgsqlParameter { Value = value },
    };

    [GeneratedRegex(@"^\s*(create (temporary )?table( if not exists)?|alter table) (?<table>\w+) (?<as>as )?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Making();

    [GeneratedRegex(@"^\s*insert into (?<table>\w+) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Filling();

    /// <summary>Texts are compared byte by byte, as in DuckDB, whatever language the database is set to.</summary>
    [GeneratedRegex(@"\bvarchar\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OrderedByBytes();
}

internal static class PostgresCommands
{
    /// <summary>Rows that a statement changed, or put into the table that it made.</summary>
    public static long ExecuteNonQueryRows(this NpgsqlCommand command)
    {
        using var reader = command.ExecuteReader();
        return (long)reader.RecordsAffected is var rows and >= 0 ? rows : 0;
    }
}

internal sealed class PostgresTransaction(NpgsqlTransaction transaction, Action ended) : ITransaction
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
        try
        {
            if (!_tried && transaction.Connection is { State: ConnectionState.Open })
                transaction.Rollback();
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the server takes back what was not committed.
        }
        finally
        {
            ended();
            transaction.Dispose();
        }
    }
}
