using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.Bench.Rules;

/// <summary>
/// A store of customers and what they did in two years, written straight into DuckDB's tables: what an import and the pump would leave there, in minutes instead of hours. Events stand in the order in
/// which they came; few customers do much, and most little.
/// </summary>
internal static class RuleStore
{
    public static readonly DateTime Now = new(2026, 11, 26, 8, 0, 0);

    private const int Days = 730;

    // Braces would be the C# text's own.
    private static readonly Sql Open = Sql.Constant("'{'");
    private static readonly Sql Close = Sql.Constant("'}'");

    public static void Fill(ISession session, long profiles, long events)
    {
        using (var transaction = session.Begin())
        {
            Customers(session, profiles);
            transaction.Commit();
        }

        // In parts, so that each fills storage units and is let go.
        const int Parts = 10;
        for (var part = 0; part < Parts; part++)
        {
            using var transaction = session.Begin();
            Happened(session, profiles, events, events * part / Parts, events * (part + 1) / Parts);
            transaction.Commit();
        }
    }

    private static void Customers(ISession session, long profiles)
    {
        session.Execute($"""
            insert into {ProfileTables.Profile} (
                profile_id, records, country, country_conflict, language, time_zone, name, birth_date, city, created_at, last_seen_at, orders_count, total_spent, currency, custom, platforms, made, anonymous)
            select cast(md5(concat('p', i)) as uuid), case when i % 4 = 0 then 2 else 1 end,
                case when h % 20 = 0 then null else (['US', 'IN', 'BR', 'MX', 'AE', 'CN', 'DE', 'GB', 'TH', 'NG'])[1 + h % 10] end, false,
                (['en', 'hi', 'pt-BR', 'es', 'ar', 'zh-Hans', 'de', 'en', 'th', 'en'])[1 + h % 10],
                (['America/New_York', 'Asia/Kolkata', 'America/Sao_Paulo', 'America/Mexico_City', 'Asia/Dubai', 'Asia/Shanghai', 'Europe/Berlin', 'Europe/London', 'Asia/Bangkok', 'Africa/Lagos'])[1 + h % 10],
                concat('Customer ', i), case when h % 3 = 0 then null else date '1946-01-01' + cast(h // 7 % 23000 as integer) end, concat('City ', h % 500),
                {Now} - to_hours(cast(h // 11 % (24 * 900) as integer)), {Now} - to_hours(cast(h // 13 % (24 * 200) as integer)), h // 17 % 40, (h // 19 % 500000) / 100.0, 'USD',
                concat({Open}, '"points":"', h // 23 % 5000, '","tier":"', (['gold', 'silver', 'bronze'])[1 + h // 29 % 3], '"', {Close}),
                concat_ws(',', case when h % 5 < 3 then concat('whatsapp=', i) end, case when h % 7 = 0 then concat('telegram=', i) end, case when h % 11 = 0 then concat('instagram=', i) end), 1, false
            from (select i, cast(hash(i) % 1000000007 as bigint) as h from range({profiles}) t (i)) x
            """);
        session.Execute($"""
            insert into {ResolveTables.Record} (record_id, source, external_id, entry, row_no, profile_id, component_id, content_hash, last_entry)
            select case when n = 0 then p else cast(md5(concat('r', i)) as uuid) end, case when n = 1 then 'shop' else 'crm' end, cast(i as varchar), 1, i, p, p, i, 1
            from (select i, cast(md5(concat('p', i)) as uuid) as p, unnest(range(case when i % 4 = 0 then 2 else 1 end)) as n from range({profiles}) t (i)) x
            """);
        session.Execute($"""
            insert into {ResolveTables.Identifier} (record_id, kind, space, value, match_key, entry, row_no)
            select cast(md5(concat('p', i)) as uuid), k.kind, '', concat(k.kind, i), cast(md5(concat(k.kind, i)) as uuid), 1, i
            from range({profiles}) t (i), (values ('email', 1), ('phone', 2), ('telegram', 7)) k (kind, every) where i % k.every = 0
            """);
        session.Execute($"""
            insert into {StatementTables.RecordVersion} (record_id, entry, row_no, stated_at, completeness, content_hash, marketing_consent, anonymous)
            select cast(md5(concat('p', i)) as uuid), 1, i, {Now} - to_hours(cast(i % 9000 as integer)), 8, i, case when i % 3 = 0 then 'granted' when i % 10 = 1 then 'withdrawn' end, false from range({profiles}) t (i)
            """);
        session.Execute($"""
            insert into {TagTables.Assignment} (profile_id, tag, value, since, because, confidence, origin)
            select cast(md5(concat('p', i)) as uuid), l.tag, l.labels[1 + cast(hash(i * 31 + length(l.tag)) % 1000003 as bigint) % len(l.labels)], {Now} - to_hours(cast(i % 5000 as integer)), 'last seen', 0.9, 'built-in'
            from range({profiles}) t (i), (values ('activity', ['high', 'medium', 'low', 'silent', 'unknown']), ('life_stage', ['new', 'active', 'lapsing', 'lost']), ('data_quality', ['good', 'fair', 'poor'])) l (tag, labels)
            """);
    }

    private static void Happened(ISession session, long profiles, long events, long from, long to) => session.Execute($"""
        insert into {EventTables.Event} (message_key, record_id, owner_id, source, message_id, type, name, occurred_at, received_at, total, properties, content_hash, entry, row_no)
        select cast(md5(concat('m', i)) as uuid), p, p, 'app', concat('m', i), 'track', name, happened, happened, case when name = 'Order Completed' then amount end,
            case when name in ('Product Viewed', 'Product Added') then concat({Open}, '"product_id":"', h // 5 % 2000, '","category":"', (['shoes', 'hats', 'bags', 'coats', 'toys'])[1 + h // 7 % 5], '","price":', amount, {Close})
                when name = 'Order Completed' then concat({Open}, '"order_id":"', i, '","total":', amount, ',"currency":"USD","coupon":', case when h % 4 = 0 then '"SAVE10"' else 'null' end, {Close})
                when name = 'Link Clicked' then concat({Open}, '"url":"https://example.com/', h % 100, '"', {Close}) else concat({Open}, {Close}) end, i, 2 + i // 1000, i % 1000
        from (
            select i, h, cast(md5(concat('p', cast(floor(power((h % 1000003) / 1000003.0, 2) * {profiles}) as bigint))) as uuid) as p, (h // 3 % 40000) / 100.0 as amount,
                {Now.AddDays(-Days)} + to_seconds(cast(i as double) * {Days * 86_400.0} / {events}) as happened,
                (['Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Product Viewed', 'Message Received', 'Message Received', 'Message Received',
                    'Message Sent', 'Message Sent', 'Product Added', 'Product Added', 'Product Added', 'Order Completed', 'Order Completed', 'Email Opened', 'Link Clicked'])[1 + h // 11 % 20] as name
            from (select i, cast(hash(i * 2654435761) % 1000000007 as bigint) as h from (select j + {from} as i from range({to - from}) t (j)) n) x) e
        """);

    /// <summary>Days' roll-ups of all events, as the pump keeps them.</summary>
    public static void RollUp(ISession session) => session.Execute($"""
        insert into {EventTables.Day} (record_id, owner_id, day, name, own, events, total, first_at, last_at)
        select record_id, owner_id, cast(occurred_at as date), name, name not in ('Order Refunded', 'Message Sent', 'Message Delivered', 'Message Failed'), count(*), sum(total), min(occurred_at), max(occurred_at)
        from {EventTables.Event} group by record_id, owner_id, cast(occurred_at as date), name
        """);
}
