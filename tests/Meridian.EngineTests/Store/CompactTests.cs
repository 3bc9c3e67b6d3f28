using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;

namespace Meridian.EngineTests.Store;

/// <summary>What was deleted is readable nowhere once the files are written anew, and whoever had the store open goes on.</summary>
public sealed class CompactTests : StoreTests
{
    private const string Canary = "canary-8f2a77";

    [Theory, OnEngines]
    public void Deleted_rows_are_gone_from_the_files_and_open_sessions_go_on(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("meridian-engine-");
        try
        {
            using var database = Engines.Open(engine, new DataFolder(folder.FullName));
            using var idle = database.OpenSession();
            using var writer = database.OpenSession();
            StoreSchema.Prepare(writer);
            database.Checkpoint();
            for (var i = 0; i < 20; i++)
                writer.Execute($"insert into {GovernanceTables.Key} (key_id, hash, role, source, space, created_at, revoked_at) values ({Canary + i}, '', '', '', '', {new DateTime(2026, 3, 2)}, null), ({"kept" + i}, '', '', '', '', {new DateTime(2026, 3, 2)}, null)");
            database.Checkpoint();
            database.Compact();
            Assert.True(IsThere(engine, folder), "The name is not in the files, so that nothing is shown by its not being there.");
            Assert.Equal(0, LogCursor.Position(idle).Entry);

            writer.Execute($"delete from {GovernanceTables.Key} where key_id like {Canary + "%"}");
            database.Compact();

            Assert.False(IsThere(engine, folder), "The name of a deleted row is in the files.");
            Assert.Equal(20, ApiKeys.All(idle).Count);
            using (var transaction = writer.Begin())
            {
                writer.Execute($"insert into {GovernanceTables.Key} (key_id, hash, role, source, space, created_at, revoked_at) values ('later', '', '', '', '', {new DateTime(2026, 3, 2)}, null)");
                transaction.Commit();
            }

            database.Checkpoint();
            database.Compact();
            Assert.Equal(21, ApiKeys.All(idle).Count);
            using var fresh = database.OpenSession();
            Assert.Equal(21, ApiKeys.All(fresh).Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A server shared with others: what somebody may still read is not gone from its files, so they are waited for.</summary>
    [Fact]
    public async Task Who_reads_since_before_the_rows_were_deleted_is_waited_for()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var folder = Directory.CreateTempSubdirectory("meridian-engine-");
        using var database = Engines.Open(Engine.Postgres, new DataFolder(folder.FullName));
        using var reader = database.OpenSession();
        using var writer = database.OpenSession();
        StoreSchema.Prepare(writer);
        writer.Execute($"insert into {GovernanceTables.Key} (key_id, hash, role, source, space, created_at, revoked_at) values ({Canary + "r"}, '', '', '', '', {new DateTime(2026, 3, 2)}, null)");
        Task compacting;
        using (var transaction = reader.Begin())
        {
            // A transaction with a number, and no lock on any table.
            Assert.True(reader.Count($"select txid_current()") > 0);
            writer.Execute($"delete from {GovernanceTables.Key} where key_id like {Canary + "%"}");
            compacting = Task.Run(database.Compact, TestContext.Current.CancellationToken);
            await Task.Delay(700, TestContext.Current.CancellationToken);
            Assert.False(compacting.IsCompleted, "It did not wait.");
            transaction.Commit();
        }

        await compacting;
        Assert.False(IsThere(Engine.Postgres, folder), "The name of a deleted row is in the files.");
        folder.Delete(recursive: true);
    }

    // What the files hold would not go into a report.
    private static bool IsThere(Engine engine, DirectoryInfo folder) => Everything(Engines.FilesOf(engine, folder.FullName)).Contains(Canary, StringComparison.Ordinal);

    private static string Everything(string folder) =>
        string.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(Content));

    private static string Content(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            // A temporary table's, which the server removed after it was listed: it holds nothing any more.
            return "";
        }
    }
}
