namespace Meridian.Tests;

/// <summary>Finds the public data sets that lie beside the repository, in shared/data; they are never copied into it.</summary>
public static class SharedData
{
    /// <summary>The path of a file of shared/data, looked for from the test assembly's folder upwards; null where it is not there.</summary>
    public static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "data", file);
            if (File.Exists(path))
                return path;
        }
        return null;
    }
}
