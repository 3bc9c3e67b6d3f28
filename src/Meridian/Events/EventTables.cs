using Meridian.Foundation.Database;

namespace Meridian.Events;

/// <summary>What customers did, message by message and day by day, and what became of every message.</summary>
public static class EventTables
{
    /// <summary>
    /// One row for each message that was applied; <c>name</c> is null for one that only says who somebody is. <c>record_id</c> never changes; <c>owner_id</c> is the
    /// record that the event counts for, another one only where several users shared an anonymous id. Times are UTC.
    /// </summary>
    public static readonly Table Event = new("event");

    /// <summary>
    /// What each record did on a day, in UTC, in several rows that add up. <c>inbound</c>: messages that the customer wrote; <c>own</c>: whether the
    /// customer did it (a message that was sent to them is not).
    /// </summary>
    public static readonly Table Day = new("event_day");

    /// <summary>Messages that were not applied: <c>kind</c> is "rejected", "conflict" (its id was used before with another content) "dead" (the program failed on it) or "dropped" (it was dead and is given up).</summary>
    public static readonly Table Rejected = new("event_rejected");

    /// <summary>Messages by source: received = applied + duplicate + rejected. Conflicts are among the duplicates, dead and dropped ones among the rejected.</summary>
    public static readonly Table Count = new("event_count");

    /// <summary>
    /// Files of events, each with what became of its messages: received = applied + duplicate + rejected. <c>entry</c> is that of its first part; <c>ended</c> where its last part is applied, whose
    /// counts of rows it has.
    /// </summary>
    public static readonly Table File = new("event_file");

    /// <summary>The entries of which a file is made: between two of them others' may stand, of the same source too.</summary>
    public static readonly Table FilePart = new("event_file_part");

    public static IReadOnlyList<Sql> CreateFiles =>
    [
        $"create table {FilePart} (file bigint not null, entry bigint not null)",
        $"""
        create table {File} (
            entry bigint not null, last_entry bigint not null, source varchar not null, file_name varchar not null, started_at timestamp not null, last_at timestamp not null,
            received bigint not null, duplicate bigint not null, rejected bigint not null, ended boolean not null,
            rows bigint not null, passed_over bigint not null, left_out bigint not null, broken varchar)
        """,
    ];

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Event} (
            message_key uuid not null, record_id uuid not null, owner_id uuid not null, anonymous_record uuid, source varchar not null, message_id varchar not null,
            type varchar not null, name varchar, occurred_at timestamp not null, received_at timestamp not null, total double precision,
            properties varchar, note varchar, content_hash bigint not null, entry bigint not null, row_no integer not null)
        """,
        $"""
        create table {Day} (
            record_id uuid not null, owner_id uuid not null, day date not null, name varchar not null, own boolean not null,
            events bigint not null, total double precision, first_at timestamp not null, last_at timestamp not null)
        """,
        $"""
        create table {Rejected} (
            entry bigint not null, row_no integer not null, kind varchar not null, source varchar not null, message_id varchar, reason varchar not null,
            payload varchar not null, received_at timestamp not null)
        """,
        $"create table {Count} (source varchar not null, received bigint not null, applied bigint not null, duplicate bigint not null, conflict bigint not null, rejected bigint not null)",
    ];
}
