using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

/// <summary>F04: a server whose store is damaged makes it again by itself and serves; it does not end and start in a loop.</summary>
public sealed class DamagedStoreTests
{
    private const string FromSnapshot = "made again from its snapshot";

    [Theory]
    [InlineData("meridian.duckdb")]
    [InlineData("meridian.duckdb.wal")]
    public async Task F04_a_server_makes_a_damaged_store_again_from_its_snapshot_and_the_log_behind_it(string name)
    {
        // However little came, it is enough for a snapshot.
        await using var server = await ServerProcess.Start(null, ("MERIDIAN_SNAPSHOT_MB", "0"));
        using var sender = new NumberedSender(server.Url, clients: 1, batch: 10);
        await sender.Send(50);
        Assert.Equal(50, (await server.Counts()).Applied);
        await server.Stop();
        Assert.InRange(Directory.GetFiles(Path.Combine(server.Data, "snapshots"), "*.duckdb").Length, 1, 2);

        await server.StartAgain();
        Assert.DoesNotContain("made again", server.Printed, StringComparison.Ordinal);
        await sender.Send(100);
        Assert.Equal(100, (await server.Counts()).Applied);
        var digest = await server.Run("check", "--digest", "--json");
        await server.Kill();
        Flip(Path.Combine(server.Data, name));

        await server.StartAgain();
        Assert.Contains(FromSnapshot, server.Printed, StringComparison.Ordinal);
        Assert.Equal(digest, await server.Run("check", "--digest", "--json"));
        await sender.Send(110);
        Assert.Equal(110, (await server.Counts()).Applied);
        await server.Kill();
        await server.StartAgain();
        Assert.DoesNotContain("made again", server.Printed, StringComparison.Ordinal);
        Assert.Equal(110, (await server.Counts()).Applied);
    }

    /// <summary>One byte in the middle of the log beside the store, and in the first of the store's three heads.</summary>
    private static void Flip(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[path.EndsWith(".wal", StringComparison.Ordinal) ? bytes.Length / 2 : 20] ^= 0xFF;
        File.WriteAllBytes(path, bytes);
    }
}
