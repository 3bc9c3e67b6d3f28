using Meridian.DuckDb;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian.Bench.Rules;

/// <summary>A store of so many customers and events, written by the engine itself: what is measured is rules, not imports. Customers differ in how much they do, events in how common they are.</summary>
internal static class BenchStore
{
    public static readonly DateTime Now = new(2026, 11, 26, 12, 0, 0);

    public static void Fill(ISession session, long profiles, long events)
    {
        session.UseResources(Environment.ProcessorCount, 4096);
        // Ids as spread as real ones, and the same in every run.
        session.Execute($"""
            insert into {ResolveTables.Record} select cast(md5(cast(i as varchar)) as uuid), 'shop', cast(i as varchar), 1, i, cast(md5(cast(i as varchar)) as uuid), cast(md5(cast(i as varchar)) as uuid), 0, 1
            from range({profiles}) t(i)
            """);
        session.Execute($"""
            insert into {ProfileTables.Profile} (profile_id, records, country, country_because, country_conflict, language, time_zone, name, birth_date, city, created_at, orders_count, total_spent, custom, platforms, made, anonymous)
            select cast(md5(cast(i as varchar)) as uuid), 1, (['US','IN','AE','TH','BR','DE','CN','GB','FR','JP'])[1 + cast(hash(i) % 10 as bigint)], 'country', false,
                (['en','hi','ar','th','pt-BR','de','zh-Hans','en','fr','ja'])[1 + cast(hash(i) % 10 as bigint)],
                (['America/New_York','Asia/Kolkata','Asia/Dubai','Asia/Bangkok','America/Sao_Paulo','Europe/Berlin','Asia/Shanghai','Europe/London','Europe/Paris','Asia/Tokyo'])[1 + cast(hash(i) % 10 as bigint)],
                concat('Customer ', i), date '1950-01-01' + cast(hash(i, 1) % 20000 as integer), concat('City ', hash(i, 2) % 500),
                {Now} - to_days(cast(hash(i, 3) % 1500 as integer)), hash(i, 4) % 20, (hash(i, 5) % 200000) / 100.0,
                case when hash(i, 6) % 4 = 0 then concat('{Open}"points":"', hash(i, 7) % 1000, '"{Close}') end,
                case hash(i, 8) % 4 when 0 then 'whatsapp=source' when 1 then 'telegram=handle' when 2 then 'line=source,whatsapp=handle' end, 1, false
            from range({profiles}) t(i)
            """);
        // The square of an even number between 0 and 1: a tenth of the customers does a third of everything. In the order of time, as events come.
        session.Execute($"""
            insert into {EventTables.Event} (message_key, record_id, owner_id, source, message_id, type, name, occurred_at, received_at, total, properties, content_hash, entry, row_no)
            select cast(md5(concat('e', i)) as uuid), who, who, 'shop', concat('m', i), 'track', name, happened, happened,
                case when name in ('Order Completed', 'Order Refunded') then (hash(i, 12) % 20000) / 100.0 end,
                case when name in ('Product Viewed', 'Product Added', 'Order Completed') then concat('{Open}"category":"', (['shoes','hats','bags','toys'])[1 + cast(hash(i, 13) % 4 as bigint)], '","price":', hash(i, 14) % 100, '{Close}') end,
                0, 2, i
            from (
                select i, cast(md5(cast(cast(floor(power((hash(i, 9) % 1000003) / 1000003.0, 2) * {profiles}) as bigint) as varchar)) as uuid) as who,
                    (['Page Viewed','Page Viewed','Page Viewed','Page Viewed','Page Viewed','Page Viewed','Page Viewed','Page Viewed','Product Viewed','Product Viewed','Product Viewed','Product Viewed',
                      'Message Received','Message Sent','Product Added','Product Added','Order Completed','Order Refunded','Email Opened','Link Clicked'])[1 + cast(hash(i, 10) % 20 as bigint)] as name,
                    {Now} - to_seconds(cast(({events} - i) * 31536000 / {events} as bigint)) as happened
                from range({events}) t(i)) e
            """);
        session.Execute($"""
            insert into {EventTables.Day} select record_id, owner_id, cast(occurred_at as date), name, name not in ('Message Sent', 'Order Refunded'), count(*), sum(total), min(occurred_at), max(occurred_at)
            from {EventTables.Event} group by all
            """);
        session.Execute($"""
            insert into {TagTables.Assignment} (profile_id, tag, value, since, because, confidence, origin)
            select profile_id, tag, case tag when 'activity' then (['high','medium','low','silent'])[1 + cast(hash(profile_id) % 4 as bigint)] when 'life_stage' then (['new','active','lapsing','lost'])[1 + cast(hash(profile_id, 1) % 4 as bigint)]
                when 'country' then country when 'language' then language else 'good' end, {Now}, 'bench', 0.9, 'built-in'
            from {ProfileTables.Profile}, (values ('country'), ('language'), ('activity'), ('life_stage'), ('data_quality')) t(tag)
            """);
    }

    private static Sql Open => Sql.Constant("{");

    private static Sql Close => Sql.Constant("}");
}
