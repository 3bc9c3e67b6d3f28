using Meridian.Foundation.Database;

namespace Meridian.Tags;

/// <summary>Tag assignments now, as they were, and the instant up to which they are evaluated.</summary>
public static class TagTables
{
    /// <summary>(profile, tag, value) that holds now, since when, because of what, and how sure (0 to 1).</summary>
    public static readonly Table Assignment = new("tag_assignment");

    /// <summary>Assignments that ended.</summary>
    public static readonly Table History = new("tag_history");

    /// <summary>One row: the published instant of the tags.</summary>
    public static readonly Table Evaluation = new("tag_evaluation");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Assignment} (
            profile_id uuid not null, tag varchar not null, value varchar not null, since timestamp not null, because varchar not null,
            confidence double precision not null)
        """,
        $"""
        create table {History} (
            profile_id uuid not null, tag varchar not null, value varchar not null, since timestamp not null, until timestamp not null,
            because varchar not null, confidence double precision not null)
        """,
        $"create table {Evaluation} (evaluated_to timestamp)",
        $"insert into {Evaluation} (evaluated_to) values (null)",
    ];
}
