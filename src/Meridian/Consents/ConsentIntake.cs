using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>A statement that was not taken, by its place from 1, and why.</summary>
public sealed record ConsentRefusal(long Item, string Reason);

/// <summary>What became of statements that were brought.</summary>
/// <param name="Entries">Of the log; they are applied by the pump.</param>
public sealed record ConsentReceipt(IReadOnlyList<long> Entries, int Granted, int Withdrawn, IReadOnlyList<ConsentRefusal> Refused);

/// <summary>Takes statements of consent in, for hosts: looked at one by one, then written to the log together. Nothing is applied here.</summary>
public static class ConsentIntake
{
    /// <summary>Statements of one log entry.</summary>
    private const int MostItems = 2_000;

    /// <summary>Takes statements in; one that cannot be taken costs no other.</summary>
    /// <param name="requests">With the place of each; one that could not even be read comes with why.</param>
    /// <param name="log">An <see cref="ActingLog"/>: who brings them is kept.</param>
    public static ConsentReceipt Take(ISession session, ILog log, IEnumerable<(long Place, ConsentRequest? Request, string? Problem)> requests, DateTime now)
    {
        var erased = Suppression.Load(session);
        var (entries, refused) = (new List<long>(), new List<ConsentRefusal>());
        var (granted, withdrawn) = (0, 0);
        foreach (var part in requests.Chunk(MostItems))
        {
            var items = new List<ConsentItem>();
            foreach (var (place, request, problem) in part)
            {
                var wrong = problem;
                if (request is not null && request.TryRead(now, out var item, out wrong))
                {
                    if (erased is null || !ConsentWriter.IsOf(item, erased))
                    {
                        items.Add(item);
                        continue;
                    }

                    wrong = "identifier: is of somebody whose data was erased; nothing is kept of them. 'meridian customers readmit' allows it again";
                }

                refused.Add(new ConsentRefusal(place, wrong ?? "is no statement"));
            }

            if (items.Count == 0)
                continue;
            entries.Add(log.Append(ConsentOrder.Kind, now, new ConsentOrder(WithRecords(session, items)).ToJson()).Entry);
            granted += items.Count(i => i.Granted);
            withdrawn += items.Count(i => !i.Granted);
        }

        return new ConsentReceipt(entries, granted, withdrawn, refused);
    }

    /// <summary>The same of requests that could all be read, numbered from 1.</summary>
    public static ConsentReceipt Take(ISession session, ILog log, IReadOnlyList<ConsentRequest> requests, DateTime now) =>
        Take(session, log, requests.Select((r, i) => (i + 1L, (ConsentRequest?)r, (string?)null)), now);

    /// <summary>Withdrawals with all records of the customers that they are of, as these stand now.</summary>
    private static List<ConsentItem> WithRecords(ISession session, List<ConsentItem> items)
    {
        var (targets, customers) = (items.Where(i => !i.Granted && i.Value is not null).ToList(), items.SelectMany(i => i.Records ?? []).ToHashSet());
        if (targets.Count == 0 && customers.Count == 0)
            return items;
        session.Execute(session.Dialect.CreateTemporary(ConsentTables.Asked, $"""
            select match_key, kind, space, value, cast(null as varchar) as target from {ResolveTables.Identifier} limit 0
            """));
        using (var writer = session.Append(ConsentTables.Asked))
        {
            foreach (var item in targets.DistinctBy(TargetOf))
            {
                writer.Add(item.Match).Add(item.Kind).Add(item.Space).Add(item.Value).Add(TargetOf(item));
                writer.EndRow();
            }

            writer.Complete();
        }

        var records = session.Query(
            $"""
            select distinct n.target, o.record_id from ({Statements.Named(ConsentTables.Asked)}) n
            join {ResolveTables.Record} r on r.record_id = n.record_id join {ResolveTables.Record} o on o.profile_id = r.profile_id
            where n.target not in (select cast(match_key as varchar) from {ResolveTables.VoidedValue})
            """,
            r => (Target: r.Text(0)!, Record: r.Id(1))).ToLookup(r => r.Target, r => r.Record, StringComparer.Ordinal);
        var whole = customers.Count == 0 ? Enumerable.Empty<(Guid, Guid)>().ToLookup(r => r.Item1, r => r.Item2) : session.Query(
            $"""
            select r.record_id, o.record_id from {ResolveTables.Record} r join {ResolveTables.Record} o on o.profile_id = r.profile_id
            where r.record_id in ({Sql.Join(", ", customers.Select(c => (Sql)$"{c}"))})
            """,
            r => (Asked: r.Id(0), Record: r.Id(1))).ToLookup(r => r.Asked, r => r.Record);
        return [.. items.Select(i => i.Granted ? i with { Records = null } : i with { Records = Sorted((i.Records ?? []).SelectMany(c => whole[c]).Concat(i.Value is null ? [] : records[TargetOf(i)])) })];
    }

    private static List<Guid>? Sorted(IEnumerable<Guid> records) => records.Distinct().Order().ToList() is { Count: > 0 } found ? found : null;

    private static string TargetOf(ConsentItem item) => Targets.Of(item.Kind!, item.Space!, item.Value!, item.Match);
}
