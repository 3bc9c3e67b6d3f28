using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>A statement of consent about a customer, and where it stands.</summary>
/// <param name="Identifier">"email:ana@example.com"; null for one of the whole customer.</param>
/// <param name="Channel">"any" for all.</param>
/// <param name="Own">The person's own act.</param>
/// <param name="Entry">Of the log; with <paramref name="Row"/> the row of the file or the message.</param>
public sealed record ConsentLine(
    DateTime At, string State, string? Identifier, string Channel, string Purpose, bool Own, string? Source, string? Wording, string? Proof, string? By, long Entry, long Row);

/// <summary>Whether a customer may be contacted at an identifier.</summary>
/// <param name="State">"granted": they may; "withdrawn", "suppressed" or "none": they may not.</param>
public sealed record ConsentState(string Kind, string Value, string Channel, string Purpose, string State);

/// <summary>A customer's consents: how they stand, and everything that was ever said.</summary>
public sealed record ConsentView(IReadOnlyList<ConsentState> Now, IReadOnlyList<ConsentLine> History);

/// <summary>Tells of one customer's consents.</summary>
public static class ConsentViews
{
    private const string Any = "any";

    public static ConsentView Of(ISession session, Guid profile) => Of(session, profile, ProfileRecords.Of(session, profile));

    internal static ConsentView Of(ISession session, Guid profile, ProfileRecords records)
    {
        var profiles = (Sql)$"select cast({profile} as uuid)";
        var history = History(session, records);
        return new ConsentView(Now(session, profiles, records, history), history);
    }

    private static List<ConsentLine> History(ISession session, ProfileRecords records)
    {
        var lines = session.List(
            $"""
            select c.stated_at, c.granted, c.kind, c.value, c.channel, c.purpose, c.own, c.source, c.wording, c.proof, c.by_whom, c.entry, c.row_no
            from {ConsentTables.Consent} c where c.target in ({Statements.CarriedBy(records)})
            union
            select c.stated_at, c.granted, c.kind, c.value, c.channel, c.purpose, c.own, c.source, c.wording, c.proof, c.by_whom, c.entry, c.row_no
            from {ConsentTables.Consent} c where {records.Are($"c.record_id")}
            union
            select v.stated_at, v.marketing_consent = 'granted', cast(null as varchar), cast(null as varchar), cast(null as varchar), {Purposes.Marketing}, coalesce(v.own_act, false), r.source,
                cast(null as varchar), cast(null as varchar), cast(null as varchar), v.entry, v.row_no
            from {StatementTables.RecordVersion} v join {ResolveTables.Record} r on r.record_id = v.record_id
            where {records.Are($"r.record_id")} and {records.Are($"v.record_id")} and v.marketing_consent is not null and {Imports.Whole($"v.entry")}
            """,
            r => new ConsentLine(
                r.Time(0), r.Bool(1) ? "granted" : "withdrawn", r.Text(2) is { } kind ? $"{kind}:{r.Text(3)}" : null, r.Text(4) ?? Any, r.Text(5) ?? Any, r.Bool(6),
                r.Text(7), r.Text(8), r.Text(9), r.Text(10), r.Long(11), r.Long(12)));
        // A withdrawal stands once for each identifier and record; people said it once.
        return [.. lines.GroupBy(l => (l.Entry, l.Row)).SelectMany(g => g.Any(l => l.Identifier is not null) ? g.Where(l => l.Identifier is not null) : g)
            .OrderBy(l => l.At).ThenBy(l => l.Entry).ThenBy(l => l.Row).ThenBy(l => l.Identifier, StringComparer.Ordinal)];
    }

    /// <summary>The state for each channel and purpose of which anything is said; of what is said of all channels, for those by which the customer's identifiers are reached.</summary>
    private static List<ConsentState> Now(ISession session, Sql profiles, ProfileRecords records, List<ConsentLine> history)
    {
        var held = session.List(
            $"""
            select distinct i.kind, i.value, i.match_key from {ResolveTables.Identifier} i
            where {records.Are($"i.record_id")} and {Imports.Whole($"i.entry")} order by 1, 2
            """,
            r => (Kind: r.Text(0)!, Value: r.Text(1)!));
        var suppressed = Suppressions.Of(session, $"""
            select i.kind, i.value, i.match_key from {ResolveTables.Identifier} i where {records.Are($"i.record_id")}
            """);
        var purposes = history.Select(l => l.Purpose).Where(p => p != Any).Append(Purposes.Marketing).Distinct(StringComparer.Ordinal).ToList();
        var states = new List<ConsentState>();
        foreach (var purpose in purposes)
        {
            foreach (var channel in ChannelsOf(history, held.Select(h => h.Kind), suppressed.Count > 0))
            {
                var may = ContactPermission.List(session, profiles, channel, purpose).Select(t => (t.Kind, t.Value)).ToHashSet();
                var saidNo = history.Exists(l => l.State == "withdrawn" && (l.Channel == channel || l.Channel == Any) && (l.Purpose == purpose || l.Purpose == Any));
                foreach (var (kind, value) in held.Where(h => Channels.Kinds(channel).Contains(h.Kind)))
                {
                    var state = may.Contains((kind, value)) ? "granted" : IsSuppressed(suppressed, kind, value, channel) ? "suppressed" : saidNo ? "withdrawn" : "none";
                    states.Add(new ConsentState(kind, value, channel, purpose, state));
                }
            }
        }

        return states;
    }

    private static IEnumerable<string> ChannelsOf(List<ConsentLine> history, IEnumerable<string> kinds, bool all)
    {
        var named = history.Select(l => l.Channel).Where(c => c != Any).ToHashSet(StringComparer.Ordinal);
        if (all || history.Exists(l => l.Channel == Any))
        {
            foreach (var kind in kinds)
            {
                if (kind == "phone")
                    named.UnionWith(["sms", "call", "whatsapp"]);
                else if (Channels.Only(kind) is { } only)
                    named.Add(only);
            }
        }

        return Channels.All.Where(named.Contains);
    }

    private static bool IsSuppressed(List<SuppressionLine> lines, string kind, string value, string channel) => lines.Exists(s =>
        (s.Channel is null || s.Channel == channel)
        && (s.Value is { } there ? s.Kind == kind && there == value : s.Hash == Suppressions.Hash(value) || s.Hash == Suppressions.Hash(value.TrimStart('+'))));
}
