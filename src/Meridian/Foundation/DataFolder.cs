namespace Meridian.Foundation;

/// <summary>Where a store keeps its files: <c>meridian.duckdb</c>, and <c>imports/ID/</c> with each import's kept file and rejected rows.</summary>
public sealed class DataFolder
{
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root);
    }

    public string Root { get; }

    public string Store => Path.Combine(Root, "meridian.duckdb");

    /// <summary>The folder of one import, made when absent.</summary>
    public string Import(long entry)
    {
        var folder = ImportPath(entry);
        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>The folder of one import, whether or not it is there.</summary>
    public string ImportPath(long entry) => Path.Combine(Root, "imports", entry.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
