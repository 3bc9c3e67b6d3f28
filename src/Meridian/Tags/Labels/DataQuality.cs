namespace Meridian.Tags.Labels;

/// <summary>How much a profile can be worked with: good (name, country without contradiction, language, activity date), fair (one or two of them missing), poor.</summary>
public static class DataQuality
{
    public const string Tag = "data_quality";

    public static Label Label { get; } = new(Tag, false, (_, from, _) => $"""
        select profile_id, 'data_quality' as tag,
            case when points = 4 then 'good' when points >= 2 then 'fair' else 'poor' end as value,
            case points when 4 then 'complete'
                else concat('missing: ', concat_ws(', ', case when n = 0 then 'name' end, case when c = 0 then 'certain country' end,
                    case when l = 0 then 'language' end, case when d = 0 then 'activity date' end)) end as because,
            1.0 as confidence
        from (
            select profile_id, n, c, l, d, n + c + l + d as points
            from (
                select profile_id,
                    case when name is not null then 1 else 0 end as n,
                    case when country is not null and not country_conflict then 1 else 0 end as c,
                    case when language is not null then 1 else 0 end as l,
                    case when coalesce(last_seen_at, last_order_at, event_seen) is not null then 1 else 0 end as d
                from {from}) q) p
        """);
}
