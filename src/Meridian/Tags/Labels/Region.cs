namespace Meridian.Tags.Labels;

/// <summary>
/// Country, language and time zone, each because of the highest-ranked evidence that was chosen when the profile was made.
/// Area is not stored: it is the country's, by reference data that a team may redefine.
/// </summary>
public static class Region
{
    public const string Country = "country";
    public const string Language = "language";
    public const string TimeZone = "time_zone";

    /// <remarks>Evidence that others contradict is worth less; the contradiction itself is kept and shown. A person who settled it is sure.</remarks>
    public static IReadOnlyList<Label> Labels { get; } =
    [
        new(Country, false, (_, from, _) => $"""
            select profile_id, 'country' as tag, country as value, country_because as because,
                case country_because when 'edit' then 1.0 when 'country' then 0.95 when 'address' then 0.85 when 'phone' then 0.75 when 'locale' then 0.5 else 0.4 end
                    * case when country_conflict and country_because <> 'edit' then 0.7 else 1 end as confidence
            from {from} where country is not null
            """),
        new(Language, false, (_, from, _) => $"""
            select profile_id, 'language' as tag, language as value, language_because as because,
                case language_because when 'edit' then 1.0 when 'language' then 0.95 when 'locale' then 0.8 else 0.5 end as confidence
            from {from} where language is not null
            """),
        new(TimeZone, false, (_, from, _) => $"""
            select profile_id, 'time_zone' as tag, time_zone as value, time_zone_because as because,
                case time_zone_because when 'edit' then 1.0 when 'time zone' then 0.95 when 'phone' then 0.7 else 0.8 end as confidence
            from {from} where time_zone is not null
            """),
    ];
}
