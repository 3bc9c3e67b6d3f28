using Meridian.Foundation.Database;

namespace Meridian.Foundation.Log;

/// <summary>How far the pump is: <paramref name="Position"/> rows of <paramref name="Entry"/> are applied.</summary>
/// <param name="Messages">All entries of messages up to this one are applied, also those behind an import that is at work; 0 where none is ahead.</param>
public sealed record LogPosition(long Entry, long Position, bool Done, long Messages = 0)
{
    /// <summary>The first entry that may hold messages that are not applied.</summary>
    public long NextMessages => Math.Max(Messages, Done ? Entry : Entry - 1) + 1;
}

/// <summary>
/// How far the log is applied; a row of the store, moved by the transaction that applies. Applying an entry uses no clock and no randomness; its time is
/// <see cref="LogEntry.At"/>.
/// </summary>
public static class LogCursor
{
    public static LogPosition Position(ISession session) =>
        session.First($"select entry, position, done, messages from {LogTables.Cursor}", r => new LogPosition(r.Long(0), r.Long(1), r.Bool(2), r.Long(3)))!;

    /// <summary>Number of the first entry that is not wholly applied.</summary>
    public static long Next(ISession session) => Position(session) is var at && at.Done ? at.Entry + 1 : at.Entry;

    /// <summary>Moves the cursor; part of the batch's own transaction, fenced by where the batch began.</summary>
    /// <returns>Where it stands then.</returns>
    /// <exception cref="InvalidOperationException">Another pump moved it in the meantime.</exception>
    public static LogPosition Move(ISession session, LogPosition from, LogPosition to)
    {
        to = to with { Messages = Math.Max(from.Messages, to.Messages) };
        var moved = session.Execute($"""
            update {LogTables.Cursor} set entry = {to.Entry}, position = {to.Position}, done = {to.Done}, messages = {to.Messages}
            where entry = {from.Entry} and position = {from.Position} and done = {from.Done} and messages = {from.Messages}
            """);
        if (moved != 1)
            throw new InvalidOperationException("Another process moved the log's cursor; this batch is rolled back. Run the command again.");
        return to;
    }
}
