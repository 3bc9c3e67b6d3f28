using System.Runtime.CompilerServices;

namespace Meridian.PageTests.Running;

/// <summary>How long a page is waited for: a machine that builds and tests much at once answers late.</summary>
internal static class Patience
{
    public const int Milliseconds = 60_000;

#pragma warning disable CA2255 // Set before the first test, whichever it is.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Set() => SetDefaultExpectTimeout(Milliseconds);
}
