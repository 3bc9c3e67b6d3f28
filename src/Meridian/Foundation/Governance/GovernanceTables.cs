using Meridian.Foundation.Database;

namespace Meridian.Foundation.Governance;

/// <summary>Who may do what.</summary>
public static class GovernanceTables
{
    /// <summary>Keys by their hash; the keys themselves are shown once and kept nowhere.</summary>
    public static readonly Table Key = new("api_key");

    /// <summary>Each erasure of people's data, without anything that tells who they were; <c>done_at</c> is null until nothing readable of it is left on the disk.</summary>
    public static readonly Table Erasure = new("erasure");

    /// <summary>Salted hashes by which data of erased people is refused; see <see cref="Suppression"/>.</summary>
    public static readonly Table Suppressed = new("suppressed");

    /// <summary>Entries of the log that hold refused data of erased people and have to be rewritten.</summary>
    public static readonly Table ScrubDue = new("scrub_due");

    /// <summary>Members of the team who sign in to the pages: one JSON object each (<see cref="Governance.Person"/>), read as a whole.</summary>
    public static readonly Table Person = new("person");

    public static IReadOnlyList<Sql> CreatePerson => [$"create table {Person} (person_id uuid not null, body varchar not null, created_at timestamp not null)"];

    public static IReadOnlyList<Sql> CreateErasure =>
    [
        $"""
        create table {Erasure} (
            entry bigint not null, erased_at timestamp not null, reason varchar not null, salt varchar not null, customers integer not null, records integer not null,
            file_rows bigint not null, messages bigint not null, done_at timestamp)
        """,
        $"create table {Suppressed} (hash uuid not null, entry bigint not null)",
        $"create table {ScrubDue} (entry bigint not null)",
    ];

    /// <summary>The countries that a key is limited to, codes with commas between; null for no limit.</summary>
    public static IReadOnlyList<Sql> AddCountries => [$"alter table {Key} add column if not exists countries varchar"];

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Key} (
            key_id varchar not null, hash varchar not null, role varchar not null, source varchar not null, space varchar not null, created_at timestamp not null, revoked_at timestamp)
        """,
    ];
}
