using System.Text.Encodings.Web;
using System.Text.Json;

namespace Meridian.Foundation.Log;

/// <summary>
/// A log in which everything that is asked for bears the name of who asks: the member <c>by</c> of the entry's JSON, "local:USER" for somebody at this machine, "local:USER (told)" for another who came through a server of theirs, else the id of a key.
/// Messages are not told apart so; they have a source.
/// </summary>
/// <param name="log">Lives on when this one is disposed of.</param>
public sealed class ActingLog(ILog log, string actor) : ILog
{
    /// <summary>Name of the member.</summary>
    public const string By = "by";

    /// <summary>Who works at this machine's command line.</summary>
    public static string LocalUser => "local:" + Environment.UserName;

    /// <summary>
    /// Who typed a command that came through a server. Its token proves somebody who may read the server's own files; which of them it is, their process says, and nothing proves it. So a name that is
    /// not the server's own user's is marked as told.
    /// </summary>
    /// <param name="user">Null where it was not said.</param>
    public static string ToldUser(string? user)
    {
        var name = string.Concat((user ?? "").Where(c => !char.IsControl(c) && c is not ('(' or ')')).Take(64)).Trim();
        return name.Length == 0 || name == Environment.UserName ? LocalUser : $"local:{name} (told)";
    }

    public string Actor => actor;

    public long Last => log.Last;

    public LogEntry Append(string kind, DateTime at, string body, Action<long>? place = null) => log.Append(kind, at, Signed(body, actor), place);

    public Task<LogEntry> AppendAsync(string kind, DateTime at, ReadOnlyMemory<byte> body) => log.AppendAsync(kind, at, body);

    public Task WaitAsync(long after, CancellationToken stop) => log.WaitAsync(after, stop);

    public IEnumerable<LogEntry> Read(long from) => log.Read(from);

    public IReadOnlyList<(string Path, long Length)> Files(long last) => log.Files(last);

    public int Rewrite(long last, Func<LogEntry, ReadOnlyMemory<byte>?> change) => log.Rewrite(last, change);

    /// <summary>A JSON object with who asked for it.</summary>
    public static string Signed(string body, string actor)
    {
        var name = $"\"{By}\":\"{JavaScriptEncoder.Default.Encode(actor)}\"";
        return body == "{}" ? $"{{{name}}}" : $"{{{name},{body[1..]}";
    }

    /// <summary>Who asked for an entry; null where it does not say, as those of earlier programs do not.</summary>
    public static string? ActorOf(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(By, out var by) && by.ValueKind == JsonValueKind.String ? by.GetString() : null;

    public void Dispose()
    {
        // The log is another's.
    }
}
