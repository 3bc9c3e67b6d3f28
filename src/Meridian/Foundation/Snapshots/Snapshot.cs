using System.Security.Cryptography;
using System.Text.Json;

namespace Meridian.Foundation.Snapshots;

/// <summary>What is written beside a snapshot, after it: without it, there is none.</summary>
/// <param name="Entry">All entries of the log up to this one are applied in it, and none behind it.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="Sha256">Of its file.</param>
/// <param name="JournalBytes">How long the journal was.</param>
public sealed record SnapshotNote(long Entry, DateTime At, string Sha256, long JournalBytes);

/// <summary>A copy of the store's file as it was when an entry of the log was applied.</summary>
public sealed record Snapshot(string Path, SnapshotNote Note)
{
    public const string Ending = ".duckdb";

    private const string NoteEnding = ".json";

    public long Entry => Note.Entry;

    /// <summary>Reads what stands beside a snapshot's file; null where it is missing or no such note, because the snapshot was never whole or is damaged.</summary>
    public static Snapshot? Find(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<SnapshotNote>(File.ReadAllText(NoteOf(path))) is { Sha256.Length: > 0 } note ? new Snapshot(path, note) : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Names a file that was copied, and then says that it is whole.</summary>
    public static Snapshot Complete(string copy, string path, long entry, DateTime at, long journalBytes)
    {
        var snapshot = new Snapshot(path, new SnapshotNote(entry, at, HashOf(copy), journalBytes));
        // The one that has this name, if any, is none any more before its file changes.
        File.Delete(NoteOf(path));
        File.Move(copy, path, overwrite: true);
        var part = NoteOf(path) + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, snapshot.Note);
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        File.Move(part, NoteOf(path), overwrite: true);
        Durable.Folder(System.IO.Path.GetDirectoryName(path)!);
        return snapshot;
    }

    /// <summary>Whether every byte is what was written.</summary>
    public bool IsSound() => File.Exists(Path) && HashOf(Path) == Note.Sha256;

    private static string NoteOf(string path) => path[..^Ending.Length] + NoteEnding;

    private static string HashOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
