using System.Globalization;

namespace Meridian.EngineTests.Store;

/// <summary>How many random cases a property tries: few on every build, more where MERIDIAN_RANDOM says by how much (CONTRIBUTING.md).</summary>
public static class Sampling
{
    private static readonly int Factor =
        int.TryParse(Environment.GetEnvironmentVariable("MERIDIAN_RANDOM"), NumberStyles.None, CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    /// <summary>Whether everything is to be tried, however long it takes.</summary>
    public static bool Everything => Factor > 1;

    public static int Cases(int usual) => usual * Factor;

    /// <summary>The same, a third of it, at least one, on PostgreSQL: what is random is who does what, and that is one program on both.</summary>
    public static int Cases(int usual, Engine engine) => engine == Engine.Postgres ? Math.Max(1, usual / 3) * Factor : Cases(usual);
}
