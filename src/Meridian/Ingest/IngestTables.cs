using Meridian.Foundation.Database;

namespace Meridian.Ingest;

/// <summary>Imports, their warnings, and what is known of each source.</summary>
public static class IngestTables
{
    public static readonly Table Import = new("import");
    public static readonly Table Warning = new("import_warning");
    public static readonly Table Source = new("source");

    /// <summary>Who brought an import: <c>key_id</c> is null for commands of this machine's user; <c>request</c> tells a request that comes again from a new one.</summary>
    public static IReadOnlyList<Sql> AddKeys =>
    [
        $"alter table {Import} add column if not exists key_id varchar",
        $"alter table {Import} add column if not exists request varchar",
    ];

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Import} (
            entry bigint not null, source varchar not null, file_name varchar not null, state varchar not null, started_at timestamp not null,
            rows bigint not null, accepted bigint not null, rejected bigint not null, created bigint not null, merged bigint not null,
            unchanged bigint not null, warnings bigint not null, rejected_bytes bigint not null, rejected_file varchar, seconds double precision not null)
        """,
        $"create table {Warning} (entry bigint not null, row_no bigint not null, column_name varchar not null, value varchar not null, reason varchar not null)",
        $"create table {Source} (name varchar not null, trust integer not null, mapping varchar)",
    ];

    /// <summary>What a person said of the columns of a source's files of events; those of its files of customers are in <see cref="Source"/>.</summary>
    public static readonly Table EventMapping = new("event_mapping");

    /// <summary>Which entry said it: messages go ahead of what else is said of a source, and the later word counts whichever is applied first. Empty for a mapping that was taken back.</summary>
    public static IReadOnlyList<Sql> AddMappingEntry => [$"alter table {EventMapping} add column if not exists entry bigint default 0"];

    public static IReadOnlyList<Sql> AddEventMapping => [$"create table {EventMapping} (source varchar not null, mapping varchar not null)"];
}
