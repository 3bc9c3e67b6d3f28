using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Profiles;

/// <summary>The single view of each customer.</summary>
public static class ProfileTables
{
    /// <summary>The surviving traits of each profile; wholly derived from the statements of its records.</summary>
    public static readonly Table Profile = new("profile");

    /// <summary>
    /// Profiles that a batch changed and that are not made anew yet. A long import makes them anew every few batches, because each time takes a look through
    /// all statements; whoever reads profiles settles what is pending first.
    /// </summary>
    public static readonly Table Pending = new("profile_pending");

    /// <summary>What a country alone says of its people; filled by <see cref="Profiles.CountryReference"/>.</summary>
    public static readonly Table CountryReference = new("country_reference");

    /// <summary>The build of the program that filled <see cref="CountryReference"/>.</summary>
    public static readonly Table CountryReferenceVersion = new("country_reference_version");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {Pending} (profile_id uuid not null)",
        $"""
        create table {Profile} (
            profile_id uuid not null, records integer not null, country varchar, country_because varchar, country_conflict boolean not null,
            language varchar, language_because varchar, time_zone varchar, time_zone_because varchar,
            {TraitColumns.Definitions}, custom varchar)
        """,
    ];
}
