using System.Text;
using Meridian.Foundation.Database;
using Meridian.Foundation.Journal;

namespace Meridian.Foundation.Log;

/// <summary>The log of an embedded store: its journal.</summary>
public sealed class JournalLog(Journal.Journal journal) : ILog
{
    public Journal.Journal Journal => journal;

    public long Last => journal.Last;

    /// <summary>Opens the journal that belongs to a store, and takes over what earlier programs kept in the store itself.</summary>
    /// <param name="all">As in <see cref="Journal.Journal.Open"/>.</param>
    public static JournalLog Open(string folder, ISession session, Action<JournalDamage> report, bool all = false)
    {
        var journal = Foundation.Journal.Journal.Open(folder, report, all);
        try
        {
            // Programs before schema 3 kept the log in a table of the store.
            foreach (var old in session.List(
                $"select kind, logged_at, body from {LogTables.Entry} where entry > {journal.Last} order by entry", r => (Kind: r.Text(0)!, At: r.Time(1), Body: r.Text(2)!)))
            {
                journal.Append(old.Kind, old.At, Encoding.UTF8.GetBytes(old.Body));
            }

            // A journal that ends before what the store has applied was lost or cut: its numbers are used, and new entries come behind them.
            if (LogCursor.Position(session).Entry is var applied && applied > journal.Last)
                report(journal.SkipTo(applied));
            return new JournalLog(journal);
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new LogEntry(journal.Append(kind, at, bytes, place), kind, at, bytes);
    }

    public async Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body) =>
        new(await journal.AppendAsync(kind, at, body.Span).ConfigureAwait(false), kind, at, body);

    public Task WaitAsync(long after, CancellationToken stop) => journal.WaitAsync(after, stop);

    public IEnumerable<LogEntry> Read(long from) => journal.Read(from).Select(e => new LogEntry(e.Sequence, e.Kind, e.At, e.Body));

    public IReadOnlyList<(string Path, long Length)> Files(long last) => journal.Files(last);

    public int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change) =>
        journal.Rewrite(last, e => change(new LogEntry(e.Sequence, e.Kind, e.At, e.Body)));

    public void Dispose() => journal.Dispose();
}
