using System.Text.Json;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.Faults;

/// <summary>F12: one process at a time has a data folder.</summary>
public sealed class SecondServerTests
{
    private const int TryLater = 75;

    [Theory]
    [InlineData(true)]
    // The first one has opened the store and does not listen yet.
    [InlineData(false)]
    public async Task F12_a_second_server_ends_at_once_and_names_the_first_which_goes_on(bool listed)
    {
        await using var server = await ServerProcess.Start();
        var file = Path.Combine(server.Data, "server.json");
        var pid = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement.GetProperty("Pid").GetInt32();
        if (!listed)
            File.Move(file, file + ".aside");
        var (code, output, error) = await server.Try("serve", "--urls", "http://127.0.0.1:0");
        Assert.Equal((TryLater, ""), (code, output));
        Assert.Contains($"process {pid}", error, StringComparison.Ordinal);
        Assert.Contains(listed ? "Stop it first, or name another folder with --data." : "Wait until it has finished, or stop it, then try again.", error, StringComparison.Ordinal);
        if (!listed)
            File.Move(file + ".aside", file);

        using var sender = new NumberedSender(server.Url, clients: 1, batch: 5);
        await sender.Send(10);
        Assert.Equal((10, 0), ((await server.Counts()).Applied, sender.Unanswered));
    }

    /// <summary>In a container every server has the same number, also the one that follows a killed one.</summary>
    [Fact]
    public async Task A_server_starts_where_a_killed_one_left_the_number_of_another_process()
    {
        await using var server = await ServerProcess.Start();
        await server.Kill();
        var file = Path.Combine(server.Data, "server.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { server.Url, Pid = Environment.ProcessId, Token = "gone" }));
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await server.StartAgain();
        Assert.Equal(0, (await server.Counts()).Received);
    }
}
