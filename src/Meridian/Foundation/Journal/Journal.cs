using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Meridian.Foundation.Journal;

/// <summary>
/// The log of an embedded store: append-only files beside the database. An entry is acknowledged when it is on disk; entries that come at the same time share one
/// flush. What is acknowledged is never changed but by erasure.
/// </summary>
public sealed class Journal : IDisposable
{
    /// <summary>A segment is closed when it is longer; erasing a person rewrites segments, so they are not too long.</summary>
    private const long SegmentBytes = 64 << 20;

    /// <summary>Bytes that one write takes, however many wait.</summary>
    private const int MostPending = 8 << 20;

    private readonly string _folder;
    private readonly BlockingCollection<Pending> _waiting = new(boundedCapacity: 10_000);
    private readonly Thread _writer;
    private readonly Lock _gate = new();
    private readonly List<JournalSegment> _segments;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SafeFileHandle _file;

    /// <summary>Where reading ended last: whoever follows the journal goes on from there.</summary>
    private (JournalSegment? Segment, long Sequence, long At) _seek;
    private long _length;
    private long _last;
    private Exception? _broken;

    private Journal(string folder, List<JournalSegment> segments, long last)
    {
        _folder = folder;
        _segments = segments;
        _last = last;
        _file = File.OpenHandle(segments[^1].Path, FileMode.Open, FileAccess.Write, FileShare.Read);
        _length = RandomAccess.GetLength(_file);
        _writer = new Thread(WriteAll) { IsBackground = true, Name = "journal" };
        _writer.Start();
    }

    private sealed record Pending(DateTime At, string Kind, byte[] Body, bool Compressed, Action<long>? Place, TaskCompletionSource<long> Done)
    {
        /// <summary>No entry, but the order to begin a new segment.</summary>
        public static Pending Close => new(default, "", [], false, null, NewDone());

        public bool IsClose => Kind.Length == 0;

        public static TaskCompletionSource<long> NewDone() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Number of the last entry that is on disk; 0 for none.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Opens a journal, making it when absent, and mends what a crash or a failing disk left; each mending is reported.</summary>
    /// <param name="all">Whether closed segments are looked through as well, as before a rebuild; else they are when they are read.</param>
    public static Journal Open(string folder, Action<JournalDamage> report, bool all = false)
    {
        Directory.CreateDirectory(folder);
        foreach (var part in Directory.EnumerateFiles(folder, "*.part"))
            File.Delete(part);
        var segments = JournalSegment.In(folder);
        if (segments.Count == 0)
        {
            var first = new JournalSegment(JournalSegment.PathOf(folder, 1), 1);
            first.Write([]);
            segments.Add(first);
        }

        var last = 0L;
        for (var i = 0; i < segments.Count; i++)
        {
            if (!all && i + 1 < segments.Count)
                continue;
            (last, var damage) = segments[i].Mend(i + 1 < segments.Count ? segments[i + 1].First : null);
            if (damage is not null)
                report(damage);
        }

        return new Journal(folder, segments, last);
    }

    /// <summary>Appends an entry; returns its number when it is on disk.</summary>
    /// <exception cref="IOException">The disk refused it (full, failing); nothing of it is acknowledged, and later entries may be tried.</exception>
    /// <param name="place">Called with the entry's number before it is written.</param>
    public long Append(string kind, DateTime at, ReadOnlySpan<byte> body, Action<long>? place = null) => Enqueue(kind, at, body, place).GetAwaiter().GetResult();

    /// <inheritdoc cref="Append"/>
    public Task<long> AppendAsync(string kind, DateTime at, ReadOnlySpan<byte> body) => Enqueue(kind, at, body, null);

    /// <summary>Goes on behind a number that is used already though no entry here has it: an empty entry stands for each that is missing.</summary>
    public JournalDamage SkipTo(long used)
    {
        var lost = new List<long>();
        var (file, at) = (Path.GetFileName(_segments[^1].Path), _length);
        var writing = new List<Task<long>>();
        for (var sequence = Last + 1; sequence <= used; sequence++)
        {
            lost.Add(sequence);
            writing.Add(AppendAsync(JournalEntry.Erased, DateTime.UnixEpoch, []));
        }

        Task.WhenAll(writing).GetAwaiter().GetResult();
        return new JournalDamage(file, at, 0, lost, null);
    }

    /// <summary>Entries from a number on, up to the last one on disk now.</summary>
    public IEnumerable<JournalEntry> Read(long from)
    {
        var last = Last;
        while (from <= last)
        {
            JournalSegment segment;
            lock (_gate)
                segment = _segments[_segments.FindLastIndex(s => s.First <= from)];
            using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var before = from;
            (long Sequence, long At) start;
            lock (_gate)
                start = _seek.Segment == segment && _seek.Sequence <= from ? (_seek.Sequence, _seek.At) : (segment.First, JournalFormat.HeadBytes);
            foreach (var (entry, end) in ReadFile(file, start.Sequence, start.At, from, last))
            {
                lock (_gate)
                    _seek = (segment, entry.Sequence + 1, end);
                from = entry.Sequence + 1;
                yield return entry;
            }

            if (from == before)
                throw new IOException($"{segment.Path}: entry {from} is not where it should be. Restart the program: it mends what can be mended.");
        }
    }

    /// <summary>The files that hold the entries up to a number, and how many bytes of each do; for copying them while more comes.</summary>
    public IReadOnlyList<(string Path, long Length)> Files(long last)
    {
        JournalSegment[] segments;
        lock (_gate)
            segments = [.. _segments.Where((s, i) => i == 0 || s.First <= last)];
        return [.. segments.Select((s, i) => (s.Path, i + 1 < segments.Length ? new FileInfo(s.Path).Length : EndOf(s, last)))];
    }

    private static long EndOf(JournalSegment segment, long last)
    {
        using var file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return ReadFile(file, segment.First, JournalFormat.HeadBytes, last, last).Select(e => e.End).DefaultIfEmpty(JournalFormat.HeadBytes).First();
    }

    /// <summary>
    /// Rewrites the bodies of entries in the files that hold them: what was there before is nowhere in the journal afterwards. Numbers, times and kinds stay.
    /// Readers see each file as it was or as it is.
    /// </summary>
    /// <param name="last">Entries behind this one are not looked at.</param>
    /// <param name="change">The new body of an entry, or null for one that stays.</param>
    /// <returns>Entries that were rewritten.</returns>
    /// <exception cref="IOException">The disk refused it; what was rewritten so far stays so.</exception>
    public int Rewrite(long last, Func<JournalEntry, ReadOnlyMemory<byte>?> change)
    {
        // The file that is being written to is closed first; nobody else ever changes a closed one.
        Order(Pending.Close).GetAwaiter().GetResult();
        JournalSegment[] closed;
        lock (_gate)
            closed = [.. _segments[..^1].Where(s => s.First <= last)];
        var rewritten = 0;
        foreach (var segment in closed)
        {
            if (segment.Rewrite(last, change) is not (> 0 and var changed))
                continue;
            rewritten += changed;
            lock (_gate)
                _segments[_segments.IndexOf(segment)] = segment with { Edition = segment.Edition + 1 };
        }

        return rewritten;
    }

    /// <summary>Waits until there is an entry behind a number.</summary>
    public async Task WaitAsync(long after, CancellationToken stop)
    {
        while (Last <= after)
        {
            Task grown;
            lock (_gate)
                grown = _grown.Task;
            if (Last > after)
                return;
            await grown.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _waiting.CompleteAdding();
        _writer.Join();
        _file.Dispose();
        _waiting.Dispose();
    }

    private Task<long> Enqueue(string kind, DateTime at, ReadOnlySpan<byte> body, Action<long>? place)
    {
        if (body.Length > JournalFormat.MostBytes / 2)
            throw new ArgumentException($"An entry of {body.Length:N0} bytes is longer than the journal takes.", nameof(body));
        var (packed, compressed) = JournalFormat.Pack(body);
        return Order(new Pending(at, kind, packed, compressed, place, Pending.NewDone()));
    }

    private Task<long> Order(Pending pending)
    {
        _waiting.Add(pending);
        return pending.Done.Task;
    }

    private void WriteAll()
    {
        var buffer = new byte[1 << 20];
        var group = new List<Pending>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            group.Clear();
            var length = 0;
            var next = first;
            while (!next.IsClose)
            {
                group.Add(next);
                length += JournalFormat.Length(next.Kind, next.Body.Length);
                if (length >= MostPending || !_waiting.TryTake(out next))
                    break;
            }

            if (buffer.Length < length)
                buffer = new byte[length];
            if (group.Count > 0)
                WriteGroup(group, buffer);
            if (next is { IsClose: true } close)
                Close(close);
        }
    }

    private void Close(Pending order)
    {
        try
        {
            if (_broken is not null)
                Cut();
            if (_length > JournalFormat.HeadBytes)
                Roll();
            order.Done.SetResult(_last);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            order.Done.SetException(new IOException($"The journal could not be written: {e.Message}", e));
        }
    }

    private void WriteGroup(List<Pending> group, byte[] buffer)
    {
        var sequence = _last;
        try
        {
            if (_broken is not null || _length > SegmentBytes)
                Roll();
            var length = 0;
            foreach (var pending in group)
            {
                pending.Place?.Invoke(sequence + 1);
                length += JournalFormat.Write(buffer.AsSpan(length), ++sequence, pending.At, pending.Kind, pending.Body, pending.Compressed);
            }

            RandomAccess.Write(_file, buffer.AsSpan(0, length), _length);
            Durable.Flush(_file);
            _length += length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // After a failed write or flush nobody knows what is on disk: it is cut off, and the next group tries again behind what was acknowledged.
            _broken = e;
            TryCut();
            foreach (var pending in group)
                pending.Done.SetException(new IOException($"The journal could not be written: {e.Message}", e));
            return;
        }

        Interlocked.Exchange(ref _last, sequence);
        TaskCompletionSource grown;
        lock (_gate)
        {
            grown = _grown;
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        grown.SetResult();
        sequence -= group.Count;
        foreach (var pending in group)
            pending.Done.SetResult(++sequence);
    }

    /// <summary>Cuts off what was written and not acknowledged, so that it is not there after a restart; where that fails too, the next group tries again.</summary>
    private void TryCut()
    {
        try
        {
            Cut();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _broken = e;
        }
    }

    private void Cut()
    {
        _file.Dispose();
        _file = File.OpenHandle(_segments[^1].Path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        RandomAccess.SetLength(_file, _length);
        Durable.Flush(_file);
        _broken = null;
    }

    /// <summary>Begins a new segment, or after a failure cuts what was not acknowledged off the one at hand.</summary>
    private void Roll()
    {
        if (_broken is not null)
        {
            Cut();
            return;
        }

        var segment = new JournalSegment(JournalSegment.PathOf(_folder, _last + 1), _last + 1);
        SafeFileHandle file;
        try
        {
            segment.Write([]);
            file = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Write, FileShare.Read);
        }
        catch
        {
            // Left behind it would be taken for the last segment while the one at hand goes on.
            File.Delete(segment.Path);
            throw;
        }

        _file.Dispose();
        _file = file;
        _length = JournalFormat.HeadBytes;
        lock (_gate)
            _segments.Add(segment);
    }

    private static IEnumerable<(JournalEntry Entry, long End)> ReadFile(SafeFileHandle file, long sequence, long at, long from, long last)
    {
        var head = new byte[JournalFormat.EntryHeadBytes];
        while (sequence <= last && RandomAccess.Read(file, head, at) == head.Length)
        {
            var length = (int)System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(head) + 8;
            if (JournalFormat.Sequence(head) != sequence || length < head.Length || length > JournalFormat.MostBytes)
                yield break;
            if (sequence >= from)
            {
                var bytes = new byte[length];
                if (RandomAccess.Read(file, bytes, at) != length || JournalFormat.Check(bytes, sequence) != length)
                    yield break;
                yield return (JournalFormat.Read(bytes), at + length);
            }

            at += length;
            sequence++;
        }
    }
}
