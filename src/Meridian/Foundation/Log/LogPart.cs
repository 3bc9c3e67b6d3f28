namespace Meridian.Foundation.Log;

/// <summary>A log as it was when its last entry was a given one, while others go on writing it; nothing is appended to it.</summary>
public sealed class LogPart(ILog whole, long last) : ILog
{
    public long Last => Math.Min(whole.Last, last);

    public LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null) => throw new NotSupportedException("A part of a log is not appended to.");

    public Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body) => throw new NotSupportedException("A part of a log is not appended to.");

    public Task WaitAsync(long after, CancellationToken stop) => whole.WaitAsync(after, stop);

    public IEnumerable<LogEntry> Read(long from) => whole.Read(from).TakeWhile(e => e.Entry <= last);

    public IReadOnlyList<(string Path, long Length)> Files(long last) => whole.Files(Math.Min(last, Last));

    public int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change) => whole.Rewrite(Math.Min(last, Last), change);

    public void Dispose()
    {
        // The whole one is somebody else's.
    }
}
