using Meridian.Foundation.Database;

namespace Meridian.Tags.Labels;

/// <summary>
/// How active a customer is, from what they did: high = seen within 7 days and on 4 or more days of the last 30, medium = within 30 days, low = within 90,
/// silent = longer ago, unknown = nothing known. Events prove all of it; a "last active" column alone proves no more than medium.
/// </summary>
public static class Activity
{
    public const string Tag = "activity";
    public const string HighInteraction = "high_interaction";
    public const string LongTermOnline = "long_term_online";

    /// <summary>The latest thing the customer did; a time that has not come yet (but for a day of clock skew) proves nothing.</summary>
    private static Sql LastSeen(DateTime at) => $"""
        greatest(case when last_seen_at <= {at.AddDays(1)} then last_seen_at end, case when last_order_at <= {at.AddDays(1)} then last_order_at end, event_seen)
        """;

    public static IReadOnlyList<Label> Labels { get; } =
    [
        new(Tag, true, (_, from, at) => $"""
            select profile_id, 'activity' as tag,
                case when seen is null and days_known > 0 then 'medium'
                     when seen is null then 'unknown'
                     when seen > {at.AddDays(-7)} and days >= 4 then 'high'
                     when seen > {at.AddDays(-30)} then 'medium'
                     when seen > {at.AddDays(-90)} then 'low'
                     else 'silent' end as value,
                case when seen is null and days_known > 0 then 'active days column'
                     when seen is null then 'nothing known'
                     when seen > {at.AddDays(-7)} and days >= 4 then because_days
                     else because_seen end as because,
                case when seen is null and days_known > 0 then 0.7 when seen is null then 0.0 when seen > {at.AddDays(-7)} and days >= 4 then sure_days
                     when because_seen = 'events' then 0.95 else 0.8 end as confidence
            from (
                select profile_id, {LastSeen(at)} as seen, active_days_30 as days_known,
                    greatest(coalesce(active_days_30, greatest(messages_in, messages_count), 0), event_days) as days,
                    case when event_days >= 4 then 'events' when active_days_30 is not null then 'active days column' else 'message count column' end as because_days,
                    case when event_days >= 4 then 0.95 when active_days_30 is not null then 0.9 else 0.6 end as sure_days,
                    case when event_seen is not null and event_seen >= {LastSeen(at)} then 'events'
                         when last_order_at <= {at.AddDays(1)} and (last_seen_at is null or last_seen_at > {at.AddDays(1)} or last_order_at > last_seen_at)
                         then 'last order column' else 'last active column' end as because_seen
                from {from}) p
            """),
        new(HighInteraction, true, (_, from, at) => $"""
            select profile_id, 'high_interaction' as tag, 'yes' as value,
                case when event_inbound >= 5 then 'events' else 'messages received column' end as because, case when event_inbound >= 5 then 0.95 else 0.6 end as confidence
            from {from} where event_inbound >= 5 or (messages_in >= 5 and {LastSeen(at)} > {at.AddDays(-30)})
            """),
        new(LongTermOnline, true, (_, from, _) => $"""
            select profile_id, 'long_term_online' as tag, 'yes' as value, 'events' as because, 0.95 as confidence from {from} where event_weeks >= 8
            """),
    ];
}
