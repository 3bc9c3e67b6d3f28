using Meridian.Foundation.Database;

namespace Meridian.Foundation.Log;

/// <summary>The log and the cursor of its one pump.</summary>
public static class LogTables
{
    public static readonly Table Entry = new("log_entry");
    public static readonly Table Cursor = new("log_cursor");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {Entry} (entry bigint not null, kind varchar not null, logged_at timestamp not null, body varchar not null)",
        // position: rows of the entry that are applied; done: the entry needs nothing more.
        $"create table {Cursor} (entry bigint not null, position bigint not null, done boolean not null)",
        $"insert into {Cursor} (entry, position, done) values (0, 0, true)",
    ];

    /// <summary>Messages are applied between the batches of an import, ahead of the entry at hand: up to this entry.</summary>
    public static IReadOnlyList<Sql> AddMessages => [$"alter table {Cursor} add column if not exists messages bigint default 0"];
}
