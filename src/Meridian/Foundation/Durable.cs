using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Meridian.Foundation;

/// <summary>
/// Makes files and names durable. .NET 10 does not tell when a flush failed (its native part turns -1 into 1), and has no call for a folder: a new or renamed file
/// survives a power cut only when its folder is flushed too. On Windows the file system journals names by itself.
/// </summary>
public static class Durable
{
    /// <summary>Flushes what was written to a file to disk.</summary>
    /// <exception cref="IOException">The disk refused it; nobody knows then what is on it.</exception>
    public static void Flush(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            RandomAccess.FlushToDisk(file);
            return;
        }

        if (Sync((int)file.DangerousGetHandle()) != 0)
            throw new IOException($"The disk could not be flushed (error {Marshal.GetLastPInvokeError()}).");
        GC.KeepAlive(file);
    }

    /// <summary>Flushes a folder's entries to disk.</summary>
    /// <exception cref="IOException">The disk refused it.</exception>
    public static void Folder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = Open(Encoding.UTF8.GetBytes(folder + "\0"), flags: 0);
        if (file < 0)
            throw new IOException($"{folder} could not be opened to be flushed (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            // Some network file systems know no flush of folders (EINVAL); there is nothing more to be done on those.
            if (Sync(file) != 0 && Marshal.GetLastPInvokeError() is var error && error != 22)
                throw new IOException($"{folder} could not be flushed (error {error}).");
        }
        finally
        {
            _ = Close(file);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
