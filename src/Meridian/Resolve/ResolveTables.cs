using Meridian.Foundation.Database;

namespace Meridian.Resolve;

/// <summary>Records, how they are recognised, and which profile each belongs to.</summary>
public static class ResolveTables
{
    /// <summary>
    /// One row per record. <c>entry, row_no</c>: where the log first names it. <c>profile_id</c> is the id of the oldest record of its profile,
    /// so an id is minted once, a merge keeps the oldest, and a split gives each part's own id back.
    /// <c>component_id</c>: the same before limits per profile took joins apart; it says what has to be looked at again.
    /// </summary>
    public static readonly Table Record = new("record");

    /// <summary>One row for each time a row of a file (or an event) gave a record an identifier.</summary>
    public static readonly Table Identifier = new("identifier");

    /// <summary>Values that join nobody because more people than the limit share them; <c>by_names</c>: for good, because names only grow until an undo.</summary>
    public static readonly Table VoidedValue = new("voided_value");

    /// <summary>Pairs of records that only a person can decide about.</summary>
    public static readonly Table ReviewPair = new("review_pair");

    /// <summary>What people decided of pairs of records, the lesser id first: one verdict that stands, "one" or "two".</summary>
    public static readonly Table Decision = new("identity_decision");

    /// <summary>Every change of a profile's records: which profile went into which, and by which log entry.</summary>
    public static readonly Table ProfileChange = new("profile_change");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Record} (
            record_id uuid not null, source varchar not null, external_id varchar, entry bigint not null, row_no bigint not null,
            profile_id uuid not null, component_id uuid not null, content_hash bigint not null, last_entry bigint not null)
        """,
        $"""
        create table {Identifier} (
            record_id uuid not null, kind varchar not null, space varchar not null, value varchar not null,
            match_key uuid, note varchar, number_type varchar, entry bigint not null, row_no bigint not null)
        """,
        $"create table {VoidedValue} (match_key uuid not null, kind varchar not null, people integer not null, by_names boolean not null)",
        $"create table {ReviewPair} (record_a uuid not null, record_b uuid not null, match_key uuid not null, reason varchar not null)",
        $"""
        create table {ProfileChange} (
            entry bigint not null, changed_at timestamp not null, kind varchar not null, from_profile uuid not null, into_profile uuid not null)
        """,
    ];

    public static IReadOnlyList<Sql> CreateDecisions =>
    [
        $"create table {Decision} (record_a uuid not null, record_b uuid not null, verdict varchar not null, decided_at timestamp not null, decided_by varchar, entry bigint not null)",
    ];
}
