using System.Collections.Concurrent;
using System.Text;

namespace Meridian.Web.Pages.RuleEditing;

/// <summary>
/// What somebody is writing and has not saved yet, kept while they write so that neither a reload nor a killed server loses it. Files under <c>drafts/PERSON/</c> of the data folder and no entries
/// of the log: they change every second, are nobody's but the writer's, and the log is kept for ever and read by every rebuild. Backups leave them out.
/// </summary>
public sealed class RuleDrafts(OpenStore store)
{
    /// <summary>A draft that nobody came back to for so long is dropped.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);

    private readonly ConcurrentDictionary<string, object> _gates = new(StringComparer.Ordinal);

    /// <summary>What was kept, and when (UTC); null for nothing.</summary>
    /// <param name="of">Of what it is a draft: "tag vip", "segment new".</param>
    public (string Text, DateTime At)? Find(Guid person, string of)
    {
        var path = PathOf(person, of);
        lock (Gate(path))
            return File.Exists(path) ? (File.ReadAllText(path, Encoding.UTF8), File.GetLastWriteTimeUtc(path)) : null;
    }

    /// <summary>Keeps a text; when this returns, it is on the disk.</summary>
    public void Keep(Guid person, string of, string text)
    {
        var path = PathOf(person, of);
        lock (Gate(path))
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!OperatingSystem.IsWindows())
                folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            var part = path + ".part";
            using (var file = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: true);
        }
    }

    /// <summary>Forgets one: it was saved, or given up. Others of the person's that are long forgotten go with it.</summary>
    /// <param name="now">UTC.</param>
    public void Drop(Guid person, string of, DateTime now)
    {
        var path = PathOf(person, of);
        lock (Gate(path))
            File.Delete(path);
        var folder = Path.GetDirectoryName(path)!;
        foreach (var old in Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(f => File.GetLastWriteTimeUtc(f) < now - Kept) : [])
            File.Delete(old);
    }

    private object Gate(string path) => _gates.GetOrAdd(path, _ => new object());

    // Keys are letters, digits and _ (DefinitionForm); whatever else an address holds becomes none.
    private string PathOf(Guid person, string of) =>
        Path.Combine(store.Folder.Root, "drafts", person.ToString("N"), string.Concat(of.Select(c => char.IsAsciiLetterOrDigit(c) ? c : c == ' ' ? '-' : '_')) + ".json");
}
