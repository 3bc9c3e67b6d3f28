using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian.Normalise.EventFiles;

/// <summary>A file of messages, orders or chats could not be read to its end.</summary>
public sealed class EventFileBrokenException(string file, Exception inner) : Exception(
    $"{file} cannot be read to its end: {inner.Message} What stood before is taken in; a whole file may be imported again, because messages that are known change nothing.", inner);

/// <summary>Writes the messages of a file into the log, for hosts; they are applied by the pump.</summary>
public static class EventFileIntake
{
    /// <param name="fileName">As a person knows it.</param>
    /// <param name="table">The file as a table of orders or of a chat; null where it holds messages.</param>
    /// <param name="mapping">What a person said of the table's columns; it is kept for the source. Null for nothing.</param>
    /// <param name="taking">Told of how many messages come next, before they are in the log.</param>
    /// <returns>The entries that were written.</returns>
    /// <exception cref="EventFileBrokenException">It ends in the middle, or is not what it says.</exception>
    public static List<long> Append(ILog log, string path, string fileName, EventFile? table, string source, string? mapping, Func<DateTime> now, CancellationToken stop, Action<int>? taking = null)
    {
        // A spreadsheet's ids are its source's, as those of a list of customers are; messages of apps share one space.
        var space = table is null ? EventsOrder.SharedSpace : source;
        var entries = new List<long>();
        // The last part tells how the file ended, so each waits for the next one.
        FilePart? waiting = null;
        void Write(FileEnd? end = null)
        {
            if (waiting is null)
                return;
            var order = waiting.ToOrder(source, space, fileName, table is not null, table is null || entries.Count > 0 ? null : mapping, entries.Count + 1, entries.Count > 0 ? entries[0] : null, end);
            taking?.Invoke(waiting.Lines.Count);
            entries.Add(log.AppendAsync(EventsOrder.Kind, now(), order.ToBody(waiting.Payload)).GetAwaiter().GetResult().Entry);
        }

        FileEnd End(string? broken = null) => new(table?.Counts.Rows ?? 0, table?.Counts.PassedOver ?? 0, table?.Counts.LeftOut ?? 0, broken);
        try
        {
            foreach (var part in table?.Read() ?? MessageFile.Read(path))
            {
                stop.ThrowIfCancellationRequested();
                Write();
                waiting = part;
            }

            // Of a table whose rows are all passed over, too, it is told that it came, and its mapping is kept.
            if (table is { Counts.Rows: > 0 })
                waiting ??= FilePart.None;
            Write(End());
        }
        catch (Exception e) when (e is InvalidDataException or Ingest.Reading.UnreadableFileException)
        {
            // Where it stood on a disk is nobody's concern.
            var broken = new EventFileBrokenException(fileName, e);
            waiting ??= FilePart.None;
            Write(End(broken.Message.Replace(path, fileName, StringComparison.Ordinal)));
            throw broken;
        }

        return entries;
    }
}
