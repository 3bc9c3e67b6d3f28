using Meridian.Foundation.Database;

namespace Meridian.Audit;

/// <summary>Who did what.</summary>
public static class AuditTables
{
    /// <summary>One row for each thing that was done, in the log's order; each holds the hash of the one before (<see cref="AuditRow"/>).</summary>
    public static readonly Table Audit = new("audit");

    /// <summary>One row: up to which entry of the log the audit reaches, and its last row.</summary>
    public static readonly Table Head = new("audit_head");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Audit} (
            seq bigint not null, done_at timestamp not null, actor varchar not null, action varchar not null, subject varchar not null, entry bigint not null,
            before varchar, after varchar, previous varchar not null, hash varchar not null)
        """,
        $"create table {Head} (entry bigint not null, seq bigint not null, hash varchar not null)",
        $"insert into {Head} (entry, seq, hash) values (0, 0, {AuditRow.Beginning})",
    ];
}
