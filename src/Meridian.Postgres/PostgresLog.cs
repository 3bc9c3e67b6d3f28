using System.Collections.Concurrent;
using System.Text;
using Meridian.Foundation.Log;
using Npgsql;
using NpgsqlTypes;

namespace Meridian.Postgres;

/// <summary>
/// The log as a table of the store, which any number of processes append to. Entries get their numbers under the lock of one row that is held until they are
/// committed, so that no number is seen before a smaller one. What comes at the same time is one transaction.
/// </summary>
public sealed class PostgresLog : ILog
{
    private const int MostEntries = 2_000;
    private const int MostBytes = 8 << 20;

    /// <summary>How often it is asked for entries of other processes.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly PostgresDatabase _database;
    private readonly BlockingCollection<Waiting> _waiting = [];
    private readonly Thread _writer;
    private readonly Lock _gate = new();
    private TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PostgresLog(PostgresDatabase database)
    {
        _database = database;
        using (var connection = database.Connect())
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"""
                begin;
                select pg_advisory_xact_lock(hashtext('meridian ' || current_schema()));
                create table if not exists log_body (entry bigint primary key, kind varchar not null, logged_at timestamp not null, packed boolean not null, body bytea not null);
                -- Packed already.
                alter table log_body alter column body set storage external;
                create table if not exists log_head (last bigint not null);
                insert into log_head (last) select 0 where not exists (select 1 from log_head);
                commit;
                """;
            command.ExecuteNonQuery();
        }

        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public long Last
    {
        get
        {
            using var command = _database.Source.CreateCommand("select last from log_head");
            return (long)command.ExecuteScalar()!;
        }
    }

    public LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null) => AppendAsync(kind, at, Encoding.UTF8.GetBytes(body), place).GetAwaiter().GetResult();

    public Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body) => AppendAsync(kind, at, body, null);

    private Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body, Action<long>? place)
    {
        var waiting = new Waiting(kind, at, body, place);
        _waiting.Add(waiting);
        return waiting.Done.Task;
    }

    public async Task WaitAsync(long after, CancellationToken stop)
    {
        while (true)
        {
            Task written;
            lock (_gate)
                written = _written.Task;
            if (Last > after)
                return;
            await Task.WhenAny(written, Task.Delay(Look, stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
    }

    public IEnumerable<LogEntry> Read(long from)
    {
        var last = Last;
        while (from <= last)
        {
            var page = Page(from, last);
            if (page.Count == 0)
                yield break;
            foreach (var entry in page)
                yield return entry;
            from = page[^1].Entry + 1;
        }
    }

    public IReadOnlyList<(string Path, long Length)> Files(long last) => [];

    public int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change)
    {
        var rewritten = 0;
        foreach (var entry in Read(1).TakeWhile(e => e.Entry <= last))
        {
            if (change(entry) is not { } body)
                continue;
            var (packed, bytes) = PackedBody.Of(body);
            using var command = _database.Source.CreateCommand("update log_body set packed = $2, body = $3 where entry = $1");
            command.Parameters.Add(new NpgsqlParameter { Value = entry.Entry });
            command.Parameters.Add(new NpgsqlParameter { Value = packed });
            command.Parameters.Add(new NpgsqlParameter { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea });
            rewritten += command.ExecuteNonQuery();
        }

        return rewritten;
    }

    /// <summary>While the result is held nothing comes into the log, from whatever process; for moments only.</summary>
    public IDisposable Still()
    {
        var connection = _database.Connect();
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "begin; select last from log_head for update";
            command.ExecuteNonQuery();
            // Closed, the connection takes its transaction back.
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writer.Join();
        _waiting.Dispose();
    }

    /// <summary>Some entries at a time: a reader that stops in between holds no connection.</summary>
    private List<LogEntry> Page(long from, long last)
    {
        using var command = _database.Source.CreateCommand($"""
            select entry, kind, logged_at, packed, body from (
                select *, sum(octet_length(body)) over (order by entry) - octet_length(body) as before from log_body where entry between $1 and $2) b
            where before < {MostBytes} order by entry
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = from });
        command.Parameters.Add(new NpgsqlParameter { Value = Math.Min(last, from + 255) });
        using var reader = command.ExecuteReader();
        var page = new List<LogEntry>();
        while (reader.Read())
            page.Add(new LogEntry(reader.GetInt64(0), reader.GetString(1), reader.GetDateTime(2), PackedBody.Read(reader.GetBoolean(3), reader.GetFieldValue<byte[]>(4))));
        return page;
    }

    private void Write()
    {
        var batch = new List<Waiting>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            for (var bytes = first.Body.Length; batch.Count < MostEntries && bytes < MostBytes && _waiting.TryTake(out var next); bytes += next.Body.Length)
                batch.Add(next);
            try
            {
                Write(batch);
            }
#pragma warning disable CA1031 // Whatever it is: it is told to who waits, and the next may go.
            catch (Exception e)
#pragma warning restore CA1031
            {
                var told = e is NpgsqlException ? new IOException("The log could not be written: the database does not take it now.", e) : e;
                foreach (var waiting in batch)
                    waiting.Done.TrySetException(told);
            }
        }
    }

    private void Write(List<Waiting> batch)
    {
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "update log_head set last = last + $1 returning last";
        command.Parameters.Add(new NpgsqlParameter { Value = (long)batch.Count });
        var last = (long)command.ExecuteScalar()!;
        var number = last - batch.Count;
        foreach (var waiting in batch)
            waiting.Place?.Invoke(++number);
        number = last - batch.Count;
        using (var copy = connection.BeginBinaryImport("copy log_body (entry, kind, logged_at, packed, body) from stdin (format binary)"))
        {
            foreach (var waiting in batch)
            {
                var (packed, bytes) = PackedBody.Of(waiting.Body);
                copy.StartRow();
                copy.Write(++number, NpgsqlDbType.Bigint);
                copy.Write(waiting.Kind, NpgsqlDbType.Varchar);
                copy.Write(DateTime.SpecifyKind(waiting.At, DateTimeKind.Unspecified), NpgsqlDbType.Timestamp);
                copy.Write(packed, NpgsqlDbType.Boolean);
                copy.Write(bytes, NpgsqlDbType.Bytea);
            }

            copy.Complete();
        }

        transaction.Commit();
        number = last - batch.Count;
        foreach (var waiting in batch)
            waiting.Done.SetResult(new LogEntry(++number, waiting.Kind, waiting.At, waiting.Body));
        lock (_gate)
        {
            _written.SetResult();
            _written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed record Waiting(string Kind, DateTime At, ReadOnlyMemory<byte> Body, Action<long>? Place)
    {
        public TaskCompletionSource<LogEntry> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
