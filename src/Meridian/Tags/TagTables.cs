using Meridian.Foundation.Database;

namespace Meridian.Tags;

/// <summary>Tag assignments now, as they were, and the instant up to which they are evaluated; what the team defined, and what people gave by hand.</summary>
public static class TagTables
{
    /// <summary>
    /// (profile, tag, value) that holds now, since when, because of what, and how sure (0 to 1). <c>origin</c>: one of <see cref="TagOrigins"/>; <c>version</c>: of the definition that gave it, null
    /// for a built-in label. A tag without values has the value <see cref="Yes"/>.
    /// </summary>
    public static readonly Table Assignment = new("tag_assignment");

    /// <summary>Assignments that ended.</summary>
    public static readonly Table History = new("tag_history");

    /// <summary>One row: the published instant of the tags.</summary>
    public static readonly Table Evaluation = new("tag_evaluation");

    /// <summary>Every version of every definition (JSON), with who saved it, why, and what became of it: draft, published, superseded, retired or deleted.</summary>
    public static readonly Table Version = new("tag_version");

    /// <summary>
    /// Statements of people: a record's customer has a tag (<c>given</c>), has it not, or is the rule's to decide again (<c>given</c> is null). Never changed; the latest of a profile's records, by
    /// entry and row, stands until <c>until</c>.
    /// </summary>
    public static readonly Table Manual = new("manual_tag");

    /// <summary>Every version of every saved segment (JSON): current, superseded or deleted.</summary>
    public static readonly Table Segment = new("segment_version");

    /// <summary>What the team means by names of areas: one JSON object each (<see cref="Definitions.AreaDefinition"/>), read as a whole.</summary>
    public static readonly Table Area = new("area_definition");

    public static IReadOnlyList<Sql> CreateAreas =>
        [$"create table {Area} (area varchar not null, definition varchar not null, saved_at timestamp not null, author varchar, reason varchar, entry bigint not null)"];

    /// <summary>The values with which ranked ones are compared: (ranking, found_at, country, value), kept for each time they were found; country is '' for all together.</summary>
    public static readonly Table CutOff = new("tag_cut_off");

    /// <summary>The value of a tag that has no values.</summary>
    public const string Yes = "yes";

    /// <summary>All columns of an assignment, in the table's order.</summary>
    public static Sql AssignmentColumns => $"profile_id, tag, value, since, because, confidence, origin, version";

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

    /// <summary>Tags and segments of the team's own.</summary>
    public static IReadOnlyList<Sql> CreateDefinitions =>
    [
        $"alter table {Assignment} add column if not exists origin varchar default 'built-in'",
        $"alter table {Assignment} add column if not exists version integer",
        $"alter table {History} add column if not exists origin varchar default 'built-in'",
        $"alter table {History} add column if not exists version integer",
        $"""
        create table {Version} (
            tag varchar not null, version integer not null, status varchar not null, definition varchar not null, saved_at timestamp not null, author varchar, reason varchar,
            published_at timestamp, ended_at timestamp, entry bigint not null)
        """,
        $"""
        create table {Manual} (
            record_id uuid not null, tag varchar not null, value varchar not null, given boolean, since timestamp not null, until timestamp, reason varchar, by_whom varchar,
            entry bigint not null, row_no bigint not null)
        """,
        $"""
        create table {Segment} (
            segment varchar not null, version integer not null, status varchar not null, definition varchar not null, saved_at timestamp not null, author varchar, reason varchar,
            entry bigint not null)
        """,
        $"create table {CutOff} (ranking varchar not null, found_at timestamp not null, country varchar not null, value double precision)",
    ];
}

/// <summary>Where an assignment comes from.</summary>
public static class TagOrigins
{
    public const string BuiltIn = "built-in";
    public const string Rule = "rule";
    public const string Manual = "manual";
    public const string Model = "model";
}
