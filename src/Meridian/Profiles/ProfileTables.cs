using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Profiles;

/// <summary>The single view of each customer.</summary>
public static class ProfileTables
{
    /// <summary>
    /// The surviving traits of each profile; wholly derived from the statements of its records. <c>platforms</c>: those of all its statements; <c>made</c>: the log
    /// entry that made the row, by which labels find what is new.
    /// </summary>
    public static readonly Table Profile = new("profile");

    /// <summary>What a country alone says of its people; filled by <see cref="Profiles.CountryReference"/>.</summary>
    public static readonly Table CountryReference = new("country_reference");

    /// <summary>The build of the program that filled <see cref="CountryReference"/>.</summary>
    public static readonly Table CountryReferenceVersion = new("country_reference_version");

    /// <summary>
    /// What people said of traits, record by record: <c>released</c> leaves the trait to the sources; <c>value</c> is null where nothing is known, and of a trait of the team's <c>own</c> an object of
    /// one member. The latest counts.
    /// </summary>
    public static readonly Table Edit = new("trait_edit");

    public static IReadOnlyList<Sql> CreateEdits =>
    [
        $"""
        create table {Edit} (
            record_id uuid not null, trait varchar not null, value varchar, own boolean not null, released boolean not null, said_at timestamp not null,
            by_whom varchar, reason varchar, entry bigint not null, row_no bigint not null)
        """,
    ];

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Profile} (
            profile_id uuid not null, records integer not null, country varchar, country_because varchar, country_conflict boolean not null,
            language varchar, language_because varchar, time_zone varchar, time_zone_because varchar,
            {TraitColumns.Definitions}, custom varchar, platforms varchar, made bigint not null)
        """,
    ];

    /// <summary>Whether nothing but anonymous ids and devices is known of it: a visitor, not a customer.</summary>
    public static IReadOnlyList<Sql> AddAnonymous => [$"alter table {Profile} add column if not exists anonymous boolean default false"];

    /// <summary>The name without its case, as it is looked for: folding all names takes longer than looking through them.</summary>
    internal static readonly Column FoldedName = new("name_folded");

    public static IReadOnlyList<Sql> AddFoldedName => [$"alter table {Profile} add column if not exists {FoldedName} varchar"];

    /// <summary>What is looked through for a name, of <c>p</c>; on a store of several servers one of an earlier program may have made the profile.</summary>
    internal static Sql SoughtName(IDialect dialect) => dialect.Stored($"p.{FoldedName}", dialect.FoldCase($"p.name"));

    /// <summary>For profiles that a program without the column made: some at a time, because what an engine changes at once it holds in memory.</summary>
    public static void FoldNames(ISession session)
    {
        const int AtATime = 200_000;
        var parts = (int)Math.Min((session.Count($"select count(*) from {Profile}") + AtATime - 1) / AtATime, 1 << 16);
        for (var part = 0; part < parts; part++)
        {
            var (first, last) = (Start((part << 16) / parts), Start((((part + 1) << 16) / parts) - 1));
            session.Execute($"""
                update {Profile} set {FoldedName} = {session.Dialect.FoldCase($"name")}
                where name is not null and {FoldedName} is null and profile_id between {Guid.Parse(first + "0000-0000-0000-0000-000000000000")} and {Guid.Parse(last + "ffff-ffff-ffff-ffff-ffffffffffff")}
                """);
        }

        static string Start(int value) => value.ToString("x4", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>For profiles that came from another engine, which folds some letters otherwise.</summary>
    internal static Sql FoldAgain(IDialect dialect) => $"update {Profile} set {FoldedName} = {dialect.FoldCase($"name")} where {FoldedName} is distinct from {dialect.FoldCase($"name")}";

    /// <summary>What stores of the first schema lack; platforms are asked for only when a profile is made, so those that stand need none.</summary>
    public static IReadOnlyList<Sql> AddPlatforms =>
    [
        $"alter table {Profile} add column if not exists platforms varchar",
        $"alter table {Profile} add column if not exists made bigint default 0",
        $"drop table if exists profile_pending",
    ];
}
