using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.EngineTests.Store;
using Meridian.Foundation;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Postgres;
using Meridian.Privacy;

namespace Meridian.CliTests.Commands;

/// <summary>backup, restore and rebuild of a store on PostgreSQL.</summary>
public sealed class PostgresBackupTests : IDisposable
{
    public enum Place
    {
        Folder,
        Postgres,
    }

    private readonly Shell _shell = new();
    private readonly List<string> _schemas = [];

    public PostgresBackupTests() => Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");

    public void Dispose()
    {
        foreach (var schema in _schemas)
        {
            using var database = new PostgresDatabase(schema);
            PostgresSchemas.DropLeftovers(database);
            database.Drop();
        }

        _shell.Dispose();
    }

    private string Zip => Path.Combine(_shell.Folder, "backup.zip");

    [Theory]
    [InlineData(Place.Folder, Place.Folder)]
    [InlineData(Place.Folder, Place.Postgres)]
    [InlineData(Place.Postgres, Place.Folder)]
    [InlineData(Place.Postgres, Place.Postgres)]
    public void A_backup_of_either_engine_is_restored_into_either(Place from, Place to)
    {
        var (source, target) = (Store(from, "a"), Store(to, "b"));
        Fill(source);
        var before = Digest(source);
        Ok(["backup", "--to", Zip, .. source]);
        var restored = Json.Of(Ok(["restore", Zip, "--json", .. target]).Output);
        Assert.True(restored.GetProperty("same").GetBoolean());
        Assert.Equal(before, Digest(target));
        Assert.Equal(before, Digest(source));
        // What a digest does not tell: the files and the log came along, so the store goes on and is made again of them.
        Ok(["imports", "undo", "1", .. target]);
        Ok(["imports", "undo", "1", .. source]);
        Assert.Equal(Digest(source), Digest(target));
        Assert.True(Json.Of(Ok(["rebuild", "--json", .. target]).Output).GetProperty("same").GetBoolean());
        Ok(["check", .. target]);
        Assert.Empty(Directory.GetFileSystemEntries(_shell.Folder, "*.copies"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_shell.Folder, "b"), ".restoring*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_file_that_waits_in_the_log_is_in_the_backup_too()
    {
        var (source, target) = (Store(Place.Postgres, "a"), Store(Place.Postgres, "b"));
        Fill(source);
        using (var database = new PostgresDatabase(source[1]))
        using (var session = database.OpenSession())
        using (var log = new PostgresLog(database))
        {
            var folder = new DataFolder(Path.Combine(_shell.Folder, "elsewhere")) { Shared = new PostgresFiles(database) };
            FileIntake.Take(session, log, folder, _shell.Write("more.csv", Contacts.WhatsApp), "more", null, null, Shell.Now.ToDateTimeUtc());
            Ok(["backup", "--to", Zip, .. source]);
        }

        Ok(["restore", Zip, .. target]);
        Ok(["imports", "resume", .. source]);
        Ok(["imports", "resume", .. target]);
        Assert.Equal(Digest(source), Digest(target));
        Assert.Equal(3, Json.Of($"[{string.Join(',', Ok(["imports", "list", "--json", .. target]).OutputLines)}]").GetArrayLength());
    }

    /// <summary>Servers and commands go on; the backup is of one moment.</summary>
    [Fact]
    public void A_backup_is_made_while_somebody_leads_and_a_restore_and_a_rebuild_are_not()
    {
        var (source, target) = (Store(Place.Postgres, "a"), Store(Place.Postgres, "b"));
        Fill(source);
        using (var database = new PostgresDatabase(source[1]))
        using (var session = database.OpenSession())
        {
            Assert.True(session.TryLead());
            Ok(["backup", "--to", Zip, .. source]);
            var refused = Run(["rebuild", .. source]);
            Assert.Equal(ExitCode.TryLater, refused.Code);
            Assert.Contains("at work on postgres://", refused.Error, StringComparison.Ordinal);
        }

        Ok(["status", .. target]);
        using (var database = new PostgresDatabase(target[1]))
        using (var session = database.OpenSession())
        {
            Assert.True(session.TryLead());
            var refused = Run(["restore", Zip, .. target]);
            Assert.Equal(ExitCode.TryLater, refused.Code);
            Assert.Contains("Stop it", refused.Error, StringComparison.Ordinal);
        }

        Ok(["restore", Zip, .. target]);
        var full = Run(["restore", Zip, .. target]);
        Assert.Equal(ExitCode.Usage, full.Code);
        Assert.Contains("?schema=NAME", full.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_backup_leaves_the_store_empty()
    {
        var target = Store(Place.Postgres, "b");
        Assert.Equal(ExitCode.Usage, Run(["restore", _shell.Write("text.zip", "no zip at all"), .. target]).Code);
        Fill(Store(Place.Folder, "a"));
        Ok(["backup", "--to", Zip, .. Store(Place.Folder, "a")]);
        Ok(["restore", Zip, .. target]);
    }

    [Fact]
    public void A_rebuild_gives_the_same_store_and_a_damaged_one_is_mended_and_kept()
    {
        var store = Store(Place.Postgres, "a");
        Fill(store);
        var before = Digest(store);
        Assert.True(Json.Of(Ok(["rebuild", "--json", .. store]).Output).GetProperty("same").GetBoolean());
        using var database = new PostgresDatabase(store[1]);
        Assert.DoesNotContain(PostgresSchemas.AsideOf(database), Ok(["rebuild", .. store]).Error, StringComparison.Ordinal);
        Assert.Contains(PostgresSchemas.AsideOf(database), Harmed("delete from profile").Error, StringComparison.Ordinal);
        Assert.Equal(before, Digest(store));
        var unread = Harmed("alter table profile rename column country to land").Error;
        Assert.Contains("cannot be read", unread, StringComparison.Ordinal);
        Assert.Contains(PostgresSchemas.AsideOf(database), unread, StringComparison.Ordinal);
        Assert.Equal(before, Digest(store));
        Ok(["check", .. store]);

        Ended Harmed(string harm)
        {
            using (var source = Npgsql.NpgsqlDataSource.Create(database.Address.ConnectionString))
            using (var command = source.CreateCommand(harm))
                command.ExecuteNonQuery();
            return Ok(["rebuild", .. store]);
        }
    }

    [Fact]
    public void Whoever_is_erased_is_erased_in_the_backups_of_every_folder_and_the_rest_is_named()
    {
        var store = Store(Place.Postgres, "a");
        Fill(store);
        Ok(["backup", "--to", Zip, .. store]);
        using (var database = new PostgresDatabase(store[1]))
        using (var session = database.OpenSession())
            session.Execute($"insert into kept_backup (machine, path) values ('other-machine', '/nowhere/theirs.zip')");
        // From another data folder, as another server of the same store has it.
        var answer = Json.Of(Ok("customers", "erase", "fatima@example.com", "--reason", "asked for it", "--json", "--store", store[1], "--data", Path.Combine(_shell.Folder, "second")).Output);
        Assert.Equal(1, answer.GetProperty("backups").GetInt32());
        Assert.Equal("/nowhere/theirs.zip on other-machine", answer.GetProperty("backups_missing")[0].GetString());
        var target = Store(Place.Folder, "b");
        Ok(["restore", Zip, .. target]);
        Assert.Equal(ExitCode.NotFound, Run(["customers", "show", "fatima@example.com", .. target]).Code);
        Assert.Equal(Digest(store), Digest(target));
    }

    /// <summary>Another process asks for an erasure while the backup is written: there is no file with the person in it.</summary>
    [Fact]
    public void Nobody_who_is_to_be_erased_is_saved()
    {
        var store = Store(Place.Postgres, "a");
        Fill(store);
        using (var database = new PostgresDatabase(store[1]))
        using (var log = new PostgresLog(database))
            log.Append(EraseOrder.Kind, Shell.Now.ToDateTimeUtc(), "{}");
        var ended = Run(["backup", "--to", Zip, .. store]);
        Assert.Equal(ExitCode.TryLater, ended.Code);
        Assert.Contains("An erasure is not ended yet", ended.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Zip));
        Assert.Empty(BackupList.Read(new DataFolder(Directory.GetDirectories(Path.Combine(_shell.Folder, "a"), "postgres-*").Single())));
    }

    [Fact]
    public void A_server_that_does_not_answer_is_said()
    {
        foreach (var command in new[] { new[] { "backup", "--to", Zip }, ["rebuild"], ["restore", _shell.Write("b.zip", "")] })
        {
            var ended = Run([.. command, "--store", "postgres://nobody:secretword@127.0.0.1:1/none", "--data", Path.Combine(_shell.Folder, "a")]);
            Assert.Equal(ExitCode.TryLater, ended.Code);
            Assert.Contains("127.0.0.1:1/none cannot be opened", ended.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("secretword", ended.Error, StringComparison.Ordinal);
        }
    }

    private string[] Store(Place place, string name)
    {
        var data = Path.Combine(_shell.Folder, name);
        if (place == Place.Folder)
            return ["--data", data];
        var address = $"{PostgresServer.Address}?schema=b{(ulong)ContentHash.Of64(data):x}";
        _schemas.Add(address);
        return ["--store", address, "--data", data];
    }

    private void Fill(string[] store)
    {
        Ok(["import", _shell.Write("crm.csv", Contacts.Crm), "--source", "crm", .. store]);
        Ok(["import", _shell.Write("contacts.csv", Contacts.WhatsApp), "--source", "whatsapp", .. store]);
        Ok(["events", "import", _shell.Write("m.jsonl", """{"type":"track","messageId":"m2","userId":"u1","event":"Order Completed","properties":{"total":99.5},"timestamp":"2026-11-20T10:00:00.5Z"}"""), "--source", "app", .. store]);
    }

    private string Digest(string[] store) => Ok(["check", "--digest", "--json", .. store]).Output;

    private Ended Ok(params string[] args)
    {
        var ended = _shell.RunAsGiven(args);
        Assert.True(ended.Code is ExitCode.Ok or ExitCode.PartlyRejected, $"{string.Join(' ', args)}: {ended.Output}{ended.Error}");
        return ended;
    }

    private Ended Run(params string[] args) => _shell.RunAsGiven(args);
}
