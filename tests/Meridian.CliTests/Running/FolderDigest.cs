using System.Security.Cryptography;

namespace Meridian.CliTests.Running;

/// <summary>All files under a folder with the hash of their bytes; equal texts are equal folders. A folder that is not there is the empty text.</summary>
internal static class FolderDigest
{
    public static string Of(string folder) => Directory.Exists(folder)
        ? string.Join('\n', Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(p => $"{Path.GetRelativePath(folder, p)} {(Directory.Exists(p) ? "" : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(p))))}"))
        : "";
}
