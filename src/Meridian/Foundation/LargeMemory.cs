using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meridian.Foundation;

/// <summary>
/// Arrays of many megabytes that are read here and there: with pages of 2 MB, where the system has them, the processor finds an element's page without
/// looking it up in memory first, and the system hands memory out in a 500th of the steps.
/// </summary>
internal static partial class LargeMemory
{
    /// <summary>Below this a page of 2 MB does not fit.</summary>
    private const int Worthwhile = 2 << 20;

    private const int Page = 1 << 12;

    /// <summary>MADV_HUGEPAGE of Linux.</summary>
    private const int HugePages = 14;

    /// <summary>An array of zeros.</summary>
    public static T[] Array<T>(int length)
        where T : unmanaged
    {
        var array = new T[length];
        if (OperatingSystem.IsLinux() && (long)length * Unsafe.SizeOf<T>() >= Worthwhile)
            Advise(MemoryMarshal.AsBytes(array.AsSpan()));
        return array;
    }

    /// <summary>A wish: what it answers is of no consequence, nor whether the memory is given back and used for something else.</summary>
    private static unsafe void Advise(Span<byte> memory)
    {
        fixed (byte* first = memory)
        {
            var start = ((nuint)first + Page - 1) & ~(nuint)(Page - 1);
            var end = ((nuint)first + (nuint)memory.Length) & ~(nuint)(Page - 1);
            _ = Advise((void*)start, end - start, HugePages);
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static unsafe partial int Advise(void* address, nuint length, int advice);
}
