using System.Text.Json;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

public sealed class BackupBesideServerTests
{
    [Fact]
    public async Task A_backup_that_is_taken_while_messages_come_in_restores_to_what_was_saved()
    {
        await using var server = await ServerProcess.Start();
        using var sender = new NumberedSender(server.Url, clients: 2, batch: 10);
        await sender.Send(200);
        var sending = sender.Send(3_200);
        var folder = Directory.CreateTempSubdirectory("meridian-");
        try
        {
            var (zip, restored) = (Path.Combine(folder.FullName, "backup.zip"), Path.Combine(folder.FullName, "restored"));
            var saved = Json((await server.Run("backup", "--to", zip, "--json"))[^1]);
            await sending;
            Assert.Equal(3_200, (await server.Counts()).Applied);
            Assert.Equal([zip], Directory.GetFileSystemEntries(folder.FullName));

            var (code, output, error) = await ServerProcess.TryOn(restored, "restore", zip, "--json");
            Assert.True(code == 0, error);
            Assert.Equal((true, ""), (Json(output).GetProperty("same").GetBoolean(), error));
            Assert.Equal(saved.GetProperty("digest").GetString(), Json(output).GetProperty("digest").GetString());
            (code, output, error) = await ServerProcess.TryOn(restored, "status", "--json");
            Assert.True(code == 0, error);
            Assert.InRange(Json(output).GetProperty("applied").GetInt64(), 200, 3_200);
            (code, output, error) = await ServerProcess.TryOn(restored, "rebuild", "--from-log", "--json");
            Assert.True(code == 0, output + error);

            foreach (var alone in new string[][] { ["rebuild"], ["restore", zip] })
                Assert.Equal(75, (await server.Try(alone)).Code);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonElement Json(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
