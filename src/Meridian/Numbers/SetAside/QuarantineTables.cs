using Meridian.Foundation.Database;

namespace Meridian.Numbers.SetAside;

/// <summary>Numbers that screenings rejected, and those that came back; in a file of their own (<see cref="SideStore"/>).</summary>
public static class QuarantineTables
{
    /// <summary>
    /// One row a number and recipe: set aside now. <c>number</c> is E.164, or empty where the cell held none that reads; <c>text</c> is the cell as it was written then. <c>because</c>
    /// names the conditions that failed, <c>reason</c> says it in words.
    /// </summary>
    public static readonly Table Item = new("quarantine_item");

    /// <summary>One row for each time that one came back: until when it was set aside, who let it go and why.</summary>
    public static readonly Table Release = new("quarantine_release");

    internal static readonly Table Rejected = new("batch_rejected");
    internal static readonly Table Ended = new("batch_ended");

    public static IReadOnlyList<Migration> Schema { get; } =
    [
        new(1, "set aside and come back",
        [
            $"""
            create table {Item} (
                number varchar not null, text varchar not null, country varchar, recipe varchar not null, question varchar not null, because varchar not null, reason varchar not null,
                file varchar not null, row_no bigint not null, set_aside_at timestamp not null, last_seen_at timestamp not null)
            """,
            $"""
            create table {Release} (
                number varchar not null, text varchar not null, recipe varchar not null, because varchar not null, reason varchar not null, file varchar not null, row_no bigint not null,
                set_aside_at timestamp not null, released_at timestamp not null, released_by varchar not null, why varchar not null, by_person boolean not null)
            """,
        ]),
    ];

    internal static IReadOnlyList<(Table Table, int Columns)> All { get; } = [(Item, 11), (Release, 12)];
}
