using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Meridian.WebTests.Running;

/// <summary>What a client says of a message that it was given.</summary>
/// <param name="Error">Null where it counts the message as delivered.</param>
internal sealed record Told(string? Id, string Type, string? Error);

/// <summary>The clients from npm. Where they are not installed, a test that needs them is skipped.</summary>
internal static class NodeClient
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);

    /// <summary>The folder of package.json.</summary>
    public static string Folder { get; } = Here();

    public static void NeedPackages() =>
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules")), "The clients are not installed: npm ci --prefix tests/Meridian.WebTests/clients (./test does it where npm is).");

    public static void NeedNode()
    {
        NeedPackages();
        Assert.SkipUnless(OnPath("node") is not null, "There is no node on this machine.");
    }

    /// <summary>The place of a program, or null.</summary>
    public static string? OnPath(params string[] names) =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in names
         let path = Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Begins to send five messages of different types, then tracks.</summary>
    /// <param name="client">segment or rudder.</param>
    /// <param name="batch">How many messages a request has.</param>
    /// <param name="pause">Milliseconds between two batches.</param>
    public static ChildProcess Begin(string client, string url, int tracks, int batch, int pause = 0) =>
        ChildProcess.Start("node", [Path.Combine(Folder, "node.mjs"), client, url, ServerProcess.AdminKey, $"{tracks}", $"{batch}", $"{pause}"]);

    /// <summary>What a client told of each message, after it has ended.</summary>
    public static async Task<List<Told>> End(ChildProcess client)
    {
        Assert.True(await client.Wait(Patience) == 0, $"The client failed: {client.Output}{client.Error}");
        return SoFar(client);
    }

    public static List<Told> SoFar(ChildProcess client) => [.. client.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<Told>(l, Web)!)];

    public static async Task<List<Told>> Send(string client, string url, int tracks, int batch)
    {
        using var process = Begin(client, url, tracks, batch);
        return await End(process);
    }

    public static List<Told> Read(string json) => JsonSerializer.Deserialize<List<Told>>(json, Web)!;

    private static string Here([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../clients"));
}
