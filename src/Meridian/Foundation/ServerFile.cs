using System.Diagnostics;
using System.Text.Json;

namespace Meridian.Foundation;

/// <summary>What <c>server.json</c> in a data folder says while a server runs on it: where it listens, which process it is, and the token by which commands of this machine's user are known.</summary>
public sealed record ServerFile(string Url, int Pid, string Token)
{
    private static string PathIn(string folder) => Path.Combine(folder, "server.json");

    /// <summary>Writes it, readable by its owner only.</summary>
    public void Save(string folder)
    {
        var part = PathIn(folder) + ".part";
        File.Delete(part);
        using (var file = new FileStream(part, OperatingSystem.IsWindows()
            ? new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }
            : new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            JsonSerializer.Serialize(file, this);
        }

        File.Move(part, PathIn(folder), overwrite: true);
    }

    /// <summary>An address at which a program or browser of this machine reaches what listens everywhere.</summary>
    public static string Reachable(string url) => url.Replace("//[::]", "//[::1]", StringComparison.Ordinal).Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal);

    public static void Remove(string folder) => File.Delete(PathIn(folder));

    /// <summary>
    /// The server that runs on a folder, or null. One that was killed left its file behind; its process is gone, or another has its number: in a container the next server
    /// gets the same. That one began after the file was written.
    /// </summary>
    public static ServerFile? Running(string folder)
    {
        try
        {
            var server = File.Exists(PathIn(folder)) ? JsonSerializer.Deserialize<ServerFile>(File.ReadAllText(PathIn(folder))) : null;
            if (server is null)
                return null;
            using var process = Process.GetProcessById(server.Pid);
            return process.HasExited || process.StartTime.ToUniversalTime() > File.GetLastWriteTimeUtc(PathIn(folder)) ? null : server;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
