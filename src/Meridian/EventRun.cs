using System.Diagnostics;
using Meridian.Changes;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Normalise;
using Meridian.Normalise.Messages;
using Meridian.Privacy;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian;

/// <summary>
/// Applies messages in micro-batches: what waits, up to a bound, is one transaction. How entries fall into batches changes nothing in the store: each statement and
/// each event is of its own entry and row, who is who is a function of all of them, and labels hold as of the published instant, which moves by the log's own times.
/// </summary>
/// <param name="threads">How many engine threads a batch is worth.</param>
internal sealed class EventRun(ILog log, RecordResolver resolver, Func<int> threads)
{
    /// <summary>Messages of one batch; enough that the batch's fixed cost does not matter, few enough that nobody waits long.</summary>
    private const int MostMessages = 8_000;

    private const long MostBytes = 8 << 20;

    /// <summary>So long batch follows batch where nothing but messages comes in. What is done between two runs takes an eighth of a batch's time.</summary>
    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(1);

    /// <summary>From this on messages are read on all cores.</summary>
    private const int WorthSharing = 400;

    private readonly MessageMemory _memory = new();
    private Suppression? _suppression;
    private readonly MessageDerivation _derivation = new(resolver);

    /// <summary>Looks at each message before it is applied; where it throws, the message is a dead letter. For tests.</summary>
    internal Action<Message>? Inspect { get; set; }

    /// <summary>The batch whose commit was begun and not confirmed: it may be in the store although the commit failed for all that is known here.</summary>
    private (long Last, int Messages)? _unconfirmed;

    /// <summary>Where this run left the cursor; elsewhere, something else was applied meanwhile.</summary>
    private LogPosition? _left;

    /// <summary>Whether messages were left because they may not pass what waits before them.</summary>
    private bool _othersWait;

    /// <summary>The entries of the batch that are parts of files, in the log's order.</summary>
    private IReadOnlyList<(LogEntry Entry, EventsOrder Order)> _parts = [];

    /// <summary>Told of each batch, after its commit, how many messages it was.</summary>
    internal Action<int>? Done { get; set; }

    /// <summary>Told of each entry whose messages' labels are there, when it was taken in.</summary>
    internal Action<DateTime>? Applied { get; set; }

    /// <summary>Applies the entries of messages that wait, whatever stands before them.</summary>
    /// <param name="last">Those behind this entry are left: under a steady stream there is always another.</param>
    /// <param name="most">About how long it may take; the rest waits too.</param>
    /// <param name="stay">Whether messages that come meanwhile are applied as well, for a moment, as long as nothing else comes.</param>
    public void Run(ISession session, long last, CancellationToken stop, TimeSpan? most = null, bool stay = false)
    {
        var narrowed = false;
        _othersWait = false;
        _suppression = Suppression.Load(session);
        var watch = Stopwatch.StartNew();
        while (most is null || watch.Elapsed < most)
        {
            stop.ThrowIfCancellationRequested();
            var position = LogCursor.Position(session);
            Confirm(position);
            if (position != _left)
                _derivation.Forget();
            var batch = Gather(position, last, stay);
            if (batch.Count == 0)
            {
                if (!stay || _othersWait || watch.Elapsed > Stay || log.Last == last)
                    break;
                last = log.Last;
                continue;
            }

            if (batch[0].Kind is ConsentOrder.Kind or SuppressOrder.Kind or UnsuppressOrder.Kind or FollowOrder.Kind or PassedOrder.Kind)
            {
                Say(session, batch[0], position);
                continue;
            }

            if (batch[0].Kind == DeadDropOrder.Kind)
            {
                Drop(session, batch[0], position);
                continue;
            }

            // Beside an import, that has said what the engine may use.
            if (!narrowed && most is null)
            {
                session.UseResources(threads());
                narrowed = true;
            }

            try
            {
                Apply(session, batch, position, poison: null);
            }
            catch (Exception e) when (IsOfTheMessages(e))
            {
                Isolate(session, batch);
            }

            // An import has its own measure. As long as little waits, somebody waits for it.
            if (most is null)
                session.CheckpointIfDue(inPieces: () => log.Last - batch[^1].Entry <= 2 * batch.Count);
        }

        if (narrowed)
            session.UseResources(Environment.ProcessorCount);
    }

    /// <summary>Messages that the store does not have any more are new when they come again.</summary>
    public void Forget() => _memory.Forget();

    /// <summary>A run of entries of messages without any other between them, from one hour; or one entry about dead letters.</summary>
    /// <param name="inOrder">Whether messages pass nothing that waits.</param>
    private List<LogEntry> Gather(LogPosition position, long last, bool inOrder)
    {
        var batch = new List<LogEntry>();
        var (messages, bytes) = (0, 0L);
        foreach (var entry in log.Read(position.NextMessages))
        {
            if (entry.Entry > last)
                break;
            // What is said of a person after they were erased, or again by a source that was taken out, is judged by that, now and whenever the log is replayed.
            if (entry.Kind is EraseOrder.Kind or ReadmitOrder.Kind or ForgetOrder.Kind || (inOrder && entry.Kind != EventsOrder.Kind && !EventsOrder.IsOfMessages(entry.Kind)))
            {
                _othersWait = entry.Entry > position.Entry || (entry.Entry == position.Entry && !position.Done);
                if (_othersWait)
                    break;
            }

            if (entry.Kind != EventsOrder.Kind)
            {
                if (batch.Count > 0)
                    break;
                if (EventsOrder.IsOfMessages(entry.Kind))
                    return [entry];
                continue;
            }

            var (order, payload) = EventsOrder.FromBody(entry.Body);
            if (batch.Count > 0 && (entry.Entry != batch[^1].Entry + 1 || Hour(entry.At) != Hour(batch[0].At) || messages + order.Messages > MostMessages || bytes + payload.Length > MostBytes))
                break;
            batch.Add(entry);
            messages += order.Messages;
            bytes += payload.Length;
        }

        return batch;
    }

    /// <summary>The cursor says whether the last batch's commit went through.</summary>
    private void Confirm(LogPosition position)
    {
        if (_unconfirmed is { } batch && batch.Last < position.NextMessages)
            Done?.Invoke(batch.Messages);
        _unconfirmed = null;
    }

    /// <summary>A batch on which the program failed is applied entry by entry, and the entry at fault without the messages that fail alone; they are dead letters.</summary>
    private void Isolate(ISession session, List<LogEntry> batch)
    {
        foreach (var entry in batch)
        {
            try
            {
                if (batch.Count > 1)
                {
                    Apply(session, [entry], LogCursor.Position(session), poison: null);
                    continue;
                }
            }
            catch (Exception e) when (IsOfTheMessages(e))
            {
                // Which of its messages it was is found out now.
            }

            var poison = Poison(session, entry, out var rows);
            try
            {
                Apply(session, [entry], LogCursor.Position(session), poison);
            }
            catch (Exception e) when (IsOfTheMessages(e))
            {
                // They fail together only: none of them may keep all others waiting.
                for (var row = 1; row <= rows; row++)
                    poison.TryAdd(row, $"the program failed on it together with its neighbours: {Words(e)}");
                Apply(session, [entry], LogCursor.Position(session), poison);
            }
        }
    }

    /// <summary>The rows of an entry that fail when they are applied alone, with why: halves that fail are halved. Nothing is kept of the tries.</summary>
    private Dictionary<int, string> Poison(ISession session, LogEntry entry, out int rows)
    {
        var poison = new Dictionary<int, string>();
        rows = entry.Kind == DeadRetryOrder.Kind ? DeadRetryOrder.FromJson(entry.Text).Messages.Count : new MessageReader(entry).Count;
        var parts = new Stack<(int First, int Last)>([(1, rows)]);
        while (parts.TryPop(out var part))
        {
            if (part.First > part.Last)
                continue;
            try
            {
                Apply(session, [entry], LogCursor.Position(session), [], part);
            }
            catch (Exception e) when (IsOfTheMessages(e))
            {
                if (part.First == part.Last)
                {
                    poison[part.First] = $"the program failed on it: {Words(e)}";
                    continue;
                }

                var middle = part.First + ((part.Last - part.First) / 2);
                parts.Push((middle + 1, part.Last));
                parts.Push((part.First, middle));
            }
        }

        return poison;
    }

    private static string Words(Exception e) => $"{e.GetType().Name}: {e.Message.Split('\n')[0]}";

    /// <summary>A commit never fails because of what a message says; and one that failed may be in the store all the same, so nothing is tried again before the cursor was read.</summary>
    private bool IsOfTheMessages(Exception e) => _unconfirmed is null && e is not (OperationCanceledException or IOException or OutOfMemoryException) && !IsOfTheStore(e);

    /// <summary>The disk or the store fails, and not the message: the batch is tried again when it is mended.</summary>
    private static bool IsOfTheStore(Exception e) =>
        e is System.Data.Common.DbException && (e.Message.Contains("IO Error", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("No space", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("FATAL", StringComparison.OrdinalIgnoreCase) || e.Message.Contains("invalidated", StringComparison.OrdinalIgnoreCase)
            || e.Message.Contains("Out of Memory", StringComparison.OrdinalIgnoreCase));

    /// <param name="poison">Rows of the one entry that are dead letters; null for a batch that is not in doubt.</param>
    /// <param name="only">Tries these rows alone and takes everything back.</param>
    private void Apply(ISession session, IReadOnlyList<LogEntry> entries, LogPosition position, Dictionary<int, string>? poison, (int First, int Last)? only = null)
    {
        var range = new EntryRange(entries[0].Entry, entries[^1].Entry, entries[^1].At);
        var again = entries[0].Kind == DeadRetryOrder.Kind ? DeadRetryOrder.FromJson(entries[0].Text).Messages : null;
        using var span = Tracing.Begin("meridian.batch");
        List<Message> messages;
        List<(string Kind, RejectedMessage Message)> rejected;
        _parts = [];
        using (Tracing.Part("meridian.normalise"))
            (messages, rejected) = again is null ? Read(entries, poison, only) : ReadAgain(session, entries[0].Entry, again, poison, only);
        span?.SetTag("meridian.entries", entries.Count).SetTag("meridian.messages", messages.Count + rejected.Count).SetTag("meridian.rejected", rejected.Count);
        _memory.Fill(session, position.NextMessages - 1);
        using var transaction = session.Begin();
        if (again is not null)
            DeadLetters.TakeOut(session, DeadLetters.Among(session, again));
        var sorted = EventWriter.Sort(session, _memory, messages, rejected);
        EventWriter.Write(session, sorted);
        foreach (var (entry, order) in _parts.Where(p => p.Order.Mapping is not null))
            Sources.SaveEventMapping(session, order.Source, order.Mapping!, entry.Entry);
        if (_parts.Count > 0)
            EventFiles.Note(session, _parts, messages.Select(m => m.Entry).Concat(rejected.Select(r => r.Message.Entry)).CountBy(e => e).ToDictionary(), sorted);
        foreach (var entry in rejected.Where(r => r.Message.Reason == RowNormaliser.SuppressedRow).Select(r => r.Message.Entry).Distinct())
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry})");
        LabelRefresher.Publish(session, Hour(range.At));
        if (sorted.Applied.Count > 0)
            _derivation.Derive(session, range, sorted.Applied);
        var left = Move(session, position, range);
        if (only is not null)
            return;
        Outbox.Write(session, range.Last, range.At);
        // Those that are applied again did not wait.
        var waited = again is null ? messages.Count + rejected.Count : 0;
        _unconfirmed = (range.Last, waited);
        using (Tracing.Part("meridian.commit"))
            transaction.Commit();
        _unconfirmed = null;
        _left = left;
        _memory.Note(sorted.Applied.Select(m => (m.MessageKey, m.Entry, m.ReceivedAt)), range.Last);
        _memory.Drop(range.At);
        Done?.Invoke(waited);
        foreach (var entry in entries)
            Applied?.Invoke(entry.At);
    }

    private static void Drop(ISession session, LogEntry entry, LogPosition position)
    {
        using var transaction = session.Begin();
        DeadLetters.Drop(session, DeadLetters.Among(session, DeadDropOrder.FromJson(entry.Text).Messages));
        Move(session, position, EntryRange.Of(entry));
        transaction.Commit();
    }

    /// <summary>Applies what is said of consent, and what followers of changes say.</summary>
    private void Say(ISession session, LogEntry entry, LogPosition position)
    {
        using var transaction = session.Begin();
        if (entry.Kind == ConsentOrder.Kind)
            ConsentWriter.Apply(session, entry, _suppression);
        else if (entry.Kind == SuppressOrder.Kind)
            Suppressions.Add(session, entry);
        else if (entry.Kind == UnsuppressOrder.Kind)
            Suppressions.End(session, entry);
        else
            Followers.Apply(session, entry);
        Move(session, position, EntryRange.Of(entry));
        Outbox.Write(session, entry.Entry, entry.At);
        transaction.Commit();
    }

    /// <summary>Moves the cursor behind entries of messages.</summary>
    private static LogPosition Move(ISession session, LogPosition position, EntryRange range) =>
        // Right behind what is wholly applied there is no second position to keep.
        LogCursor.Move(session, position, position.Done && position.Entry + 1 == range.First
            ? new LogPosition(range.Last, 0, Done: true, range.Last)
            : position with { Messages = range.Last });

    /// <summary>
    /// Dead letters, from the entries that hold them, as messages of the entry that applies them again: what was stated meanwhile is older. When they were received stays.
    /// </summary>
    private (List<Message> Messages, List<(string Kind, RejectedMessage Message)> Rejected) ReadAgain(
        ISession session, long entry, IReadOnlyList<MessagePlace> places, Dictionary<int, string>? poison, (int First, int Last)? only)
    {
        var (messages, rejected) = (new List<Message>(), new List<(string, RejectedMessage)>());
        var dead = DeadLetters.Among(session, places).ToHashSet();
        for (var i = 0; i < places.Count; i++)
        {
            if (!dead.Remove(places[i]) || (only is { } tried && (i + 1 < tried.First || i + 1 > tried.Last)))
                continue;
            // One whose entry was erased since is gone.
            if (log.Read(places[i].Entry).FirstOrDefault() is not { Kind: EventsOrder.Kind } holder || holder.Entry != places[i].Entry)
                continue;
            Read(new MessageReader(holder, _suppression), places[i].Row, poison?.GetValueOrDefault(i + 1), messages, rejected);
            if (messages.Count > 0 && messages[^1].Entry == holder.Entry)
            {
                messages[^1] = messages[^1] with { Entry = entry, Row = i + 1 };
                messages[^1].Statement.Row = i + 1;
            }
        }

        return (messages, rejected);
    }

    /// <summary>Reads one message to where it belongs.</summary>
    /// <param name="poison">Why it is a dead letter; null for one that is not.</param>
    private void Read(MessageReader reader, int row, string? poison, List<Message> messages, List<(string Kind, RejectedMessage Message)> rejected)
    {
        if (poison is not null)
        {
            // Nothing is kept of who was erased, whatever the program makes of it.
            rejected.Add(Refused(reader, row) is { } refused ? (RejectedKinds.Rejected, refused) : (RejectedKinds.Dead, reader.Dead(row, poison)));
            return;
        }

        var (message, bad) = reader.Read(row);
        if (message is not null)
        {
            Inspect?.Invoke(message);
            messages.Add(message);
        }
        else if (bad is not null)
        {
            rejected.Add((RejectedKinds.Rejected, bad));
        }
    }

    /// <summary>A message that names a suppressed person, as it is refused; null for others.</summary>
    private RejectedMessage? Refused(MessageReader reader, int row)
    {
        try
        {
            return reader.Read(row).Rejected is { Reason: RowNormaliser.SuppressedRow } refused ? refused : null;
        }
        catch (Exception e) when (IsOfTheMessages(e))
        {
            return null;
        }
    }

    private (List<Message> Messages, List<(string Kind, RejectedMessage Message)> Rejected) Read(IReadOnlyList<LogEntry> entries, Dictionary<int, string>? poison, (int First, int Last)? only)
    {
        var read = new (List<Message> Messages, List<(string, RejectedMessage)> Rejected)[entries.Count];
        var orders = new EventsOrder[entries.Count];
        void One(int i)
        {
            var (messages, rejected) = read[i] = ([], []);
            var reader = new MessageReader(entries[i], _suppression);
            orders[i] = reader.Order;
            for (var row = only?.First ?? 1; row <= (only?.Last ?? reader.Count); row++)
                Read(reader, row, poison?.GetValueOrDefault(row), messages, rejected);
        }

        if (entries.Count > 1 && entries.Sum(e => (long)e.Body.Length) > WorthSharing * 300)
        {
            try
            {
                Parallel.For(0, entries.Count, One);
            }
            catch (AggregateException e)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e.InnerExceptions[0]).Throw();
            }
        }
        else
        {
            for (var i = 0; i < entries.Count; i++)
                One(i);
        }

        _parts = [.. entries.Zip(orders).Where(p => p.Second.File is not null)];
        return ([.. read.SelectMany(r => r.Messages)], [.. read.SelectMany(r => r.Rejected)]);
    }

    private static DateTime Hour(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Unspecified);
}
