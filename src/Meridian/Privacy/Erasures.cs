using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;
using Meridian.Numbers.SetAside;

namespace Meridian.Privacy;

/// <summary>Asks for erasures and brings them to their end, for hosts: the pipeline applies them like any entry of the log.</summary>
public static class Erasures
{
    /// <summary>Within this many days of the request it has to be done (GDPR article 12(3): a month).</summary>
    public const int DeadlineDays = 30;

    /// <summary>Writes the log entry that erases people; it is applied by the pump, and ended by <see cref="Finish"/>.</summary>
    /// <param name="suppress">Whether data of them is refused from now on.</param>
    public static LogEntry Order(ISession session, ILog log, DataFolder folder, Subject subject, int customers, string reason, bool suppress, DateTime at)
    {
        var salt = Suppression.SaltOf(session) ?? Suppression.NewSalt();
        var hashes = suppress ? subject.Records.Concat(subject.Keys).Select(k => Suppression.Hash(salt, k)).Order().ToList() : [];
        var order = new EraseOrder(reason, Convert.ToBase64String(salt), customers, subject.Records.Count, hashes);
        // Saved before the entry is durable: an entry whose subject nobody knows could not be applied. Under a number that another entry then gets it is thrown away.
        var saved = 0L;
        try
        {
            return log.Append(EraseOrder.Kind, at, order.ToJson(), entry =>
            {
                if (saved > 0)
                    Subject.Delete(folder, saved);
                subject.Save(folder, saved = entry);
            });
        }
        catch
        {
            if (saved > 0)
                Subject.Delete(folder, saved);
            throw;
        }
    }

    /// <summary>Erasures of which something readable may be left on the disk, because the program was stopped.</summary>
    public static IReadOnlyList<long> Unfinished(ILog log, DataFolder folder)
    {
        var unfinished = new List<long>();
        foreach (var entry in Subject.Pending(folder))
        {
            if (log.Read(entry).FirstOrDefault() is { Kind: EraseOrder.Kind } found && found.Entry == entry)
                unfinished.Add(entry);
            else
                Subject.Delete(folder, entry);
        }

        return unfinished;
    }

    /// <summary>Whether the side stores can be erased in now, so that <see cref="Finish"/> need not be begun in vain.</summary>
    /// <param name="side">Opens a side store's file.</param>
    /// <exception cref="SideStoreInUseException">A command works in one of them.</exception>
    public static void AskSideStores(ILog log, DataFolder folder, Func<string, IDatabase> side)
    {
        if (Unfinished(log, folder).All(e => Subject.Load(folder, e)!.Phones.Count == 0))
            return;
        if (LookupCache.Exists(folder.Root))
            new LookupCache(folder.Root, side, SideUse.Erase).Dispose();
        if (Quarantine.Exists(folder.Root))
            new Quarantine(folder.Root, side, SideUse.Erase).Dispose();
    }

    /// <summary>
    /// Ends erasures that are applied: forgets the people's numbers in look-ups and quarantine, writes the store's files anew, and deletes snapshots and copies that were set aside.
    /// No session but this one may be at work.
    /// </summary>
    /// <param name="side">Opens a side store's file.</param>
    /// <exception cref="SideStoreInUseException">A command works in one of them: nothing was ended, and it is to be done again.</exception>
    public static IReadOnlyList<ErasureReceipt> Finish(ISession session, ILog log, DataFolder folder, IDatabase database, Func<string, IDatabase> side, DateTime now)
    {
        var position = LogCursor.Position(session);
        var unfinished = Unfinished(log, folder).Where(e => e < position.Entry || (e == position.Entry && position.Done)).ToList();
        if (unfinished.Count == 0)
            return [];
        var phones = unfinished.SelectMany(e => Subject.Load(folder, e)!.Phones).Distinct(StringComparer.Ordinal).ToList();
        if (phones.Count > 0 && LookupCache.Exists(folder.Root))
        {
            using var lookups = new LookupCache(folder.Root, side, SideUse.Erase);
            lookups.Forget(phones);
        }

        if (phones.Count > 0 && Quarantine.Exists(folder.Root))
        {
            using var quarantine = new Quarantine(folder.Root, side, SideUse.Erase);
            quarantine.Forget(phones);
        }

        // Before the files are written anew, or they would hold it still.
        foreach (var entry in unfinished)
            Subject.Unshare(folder, entry);
        database.Compact();
        foreach (var copy in folder.SetAside())
            File.Delete(copy);
        folder.DropLeftovers(number => log.Read(number).FirstOrDefault() is { } entry && entry.Entry == number && entry.Kind != ImportOrder.Kind, now);
        // They may tell of anybody; a server that runs forgets its own.
        File.Delete(folder.Answers);
        Durable.Folder(folder.Root);
        new SnapshotFolder(folder).DeleteAll();
        foreach (var entry in unfinished)
        {
            session.Execute($"update {GovernanceTables.Erasure} set done_at = {now} where entry = {entry} and done_at is null");
            Subject.Delete(folder, entry);
        }

        database.Checkpoint();
        return [.. Erasure.Receipts(session).Where(r => unfinished.Contains(r.Erasure))];
    }

    /// <summary>All erasures, the latest first.</summary>
    public static IReadOnlyList<ErasureReceipt> All(ISession session) => Erasure.Receipts(session);

    /// <summary>Writes the log entry that lets data of a person be taken in again.</summary>
    /// <param name="keys">What the person is recognised by: one of them is enough.</param>
    /// <returns>The erasures whose suppressions end; none where nobody of these keys is suppressed.</returns>
    public static IReadOnlyList<long> Readmit(ISession session, ILog log, IEnumerable<Guid> keys, string reason, DateTime at)
    {
        if (Suppression.SaltOf(session) is not { } salt)
            return [];
        var hashes = Sql.Join(", ", keys.Select(k => (Sql)$"{Suppression.Hash(salt, k)}"));
        var erasures = session.List($"select distinct entry from {GovernanceTables.Suppressed} where hash in ({hashes}) order by entry", r => r.Long(0));
        if (erasures.Count > 0)
            log.Append(ReadmitOrder.Kind, at, new ReadmitOrder(reason, erasures).ToJson());
        return erasures;
    }
}
