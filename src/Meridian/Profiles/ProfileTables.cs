using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Profiles;

/// <summary>The single view of each customer.</summary>
public static class ProfileTables
{
    /// <summary>The surviving traits of each profile; wholly derived from the statements of its records.</summary>
    public static readonly Table Profile = new("profile");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Profile} (
            profile_id uuid not null, records integer not null, country varchar, country_because varchar, country_conflict boolean not null,
            language varchar, language_because varchar, time_zone varchar, time_zone_because varchar,
            {TraitColumns.Definitions}, custom varchar)
        """,
    ];
}
