using System.Runtime.InteropServices;

namespace Meridian.Foundation;

/// <summary>Work that gives way: where a machine has not enough for all, what somebody waits for goes first.</summary>
public static partial class Yielding
{
    /// <summary>Of Linux: a tenth of the share of a thread that does not give way.</summary>
    private const int Niceness = 10;

    /// <summary>PRIO_PROCESS; with 0 for whom, Linux means the calling thread.</summary>
    private const int ThisOne = 0;

    /// <summary>The calling thread, and those that it starts from now on, give way for as long as they live. Where the system knows no such thing of threads, nothing changes.</summary>
    public static void Begin()
    {
        if (OperatingSystem.IsLinux())
            _ = SetPriority(ThisOne, 0, Niceness);
    }

    /// <summary>A wish: a system that refuses it works as without.</summary>
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
