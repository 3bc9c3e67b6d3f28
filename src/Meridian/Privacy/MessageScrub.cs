using System.Text;
using System.Text.Json;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Normalise.Messages;

namespace Meridian.Privacy;

/// <summary>
/// Takes messages of people out of the log: <c>null</c> stands in the place of each. What became an event is known by its place; of entries that hold anything else
/// (messages that came twice, were rejected, or are dead letters) every message is read again. Doing it again finds nothing left to do.
/// </summary>
/// <param name="events">Places of events that are theirs.</param>
/// <param name="isTheirs">Judges a message that could be read.</param>
/// <param name="names">Judges the bytes of one that could not.</param>
/// <param name="found">Told of the messages of an entry, with their source, before they are taken out; or null.</param>
internal sealed class MessageScrub(IReadOnlySet<MessagePlace> events, Func<Message, bool> isTheirs, MessageScrub.NamesThem names, Action<IReadOnlyList<MessagePlace>, string>? found = null)
{
    private readonly HashSet<long> _entries = [.. events.Select(e => e.Entry)];
    private readonly List<MessagePlace> _gone = [];

    public delegate bool NamesThem(ReadOnlySpan<byte> message);

    /// <summary>
    /// Places of the entries that were looked through where nothing stands any more, be it from now or from before, and those at which dead letters among them were applied again: what became of such a
    /// message stands there.
    /// </summary>
    public IReadOnlyList<MessagePlace> Gone => _gone;

    /// <summary>Rewrites the entries up to one.</summary>
    public void Run(ISession session, ILog log, long last)
    {
        using var applied = new AppliedMessages(session, last);
        var again = new List<(MessagePlace Place, MessagePlace Held)>();
        log.Rewrite(last, entry =>
        {
            if (entry.Kind == DeadRetryOrder.Kind)
                again.AddRange(DeadRetryOrder.FromJson(entry.Text).Messages.Select((held, i) => (new MessagePlace(entry.Entry, i + 1), held)));
            return IsOfInterest(entry, applied) ? Without(entry, EventsOrder.FromBody(entry.Body).Order) : null;
        });
        var gone = _gone.ToHashSet();
        _gone.AddRange(again.Where(a => gone.Contains(a.Held)).Select(a => a.Place));
    }

    /// <summary>Their messages as they were received, up to an entry; nothing is changed.</summary>
    public IEnumerable<(LogEntry Entry, int Row, byte[] Message)> Find(ISession session, ILog log, long last)
    {
        using var applied = new AppliedMessages(session, last);
        foreach (var entry in log.Read(1).TakeWhile(e => e.Entry <= last).Where(e => IsOfInterest(e, applied)))
        {
            var reader = new MessageReader(entry);
            foreach (var row in Enumerable.Range(1, reader.Count).Where(r => !IsGone(reader, r) && (events.Contains(new MessagePlace(entry.Entry, r)) || IsTheirs(reader, r))))
                yield return (entry, row, reader.Raw(row).ToArray());
        }
    }

    private bool IsOfInterest(LogEntry entry, AppliedMessages applied) =>
        entry.Kind == EventsOrder.Kind && (applied.Of(entry.Entry) < EventsOrder.FromBody(entry.Body).Order.Messages || _entries.Contains(entry.Entry));

    /// <summary>An entry's body without some of its messages; null where it has none of them.</summary>
    /// <param name="isErased">Judges the message of a row.</param>
    /// <param name="names">Judges the context that all messages of the request share: it may name the person too.</param>
    public static ReadOnlyMemory<byte>? Without(LogEntry entry, Func<MessageReader, int, bool> isErased, NamesThem names)
    {
        var reader = new MessageReader(entry);
        var erased = new HashSet<int>();
        for (var row = 1; row <= reader.Count; row++)
        {
            if (!IsGone(reader, row) && isErased(reader, row))
                erased.Add(row);
        }

        if (erased.Count == 0)
            return null;
        // Whose address the request came from is not told apart by message.
        var order = EventsOrder.FromBody(entry.Body).Order;
        var refused = order.Refused?.Where(r => !erased.Contains(r.Key)).ToDictionary(r => r.Key, r => r.Value);
        return (order with { Ip = null, Refused = refused is { Count: > 0 } ? refused : null }).ToBody(Payload(reader, erased, names));
    }

    private ReadOnlyMemory<byte>? Without(LogEntry entry, EventsOrder order)
    {
        var erased = new List<MessagePlace>();
        bool IsErased(MessageReader reader, int row)
        {
            if (!events.Contains(new MessagePlace(entry.Entry, row)) && !IsTheirs(reader, row))
                return false;
            erased.Add(new MessagePlace(entry.Entry, row));
            return true;
        }

        var without = Without(entry, IsErased, names);
        if (erased.Count > 0)
            found?.Invoke(erased, order.Source);
        var after = without is { } body ? new MessageReader(entry with { Body = body }) : new MessageReader(entry);
        _gone.AddRange(Enumerable.Range(1, after.Count).Where(row => IsGone(after, row)).Select(row => new MessagePlace(entry.Entry, row)));
        return without;
    }

    private static bool IsGone(MessageReader reader, int row) => reader.Raw(row).SequenceEqual("null"u8);

    private bool IsTheirs(MessageReader reader, int row)
    {
        try
        {
            var (message, rejected) = reader.Read(row);
            return message is not null ? isTheirs(message) : rejected is not null && names(reader.Raw(row));
        }
        catch (Exception e) when (e is not (OperationCanceledException or IOException or OutOfMemoryException))
        {
            // A dead letter, which the program may have failed to read: its words tell.
            return names(reader.Raw(row));
        }
    }

    private static byte[] Payload(MessageReader reader, HashSet<int> erased, NamesThem names)
    {
        using var stream = new MemoryStream();
        stream.Write("{"u8);
        if (Enumerable.Range(1, reader.Count).Any(row => !erased.Contains(row) && !IsGone(reader, row)))
        {
            if (reader.SentAt is { } sentAt)
                stream.Write(Encoding.UTF8.GetBytes($"\"sentAt\":{JsonSerializer.Serialize(sentAt)},"));
            if (reader.Context.Length > 0 && !names(reader.Context))
                stream.Write([.. "\"context\":"u8, .. reader.Context, (byte)',']);
        }

        stream.Write("\"batch\":["u8);
        for (var row = 1; row <= reader.Count; row++)
        {
            if (row > 1)
                stream.Write(","u8);
            stream.Write(erased.Contains(row) ? "null"u8 : reader.Raw(row));
        }

        stream.Write("]}"u8);
        return stream.ToArray();
    }
}

/// <summary>How many messages of each entry became events, asked in the log's order: an entry all of whose messages did need not be read.</summary>
internal sealed class AppliedMessages(ISession session, long last) : IDisposable
{
    private readonly IEnumerator<(long Entry, long Count)> _counts = session.Query(
        $"select entry, count(*) from {EventTables.Event} where entry <= {last} group by entry order by entry", r => (r.Long(0), r.Long(1))).GetEnumerator();

    private bool? _more;

    public long Of(long entry)
    {
        _more ??= _counts.MoveNext();
        while (_more == true && _counts.Current.Entry < entry)
            _more = _counts.MoveNext();
        return _more == true && _counts.Current.Entry == entry ? _counts.Current.Count : 0;
    }

    public void Dispose() => _counts.Dispose();
}
