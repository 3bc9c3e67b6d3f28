using System.Text.Json;
using Meridian.Foundation;

namespace Meridian.Privacy;

/// <summary>Where backups of a data folder were written, as far as this program wrote them: an erasure has to reach them too. <c>backups.json</c> in the folder.</summary>
public static class BackupList
{
    public static IReadOnlyList<string> Read(DataFolder folder) =>
        File.Exists(PathOf(folder)) ? JsonSerializer.Deserialize<List<string>>(File.ReadAllText(PathOf(folder))) ?? [] : [];

    /// <param name="backup">Path of the file.</param>
    public static void Add(DataFolder folder, string backup) => Write(folder, Read(folder).Append(Path.GetFullPath(backup)).Distinct(StringComparer.Ordinal));

    private static void Write(DataFolder folder, IEnumerable<string> backups)
    {
        var part = PathOf(folder) + ".part";
        File.WriteAllText(part, JsonSerializer.Serialize(backups.Order(StringComparer.Ordinal).ToList()));
        File.Move(part, PathOf(folder), overwrite: true);
    }

    private static string PathOf(DataFolder folder) => Path.Combine(folder.Root, "backups.json");
}
