using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Tags;

namespace Meridian.Segments;

/// <summary>Where something was said: the source, its id there, and the row of the file of an import, or the message.</summary>
/// <param name="Import">The log entry.</param>
/// <param name="Row">Of a message: its place in the entry.</param>
/// <param name="Message">Id of the message; null for a file's row.</param>
public sealed record RecordReference(Guid RecordId, string Source, string? ExternalId, long Import, string File, long Row, string? Message = null);

/// <summary>What the customer did, or was done to them, by name: how often, first and last (UTC).</summary>
public sealed record EventsView(string Name, long Events, DateTime First, DateTime Last);

/// <summary>A trait of the profile and the statement that it came from; <paramref name="Others"/> are values that lost.</summary>
/// <param name="Edit">The edit that it came from instead; null where nobody edited it.</param>
public sealed record TraitView(string Trait, string Value, RecordReference? From, IReadOnlyList<TraitConflict> Others, EditView? Edit = null);

/// <summary>A value that another record states for the same trait.</summary>
public sealed record TraitConflict(string Value, RecordReference From);

/// <summary>An identifier with the records that gave it; <paramref name="Note"/>: "possible", "role", "disposable", or "shared by N people: joins nobody".</summary>
public sealed record IdentifierView(string Kind, string Value, string? Note, string? NumberType, IReadOnlyList<RecordReference> From);

/// <summary>A label or tag, since when, why, how sure, and the statements that it rests on.</summary>
/// <param name="Origin">"built-in", "rule", "manual" or "model".</param>
/// <param name="Version">Of the definition; null for a built-in label.</param>
/// <param name="Edit">Of a country, language or time zone that a person settled.</param>
public sealed record LabelView(string Tag, string Value, DateTime Since, string Because, double Confidence, IReadOnlyList<RecordReference> Evidence, string Origin, int? Version, EditView? Edit = null);

/// <summary>What happened to the profile: a merge, a split, a label that ended.</summary>
public sealed record HistoryLine(DateTime At, string What);

/// <summary>All that is known of one customer, each part with where it came from.</summary>
/// <param name="Edits">What people settled and what stands; also where they said that nothing is known.</param>
public sealed record CustomerView(
    Guid ProfileId, string? RedirectedFrom, IReadOnlyList<TraitView> Traits, IReadOnlyList<IdentifierView> Identifiers, IReadOnlyList<LabelView> Labels,
    IReadOnlyList<TraitConflict> CountryEvidence, bool CountryConflict, IReadOnlyList<string> ReviewReasons, IReadOnlyList<RecordReference> Records,
    IReadOnlyList<EventsView> Events, ConsentView Consents, IReadOnlyList<EditView> Edits, IReadOnlyList<HistoryLine> History);

/// <summary>Finds customers and tells all about one.</summary>
public static class CustomerViews
{
    /// <summary>
    /// The profiles that a text names: a profile's id (also one that was merged away), or any identifier: phone, e-mail, handle, link,
    /// "source:id", "kind:value" or an id; else a phone as it is written at home, of whatever country; else eight or more letters of an id as lists show it.
    /// </summary>
    /// <param name="beginnings">Whether a number without its country or the beginning of an id will do; not where a slip could not be taken back.</param>
    public static List<Guid> Find(ISession session, Scope scope, string text, bool beginnings = true)
    {
        text = text.Trim();
        if (Guid.TryParse(text, out var id))
            return session.List($"select r.profile_id from {ResolveTables.Record} r where r.record_id = {id} and {Seen(scope)}", r => r.Id(0));

        var found = Carrying(session, scope, IdentifierSearch.Condition(text));
        if (found.Count > 0 || !beginnings)
            return found;
        if (IdentifierSearch.National(text) is { } national && Carrying(session, scope, national) is { Count: > 0 } there)
            return there;
        // Lists show the beginning of an id.
        return IdBeginning.Condition(text, $"r.record_id") is not { } beginning ? found : session.List(
            $"select distinct r.profile_id from {ResolveTables.Record} r where {beginning} and {Seen(scope)} order by 1 limit 10", r => r.Id(0));
    }

    private static List<Guid> Carrying(ISession session, Scope scope, Sql identifiers) => session.List(
        $"""
        select distinct r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
        where ({identifiers}) and {Imports.Whole($"i.entry")} and {Seen(scope)} order by 1
        """,
        r => r.Id(0));

    /// <summary>A condition on <c>r</c>, a record: its profile may be seen.</summary>
    private static Sql Seen(Scope scope) => scope.IsLimited
        ? $"exists (select 1 from {ProfileTables.Profile} p where p.profile_id = r.profile_id and {scope.Sees($"p.country")})"
        : Sql.Constant("1 = 1");

    /// <summary>Everything about one profile; null where there is none, or none that may be seen. Ids of profiles that may not be seen are left out of its history.</summary>
    /// <param name="asked">The id that was asked for, if it was one; told when it redirects.</param>
    public static CustomerView? Show(ISession session, Scope scope, Guid profile, Guid? asked = null)
    {
        if (scope.IsLimited && session.Count($"select count(*) from {ProfileTables.Profile} p where p.profile_id = {profile} and {scope.Sees($"p.country")}") == 0)
            return null;
        var records = ProfileRecords.Of(session, profile);
        var statements = Statements(session, records);
        if (statements.Count == 0)
            return null;
        var edits = EditViews.Standing(session, records);
        var traits = Traits(session, profile, statements, edits);
        var country = statements.SelectMany(s => new[] { ("country", s.Country), ("address", s.AddressCountry), ("phone", s.PhoneCountry), ("locale", s.LocaleCountry), ("time zone", s.ZoneCountry) }
                .Where(e => e.Item2 is not null).Select(e => new TraitConflict($"{e.Item1}: {e.Item2}", s.From)))
            .DistinctBy(c => (c.Value, c.From.RecordId)).ToList();
        var conflict = session.First($"select country_conflict from {ProfileTables.Profile} where profile_id = {profile}", r => r.Bool(0));
        var reviews = session.List(
            $"""
            select distinct w.reason || ' (' || cast(r.profile_id as varchar) || ')' from (
                select p.reason, p.record_b as other from {ResolveTables.ReviewPair} p where {records.Are($"p.record_a")}
                union
                select p.reason, p.record_a as other from {ResolveTables.ReviewPair} p where {records.Are($"p.record_b")}) w
            join {ResolveTables.Record} r on r.record_id = w.other where {Seen(scope)} and {StandingDecisions.Undecided($"r.profile_id", $"{profile}")} order by 1
            """,
            r => r.Text(0)!);
        return new CustomerView(
            profile, asked is { } id && id != profile ? id.ToString() : null, traits, Identifiers(session, scope, records, statements), LabelsOf(session, profile, statements, edits),
            country, conflict, reviews, [.. statements.OrderBy(s => s.From.Import).ThenBy(s => s.From.Row).Select(s => s.From)], EventsOf(session, records), ConsentViews.Of(session, profile, records), edits, History(session, scope, profile, records));
    }

    private sealed record Statement(
        RecordReference From, string?[] Traits, string? Custom, string? Country, string? AddressCountry, string? PhoneCountry, string? LocaleCountry, string? ZoneCountry,
        string? Language, string? LocaleLanguage, string? TimeZone, string? PhoneZone, string? Platforms);

    /// <summary>The profile's statements, the best first: the order in which traits survive.</summary>
    private static List<Statement> Statements(ISession session, ProfileRecords records)
    {
        var names = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"cast(v.{t.Column} as varchar)"));
        var count = TraitColumns.All.Count;
        return session.List(
            $"""
            select r.record_id, r.source, r.external_id, v.entry, m.file_name, v.row_no, v.custom, v.country, v.address_country, v.phone_country, v.locale_country,
                v.zone_country, v.language, v.locale_language, v.time_zone, v.phone_zone, v.platforms, x.message_id, {names}
            from {ResolveTables.Record} r
            join {StatementTables.RecordVersion} v on v.record_id = r.record_id
            left join {IngestTables.Source} o on o.name = r.source
            left join {IngestTables.Import} m on m.entry = v.entry
            left join {EventTables.Event} x on x.entry = v.entry and x.row_no = v.row_no
            where {records.Are($"r.record_id")} and {records.Are($"v.record_id")} and {Imports.Whole($"v.entry")}
            order by coalesce(o.trust, 50) desc, v.stated_at desc, v.completeness desc, v.record_id, coalesce(v.message, 0) desc, v.entry desc, v.row_no desc
            """,
            r => new Statement(
                new RecordReference(r.Id(0), r.Text(1)!, r.Text(2), r.Long(3), r.Text(4) ?? "", r.Long(5), r.Text(17)),
                [.. Enumerable.Range(18, count).Select(r.Text)], r.Text(6), r.Text(7), r.Text(8), r.Text(9), r.Text(10), r.Text(11), r.Text(12), r.Text(13), r.Text(14),
                r.Text(15), r.Text(16)));
    }

    private static List<TraitView> Traits(ISession session, Guid profile, List<Statement> statements, List<EditView> edits)
    {
        var names = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"cast({t.Column} as varchar)"));
        var values = session.First($"select custom, {names} from {ProfileTables.Profile} where profile_id = {profile}", r =>
            Enumerable.Range(0, TraitColumns.All.Count + 1).Select(r.Text).ToArray())!;
        var views = new List<TraitView>();
        for (var i = 0; i < TraitColumns.All.Count; i++)
        {
            if (values[i + 1] is { } value)
                views.Add(View(TraitColumns.All[i].Column.Name, value, s => s.Traits[i]));
        }

        if (values[0] is { } custom)
        {
            using var json = System.Text.Json.JsonDocument.Parse(custom);
            foreach (var member in json.RootElement.EnumerateObject())
                views.Add(View(member.Name, member.Value.ToString(), s => CustomValue(s.Custom, member.Name)));
        }

        return views;

        TraitView View(string trait, string value, Func<Statement, string?> of)
        {
            // The script of a name is settled with it.
            var edit = edits.Find(e => e.Trait == (trait == "name_script" ? "name" : trait));
            return new TraitView(
                trait, value, edit is null ? statements.Find(s => of(s) == value)?.From : null,
                [.. statements.Where(s => of(s) is { } other && other != value).Select(s => new TraitConflict(of(s)!, s.From)).DistinctBy(c => c.Value)], edit);
        }
    }

    private static string? CustomValue(string? custom, string name)
    {
        if (custom is null)
            return null;
        using var json = System.Text.Json.JsonDocument.Parse(custom);
        return json.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
    }

    private static List<IdentifierView> Identifiers(ISession session, Scope scope, ProfileRecords records, List<Statement> statements)
    {
        var references = statements.GroupBy(s => (s.From.RecordId, s.From.Import, s.From.Row)).ToDictionary(g => g.Key, g => g.First().From);
        var byRecord = statements.GroupBy(s => s.From.RecordId).ToDictionary(g => g.Key, g => g.First().From);
        return [.. session.List(
            $"""
            select i.kind, i.space, i.value, i.note, i.number_type, i.record_id, i.entry, i.row_no, o.people
            from {ResolveTables.Identifier} i left join {ResolveTables.VoidedValue} o on o.match_key = i.match_key
            where {records.Are($"i.record_id")} and {Imports.Whole($"i.entry")} order by i.kind, i.value, i.entry, i.row_no
            """,
            r => (Kind: r.Text(0)!, Space: r.Text(1)!, Value: r.Text(2)!, Note: r.Text(3), Type: r.Text(4), Record: r.Id(5), Entry: r.Long(6), Row: r.Long(7),
                People: r.IsNull(8) ? (long?)null : r.Long(8)))
            .GroupBy(i => (i.Kind, i.Space, i.Value))
            .Select(g => new IdentifierView(
                g.Key.Kind, g.Key.Space.Length > 0 ? $"{g.Key.Space}:{g.Key.Value}" : g.Key.Value,
                g.First().People is { } people ? Shared(scope, people) : g.First().Note, g.First().Type,
                [.. g.Select(i => references.GetValueOrDefault((i.Record, i.Entry, i.Row)) ?? byRecord[i.Record]).Distinct()]))];
    }

    /// <summary>How many they are counts people of all countries.</summary>
    private static string Shared(Scope scope, long people) => scope.IsLimited ? "shared by more people than the limit: joins nobody" : $"shared by {people} people: joins nobody";

    private static List<LabelView> LabelsOf(ISession session, Guid profile, List<Statement> statements, List<EditView> edits)
    {
        var seen = TraitColumns.All.Select((t, i) => (t.Column.Name, i)).ToDictionary(t => t.Name, t => t.i, StringComparer.Ordinal);
        return session.List(
            $"select tag, value, since, because, confidence, origin, version from {TagTables.Assignment} where profile_id = {profile} order by tag, value",
            r =>
            {
                var (tag, value, because) = (r.Text(0)!, r.Text(1)!, r.Text(3)!);
                Func<Statement, bool> rests = (tag, because) switch
                {
                    ("country", "country") => s => s.Country == value,
                    ("country", "address") => s => s.AddressCountry == value,
                    ("country", "phone") => s => s.PhoneCountry == value,
                    ("country", "locale") => s => s.LocaleCountry == value,
                    ("country", "time zone") => s => s.ZoneCountry == value,
                    ("language", "language") => s => s.Language == value,
                    ("language", "locale") => s => s.LocaleLanguage == value,
                    ("time_zone", "time zone") => s => s.TimeZone == value,
                    ("time_zone", "phone") => s => s.PhoneZone == value,
                    ("language" or "time_zone", _) => s => (s.Country ?? s.AddressCountry ?? s.PhoneCountry ?? s.LocaleCountry ?? s.ZoneCountry) is not null,
                    ("platform", _) => s => s.Platforms is { } list && list.Split(',').Any(p => p.StartsWith(value + "=", StringComparison.Ordinal)),
                    (_, "active days column") => s => s.Traits[seen["active_days_30"]] is not null,
                    (_, "message count column") => s => (s.Traits[seen["messages_in"]] ?? s.Traits[seen["messages_count"]]) is not null,
                    (_, "messages received column") => s => s.Traits[seen["messages_in"]] is not null,
                    (_, "last order column") => s => s.Traits[seen["last_order_at"]] is not null,
                    (_, "last active column") => s => s.Traits[seen["last_seen_at"]] is not null,
                    (_, "last activity date") => s => (s.Traits[seen["last_seen_at"]] ?? s.Traits[seen["last_order_at"]]) is not null,
                    (_, "first known date") => s => (s.Traits[seen["created_at"]] ?? s.Traits[seen["first_order_at"]]) is not null,
                    _ => _ => false,
                };
                return new LabelView(tag, value, r.Time(2), because, Math.Round(r.Double(4), 3), [.. statements.Where(rests).Select(s => s.From)], r.Text(5)!, r.IsNull(6) ? null : (int)r.Long(6), because == "edit" ? edits.Find(e => e.Trait == tag) : null);
            });
    }

    private static List<EventsView> EventsOf(ISession session, ProfileRecords records) =>
        session.List(
            $"""
            select d.name, cast(sum(d.events) as bigint), min(d.first_at), max(d.last_at) from {EventTables.Day} d
            where {records.Are($"d.owner_id")} group by d.name order by 4 desc, 1
            """,
            r => new EventsView(r.Text(0)!, r.Long(1), r.Time(2), r.Time(3)));

    private static List<HistoryLine> History(ISession session, Scope scope, Guid profile, ProfileRecords records)
    {
        var changes = session.List(
            $"""
            select c.changed_at, c.kind, c.from_profile, c.into_profile, (r.record_id is not null and {Seen(scope)}) as seen
            from {ResolveTables.ProfileChange} c
            left join {ResolveTables.Record} r on r.record_id = case when c.from_profile = {profile} then c.into_profile else c.from_profile end
            where c.from_profile = {profile} or c.into_profile = {profile} order by c.entry
            """,
            r =>
            {
                var isInto = r.Id(3) == profile;
                var other = !scope.IsLimited || r.Bool(4) ? $"profile {(isInto ? r.Id(2) : r.Id(3))}" : "another profile";
                return new HistoryLine(r.Time(0), r.Text(1) == "merge"
                    ? isInto ? $"took in {other}" : $"went into {other}"
                    : isInto ? $"was split off from {other}" : $"gave up {other}");
            });
        var labels = session.List(
            $"select until, tag, value, since from {TagTables.History} where profile_id = {profile} order by until, tag, value, since",
            r => new HistoryLine(r.Time(0), $"{r.Text(1)} = {r.Text(2)} ended (since {r.Time(3):yyyy-MM-dd})"));
        var edits = EditViews.All(session, records).Select(e => new HistoryLine(
            e.At, $"{e.Trait} {(e.Released ? "left to the sources" : e.Value is null ? "edited: nothing is known" : $"edited: {e.Value}")} by {e.By ?? "somebody"}{(e.Reason is null ? "" : $" ({e.Reason})")}"));
        return [.. changes.Concat(labels).Concat(edits).OrderBy(h => h.At)];
    }
}
