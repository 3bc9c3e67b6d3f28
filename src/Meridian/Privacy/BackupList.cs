using System.Text.Json;
using Meridian.Foundation;

namespace Meridian.Privacy;

/// <summary>
/// Where backups of a data folder were written, as far as this program wrote them: an erasure has to reach them too. <c>backups.json</c> in the folder. A backup is listed before it is begun, so that whoever
/// erases meanwhile knows of it.
/// </summary>
public static class BackupList
{
    private const int Tries = 100;

    public static IReadOnlyList<string> Read(DataFolder folder) =>
        File.Exists(PathOf(folder)) ? JsonSerializer.Deserialize<List<string>>(File.ReadAllText(PathOf(folder))) ?? [] : [];

    /// <summary>Durable when this returns.</summary>
    /// <param name="backup">Path of the file.</param>
    public static void Add(DataFolder folder, string backup)
    {
        Change(folder, all => all.Append(Path.GetFullPath(backup)));
        folder.Shared?.ListBackup(Path.GetFullPath(backup));
    }

    /// <summary>Forgets one that was not made after all.</summary>
    public static void Remove(DataFolder folder, string backup)
    {
        Change(folder, all => all.Where(b => b != Path.GetFullPath(backup)));
        folder.Shared?.UnlistBackup(Path.GetFullPath(backup));
    }

    /// <summary>Backups of the same store that other machines wrote, or other data folders of this one.</summary>
    public static IReadOnlyList<(string Machine, string Path)> Elsewhere(DataFolder folder)
    {
        var here = Read(folder);
        return [.. (folder.Shared?.Backups() ?? []).Where(b => b.Machine != Environment.MachineName || !here.Contains(b.Path, StringComparer.Ordinal))];
    }

    private static void Change(DataFolder folder, Func<IEnumerable<string>, IEnumerable<string>> change)
    {
        // Two processes at once must not lose what the other has added.
        using var alone = Alone(PathOf(folder) + ".lock");
        var part = PathOf(folder) + ".part";
        using (var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(file, change(Read(folder)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList());
            file.Flush();
            Durable.Flush(file.SafeFileHandle);
        }

        File.Move(part, PathOf(folder), overwrite: true);
        Durable.Folder(folder.Root);
    }

    private static FileStream Alone(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (tries < Tries)
            {
                Task.Delay(50).GetAwaiter().GetResult();
            }
        }
    }

    private static string PathOf(DataFolder folder) => Path.Combine(folder.Root, "backups.json");
}
