namespace Meridian.WebTests.Running;

/// <summary>A disk of a few megabytes in memory, which can be filled; where the tests may mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-disk-");

    public string Path => _folder.FullName;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root may mount a small disk.");
        var disk = new SmallDisk();
        var (code, said) = await Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "meridian-test", disk.Path);
        if (code != 0)
        {
            disk._folder.Delete();
            Assert.Skip($"No small disk can be mounted here: {said}");
        }

        return disk;
    }

    /// <summary>Takes what is free.</summary>
    public void Fill()
    {
        using var file = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            var zeros = new byte[1024];
            while (true)
                file.Write(zeros);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Ballast);

    public async ValueTask DisposeAsync()
    {
        var (code, said) = await Run("umount", Path);
        Need.That(code == 0, $"{Path} cannot be unmounted: {said}");
        _folder.Delete();
    }

    private static async Task<(int Code, string Said)> Run(string program, params string[] args)
    {
        using var process = ChildProcess.Start(program, args);
        return (await process.Wait(TimeSpan.FromSeconds(60)), process.Error);
    }
}
