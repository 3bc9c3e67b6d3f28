using System.Text;

namespace Meridian.Foundation.Log;

/// <summary>One change of the store as it was asked for: what, when, and a body that says all that applying it needs.</summary>
/// <param name="Body">JSON, UTF-8.</param>
public sealed record LogEntry(long Entry, string Kind, DateTime At, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);
}

/// <summary>
/// The log: everything that changes the store is an entry here first, then applied in batches whose transaction moves the cursor. An entry is acknowledged when
/// it is durable. Embedded it is a journal of files; on a server it is a table.
/// </summary>
public interface ILog : IDisposable
{
    /// <summary>Number of the last durable entry; 0 for none. Numbers are 1, 2, 3, ...</summary>
    long Last { get; }

    /// <summary>Makes an entry durable; it is applied by the pump.</summary>
    /// <param name="place">Called with the entry's number before it is written, for what must be in its place when the entry is there; may be called for a number that is then used by another.</param>
    /// <exception cref="IOException">The disk refused it; it is not acknowledged.</exception>
    LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null);

    /// <summary>Makes an entry durable together with others that come at the same time.</summary>
    /// <exception cref="IOException">The disk refused it; it is not acknowledged.</exception>
    Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body);

    /// <summary>Waits until there is an entry behind a number.</summary>
    Task WaitAsync(long after, CancellationToken stop);

    /// <summary>Entries from a number on, up to the last durable one.</summary>
    IEnumerable<LogEntry> Read(long from);

    /// <summary>The files that hold the entries up to a number, and how many bytes of each do; none where the log is no files.</summary>
    IReadOnlyList<(string Path, long Length)> Files(long last);

    /// <summary>Rewrites bodies where they stand, in the log's order, for erasure: nothing of what was there before is left. Numbers, times and kinds stay.</summary>
    /// <param name="last">Entries behind this one are not looked at.</param>
    /// <param name="change">The new body, or null for an entry that stays.</param>
    /// <returns>Entries that were rewritten.</returns>
    int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change);
}

/// <summary>A log that lives as long as its object; for rehearsals where there is no store.</summary>
public sealed class MemoryLog : ILog
{
    private readonly List<LogEntry> _entries = [];

    public long Last => _entries.Count;

    public LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null)
    {
        place?.Invoke(_entries.Count + 1);
        _entries.Add(new LogEntry(_entries.Count + 1, kind, at, Encoding.UTF8.GetBytes(body)));
        return _entries[^1];
    }

    public Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body)
    {
        _entries.Add(new LogEntry(_entries.Count + 1, kind, at, body));
        return Task.FromResult(_entries[^1]);
    }

    // Nobody appends to it but who reads it.
    public Task WaitAsync(long after, CancellationToken stop) => Task.CompletedTask;

    public IEnumerable<LogEntry> Read(long from) => _entries.Skip((int)from - 1);

    public IReadOnlyList<(string Path, long Length)> Files(long last) => [];

    public int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change)
    {
        var rewritten = 0;
        for (var i = 0; i < _entries.Count && _entries[i].Entry <= last; i++)
        {
            if (change(_entries[i]) is not { } body)
                continue;
            _entries[i] = _entries[i] with { Body = body };
            rewritten++;
        }

        return rewritten;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
