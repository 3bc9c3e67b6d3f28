using System.Security.Cryptography;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Ingest;

/// <summary>A file that comes from far away has more bytes than are taken.</summary>
public sealed class FileTooLargeException(long most) : Exception($"The file has more than {most:N0} bytes; more are not taken.")
{
    public long Most => most;
}

/// <summary>A file that comes as a stream, kept in the data folder before anything is written of it; gone when it is not landed.</summary>
public sealed class IncomingFile : IDisposable
{
    private const int LongestName = 120;

    private readonly DataFolder _data;
    private string? _folder;

    private IncomingFile(DataFolder data, string folder, string fileName, string kept, string sha256)
    {
        _data = data;
        _folder = folder;
        FileName = fileName;
        Kept = kept;
        Sha256 = sha256;
    }

    /// <summary>The file's own name, without what no file's name may hold.</summary>
    public string FileName { get; }

    public string Kept { get; }

    /// <summary>Of its bytes, hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Where it is now.</summary>
    public string Path => System.IO.Path.Combine(_folder ?? throw new InvalidOperationException("The file has landed."), Kept);

    /// <summary>Writes a stream to the disk, to its end.</summary>
    /// <param name="most">Bytes that are taken at the most.</param>
    /// <exception cref="FileTooLargeException">There are more; nothing is left of them.</exception>
    public static async Task<IncomingFile> ReceiveAsync(DataFolder data, Stream from, string fileName, long most, CancellationToken stop)
    {
        var name = NameOf(fileName);
        var folder = data.Incoming();
        try
        {
            var kept = "original" + ExtensionOf(name);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var output = new FileStream(System.IO.Path.Combine(folder, kept), FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            var buffer = new byte[128 << 10];
            var bytes = 0L;
            int read;
            while ((read = await from.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0)
            {
                if ((bytes += read) > most)
                    throw new FileTooLargeException(most);
                hash.AppendData(buffer, 0, read);
                await output.WriteAsync(buffer.AsMemory(0, read), stop).ConfigureAwait(false);
            }

            output.Flush();
            Durable.Flush(output.SafeFileHandle);
            return new IncomingFile(data, folder, name, kept, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Copies a file that the data folder keeps, to be landed once more.</summary>
    /// <param name="fileName">As a person knows it.</param>
    /// <param name="sha256">Of the file as it was imported, hexadecimal.</param>
    internal static IncomingFile Copy(DataFolder data, string path, string fileName, string sha256)
    {
        var folder = data.Incoming();
        try
        {
            var copy = System.IO.Path.Combine(folder, System.IO.Path.GetFileName(path));
            File.Copy(path, copy);
            using (var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite))
                Durable.Flush(handle);
            return new IncomingFile(data, folder, fileName, System.IO.Path.GetFileName(path), sha256);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Takes up a file that was left.</summary>
    internal static IncomingFile TakeUp(DataFolder data, string id, string fileName, string kept, string sha256) => new(data, data.IncomingPath(id), fileName, kept, sha256);

    /// <summary>Leaves the file where it is, for whoever knows what it is called there.</summary>
    internal string Leave()
    {
        var id = _data.IncomingId(_folder ?? throw new InvalidOperationException("The file has landed."));
        _folder = null;
        return id;
    }

    /// <summary>What the log's entry would say of it.</summary>
    public ImportOrder Order(string source, string? country, string? mapping, string? key, string? request) => new(source, FileName, Kept, Sha256, country, mapping, key, request);

    /// <summary>Writes the log entry that points at it, with the mapping that is kept for the source where the order has none; it is applied by the pump.</summary>
    public LogEntry Land(ISession session, ILog log, ImportOrder order, DateTime at) =>
        Land(log, order with { Mapping = order.Mapping ?? Sources.Find(session, order.Source)?.Mapping }, at);

    /// <summary>Writes the log entry that points at it as it is.</summary>
    internal LogEntry Land(ILog log, ImportOrder order, DateTime at)
    {
        var folder = _folder ?? throw new InvalidOperationException("The file has landed.");
        try
        {
            _data.Share(folder);
            var entry = log.Append(ImportOrder.Kind, at, order.ToJson(), number => folder = _data.Place(folder, number));
            _folder = null;
            return entry;
        }
        catch
        {
            _folder = folder;
            throw;
        }
    }

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        _folder = null;
    }

    /// <summary>What comes with a file is somebody's word: no folder, no control character, nothing that a terminal or a path would read as more than letters.</summary>
    internal static string NameOf(string given)
    {
        var last = given[(given.LastIndexOfAny(['/', '\\']) + 1)..];
        var name = string.Concat(last.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && c is not (':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u202e' or '\u202d'))).Trim();
        // A name that begins with a dot is hidden, or is an extension and nothing else.
        if (name.StartsWith('.'))
            name = "upload." + name.TrimStart('.');
        if (name.Length > LongestName)
            name = name[..(LongestName - 12)] + "…" + ExtensionOf(name);
        return name.Length == 0 ? "upload" : name;
    }

    /// <summary>The extension says which format is meant, also of what is packed: ".csv.gz" is both.</summary>
    private static string ExtensionOf(string name)
    {
        var extension = System.IO.Path.GetExtension(name);
        return extension.Length is > 1 and <= 10 && extension[1..].All(char.IsAsciiLetterOrDigit) ? extension.ToLowerInvariant() : "";
    }
}
