namespace Meridian.Tags.Labels;

/// <summary>Where a customer stands: new (known for 30 days or less), active (did something within 90 days), lapsing (within 180), lost (longer ago).</summary>
public static class LifeStage
{
    public const string Tag = "life_stage";

    public static Label Label { get; } = new(Tag, true, (_, from, at) => $"""
        select profile_id, 'life_stage' as tag,
            case when began > {at.AddDays(-30)} then 'new'
                 when seen > {at.AddDays(-90)} then 'active'
                 when seen > {at.AddDays(-180)} then 'lapsing'
                 else 'lost' end as value,
            case when began > {at.AddDays(-30)} then case when event_began <= began then 'events' else 'first known date' end
                 when event_seen >= seen then 'events' else 'last activity date' end as because,
            0.8 as confidence
        from (
            select profile_id, event_began, event_seen, least(created_at, first_order_at, event_began) as began,
                greatest(case when last_seen_at <= {at.AddDays(1)} then last_seen_at end, case when last_order_at <= {at.AddDays(1)} then last_order_at end, event_seen) as seen
            from {from}) p
        where seen is not null or began > {at.AddDays(-30)}
        """);
}
