using System.Text.Json;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;
using Meridian.Numbers.SetAside;
using Meridian.Profiles.Edits;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian.Privacy;

/// <summary>A row of an imported file as it stands in the kept file; <paramref name="Accepted"/>: whether it is part of the customer, or was rejected or undone.</summary>
public sealed record DossierRow(long Import, string File, long Row, bool Accepted, IReadOnlyDictionary<string, string> Cells);

/// <summary>A message as it was received.</summary>
/// <param name="Message">JSON, or the text of one that was none.</param>
public sealed record DossierMessage(long Entry, int Row, DateTime ReceivedAt, object Message);

/// <summary>That the customer was in a segment when its members were kept.</summary>
public sealed record DossierMembership(string Segment, DateTime At);

/// <summary>What a provider answered about one of the customer's numbers.</summary>
public sealed record DossierLookup(string Number, string Provider, DateTime At, string Status, string? Type, bool? Ported, string? Carrier, string? Remark);

/// <summary>Everything that is held of one customer, as the law lets them ask for it (GDPR article 15): what was received, what was made of it, and why.</summary>
public sealed record Dossier(
    CustomerView Customer, IReadOnlyList<EventLine> Events, IReadOnlyList<DossierRow> Rows, IReadOnlyList<DossierMessage> Messages,
    IReadOnlyList<TagStatement> TagStatements, IReadOnlyList<EditStatement> Edits, IReadOnlyList<DossierMembership> SegmentSnapshots, IReadOnlyList<DossierLookup> Lookups, IReadOnlyList<QuarantineItem> Quarantine, IReadOnlyList<QuarantineRelease> QuarantineReleases)
{
    /// <param name="side">Opens a side store's file.</param>
    /// <returns>Null for a profile that is not there, or may not be seen.</returns>
    public static Dossier? Of(ISession session, Scope scope, ILog log, DataFolder folder, Guid profile, Func<string, IDatabase> side, DateTime now)
    {
        if (CustomerViews.Show(session, scope, profile) is not { } view)
            return null;
        var subject = Subject.Of(session, [profile]);
        StoreErasure.Load(session, subject);
        var last = log.Last;
        var holdings = new Holdings(folder, log, session, subject, last + 1);
        var files = new KeptFileScrub(folder);
        var rows = holdings.Rows()
            .SelectMany(h => files.Read(h.Import, h.Rows).Select(r => new DossierRow(h.Import.Entry, ImportOrder.FromJson(h.Import.Text).FileName, r.Row, h.Accepted.Contains(r.Row), r.Cells))).ToList();
        var messages = holdings.Messages().Find(session, log, last).Select(m => new DossierMessage(m.Entry.Entry, m.Row, m.Entry.At, Json(m.Message))).ToList();
        var numbers = subject.Phones.Select(p => NumberSet.Match(NumberSet.Pack(p))).ToHashSet();
        return new Dossier(
            view, EventQueries.Last(session, scope, null, [profile], int.MaxValue), rows, messages,
            TagQueries.Of(session, profile, null).Statements, EditViews.All(session, profile), [.. Snapshots.OfCustomer(session, profile).Select(s => new DossierMembership(s.Segment, s.TakenAt))],
            Answers(folder, side, numbers, now), Items(folder, side, q => q.Items(null, null), i => i.Number, numbers), Items(folder, side, q => q.Releases(null), i => i.Number, numbers));
    }

    private static List<DossierLookup> Answers(DataFolder folder, Func<string, IDatabase> side, HashSet<ulong> numbers, DateTime now)
    {
        if (numbers.Count == 0 || !LookupCache.Exists(folder.Root))
            return [];
        using var cache = new LookupCache(folder.Root, side, SideUse.Read);
        return [.. cache.Current(now).Where(a => numbers.Contains(NumberSet.Match(a.Number))).Select(a => new DossierLookup(
            NumberSet.Unpack(a.Number), a.Answer.Provider, a.Answer.At, LineStatusWords.Of(a.Answer.Answer.Status), a.Answer.Answer.Type, a.Answer.Answer.Ported, a.Answer.Answer.Carrier, a.Answer.Answer.Remark))];
    }

    private static List<T> Items<T>(DataFolder folder, Func<string, IDatabase> side, Func<Quarantine, IEnumerable<T>> of, Func<T, string> number, HashSet<ulong> numbers)
    {
        if (numbers.Count == 0 || !Numbers.SetAside.Quarantine.Exists(folder.Root))
            return [];
        using var quarantine = new Quarantine(folder.Root, side, SideUse.Read);
        return [.. of(quarantine).Where(i => number(i) is { Length: > 0 } e164 && numbers.Contains(NumberSet.Match(NumberSet.Pack(e164))))];
    }

    private static object Json(byte[] message)
    {
        try
        {
            using var json = JsonDocument.Parse(message);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return System.Text.Encoding.UTF8.GetString(message);
        }
    }
}
