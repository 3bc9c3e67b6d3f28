using Meridian.Foundation.Database;

namespace Meridian.Foundation.Log;

/// <summary>One change of the store as it was asked for: what, when, and a JSON body that says all that applying it needs.</summary>
public sealed record LogEntry(long Entry, string Kind, DateTime At, string Body);

/// <summary>How far the pump is: <paramref name="Position"/> rows of <paramref name="Entry"/> are applied.</summary>
public sealed record LogPosition(long Entry, long Position, bool Done);

/// <summary>
/// The log: everything that changes the store is an entry here first, then applied in batches whose transaction moves the cursor.
/// Applying an entry uses no clock and no randomness; its time is <see cref="LogEntry.At"/>.
/// </summary>
public static class CommandLog
{
    /// <summary>Makes an entry durable; it is applied by the pump.</summary>
    public static LogEntry Append(ISession session, string kind, DateTime at, string body)
    {
        using var transaction = session.Begin();
        var entry = session.Count($"select coalesce(max(entry), 0) + 1 from {LogTables.Entry}");
        session.Execute($"insert into {LogTables.Entry} (entry, kind, logged_at, body) values ({entry}, {kind}, {at}, {body})");
        transaction.Commit();
        return new LogEntry(entry, kind, at, body);
    }

    public static LogPosition Position(ISession session) =>
        session.First($"select entry, position, done from {LogTables.Cursor}", r => new LogPosition(r.Long(0), r.Long(1), r.Bool(2)))!;

    /// <summary>The first entry that is not wholly applied, or null.</summary>
    public static LogEntry? Next(ISession session)
    {
        var at = Position(session);
        var from = at.Done ? at.Entry + 1 : at.Entry;
        return session.First(
            $"select entry, kind, logged_at, body from {LogTables.Entry} where entry >= {from} order by entry limit 1",
            r => new LogEntry(r.Long(0), r.Text(1)!, r.Time(2), r.Text(3)!));
    }

    /// <summary>Moves the cursor; part of the batch's own transaction, fenced by where the batch began.</summary>
    /// <exception cref="InvalidOperationException">Another pump moved it in the meantime.</exception>
    public static void Move(ISession session, LogPosition from, LogPosition to)
    {
        var moved = session.Execute($"""
            update {LogTables.Cursor} set entry = {to.Entry}, position = {to.Position}, done = {to.Done}
            where entry = {from.Entry} and position = {from.Position} and done = {from.Done}
            """);
        if (moved != 1)
            throw new InvalidOperationException("Another process moved the log's cursor; this batch is rolled back. Run the command again.");
    }
}
