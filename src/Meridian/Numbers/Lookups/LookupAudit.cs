using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Meridian.Foundation;

namespace Meridian.Numbers.Lookups;

/// <summary>
/// Who had which provider asked, for what, how often and at what cost: <c>numbers/lookup-audit.jsonl</c>, to which lines are only ever added, each on the disk before the requests that
/// it tells of are sent. Numbers stand in it as HMAC-SHA256 under the key beside it, which never leaves the folder: with a number in hand one can prove that it was looked up, and
/// nobody can list the numbers. Without the key the hashes mean nothing.
/// </summary>
public sealed class LookupAudit : IDisposable
{
    private const int KeyBytes = 32;

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;
    private readonly byte[] _key;
    private readonly string _run = RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <param name="data">The data folder.</param>
    public LookupAudit(string data)
    {
        var folder = Path.Combine(Path.GetFullPath(data), "numbers");
        Directory.CreateDirectory(folder);
        _key = Key(Path.Combine(folder, "lookup-audit.key"));
        _file = new FileStream(PathOf(data), Private(FileMode.Append));
    }

    public static string PathOf(string data) => Path.Combine(Path.GetFullPath(data), "numbers", "lookup-audit.jsonl");

    /// <summary>Before the requests.</summary>
    /// <param name="at">UTC.</param>
    public void Asking(DateTime at, string who, LookupTerms terms, string purpose, IEnumerable<string> e164) =>
        Write(new { at = Text(at), @event = "asking", run = _run, who, provider = terms.Name, host = terms.Host, purpose, numbers = e164.Select(Hash) });

    /// <summary>After them.</summary>
    /// <param name="requests">That count, repeated ones among them.</param>
    public void Asked(DateTime at, LookupTerms terms, int asked, int answered, long requests) => Write(new
    {
        at = Text(at),
        @event = "asked",
        run = _run,
        provider = terms.Name,
        asked,
        answered,
        requests,
        cost = requests * terms.Cost / (decimal)LookupTerms.Millionths,
        currency = terms.Currency,
    });

    public string Hash(string e164) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(e164)));

    public void Dispose() => _file.Dispose();

    private static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static byte[] Key(string path)
    {
        if (!File.Exists(path))
        {
            // Whole or not at all: a key that was cut would make other hashes for ever.
            var part = path + ".part";
            using (var file = new FileStream(part, Private(FileMode.Create)))
            {
                file.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                Durable.Flush(file.SafeFileHandle);
            }

            File.Move(part, path);
            Durable.Folder(Path.GetDirectoryName(path)!);
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key
            : throw new InvalidDataException($"{path} is not the audit's key: it has {key.Length} bytes instead of {KeyBytes}. Put it back from a backup; with another key the hashes in the audit cannot be compared any more.");
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private void Write<T>(T line)
    {
        _file.Write([.. JsonSerializer.SerializeToUtf8Bytes(line, Options), (byte)'\n']);
        Durable.Flush(_file.SafeFileHandle);
    }
}
