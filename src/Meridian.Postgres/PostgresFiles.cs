using System.Globalization;
using Meridian.Foundation;
using Npgsql;
using NpgsqlTypes;

namespace Meridian.Postgres;

/// <summary>Files of imports in tables of the store, a megabyte a row; a folder's copy says in <c>.version</c> which state it is.</summary>
public sealed class PostgresFiles : IKeptFiles
{
    private const int PartBytes = 1 << 20;
    private const string VersionFile = ".version";

    private readonly NpgsqlDataSource _source;

    public PostgresFiles(PostgresDatabase database)
    {
        _source = database.Source;
        using var connection = _source.OpenConnection();
        Run(connection, """
            begin;
            select pg_advisory_xact_lock(hashtext('meridian ' || current_schema()));
            create table if not exists kept_place (place varchar primary key, version bigint not null);
            create table if not exists kept_file (place varchar not null, name varchar not null, part integer not null, bytes bytea not null, primary key (place, name, part));
            create table if not exists kept_backup (machine varchar not null, path varchar not null, primary key (machine, path));
            commit;
            """);
    }

    public void Save(string place, string folder)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Run(connection, "delete from kept_file where place = $1", place);
        foreach (var file in Directory.EnumerateFiles(folder).Where(f => Path.GetFileName(f) != VersionFile))
            SaveFile(connection, place, file);
        // A store that was deleted and made again under the same name must not begin with the versions of its copies that are left.
        var version = Version(connection, "insert into kept_place (place, version) values ($1, cast(extract(epoch from clock_timestamp()) * 1000 as bigint)) on conflict (place) do update set version = kept_place.version + 1 returning version", place);
        transaction.Commit();
        File.WriteAllText(Path.Combine(folder, VersionFile), version!.Value.ToString(CultureInfo.InvariantCulture));
    }

    public void Rename(string from, string to)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        foreach (var table in new[] { "kept_file", "kept_place" })
        {
            Run(connection, $"delete from {table} where place = $1", to);
            Run(connection, $"update {table} set place = $2 where place = $1", from, to);
        }

        transaction.Commit();
    }

    public void Bring(string place, string folder)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
        if (Version(connection, "select version from kept_place where place = $1", place) is not { } version)
            return;
        var here = Path.Combine(folder, VersionFile);
        if (File.Exists(here) && File.ReadAllText(here) == version.ToString(CultureInfo.InvariantCulture))
            return;
        var part = folder + ".part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "select name, bytes from kept_file where place = $1 order by name, part";
            command.Parameters.Add(new NpgsqlParameter { Value = place });
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                using var file = new FileStream(Path.Combine(part, Path.GetFileName(reader.GetString(0))), FileMode.Append, FileAccess.Write);
                file.Write(reader.GetFieldValue<byte[]>(1));
            }
        }

        File.WriteAllText(Path.Combine(part, VersionFile), version.ToString(CultureInfo.InvariantCulture));
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.Move(part, folder);
    }

    public void Note(string place, byte[] text)
    {
        using var connection = _source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Run(connection, "delete from kept_file where place = $1", place);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "insert into kept_file (place, name, part, bytes) values ($1, '', 0, $2)";
            command.Parameters.Add(new NpgsqlParameter { Value = place });
            command.Parameters.Add(new NpgsqlParameter { Value = text });
            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public byte[]? Noted(string place)
    {
        using var command = _source.CreateCommand("select bytes from kept_file where place = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = place });
        return (byte[]?)command.ExecuteScalar();
    }

    public void Drop(string place)
    {
        using var connection = _source.OpenConnection();
        foreach (var table in new[] { "kept_file", "kept_place" })
            Run(connection, $"delete from {table} where place = $1", place);
    }

    public void ListBackup(string path)
    {
        using var connection = _source.OpenConnection();
        Run(connection, "insert into kept_backup (machine, path) values ($1, $2) on conflict do nothing", Environment.MachineName, path);
    }

    public void UnlistBackup(string path)
    {
        using var connection = _source.OpenConnection();
        Run(connection, "delete from kept_backup where machine = $1 and path = $2", Environment.MachineName, path);
    }

    public IReadOnlyList<(string Machine, string Path)> Backups()
    {
        var backups = new List<(string, string)>();
        using var command = _source.CreateCommand("select machine, path from kept_backup order by machine, path");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            backups.Add((reader.GetString(0), reader.GetString(1)));
        return backups;
    }

    private static void SaveFile(NpgsqlConnection connection, string place, string path)
    {
        using var input = File.OpenRead(path);
        using var copy = connection.BeginBinaryImport("copy kept_file (place, name, part, bytes) from stdin (format binary)");
        var buffer = new byte[PartBytes];
        // An empty file is one empty part.
        for (var part = 0; input.ReadAtLeast(buffer, PartBytes, throwOnEndOfStream: false) is var read && (read > 0 || part == 0); part++)
        {
            copy.StartRow();
            copy.Write(place, NpgsqlDbType.Varchar);
            copy.Write(Path.GetFileName(path), NpgsqlDbType.Varchar);
            copy.Write(part, NpgsqlDbType.Integer);
            copy.Write(buffer.AsMemory(0, read).ToArray(), NpgsqlDbType.Bytea);
        }

        copy.Complete();
    }

    private static long? Version(NpgsqlConnection connection, string text, string place)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add(new NpgsqlParameter { Value = place });
        return (long?)command.ExecuteScalar();
    }

    private static void Run(NpgsqlConnection connection, string text, params string[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}
