using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using static Meridian.Bench.Rules.ComparedRule;

namespace Meridian.Bench.Rules;

/// <summary>Rules on what came after what, and on other tags.</summary>
internal static class RuleSequences
{
    /// <summary>What a tag's rule found, for those that ask for it.</summary>
    public static readonly Table Orders = new("hand_orders_365_6");

    public static readonly Table Churn = new("hand_churn");

    public static readonly Table Value = new("hand_value_class_high");

    public static IEnumerable<ComparedRule> All
    {
        get
        {
            yield return Of("cart_left", "sequence(\"Product Added\" then no \"Order Completed\" within 24 hours, within: 7 days)", Sequence("Product Added", 7, $"""
                e.occurred_at + interval 24 hour <= {RuleStore.Now} and not exists (select 1 from {EventTables.Event} f join {ResolveTables.Record} q on q.record_id = f.owner_id
                    where q.profile_id = r.profile_id and f.name = 'Order Completed' and f.occurred_at > e.occurred_at and f.occurred_at <= e.occurred_at + interval 24 hour)
                """));
            foreach (var (key, first, then, within, days) in new[]
            {
                ("view_to_order", "Product Viewed", "Order Completed", 2, 60), ("cart_to_order", "Product Added", "Order Completed", 2, 90), ("chat_to_order", "Message Received", "Order Completed", 7, 90),
                ("mail_to_view", "Email Opened", "Product Viewed", 3, 60),
            })
            {
                yield return Of(key, $"sequence(\"{first}\" then \"{then}\" within {within} days, within: {days} days)", Sequence(first, days, $"""
                    exists (select 1 from {EventTables.Event} f join {ResolveTables.Record} q on q.record_id = f.owner_id
                        where q.profile_id = r.profile_id and f.name = {then} and f.occurred_at > e.occurred_at and f.occurred_at <= e.occurred_at + interval 1 day * {within} and f.occurred_at <= {RuleStore.Now})
                    """));
            }
        }
    }

    public static IEnumerable<ComparedRule> OnTags
    {
        get
        {
            yield return Of("loyal_in_us", "tag(\"orders_365_6\") and country = \"US\"", $"p.profile_id in (select profile_id from {Orders}) and p.country = 'US'");
            yield return Of("loyal_going", "tag(\"orders_365_6\") and tag(\"churn\")", $"p.profile_id in (select profile_id from {Orders}) and p.profile_id in (select profile_id from {Churn})");
            yield return Of("high_value_chat", "value_class = \"high\" and platform(\"whatsapp\")", $"p.profile_id in (select profile_id from {Value}) and concat(',', p.platforms) like '%,whatsapp=%'");
            yield return Of("high_value_churn", "value_class = \"high\" and not tag(\"churn\")", $"p.profile_id in (select profile_id from {Value}) and p.profile_id not in (select profile_id from {Churn})");
        }
    }

    private static Sql Sequence(string first, int days, Sql rest) => $"""
        p.profile_id in (select r.profile_id from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id where e.name = {first} and e.occurred_at <= {RuleStore.Now} and {Within(days)} and {rest})
        """;
}
