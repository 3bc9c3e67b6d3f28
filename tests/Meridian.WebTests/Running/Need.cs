namespace Meridian.WebTests.Running;

/// <summary>What must hold for a run to go on. Not an assertion of the test framework, because the benchmarks run the same servers.</summary>
internal static class Need
{
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static void That([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
            throw new InvalidOperationException(otherwise);
    }
}
