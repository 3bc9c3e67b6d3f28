namespace Meridian.Foundation;

/// <summary>Where a store keeps its files: <c>meridian.duckdb</c>, <c>imports/ID/</c> with each import's kept file and rejected rows, and what else its members name.</summary>
public sealed class DataFolder
{
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    /// <summary>Where the files of imports are shared with other machines; null where this folder is the only place.</summary>
    public IKeptFiles? Shared { get; init; }

    public string Store => Path.Combine(Root, "meridian.duckdb");

    /// <summary>Beside a store that was found damaged while it was in use: whoever opens it next makes it again.</summary>
    private string DamageMark => Store + ".damaged";

    public bool IsMarkedDamaged => File.Exists(DamageMark);

    /// <summary>Answers of the server that are given again to a request that comes again; sealed for whoever asked.</summary>
    public string Answers => Path.Combine(Root, "answers.jsonl");

    /// <summary>Where a backup is unpacked that is brought into a store that is not in this folder.</summary>
    public string Restoring => Path.Combine(Root, ".restoring");

    public string Journal => Path.Combine(Root, "journal");

    public void MarkDamaged() => File.WriteAllBytes(DamageMark, []);

    public void Unmark() => File.Delete(DamageMark);

    /// <summary>Copies of the store and of the journal that were set aside as they were found, damaged or replaced.</summary>
    public IReadOnlyList<string> SetAside() =>
    [
        .. Directory.EnumerateFiles(Root, "meridian.duckdb.set-aside-*"),
        .. Directory.Exists(Journal) ? Directory.EnumerateFiles(Journal, "*.damaged*") : [],
    ];

    /// <summary>
    /// Deletes what killed work left of people's data: halves of stores, the original of a kept file that was rewritten, files that were being taken in an hour ago, and folders
    /// of imports that the log does not have.
    /// </summary>
    /// <param name="isOther">Whether the log has another entry under an import's number.</param>
    /// <param name="now">UTC.</param>
    public void DropLeftovers(Func<long, bool> isOther, DateTime now)
    {
        foreach (var half in new[] { "*.rebuilding", "*.rebuilding.wal", "*.compact", "*.compact.wal" }.SelectMany(p => Directory.EnumerateFiles(Root, "meridian.duckdb" + p[1..])))
            File.Delete(half);
        if (Directory.Exists(Restoring))
            Directory.Delete(Restoring, recursive: true);
        var imports = Path.Combine(Root, "imports");
        if (!Directory.Exists(imports))
            return;
        foreach (var place in Directory.GetDirectories(imports))
        {
            if (Path.GetFileName(place).StartsWith("incoming-", StringComparison.Ordinal) ? Directory.GetLastWriteTimeUtc(place) < now.AddHours(-1) : long.TryParse(Path.GetFileName(place), out var number) && isOther(number))
            {
                Directory.Delete(place, recursive: true);
                continue;
            }

            if (File.Exists(Path.Combine(place, "rows.kept")))
            {
                foreach (var original in Directory.EnumerateFiles(place, "original*"))
                    File.Delete(original);
            }
        }
    }

    /// <summary>A folder for a file that is being taken in.</summary>
    public string Incoming()
    {
        var folder = IncomingPath(Path.GetRandomFileName());
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>Where a file is taken in.</summary>
    /// <param name="id">As <see cref="IncomingId"/> tells it.</param>
    public string IncomingPath(string id) => Path.Combine(Root, "imports", "incoming-" + id);

    /// <summary>What a folder is called in which a file is taken in.</summary>
    public string IncomingId(string folder) => Path.GetFileName(folder)["incoming-".Length..];

    /// <summary>Removes what commands that were killed while they took a file in left behind.</summary>
    /// <param name="now">UTC.</param>
    public void DropIncoming(DateTime now)
    {
        var imports = Path.Combine(Root, "imports");
        if (!Directory.Exists(imports))
            return;
        // One that somebody fills at this moment is new.
        foreach (var left in Directory.EnumerateDirectories(imports, "incoming-*").Where(d => Directory.GetLastWriteTimeUtc(d) < now.AddDays(-1)))
            Directory.Delete(left, recursive: true);
    }

    /// <summary>Makes it the folder of an import. A crash before the log entry leaves a folder that no entry has; the next import with this number replaces it.</summary>
    public string Place(string incoming, long entry)
    {
        var folder = ImportPath(entry);
        if (folder == incoming)
            return folder;
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Durable.Folder(incoming);
        Directory.Move(incoming, folder);
        Durable.Folder(Path.GetDirectoryName(folder)!);
        Shared?.Rename(Path.GetFileName(incoming), Path.GetFileName(folder));
        return folder;
    }

    /// <summary>The folders of imports that are there.</summary>
    public IEnumerable<(long Entry, string Path)> Imports()
    {
        var imports = Path.Combine(Root, "imports");
        if (!Directory.Exists(imports))
            yield break;
        foreach (var path in Directory.EnumerateDirectories(imports))
        {
            if (long.TryParse(Path.GetFileName(path), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var entry))
                yield return (entry, path);
        }
    }

    /// <summary>Lets other machines have the files of an incoming folder, before the log tells of them.</summary>
    public void Share(string incoming) => Shared?.Save(Path.GetFileName(incoming), incoming);

    /// <summary>Lets other machines have what was changed in an import's folder.</summary>
    public void Share(long entry)
    {
        if (Directory.Exists(ImportPath(entry)))
            Shared?.Save(Path.GetFileName(ImportPath(entry)), ImportPath(entry));
    }

    /// <summary>The folder of one import with what another machine may have changed in it.</summary>
    public string Bring(long entry)
    {
        var folder = ImportPath(entry);
        Shared?.Bring(Path.GetFileName(folder), folder);
        return folder;
    }

    /// <summary>The folder of one import, whether or not it is there.</summary>
    public string ImportPath(long entry) => Path.Combine(Root, "imports", entry.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
