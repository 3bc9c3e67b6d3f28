using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Profiles;

namespace Meridian;

/// <summary>An open store: what is in its tables, its log, and the files of its imports.</summary>
public sealed record WholeStore(ISession Session, ILog Log, DataFolder Folder);

/// <summary>
/// Copies a store to an empty one, of whatever engine: the files of its imports, its log with the same numbers, then its tables in one transaction. A copy that is
/// killed leaves a log without tables, which the next command applies.
/// </summary>
public static class StoreCopy
{
    private const int EntriesAtOnce = 1_000;

    /// <summary>Whether nothing was ever taken in.</summary>
    public static bool IsEmpty(WholeStore store) => store.Log.Last == 0 && LogCursor.Position(store.Session) is { Entry: 0 };

    /// <param name="from">Nobody applies its log meanwhile; what comes into it behind <paramref name="last"/> is not copied.</param>
    /// <param name="to">Empty.</param>
    /// <param name="last">The last entry that is applied.</param>
    /// <param name="report">Told which table is copied, and how many rows it had.</param>
    public static void Run(WholeStore from, WholeStore to, long last, Action<string, long> report, CancellationToken stop)
    {
        CopyFiles(from, to, last, stop);
        CopyLog(from.Log, to.Log, last, stop);
        using var transaction = to.Session.Begin();
        foreach (var table in StoreSchema.Tables)
        {
            stop.ThrowIfCancellationRequested();
            report(table.Name, CopyTable(from.Session, to.Session, table));
        }

        transaction.Commit();
    }

    private static void CopyFiles(WholeStore from, WholeStore to, long last, CancellationToken stop)
    {
        // Those that are not begun are in the log only.
        var waiting = from.Log.Read(LogCursor.Next(from.Session)).TakeWhile(e => e.Entry <= last).Where(e => e.Kind == ImportOrder.Kind).Select(e => e.Entry);
        foreach (var entry in Imports.All(from.Session).Select(i => i.Entry).Where(e => e <= last).Union(waiting))
        {
            stop.ThrowIfCancellationRequested();
            var source = from.Folder.Bring(entry);
            if (!Directory.Exists(source))
                continue;
            var target = to.Folder.ImportPath(entry);
            // A copy of what another store had under this number.
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.CreateDirectory(target);
            foreach (var file in Directory.EnumerateFiles(source).Where(f => !Path.GetFileName(f).StartsWith('.')))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
                using var copied = File.OpenHandle(Path.Combine(target, Path.GetFileName(file)), FileMode.Open, FileAccess.ReadWrite);
                Durable.Flush(copied);
            }

            Durable.Folder(target);
            to.Folder.Share(entry);
        }
    }

    private static void CopyLog(ILog from, ILog to, long last, CancellationToken stop)
    {
        var waiting = new List<Task<LogEntry>>(EntriesAtOnce);
        var next = 1L;
        foreach (var entry in from.Read(1).TakeWhile(e => e.Entry <= last))
        {
            stop.ThrowIfCancellationRequested();
            // An entry that the log lost has its number in the copy too.
            for (; next < entry.Entry; next++)
                waiting.Add(to.AppendAsync(JournalEntry.Erased, DateTime.UnixEpoch, default));
            waiting.Add(to.AppendAsync(entry.Kind, entry.At, entry.Body));
            next++;
            if (waiting.Count < EntriesAtOnce)
                continue;
            Task.WhenAll(waiting).GetAwaiter().GetResult();
            waiting.Clear();
        }

        Task.WhenAll(waiting).GetAwaiter().GetResult();
        if (to.Last != next - 1)
            throw new IOException("Somebody else wrote into the copy's log meanwhile, so its entries have other numbers. Do not use the copy: delete it, and try again when nobody is at work on it.");
    }

    private static long CopyTable(ISession from, ISession to, Table table)
    {
        to.Execute($"delete from {table}");
        using var writer = to.Append(table);
        var rows = from.Query($"select * from {table}", r =>
        {
            for (var column = 0; column < r.Columns; column++)
                Add(writer, r.Value(column));
            writer.EndRow();
            return 1L;
        }).Sum();
        writer.Complete();
        if (table == ProfileTables.Profile && from.Dialect.GetType() != to.Dialect.GetType())
            to.Execute(ProfileTables.FoldAgain(to.Dialect));
        return rows;
    }

    private static void Add(IRowWriter writer, object? value)
    {
        _ = value switch
        {
            null => writer.Add((string?)null),
            string text => writer.Add(text),
            long number => writer.Add(number),
            int number => writer.Add(number),
            double number => writer.Add(number),
            bool flag => writer.Add(flag),
            Guid id => writer.Add(id),
            DateTime time => writer.Add(time),
            DateOnly date => writer.Add(date),
            _ => throw new NotSupportedException($"A value of type {value.GetType()} cannot be copied."),
        };
    }
}
