using Meridian.Foundation.Database;
using Meridian.Profiles;
using Meridian.Resolve;
using static Meridian.Bench.Rules.ComparedRule;

namespace Meridian.Bench.Rules;

/// <summary>A hundred rules of an online shop that also chats.</summary>
internal static class RuleSet
{
    private static readonly string[] Categories = ["shoes", "hats", "bags", "coats", "toys"];

    public static IReadOnlyList<ComparedRule> All { get; } = [.. Traits(), .. Counts(), .. Amounts(), .. Wheres(), .. Recency(), .. Rhythm(), .. RuleSequences.All, .. Places(), .. Classes(), .. Others(), .. RuleSequences.OnTags];

    private static IEnumerable<ComparedRule> Traits()
    {
        var half = RuleStore.Now.AddMonths(-6);
        yield return Of("new_in_us", "country = \"US\" and created_at > 6 months ago", $"p.country = 'US' and p.created_at > {half}");
        yield return Of("gulf", "country in (\"AE\", \"SA\", \"QA\") and language = \"ar\"", $"p.country in ('AE', 'SA', 'QA') and (p.language = 'ar' or p.language like 'ar-%')");
        yield return Of("latam_whatsapp", "country in (\"BR\", \"MX\") and platform(\"whatsapp\")", $"p.country in ('BR', 'MX') and concat(',', p.platforms) like '%,whatsapp=%'");
        yield return Of("us_whatsapp_high", "country in (\"US\", \"IN\") and platform(\"whatsapp\") and activity = \"high\"", $"p.country in ('US', 'IN') and concat(',', p.platforms) like '%,whatsapp=%' and {Has("activity", "high")}");
        yield return Of("big_spender", "total_spent >= 4000", $"p.total_spent >= 4000");
        yield return Of("many_orders", "orders_count >= 30 and total_spent > 1000", $"p.orders_count >= 30 and p.total_spent > 1000");
        yield return Of("no_birth_date", "birth_date is missing", $"p.birth_date is null");
        yield return Of("collector", "points > 4000 and tier = \"gold\"", $"try_cast(json_extract_string(p.custom, '$.points') as double) > 4000 and json_extract_string(p.custom, '$.tier') = 'gold'");
        yield return Of("city_7", "city starts with \"city 7\"", $"starts_with(lower(p.city), 'city 7')");
        yield return Of("adults_18_30", "age between 18 and 30", $"{Age} between 18 and 30");
        yield return Of("older", "age >= 60 and not city is missing", $"{Age} >= 60 and p.city is not null");
        yield return Of("phone_no_chat", "identifier(\"phone\") and not platform(\"whatsapp\")", $"""
            p.profile_id in (select r.profile_id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id where i.kind = 'phone') and not concat(',', p.platforms) like '%,whatsapp=%'
            """);
        yield return Of("in_shop", "source(\"shop\") and source(\"crm\")", $"""
            p.profile_id in (select profile_id from {ResolveTables.Record} where source = 'shop') and p.profile_id in (select profile_id from {ResolveTables.Record} where source = 'crm')
            """);
    }

    /// <summary>On the customer's own today; at eight in the morning UTC every country here but for none has the same day.</summary>
    private static Sql Age => $"date_diff('year', p.birth_date, cast({RuleStore.Now} as date)) - case when month(p.birth_date) * 100 + day(p.birth_date) > 1126 then 1 else 0 end";

    private static IEnumerable<ComparedRule> Counts()
    {
        foreach (var (name, key) in new[] { ("Order Completed", "orders"), ("Product Viewed", "views"), ("Product Added", "carts"), ("Message Received", "chats") })
        {
            foreach (var (days, least) in new[] { (7, 1), (30, 3), (90, 4), (365, 6) })
                yield return Of($"{key}_{days}_{least}", $"count(\"{name}\", within: {days} days) >= {least}", Having(name, Within(days), $"count(*) >= {least}"));
        }

        yield return Of("mail_readers", "count(\"Email Opened\", within: 60 days) >= 2 or count(\"Link Clicked\", within: 60 days) >= 1", $"{Having("Email Opened", Within(60), $"count(*) >= 2")} or {Having("Link Clicked", Within(60), $"count(*) >= 1")}");
        yield return Of("never_ordered", "count(\"Order Completed\") = 0 and count() > 5", $"not {Having("Order Completed", AnyTime, $"count(*) > 0")} and {HavingAny(AnyTime, $"count(*) > 5")}");
        yield return Of("fell_by_half", "count(\"Product Viewed\", within: 30 days) < 0.5 * count(\"Product Viewed\", between: 60 days and 30 days)",
            Having("Product Viewed", Within(60), $"count(*) filter (where {Within(30)}) < 0.5 * count(*) filter (where {Between(60, 30)})"));
        yield return Of("only_before", "count(\"Order Completed\", before: 180 days) >= 2 and count(\"Order Completed\", within: 180 days) = 0",
            Having("Order Completed", AnyTime, $"count(*) filter (where e.occurred_at <= {RuleStore.Now.AddDays(-180)}) >= 2 and count(*) filter (where {Within(180)}) = 0"));
    }

    private static IEnumerable<ComparedRule> Amounts()
    {
        foreach (var (days, least) in new[] { (30, 300), (60, 200), (90, 500), (180, 700), (365, 1000), (365, 2000) })
            yield return Of($"spent_{days}_{least}", $"sum(\"Order Completed\".total, within: {days} days) >= {least}", Having("Order Completed", Within(days), $"sum(e.total) >= {least}"));
        yield return Of("large_basket", "avg(\"Order Completed\".total) > 250 and count(\"Order Completed\") >= 2", Having("Order Completed", AnyTime, $"avg(e.total) > 250 and count(*) >= 2"));
        yield return Of("one_large", "max(\"Order Completed\".total, within: 90 days) >= 390", Having("Order Completed", Within(90), $"max(e.total) >= 390"));
        yield return Of("small_only", "max(\"Order Completed\".total) < 50", Having("Order Completed", AnyTime, $"max(e.total) < 50"));
        // In cents: sums of doubles come out otherwise in another order, and then a customer in a hundred thousand is on the other side.
        yield return Of("grew", "sum(\"Order Completed\".total, within: 180 days) > 2 * sum(\"Order Completed\".total, between: 360 days and 180 days)",
            $"{Having("Order Completed", Within(360), $"coalesce(sum(cast(e.total as decimal(18, 2))) filter (where {Within(180)}), 0) > 2 * coalesce(sum(cast(e.total as decimal(18, 2))) filter (where {Between(360, 180)}), 0)")}");
    }

    private static IEnumerable<ComparedRule> Wheres()
    {
        foreach (var category in Categories)
            yield return Of($"likes_{category}", $"count(\"Product Viewed\", within: 60 days, where: category = \"{category}\") >= 2", Having("Product Viewed", $"{Within(60)} and json_extract_string(e.properties, '$.category') = {category}", $"count(*) >= 2"));
        foreach (var category in Categories)
            yield return Of($"carts_{category}", $"count(\"Product Added\", within: 365 days, where: category = \"{category}\" and price < 200) >= 1", Having("Product Added", $"{Within(365)} and json_extract_string(e.properties, '$.category') = {category} and try_cast(json_extract_string(e.properties, '$.price') as double) < 200", $"count(*) >= 1"));
        yield return Of("dear_views", "count(\"Product Viewed\", within: 30 days, where: price >= 300) >= 2", Having("Product Viewed", $"{Within(30)} and try_cast(json_extract_string(e.properties, '$.price') as double) >= 300", $"count(*) >= 2"));
        yield return Of("large_orders", "count(\"Order Completed\", within: 30 days, where: total >= 50) >= 3", Having("Order Completed", $"{Within(30)} and e.total >= 50", $"count(*) >= 3"));
        yield return Of("coupons", "count(\"Order Completed\", where: coupon = \"SAVE10\") >= 2", Having("Order Completed", $"json_extract_string(e.properties, '$.coupon') = 'SAVE10'", $"count(*) >= 2"));
        yield return Of("full_price", "count(\"Order Completed\", where: coupon is missing) >= 3", Having("Order Completed", $"json_extract_string(e.properties, '$.coupon') is null", $"count(*) >= 3"));
        yield return Of("broad_taste", "distinct(\"Product Viewed\".category, within: 90 days) >= 4", Having("Product Viewed", Within(90), $"count(distinct json_extract_string(e.properties, '$.category')) >= 4"));
    }

    private static IEnumerable<ComparedRule> Recency()
    {
        foreach (var days in new[] { 30, 90, 180 })
            yield return Of($"no_order_{days}", $"days_since(last(\"Order Completed\")) > {days}", Having("Order Completed", AnyTime, $"max(e.occurred_at) < {RuleStore.Now.AddDays(-days)}"));
        yield return Of("no_view_30", "days_since(last(\"Product Viewed\")) > 30", Having("Product Viewed", AnyTime, $"max(e.occurred_at) < {RuleStore.Now.AddDays(-30)}"));
        yield return Of("no_chat_60", "days_since(last(\"Message Received\")) > 60", Having("Message Received", AnyTime, $"max(e.occurred_at) < {RuleStore.Now.AddDays(-60)}"));
        yield return Of("churn", "days_since(last(\"Order Completed\")) > 90 and sum(\"Order Completed\".total) > 500", Having("Order Completed", AnyTime, $"max(e.occurred_at) < {RuleStore.Now.AddDays(-90)} and sum(e.total) > 500"));
        yield return Of("first_order_lately", "days_since(first(\"Order Completed\")) < 60", Having("Order Completed", AnyTime, $"min(e.occurred_at) > {RuleStore.Now.AddDays(-60)}"));
        yield return Of("last_was_dear", "last(\"Order Completed\".total) > 300", Having("Order Completed", AnyTime, $"arg_max(e.total, e.occurred_at) > 300"));
        yield return Of("seen_not_bought", "days_since(last_seen_at) < 14 and days_since(last(\"Order Completed\")) > 60", $"p.last_seen_at > {RuleStore.Now.AddDays(-14)} and {Having("Order Completed", AnyTime, $"max(e.occurred_at) < {RuleStore.Now.AddDays(-60)}")}");
    }

    private static IEnumerable<ComparedRule> Rhythm()
    {
        yield return Of("active_4_of_30", "active_days(within: 30 days) >= 3", HavingAny(Within(30), $"count(distinct cast(e.occurred_at as date)) >= 3"));
        yield return Of("active_year", "active_days(within: 365 days) >= 15", HavingAny(Within(365), $"count(distinct cast(e.occurred_at as date)) >= 15"));
        yield return Of("active_week", "active_days(within: 7 days) >= 2", HavingAny(Within(7), $"count(distinct cast(e.occurred_at as date)) >= 2"));
        yield return Of("active_quarter", "active_days(within: 90 days) >= 6", HavingAny(Within(90), $"count(distinct cast(e.occurred_at as date)) >= 6"));
        yield return Of("chat_days", "active_days(\"Message Received\", within: 90 days) >= 2", Having("Message Received", Within(90), $"count(distinct cast(e.occurred_at as date)) >= 2"));
        yield return Of("off_rhythm", "days_since(last()) > 3 * usual_gap()", $"""
            p.profile_id in (select g.profile_id from (
                select d.profile_id, d.last_at, d.day - lag(d.day) over (partition by d.profile_id order by d.day) as gap from (
                    select r.profile_id, cast(e.occurred_at as date) as day, max(max(e.occurred_at)) over (partition by r.profile_id) as last_at
                    from {Events.EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
                    where e.name not in ('Order Refunded', 'Message Sent', 'Message Delivered', 'Message Failed') and e.occurred_at <= {RuleStore.Now} group by r.profile_id, cast(e.occurred_at as date)) d) g
                group by g.profile_id having count(g.gap) >= 3 and epoch({RuleStore.Now} - max(g.last_at)) / 86400.0 > 3 * median(g.gap))
            """);
    }

    private static IEnumerable<ComparedRule> Places()
    {
        yield return Of("top_tenth", "percentile(total_spent) >= 90", $"p.profile_id in (select c.profile_id from (select profile_id, cume_dist() over (order by total_spent) as share from {ProfileTables.Profile} where total_spent is not null) c where c.share * 100 >= 90)");
        yield return Of("top_of_country", "percentile(total_spent, per: country) >= 95",
            $"p.profile_id in (select c.profile_id from (select profile_id, cume_dist() over (partition by country order by total_spent) as share from {ProfileTables.Profile} where total_spent is not null and country is not null) c where c.share * 100 >= 95)");
        yield return Of("top_buyers", "rank(sum(\"Order Completed\".total)) <= 1000", $"""
            p.profile_id in (select k.profile_id from (select s.profile_id, rank() over (order by s.spent desc) as place from (
                select r.profile_id, sum(e.total) as spent from {Events.EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id where e.name = 'Order Completed' and e.occurred_at <= {RuleStore.Now}
                group by r.profile_id) s) k where k.place <= 1000)
            """);
    }

    private static IEnumerable<ComparedRule> Classes()
    {
        Sql Spent(double least) => Having("Order Completed", Within(365), $"sum(e.total) >= {least}");
        Sql Ordered(int least) => Having("Order Completed", Within(365), $"count(*) >= {least}");
        Sql Lately(int days) => Having("Order Completed", Within(days), $"count(*) > 0");
        return
        [
            .. Class("age_class", ("young", "age < 30", $"{Age} < 30"), ("middle", "age < 55", $"{Age} < 55"), ("senior", "age >= 55", $"{Age} >= 55")),
            .. Class("value_class", ("high", "sum(\"Order Completed\".total, within: 365 days) >= 1500", Spent(1500)), ("medium", "sum(\"Order Completed\".total, within: 365 days) >= 400", Spent(400)), ("low", "sum(\"Order Completed\".total, within: 365 days) > 0", Spent(0.01))),
            .. Class("frequency_class", ("often", "count(\"Order Completed\", within: 365 days) >= 6", Ordered(6)), ("sometimes", "count(\"Order Completed\", within: 365 days) >= 2", Ordered(2)), ("once", "count(\"Order Completed\", within: 365 days) = 1", Ordered(1))),
            .. Class("recency_class", ("hot", "count(\"Order Completed\", within: 30 days) > 0", Lately(30)), ("warm", "count(\"Order Completed\", within: 120 days) > 0", Lately(120)), ("cold", "count(\"Order Completed\") > 0", Having("Order Completed", AnyTime, $"count(*) > 0"))),
        ];
    }

    private static IEnumerable<ComparedRule> Others()
    {
        yield return Of("may_mail", "consent(\"email\", \"marketing\") and life_stage = \"lapsing\"", $"""
            p.profile_id in (select r.profile_id from {ResolveTables.Record} r join {Normalise.StatementTables.RecordVersion} v on v.record_id = r.record_id where v.marketing_consent = 'granted') and {Has("life_stage", "lapsing")}
            """);
        yield return Of("quiet_good", "activity = \"silent\" and data_quality = \"good\"", $"{Has("activity", "silent")} and {Has("data_quality", "good")}");
        yield return Of("long_high", "days_since(tag_since(\"activity\")) > 100 and activity = \"high\"",
            $"p.profile_id in (select a.profile_id from {Tags.TagTables.Assignment} a where a.tag = 'activity' and a.value = 'high' and a.since < {RuleStore.Now.AddDays(-100)})");
    }
}
