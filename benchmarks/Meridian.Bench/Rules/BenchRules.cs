using System.Globalization;
using Meridian.Tags;

namespace Meridian.Bench.Rules;

/// <summary>A rule as a team writes it, and the same as somebody who knows the tables would.</summary>
/// <param name="Values">Of an exclusive tag: its rules in order.</param>
/// <param name="ByHand">A query of profile ids; of an exclusive tag, of those who have its first value.</param>
internal sealed record BenchRule(string Key, IReadOnlyList<(string Value, string Rule)> Values, string ByHand);

/// <summary>A hundred rules such as a team of a shop keeps: half of them ask for events within windows, others for traits, platforms, labels, other tags, sequences and places among all.</summary>
internal static class BenchRules
{
    private const string Events = "event e join record r on r.record_id = e.owner_id";

    public static IReadOnlyList<BenchRule> All { get; } = [.. Make()];

    private static IEnumerable<BenchRule> Make()
    {
        var names = new[] { "Order Completed", "Product Viewed", "Product Added", "Message Received", "Email Opened", "Link Clicked", "Page Viewed", "Order Refunded" };
        var n = 0;
        // 40: so many of one event within a window.
        foreach (var (name, days, least) in names.SelectMany(name => new[] { (name, 7, 1), (name, 30, 2), (name, 90, 4), (name, 180, 6), (name, 365, 10) }))
            yield return Rule($"often_{n++}", $"count(\"{name}\", within: {days} days) >= {least}", $"select r.profile_id from {Events} where e.name = '{name}' and e.occurred_at > {Ago(days)} and e.occurred_at <= {Ago(0)} group by r.profile_id having count(*) >= {least}");
        // 10: how much was spent.
        foreach (var (days, sum) in new[] { (30, 50), (30, 100), (60, 100), (60, 200), (90, 100), (90, 300), (180, 200), (180, 500), (365, 500), (365, 1000) })
            yield return Rule($"spent_{n++}", $"sum(\"Order Completed\".total, within: {days} days) > {sum}", $"select r.profile_id from {Events} where e.name = 'Order Completed' and e.occurred_at > {Ago(days)} and e.occurred_at <= {Ago(0)} group by r.profile_id having sum(e.total) > {sum}");
        // 8: not for a while.
        foreach (var (name, days) in names.Select((name, i) => (name, 20 + (10 * i))))
            yield return Rule($"quiet_{n++}", $"days_since(last(\"{name}\")) > {days}", $"select r.profile_id from {Events} where e.name = '{name}' and e.occurred_at <= {Ago(0)} group by r.profile_id having max(e.occurred_at) < {Ago(days)}");
        // 8: properties.
        foreach (var category in new[] { "shoes", "hats", "bags", "toys" })
        {
            yield return Rule($"likes_{category}", $"count(\"Product Viewed\", within: 60 days, where: category = \"{category}\") >= 2", $"select r.profile_id from {Events} where e.name = 'Product Viewed' and e.occurred_at > {Ago(60)} and e.occurred_at <= {Ago(0)} and json_extract_string(e.properties, '$.category') = '{category}' group by r.profile_id having count(*) >= 2");
            yield return Rule($"bought_{category}", $"count(\"Order Completed\", where: category = \"{category}\" and total >= 50) >= 1", $"select r.profile_id from {Events} where e.name = 'Order Completed' and e.occurred_at <= {Ago(0)} and json_extract_string(e.properties, '$.category') = '{category}' and e.total >= 50 group by r.profile_id having count(*) >= 1");
        }

        // 12: traits, platforms and labels.
        foreach (var (country, platform) in new[] { ("US", "whatsapp"), ("IN", "telegram"), ("TH", "line"), ("AE", "whatsapp") })
            yield return Rule($"reach_{country.ToLowerInvariant()}", $"country = \"{country}\" and platform(\"{platform}\") and activity in (\"high\", \"medium\")", $"select p.profile_id from profile p where p.country = '{country}' and p.platforms like '%{platform}=%' and exists (select 1 from tag_assignment a where a.profile_id = p.profile_id and a.tag = 'activity' and a.value in ('high', 'medium'))");
        foreach (var (low, high) in new[] { (18, 25), (26, 40), (41, 60), (61, 99) })
            yield return Rule($"age_{low}", $"age between {low} and {high}", $"select p.profile_id from profile p where date_diff('year', p.birth_date, cast({Ago(0)} as date)) - case when strftime(cast({Ago(0)} as date), '%m%d') < strftime(p.birth_date, '%m%d') then 1 else 0 end between {low} and {high}");
        foreach (var points in new[] { 100, 300, 600, 900 })
            yield return Rule($"points_{points}", $"trait(\"points\") >= {points}", $"select p.profile_id from profile p where try_cast(json_extract_string(p.custom, '$.points') as double) >= {points}");

        // 4 classes of three values each.
        foreach (var (key, name) in new[] { ("buyer", "Order Completed"), ("reader", "Email Opened"), ("browser", "Page Viewed"), ("talker", "Message Received") })
        {
            yield return new BenchRule($"{key}_class", [("high", $"count(\"{name}\", within: 90 days) >= 5"), ("medium", $"count(\"{name}\", within: 90 days) >= 2"), ("low", $"count(\"{name}\", within: 365 days) >= 1")],
                $"select r.profile_id from {Events} where e.name = '{name}' and e.occurred_at > {Ago(90)} and e.occurred_at <= {Ago(0)} group by r.profile_id having count(*) >= 5");
        }

        // 4: sequences.
        foreach (var (first, then, hours) in new[] { ("Product Viewed", "Product Added", 48), ("Product Added", "Order Completed", 72), ("Email Opened", "Link Clicked", 24), ("Message Sent", "Message Received", 24) })
            yield return Rule($"then_{n++}", $"sequence(\"{first}\" then \"{then}\" within {hours} hours, within: 30 days)", $"select distinct r.profile_id from {Events} join (select r2.profile_id, e2.occurred_at from event e2 join record r2 on r2.record_id = e2.owner_id where e2.name = '{then}' and e2.occurred_at > {Ago(30)}) n on n.profile_id = r.profile_id and n.occurred_at > e.occurred_at and n.occurred_at <= e.occurred_at + interval {hours} hours where e.name = '{first}' and e.occurred_at > {Ago(30)} and e.occurred_at <= {Ago(0)}");
        // 4: places among all.
        foreach (var share in new[] { 50, 75, 90, 99 })
            yield return Rule($"top_{share}", $"percentile(total_spent) >= {share}", $"select profile_id from (select profile_id, cume_dist() over (order by total_spent) * 100 as place from profile where total_spent is not null) where place >= {share}");
        // 4: cart and nothing behind it.
        foreach (var hours in new[] { 12, 24, 48, 72 })
            yield return Rule($"left_cart_{hours}", $"sequence(\"Product Added\" then no \"Order Completed\" within {hours} hours, within: 14 days)", $"select distinct r.profile_id from {Events} where e.name = 'Product Added' and e.occurred_at > {Ago(14)} and e.occurred_at <= {Ago(0)} - interval {hours} hours and not exists (select 1 from event e2 join record r2 on r2.record_id = e2.owner_id where r2.profile_id = r.profile_id and e2.name = 'Order Completed' and e2.occurred_at > e.occurred_at and e2.occurred_at <= e.occurred_at + interval {hours} hours)");
        // 6: tags on tags.
        foreach (var (key, rule, byHand) in new[]
        {
            ("good_us", "tag(\"buyer_class\") = \"high\" and country = \"US\"", "('buyer_class', 'high')"), ("shoe_fan", "tag(\"likes_shoes\") and tag(\"bought_shoes\")", "('likes_shoes', 'yes')"),
            ("hat_fan", "tag(\"likes_hats\") and tag(\"bought_hats\")", "('likes_hats', 'yes')"), ("top_reader", "tag(\"top_90\") and tag(\"reader_class\") = \"high\"", "('top_90', 'yes')"),
            ("churning", "tag(\"buyer_class\") = \"low\" and not tag(\"browser_class\") = \"high\"", "('buyer_class', 'low')"), ("warm", "tag(\"talker_class\") in (\"high\", \"medium\") and activity != \"silent\"", "('talker_class', 'high')"),
        })
        {
            yield return Rule(key, rule, $"select p.profile_id from profile p join tag_assignment a on a.profile_id = p.profile_id where (a.tag, a.value) = {byHand}");
        }
    }

    private static BenchRule Rule(string key, string rule, string byHand) => new(key, [(TagTables.Yes, rule)], byHand);

    private static string Ago(int days) => string.Create(CultureInfo.InvariantCulture, $"timestamp '{BenchStore.Now.AddDays(-days):yyyy-MM-dd HH:mm:ss}'");
}
