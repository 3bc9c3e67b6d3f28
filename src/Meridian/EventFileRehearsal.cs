using System.Globalization;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Normalise.EventFiles;
using Meridian.Normalise.Messages;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian;

/// <summary>What would become of one message of a file, or of a row that makes none.</summary>
/// <param name="Line">Where it stands in the file, or begins.</param>
/// <param name="Verdict">"event", "known" or "rejected".</param>
/// <param name="Event">What happened; null for a rejected row.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Of">The customer who is known; null for one who would be new.</param>
/// <param name="Customer">Their name.</param>
/// <param name="Reason">Why it would be rejected.</param>
public sealed record EventOutcome(long Line, string Verdict, string? Event, DateTime? At, Guid? Of, string? Customer, string? Reason);

/// <summary>
/// What taking a file of events in would do: each message is read as the pump reads it, and the store is asked whether it is known and of whom it is. Nothing is written.
/// Who is new is told by ids and identifiers alone, without the limits that the whole store sets, so customers are counted as nearly as can be said beforehand.
/// </summary>
/// <param name="Rows">Of the table.</param>
/// <param name="Known">Messages that were taken in before, or stand twice in the file.</param>
/// <param name="KnownCustomers">Customers of its new events who are known.</param>
/// <param name="NewCustomers">Customers whom they would bring.</param>
/// <param name="PassedOver">Orders that were not paid or were cancelled.</param>
/// <param name="LeftOut">Values that could not be read.</param>
/// <param name="Outcomes">Of the first messages, at most <see cref="Rehearsal.Kept"/>.</param>
public sealed record EventFileRehearsal(
    long Rows, long Events, long Known, long Rejected, long KnownCustomers, long NewCustomers, long PassedOver, long LeftOut, IReadOnlyList<string> Notes, IReadOnlyList<EventOutcome> Outcomes)
{
    private static readonly Table Told = new("page_event_told");
    private static readonly Table ToldKey = new("page_event_key");

    /// <param name="file">Not read yet.</param>
    /// <param name="told">Is told how many messages were read so far.</param>
    /// <exception cref="Ingest.Reading.UnreadableFileException">The file is not what it says from some row on.</exception>
    public static EventFileRehearsal Of(ISession session, EventFile file, string source, string fileName, DateTime at, Action<long> told, CancellationToken stop)
    {
        var suppression = Suppression.Load(session);
        var read = new List<(long Line, Message? Message, string? Reason)>();
        session.Execute(session.Dialect.CreateTemporary(Told, $"select cast(0 as bigint) as no, message_key, record_id, content_hash from {EventTables.Event} limit 0"));
        session.Execute(session.Dialect.CreateTemporary(ToldKey, $"select cast(0 as bigint) as no, match_key from {ResolveTables.Identifier} limit 0"));
        var (total, people) = (0L, new People());
        var seen = new HashSet<Guid>();
        long rejected = 0, twice = 0;
        using (var messages = session.Append(Told))
        using (var keys = session.Append(ToldKey))
        {
            foreach (var part in file.Read())
            {
                stop.ThrowIfCancellationRequested();
                var reader = new MessageReader(new LogEntry(long.MaxValue, EventsOrder.Kind, at, part.ToOrder(source, source, fileName, table: true).ToBody(part.Payload)), suppression);
                for (var row = 1; row <= reader.Count; row++)
                {
                    var no = total++;
                    var (message, bad) = reader.Read(row);
                    var first = message is not null && seen.Add(message.MessageKey);
                    if (read.Count < Rehearsal.Kept)
                        read.Add((part.Lines[row - 1], message, bad?.Reason ?? (first ? null : "")));
                    rejected += message is null ? 1 : 0;
                    twice += message is not null && !first ? 1 : 0;
                    if (message is null || !first)
                        continue;
                    messages.Add(no).Add(message.MessageKey).Add(message.RecordId).Add(message.ContentHash);
                    messages.EndRow();
                    foreach (var key in message.Statement.Identifiers.Select(i => i.MatchKey).OfType<Guid>().Distinct())
                    {
                        keys.Add(no).Add(key);
                        keys.EndRow();
                    }
                }

                told(total);
            }

            messages.Complete();
            keys.Complete();
        }

        var known = session.List($"select t.no from {Told} t where exists (select 1 from {EventTables.Event} e where e.message_key = t.message_key)", r => r.Long(0)).ToHashSet();
        var customers = session.List(
            $"""
            select k.no, min(cast(r.profile_id as varchar)) from (
                select no, record_id from {Told}
                union
                select q.no, i.record_id from {ToldKey} q join {ResolveTables.Identifier} i on i.match_key = q.match_key
                where not exists (select 1 from {ResolveTables.VoidedValue} v where v.match_key = q.match_key)) k
            join {ResolveTables.Record} r on r.record_id = k.record_id group by k.no
            """,
            r => (No: r.Long(0), Profile: Guid.Parse(r.Text(1)!))).ToDictionary(c => c.No, c => c.Profile);
        foreach (var (no, key) in session.Query(
            $"select no, record_id from {Told} union all select no, match_key from {ToldKey}", r => (r.Long(0), r.Id(1))).Where(k => !known.Contains(k.Item1) && !customers.ContainsKey(k.Item1)))
        {
            people.Add(no, key);
        }

        var names = Names(session, [.. customers.Where(c => c.Key < read.Count).Select(c => c.Value).Distinct()]);
        return new EventFileRehearsal(
            file.Counts.Rows, total - rejected - twice - known.Count, twice + known.Count, rejected, customers.Where(c => !known.Contains(c.Key)).Select(c => c.Value).Distinct().Count(), people.Count,
            file.Counts.PassedOver, file.Counts.LeftOut, [.. file.Notes.Concat(file.Counts.Notes)], [.. read.Select((m, no) => Outcome(m, no))]);

        EventOutcome Outcome((long Line, Message? Message, string? Reason) told, int no)
        {
            if (told.Message is not { } message)
            {
                // Line and file stand beside it.
                var place = string.Create(CultureInfo.InvariantCulture, $"{fileName}, line {told.Line}: ");
                var reason = told.Reason?.StartsWith(place, StringComparison.Ordinal) == true ? told.Reason[place.Length..] : told.Reason;
                return new EventOutcome(told.Line, "rejected", null, null, null, null, reason);
            }

            var isKnown = told.Reason is not null || known.Contains(no);
            return customers.TryGetValue(no, out var profile)
                ? new EventOutcome(told.Line, isKnown ? "known" : "event", message.Name, message.OccurredAt, profile, names.GetValueOrDefault(profile), null)
                : new EventOutcome(told.Line, isKnown ? "known" : "event", message.Name, message.OccurredAt, null, message.Statement.Name, null);
        }
    }

    private static Dictionary<Guid, string> Names(ISession session, IReadOnlyList<Guid> profiles)
    {
        var names = new Dictionary<Guid, string>();
        foreach (var some in profiles.Chunk(1_000))
        {
            var these = Sql.Join(", ", some.Select(p => (Sql)$"{p}"));
            foreach (var (profile, name) in session.Query($"select profile_id, name from {ProfileTables.Profile} where profile_id in ({these}) and name is not null", r => (r.Id(0), r.Text(1)!)))
                names[profile] = name;
        }

        return names;
    }

    /// <summary>Counts who is one by ids and identifiers that messages share.</summary>
    private sealed class People
    {
        private readonly DisjointSets _sets = new();
        private readonly Dictionary<Guid, int> _firsts = [];
        private readonly Dictionary<long, int> _numbers = [];

        public long Count => _numbers.Values.Select(_sets.Find).Distinct().Count();

        public void Add(long no, Guid key)
        {
            if (!_numbers.TryGetValue(no, out var number))
                number = _numbers[no] = _numbers.Count;
            if (!_firsts.TryAdd(key, number))
                _sets.UnionAll([_firsts[key], number]);
        }
    }
}
