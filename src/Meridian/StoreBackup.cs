using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Meridian.Foundation;
using Meridian.Foundation.Log;

namespace Meridian;

/// <summary>What a backup is and holds; its first part.</summary>
/// <param name="Format">1.</param>
/// <param name="Entries">Entries of the log.</param>
/// <param name="Digest">Of the store's content, as <c>check --digest</c> prints it.</param>
/// <param name="Files">SHA-256 by path in the data folder.</param>
public sealed record BackupManifest(int Format, DateTime At, long Entries, string Digest, IReadOnlyDictionary<string, string> Files);

/// <summary>One file of a backup.</summary>
/// <param name="Name">Path in the data folder.</param>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Length">How many of them count; null for all of a file that must not change meanwhile.</param>
public sealed record BackupFile(string Name, string Path, long? Length = null);

/// <summary>What goes into a backup.</summary>
/// <param name="Entries">Entries of the log.</param>
public sealed record BackupContent(long Entries, IReadOnlyList<BackupFile> Files);

/// <summary>A backup that cannot be made or used; the message says why and what to do.</summary>
public sealed class BackupException(string message) : Exception(message);

/// <summary>
/// The whole data folder in one ZIP file: store, journal, kept files, rejected rows, recipes, look-ups with their audit, quarantine. It holds personal data and is as much to be guarded as the folder is.
/// </summary>
public static class StoreBackup
{
    private const string ManifestName = "backup.json";
    private const int Format = 1;

    /// <summary>
    /// Writes a backup; the store, or the copy of it that is among the content, is closed and checkpointed. The file appears whole and on the disk, or not at all; until then it is <see cref="PartOf"/>, and
    /// whoever deletes that stops it.
    /// </summary>
    /// <param name="atLast">Called when all is written, with what lets the file appear; null lets it appear at once.</param>
    /// <exception cref="BackupException">Somebody changed the folder meanwhile, or deleted what was being written.</exception>
    public static BackupManifest Write(BackupContent content, string path, DateTime at, string digest, CancellationToken stop, Action<Action>? atLast = null)
    {
        var part = PartOf(path);
        try
        {
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            BackupManifest manifest;
            using (var zip = ZipFile.Open(part, ZipArchiveMode.Create))
            {
                foreach (var file in content.Files)
                {
                    stop.ThrowIfCancellationRequested();
                    var before = new FileInfo(file.Path).LastWriteTimeUtc;
                    files.Add(file.Name, Add(zip, file));
                    if (file.Length is null && new FileInfo(file.Path).LastWriteTimeUtc != before)
                        throw Changed(file.Name);
                }

                manifest = new BackupManifest(Format, at, content.Entries, digest, files);
                using var stream = zip.CreateEntry(ManifestName).Open();
                JsonSerializer.Serialize(stream, manifest);
            }

            using (var written = new FileStream(part, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
                Durable.Flush(written.SafeFileHandle);
            (atLast ?? (appear => appear()))(() =>
            {
                File.Move(part, path, overwrite: false);
                Durable.Folder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            });
            return manifest;
        }
        catch (FileNotFoundException e) when (!File.Exists(part) && Path.GetFullPath(part) == Path.GetFullPath(e.FileName ?? part))
        {
            throw new BackupException($"{part} was deleted while it was written: somebody is being erased. Try again.");
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Where a backup stands until it is whole.</summary>
    public static string PartOf(string path) => path + ".part";

    /// <summary>Where copies of the open databases stand beside a backup while it is written: they have to be somewhere where there is room for its like.</summary>
    public static string CopiesOf(string path) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, $".{Path.GetFileName(path)}.copies");

    /// <summary>Unpacks a backup into a folder that is empty or not there, and proves every byte by its checksum.</summary>
    /// <exception cref="BackupException">It is no whole backup, or the folder holds something.</exception>
    public static BackupManifest Restore(string path, string target, CancellationToken stop)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new BackupException($"{target} is not empty. Name a folder that is, or move it away.");
        var part = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)) + ".part";
        if (Directory.Exists(part))
            Directory.Delete(part, recursive: true);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var manifest = Manifest(zip, path);
            foreach (var (name, sha) in manifest.Files)
            {
                stop.ThrowIfCancellationRequested();
                var to = Path.GetFullPath(Path.Combine(part, name));
                if (!to.StartsWith(part + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    throw new BackupException($"{path} is no backup of Meridian: it wants to write outside the folder ({name}).");
                var entry = zip.GetEntry(name) ?? throw Broken(path, name);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                if (Extract(entry, to) != sha)
                    throw Broken(path, name);
            }

            if (Directory.Exists(target))
                Directory.Delete(target);
            Directory.Move(part, target);
            return manifest;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new BackupException($"{path} is no whole backup of Meridian: {e.Message}");
        }
        finally
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
        }
    }

    /// <summary>
    /// All that the store cannot be made again without, and the store itself, which saves the time. What was set aside as damaged and snapshots stay behind. Asked for while the log is open; what
    /// comes into it afterwards is no part of it.
    /// </summary>
    public static BackupContent Content(DataFolder folder, ILog log)
    {
        var entries = log.Last;
        var files = log.Files(entries).Select(f => new BackupFile(NameOf(folder, f.Path), f.Path, f.Length)).ToList();
        var later = folder.Imports().Where(i => i.Entry > entries).Select(i => NameOf(folder, i.Path) + "/").ToList();
        foreach (var file in Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories))
        {
            var name = NameOf(folder, file);
            if (name == "meridian.duckdb" || IsBeside(name)
                || (name.StartsWith("imports/", StringComparison.Ordinal) && !name.StartsWith("imports/incoming-", StringComparison.Ordinal) && !later.Exists(l => name.StartsWith(l, StringComparison.Ordinal))))
            {
                files.Add(new BackupFile(name, file));
            }
        }

        return new BackupContent(entries, [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)]);
    }

    /// <summary>The same content with copies of the databases that this process has open, which nobody may write to meanwhile and which must not be opened here a second time.</summary>
    /// <param name="copies">A folder for them.</param>
    public static BackupContent Copied(BackupContent content, string copies)
    {
        Directory.CreateDirectory(copies);
        return content with { Files = [.. content.Files.Select(f => f.Name.Contains(".duckdb", StringComparison.Ordinal) ? f with { Path = CopyOf(f) } : f)] };

        string CopyOf(BackupFile file)
        {
            var copy = Path.Combine(copies, Path.GetFileName(file.Name));
            OpenFileCopy.Make(file.Path, copy);
            return copy;
        }
    }

    /// <summary>What stands in a data folder beside the store, made by people and by look-ups: recipes, look-ups with their audit, quarantine.</summary>
    public static IEnumerable<string> Beside(DataFolder folder) =>
        Directory.EnumerateFiles(folder.Root, "*", SearchOption.AllDirectories).Where(f => IsBeside(NameOf(folder, f)));

    private static bool IsBeside(string name) => name.StartsWith("recipes/", StringComparison.Ordinal) || name.StartsWith("lookups/", StringComparison.Ordinal)
        || (name.StartsWith("numbers/", StringComparison.Ordinal) && !name.EndsWith(".new", StringComparison.Ordinal) && !name.Contains(".duckdb.tmp", StringComparison.Ordinal));

    private static string NameOf(DataFolder folder, string file) => Path.GetRelativePath(folder.Root, file).Replace('\\', '/');

    private static string Add(ZipArchive zip, BackupFile file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var input = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        using var output = zip.CreateEntry(file.Name, CompressionLevel.Fastest).Open();
        if (Copy(input, output, hash, file.Length ?? long.MaxValue) < file.Length)
            throw Changed(file.Name);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Extract(ZipArchiveEntry entry, string to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var input = entry.Open();
        using var output = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        Copy(input, output, hash, long.MaxValue);
        output.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <returns>Bytes that were there, up to the limit.</returns>
    private static long Copy(Stream input, Stream output, IncrementalHash hash, long limit)
    {
        var buffer = new byte[1 << 16];
        var copied = 0L;
        while (input.Read(buffer, 0, (int)Math.Min(buffer.Length, limit - copied)) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            output.Write(buffer, 0, read);
            copied += read;
        }

        return copied;
    }

    private static BackupManifest Manifest(ZipArchive zip, string path)
    {
        using var stream = (zip.GetEntry(ManifestName) ?? throw new BackupException($"{path} is no backup of Meridian: it has no {ManifestName}.")).Open();
        var manifest = JsonSerializer.Deserialize<BackupManifest>(stream) ?? throw new BackupException($"{path} is no backup of Meridian: its {ManifestName} is empty.");
        return manifest.Format == Format ? manifest : throw new BackupException($"{path} is a backup of format {manifest.Format}; this program knows format {Format}. Use the newer program.");
    }

    private static BackupException Changed(string name) => new($"{name} was changed while it was copied. Wait until the other program has finished, then try again.");

    private static BackupException Broken(string path, string name) => new($"{path} is damaged: {name} is not what was saved. Use another backup.");
}
