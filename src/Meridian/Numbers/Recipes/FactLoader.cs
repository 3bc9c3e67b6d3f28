using System.Text.Json;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using Meridian.Resolve;
using Meridian.Tags;
using Meridian.Tags.Labels;

namespace Meridian.Numbers.Recipes;

/// <summary>Reads the facts of all customers who have a phone: one query that streams by, one object a customer in memory.</summary>
internal static class FactLoader
{
    private static readonly Table Stated = new("page_stated");
    private static readonly Table Labels = new("page_label");
    private static readonly Table Edits = new("page_fact_edit");
    private static readonly Table Happened = new("page_fact_happened");
    private static readonly Table Delivered = new("page_fact_delivered");

    /// <summary>What stands as the source of what events say.</summary>
    private const string OfEvents = "events";

    /// <param name="now">The instant to which ages count, UTC.</param>
    public static IEnumerable<(string Phone, Guid Profile, CustomerFacts Facts)> Load(ISession session, DateTime now)
    {
        session.Execute(session.Dialect.CreateTemporary(Stated, WhoStated(session.Dialect)));
        session.Execute(session.Dialect.CreateTemporary(Labels, $"""
            select profile_id, string_agg(case when tag = {LabelRefresher.Platform} then value end, ', ' order by value) as platforms,
                max(case when tag = {Activity.Tag} then value end) as activity
            from {TagTables.Assignment} where tag in ({LabelRefresher.Platform}, {Activity.Tag}) group by profile_id
            """));
        session.Execute(session.Dialect.CreateTemporary(Edits, WhoEdited));
        session.Execute(session.Dialect.CreateTemporary(Happened, WhatHappened(now)));
        session.Execute(session.Dialect.CreateTemporary(Delivered, LastDeliveries(session.Dialect, now)));
        var today = DateOnly.FromDateTime(now);
        var sources = new FactSources();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        return session.Query(
            $"""
            select i.value, r.profile_id, l.platforms, l.activity, greatest(p.last_seen_at, p.last_order_at), p.messages_in, p.gender, p.birth_date, p.age,
                p.avatar is not null, p.language, case when p.custom like '%"device":%' then p.custom end, least(p.created_at, p.first_order_at),
                s.platform_evidence, s.seen_from, s.messages_from, coalesce(e.gender, s.gender_from),
                coalesce(e.birth, s.birth_from), coalesce(e.age, s.age_from), coalesce(e.avatar, s.avatar_from), coalesce(e.language, s.language_from), coalesce(e.device, s.device_from), s.since_from,
                h.seen, h.received, h.received_at, d.delivery, d.delivery_from
            from {ResolveTables.Identifier} i
            join {ResolveTables.Record} r on r.record_id = i.record_id
            join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            left join {Stated} s on s.profile_id = r.profile_id
            left join {Labels} l on l.profile_id = r.profile_id
            left join {Edits} e on e.profile_id = r.profile_id
            left join {Happened} h on h.profile_id = r.profile_id
            left join {Delivered} d on d.profile_id = r.profile_id
            where i.kind = 'phone' and {Imports.Whole($"i.entry")}
            """,
            r =>
            {
                // What they did and wrote is told by columns of files and by events; the later, and the more.
                var (seen, did) = (Past(Day(r, 4), today), Day(r, 23));
                var (counted, received) = (r.IsNull(5) ? (long?)null : r.Long(5), r.IsNull(24) ? 0 : r.Long(24));
                var (byEvents, wroteByEvents) = (did is not null && (seen is null || did > seen), received > 0 && received > (counted ?? 0));
                var birth = r.IsNull(7) ? (DateOnly?)null : r.Date(7);
                return (r.Text(0)!, r.Id(1), new CustomerFacts
                {
                    Sources = sources,
                    Platforms = Once(r.Text(2)),
                    Activity = r.Text(3) is { } activity && activity != "unknown" ? Once(activity) : null,
                    LastSeen = byEvents ? did : seen,
                    MessagesIn = wroteByEvents ? received : counted,
                    Gender = Once(r.Text(6)),
                    Age = birth is { } born ? Years(born, today) : r.IsNull(8) ? null : (int)r.Long(8),
                    HasAvatar = r.Bool(9),
                    Language = Once(r.Text(10)),
                    Device = Once(Device(r.Text(11))),
                    Since = Past(Day(r, 12), today),
                    PlatformEvidence = Once(r.Text(13)),
                    LastSeenFrom = sources.Read(byEvents ? On(did!.Value) : r.Text(14), today),
                    MessagesFrom = sources.Read(wroteByEvents ? On(Day(r, 25)!.Value) : r.Text(15), today),
                    GenderFrom = sources.Read(r.Text(16), today),
                    AgeFrom = sources.Read(r.Text(birth is null ? 18 : 17), today),
                    AvatarFrom = sources.Read(r.Text(19), today),
                    LanguageFrom = sources.Read(r.Text(20), today),
                    DeviceFrom = sources.Read(r.Text(21), today),
                    SinceFrom = sources.Read(r.Text(22), today),
                    Delivery = Once(r.Text(26)),
                    DeliveryFrom = sources.Read(r.Text(27), today),
                });
            });

        string? Once(string? text)
        {
            if (text is null || texts.TryGetValue(text, out var kept))
                return text is null ? null : texts[text];
            // Devices are free text; a team with a million of them keeps each as it is.
            if (texts.Count < 100_000)
                texts.Add(text, text);
            return text;
        }
    }

    private static string On(DateOnly day) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{OfEvents}|{day:yyyy-MM-dd}");

    /// <summary>What customers did last and how often they wrote, by events; a time that has not come yet (but for a day of clock skew) proves nothing.</summary>
    private static Sql WhatHappened(DateTime now) => $"""
        select r.profile_id, max(case when {EventNames.ByCustomerOf($"d.name")} then d.last_at end) as seen,
            cast(sum(case when d.name = {EventNames.MessageReceived} then d.events else 0 end) as bigint) as received, max(case when d.name = {EventNames.MessageReceived} then d.last_at end) as received_at
        from {EventTables.Day} d join {ResolveTables.Record} r on r.record_id = d.owner_id where d.last_at <= {now.AddDays(1)} group by r.profile_id
        """;

    /// <summary>The last thing that became of a message to a customer, as "failed (whatsapp): not on the platform", and who told of it.</summary>
    private static Sql LastDeliveries(IDialect dialect, DateTime now)
    {
        Sql Said(string property) => dialect.JsonText($"t.properties", [property]);
        return $"""
            select t.profile_id, t.source || '|' || cast(cast(t.occurred_at as date) as varchar) as delivery_from,
                case t.name when {EventNames.MessageDelivered} then 'delivered' when {EventNames.MessageRead} then 'read' else 'failed' end
                    || coalesce(' (' || {Said("channel")} || ')', '')
                    || case when t.name = {EventNames.MessageFailed} then coalesce(': ' || coalesce({Said("reason")}, {Said("error")}), '') else '' end as delivery
            from (
                select r.profile_id, e.name, e.source, e.occurred_at, e.properties, row_number() over (partition by r.profile_id order by e.occurred_at desc, e.message_key) as place
                from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
                where e.name in ({EventNames.MessageDelivered}, {EventNames.MessageRead}, {EventNames.MessageFailed}) and e.occurred_at <= {now.AddDays(1)}) t
            where t.place = 1
            """;
    }

    /// <summary>The facts that a person settled, as "edit|day".</summary>
    private static Sql WhoEdited
    {
        get
        {
            Sql Of(string trait) => $"max(case when w.trait = {trait} then 'edit|' || cast(cast(w.said_at as date) as varchar) end)";
            return $"""
                select w.profile_id, {Of("gender")} as gender, {Of("birth_date")} as birth, {Of("age")} as age, {Of("avatar")} as avatar, {Of("language")} as language, {Of("device")} as device
                from ({StandingEdits.Of(Sql.Constant("1 = 1"))}) w group by w.profile_id
                """;
        }
    }

    /// <summary>For each fact of a profile the statement that it survived from, as "SOURCE|day": ranked as traits are.</summary>
    private static Sql WhoStated(IDialect dialect)
    {
        Sql From(Sql condition, Sql rank, Sql name) => $"{dialect.FirstBy($"case when {condition} then origin end", rank)} as {name}";
        return $"""
            select profile_id, string_agg(distinct platforms || '@' || origin, {"\n"}) as platform_evidence, {From($"seen is not null", $"latest", $"seen_from")},
                {From($"messages_in is not null", $"best", $"messages_from")}, {From($"gender is not null", $"best", $"gender_from")},
                {From($"birth_date is not null", $"best", $"birth_from")}, {From($"age is not null", $"best", $"age_from")},
                {From($"avatar is not null", $"best", $"avatar_from")}, {From($"speaks", $"said", $"language_from")},
                {From($"custom like '%\"device\":%'", $"best", $"device_from")}, {From($"since is not null", $"earliest", $"since_from")}
            from (
                select n.*,
                    row_number() over (partition by profile_id order by trust desc, stated_at desc, completeness desc, record_id, entry desc, row_no desc) as best,
                    row_number() over (partition by profile_id order by stated_at desc, trust desc, record_id, entry desc, row_no desc) as said,
                    row_number() over (partition by profile_id order by seen desc nulls last, record_id, entry desc, row_no desc) as latest,
                    row_number() over (partition by profile_id order by since nulls last, record_id, entry desc, row_no desc) as earliest
                from (
                    select r.profile_id, r.record_id, coalesce(o.trust, 50) as trust, v.entry, v.row_no, v.stated_at, v.completeness,
                        r.source || '|' || cast(cast(v.stated_at as date) as varchar) as origin, v.platforms, greatest(v.last_seen_at, v.last_order_at) as seen,
                        least(v.created_at, v.first_order_at) as since, v.messages_in, v.gender, v.birth_date, v.age, v.avatar,
                        case p.language_because when 'language' then v.language = p.language when 'locale' then v.locale_language = p.language
                            else p.country = case p.country_because when 'country' then v.country when 'address' then v.address_country when 'phone' then v.phone_country
                                when 'locale' then v.locale_country else v.zone_country end end as speaks, v.custom
                    from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id
                    join {ProfileTables.Profile} p on p.profile_id = r.profile_id
                    left join {IngestTables.Source} o on o.name = r.source
                    where {Imports.Whole($"v.entry")}) n) s
            group by profile_id
            """;
    }

    private static DateOnly? Day(IRow row, int column) => row.IsNull(column) ? null : DateOnly.FromDateTime(row.Time(column));

    /// <summary>What lies ahead is somebody's slip, and says nothing; a day's difference is a time zone.</summary>
    private static DateOnly? Past(DateOnly? day, DateOnly today) => day > today.AddDays(1) ? null : day;

    private static int Years(DateOnly born, DateOnly today)
    {
        var years = today.Year - born.Year;
        return born.AddYears(years) > today ? years - 1 : years;
    }

    /// <summary>The team's own trait "device".</summary>
    private static string? Device(string? custom)
    {
        if (custom is null)
            return null;
        using var json = JsonDocument.Parse(custom);
        if (json.RootElement.TryGetProperty("device", out var device) && device.ToString() is { Length: > 0 } text)
            return text;
        return null;
    }
}
