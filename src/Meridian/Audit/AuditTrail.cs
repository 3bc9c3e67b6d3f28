using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Audit;

/// <summary>
/// Keeps the audit up to what is applied. It is made in the log's order, and not in that of applying, in which messages and consents pass imports; so a store that is made again from its log has
/// the same audit, hash for hash.
/// </summary>
internal sealed class AuditTrail(DataFolder folder, ILog log)
{
    /// <summary>Entries of which nothing is told until it is written down how far was looked: after a restart so many are read again.</summary>
    private const int Often = 500;

    private readonly Queue<LogEntry> _told = [];
    private long _written = -1;
    private long _seen;

    /// <summary>Is told of the log's entries as the pump passes them, so that they need not be read again for the audit.</summary>
    public void Note(LogEntry entry)
    {
        if (_written < 0 || entry.Entry != _seen + 1)
            return;
        _seen = entry.Entry;
        if (AuditActs.IsTold(entry.Kind))
            _told.Enqueue(entry);
    }

    /// <summary>Writes the rows of what is applied by now; a transaction of its own.</summary>
    public void Extend(ISession session)
    {
        var position = LogCursor.Position(session);
        var to = position.Done ? position.Entry : position.Entry - 1;
        var head = Head(session);
        // Another pump was at work, or the store is another one.
        if (head.Entry != _written)
        {
            _told.Clear();
            (_written, _seen) = (head.Entry, head.Entry);
        }

        foreach (var entry in _seen < to ? log.Read(_seen + 1).TakeWhile(e => e.Entry <= to) : [])
            Note(entry);
        // A log that was cut has no entries up to there.
        _seen = Math.Max(_seen, to);
        if (_told.Count == 0 ? to - _written < Often : _told.Peek().Entry > to)
            return;
        var rows = new List<AuditRow>();
        while (_told.TryPeek(out var told) && told.Entry <= to)
        {
            foreach (var act in AuditActs.Of(_told.Dequeue()))
                rows.Add(AuditRow.After(head.Seq + rows.Count + 1, rows.Count > 0 ? rows[^1].Hash : head.Hash, act));
        }

        var last = rows.Count > 0 ? (rows[^1].Seq, rows[^1].Hash) : (head.Seq, head.Hash);
        using var transaction = session.Begin();
        Write(session, rows);
        var moved = session.Execute($"update {AuditTables.Head} set entry = {to}, seq = {last.Seq}, hash = {last.Hash} where entry = {head.Entry} and seq = {head.Seq}");
        if (moved != 1)
            throw new InvalidOperationException("Another process wrote the audit on; nothing is written twice. Run the command again.");
        transaction.Commit();
        _written = to;
        if (rows.Count > 0)
            new AuditAnchors(folder).Add(session, rows[0].Act.At.Date);
    }

    private static void Write(ISession session, List<AuditRow> rows)
    {
        if (rows.Count == 0)
            return;
        using var writer = session.Append(AuditTables.Audit);
        foreach (var row in rows)
        {
            writer.Add(row.Seq).Add(row.Act.At).Add(row.Act.Actor).Add(row.Act.Action).Add(row.Act.Subject).Add(row.Act.Entry)
                .Add(row.Act.Before).Add(row.Act.After).Add(row.Previous).Add(row.Hash);
            writer.EndRow();
        }

        writer.Complete();
    }

    internal static (long Entry, long Seq, string Hash) Head(ISession session) =>
        session.First($"select entry, seq, hash from {AuditTables.Head}", r => (r.Long(0), r.Long(1), r.Text(2)!));
}
