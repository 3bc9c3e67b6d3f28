using System.Globalization;

namespace Meridian.Foundation.Snapshots;

/// <summary>How much of the log has to come before a snapshot is worth its copy.</summary>
/// <param name="Bytes">Of journal and kept files; null for the usual rule.</param>
public sealed record SnapshotRule(double? Bytes = null)
{
    /// <summary>About 600,000 rows or events: applied again in well under a minute (a file's in some 16 s, docs/performance.md).</summary>
    private const double UsualBytes = 64 << 20;

    /// <summary>The log must have grown by an eighth of the store's file too, so that all copies together write no more than some times what the log did, however large the store is.</summary>
    private const double UsualPart = 1 / 8.0;

    private const string Variable = "MERIDIAN_SNAPSHOT_MB";

    public static SnapshotRule Usual { get; } = new();

    public static SnapshotRule Never { get; } = new(double.PositiveInfinity);

    /// <summary>What the environment asks for: megabytes, or <c>off</c>; else the usual.</summary>
    public static SnapshotRule OfEnvironment() => Environment.GetEnvironmentVariable(Variable) switch
    {
        "off" => Never,
        var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var megabytes) => new SnapshotRule(megabytes * (1 << 20)),
        _ => Usual,
    };

    public bool IsDue(double logBytes, long storeBytes) => logBytes >= (Bytes ?? Math.Max(UsualBytes, storeBytes * UsualPart));
}
