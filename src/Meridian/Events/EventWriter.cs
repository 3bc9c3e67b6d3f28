using Meridian.Foundation.Database;
using Meridian.Normalise.Messages;

namespace Meridian.Events;

/// <summary>What became of the messages of a batch.</summary>
/// <param name="Applied">Those that are new, in the log's order.</param>
/// <param name="Rejected">With their kind as <see cref="EventTables.Rejected"/> has it.</param>
/// <param name="Duplicates">By source; conflicts among them.</param>
public sealed record SortedMessages(
    IReadOnlyList<Message> Applied, IReadOnlyList<(string Kind, RejectedMessage Message)> Rejected, IReadOnlyDictionary<string, long> Duplicates);

/// <summary>Why a message was not applied.</summary>
public static class RejectedKinds
{
    /// <summary>Something is wrong with it.</summary>
    public const string Rejected = "rejected";

    /// <summary>Its id was used before for a message that said something else; it counts as a duplicate.</summary>
    public const string Conflict = "conflict";

    /// <summary>The program failed on it; it may be tried again.</summary>
    public const string Dead = "dead";

    /// <summary>It was a dead letter, and a person gave it up.</summary>
    public const string Dropped = "dropped";
}

/// <summary>Tells new messages from repeated ones, and writes both down. Inside the batch's transaction.</summary>
public static class EventWriter
{
    private static readonly Table Asked = new("batch_message");

    /// <summary>Sorts out what was applied before: the first one of an id wins, whatever it says.</summary>
    public static SortedMessages Sort(ISession session, MessageMemory memory, IReadOnlyList<Message> messages, IReadOnlyList<(string Kind, RejectedMessage Message)> rejected)
    {
        var known = Known(session, memory, messages);
        var applied = new List<Message>(messages.Count);
        var duplicates = new Dictionary<string, long>(StringComparer.Ordinal);
        var others = rejected.ToList();
        foreach (var message in messages)
        {
            // A file may be imported again years later, and still says nothing new.
            if (known.TryGetValue(message.MessageKey, out var before) && (message.Place is not null || before.At >= message.ReceivedAt - MessageMemory.Remembered))
            {
                duplicates[message.Source] = duplicates.GetValueOrDefault(message.Source) + 1;
                if (before.Content != message.ContentHash)
                {
                    others.Add((RejectedKinds.Conflict, new RejectedMessage(
                        message.Entry, message.Row, message.Source, message.MessageId,
                        $"{(message.Place is { } place ? place + ": " : "")}a message with this id said something else before; the first one counts",
                         message.Properties ?? "", message.ReceivedAt)));
                }

                continue;
            }

            known[message.MessageKey] = (message.ContentHash, message.ReceivedAt);
            applied.Add(message);
        }

        return new SortedMessages(applied, others, duplicates);
    }

    public static void Write(ISession session, SortedMessages sorted)
    {
        if (sorted.Applied.Count > 0)
        {
            using var writer = session.Append(EventTables.Event);
            foreach (var m in sorted.Applied)
            {
                writer.Add(m.MessageKey).Add(m.RecordId).Add(m.RecordId).Add(m.AnonymousRecord).Add(m.Source).Add(m.MessageId)
                    .Add(m.Type).Add(m.Name).Add(m.OccurredAt).Add(m.ReceivedAt).Add(m.Total)
                    .Add(m.Properties).Add(m.Note).Add(m.ContentHash).Add(m.Entry).Add(m.Row);
                writer.EndRow();
            }

            writer.Complete();
        }

        WriteRejected(session, sorted.Rejected);
        foreach (var source in sorted.Applied.Select(m => m.Source).Concat(sorted.Rejected.Select(r => r.Message.Source)).Concat(sorted.Duplicates.Keys).Distinct(StringComparer.Ordinal))
        {
            Add(
                session, source, sorted.Applied.Count(m => m.Source == source), sorted.Duplicates.GetValueOrDefault(source),
                sorted.Rejected.Count(r => r.Message.Source == source && r.Kind == RejectedKinds.Conflict), sorted.Rejected.Count(r => r.Message.Source == source && r.Kind != RejectedKinds.Conflict));
        }
    }

    private static void WriteRejected(ISession session, IReadOnlyList<(string Kind, RejectedMessage Message)> rejected)
    {
        if (rejected.Count == 0)
            return;
        using var writer = session.Append(EventTables.Rejected);
        foreach (var (kind, m) in rejected)
        {
            writer.Add(m.Entry).Add(m.Row).Add(kind).Add(m.Source).Add(m.MessageId).Add(m.Reason).Add(m.Payload).Add(m.ReceivedAt);
            writer.EndRow();
        }

        writer.Complete();
    }

    private static void Add(ISession session, string source, long applied, long duplicate, long conflict, long rejected)
    {
        var received = applied + duplicate + rejected;
        var updated = session.Execute($"""
            update {EventTables.Count} set received = received + {received}, applied = applied + {applied}, duplicate = duplicate + {duplicate},
                conflict = conflict + {conflict}, rejected = rejected + {rejected}
            where source = {source}
            """);
        if (updated == 0)
            session.Execute($"insert into {EventTables.Count} values ({source}, {received}, {applied}, {duplicate}, {conflict}, {rejected})");
    }

    /// <summary>Those of the batch's keys that are in the store.</summary>
    private static Dictionary<Guid, (long Content, DateTime At)> Known(ISession session, MessageMemory memory, IReadOnlyList<Message> messages)
    {
        var (first, last) = (long.MaxValue, long.MinValue);
        var asked = new HashSet<Guid>();
        foreach (var message in messages)
        {
            foreach (var (from, to) in memory.MayStand(message.MessageKey, message.ReceivedAt, forEver: message.Place is not null))
            {
                (first, last) = (Math.Min(first, from), Math.Max(last, to));
                asked.Add(message.MessageKey);
            }
        }

        if (asked.Count == 0)
            return [];
        session.Execute(session.Dialect.CreateTemporary(Asked, $"select message_key from {EventTables.Event} limit 0"));
        using (var writer = session.Append(Asked))
        {
            foreach (var key in asked)
            {
                writer.Add(key);
                writer.EndRow();
            }

            writer.Complete();
        }

        // The latest of a key: one that came again after it was forgotten stands twice.
        var known = new Dictionary<Guid, (long, DateTime)>();
        foreach (var (key, content, at) in session.Query(
            $"""
            select e.message_key, e.content_hash, e.received_at from {EventTables.Event} e join {Asked} a on a.message_key = e.message_key
            where e.entry between {first} and {last} order by e.entry, e.row_no
            """,
            r => (r.Id(0), r.Long(1), r.Time(2))))
        {
            known[key] = (content, at);
        }

        return known;
    }
}
