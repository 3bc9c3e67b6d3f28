using System.Diagnostics;

namespace Meridian.Foundation;

/// <summary>
/// Copies a database file that an engine of this process has open, while nobody writes to it. On Unix another process does it: the engine's lock on the file (fcntl) ends
/// as soon as its own process opens and closes the file a second time, and a second program would then be let in.
/// </summary>
public static class OpenFileCopy
{
    /// <summary>Makes a durable copy, replacing what has its name.</summary>
    /// <exception cref="IOException">It cannot be copied, or was written to meanwhile.</exception>
    public static void Make(string from, string to)
    {
        var before = State(from);
        File.Delete(to);
        if (OperatingSystem.IsWindows())
            CopyShared(from, to);
        // Where the file system can share blocks the copy is there at once.
        else if (!OperatingSystem.IsLinux() || !Run(["--reflink=auto", "--", from, to], out _))
            CopyByProcess(from, to);
        if (State(from) != before)
            throw new IOException($"{from} was written to while it was copied.");
        using (var file = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite))
            Durable.Flush(file);
        Durable.Folder(Path.GetDirectoryName(to)!);
    }

    private static (long Length, DateTime Written) State(string path)
    {
        var file = new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }

    private static void CopyByProcess(string from, string to)
    {
        if (!Run([from, to], out var why))
            throw new IOException($"{from} could not be copied: {why}");
    }

    private static bool Run(string[] args, out string why)
    {
        using var cp = Process.Start(new ProcessStartInfo("cp", args) { RedirectStandardError = true, UseShellExecute = false })!;
        why = cp.StandardError.ReadToEnd().Trim();
        cp.WaitForExit();
        return cp.ExitCode == 0;
    }

    private static void CopyShared(string from, string to)
    {
        using var input = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var output = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        input.CopyTo(output);
    }
}
