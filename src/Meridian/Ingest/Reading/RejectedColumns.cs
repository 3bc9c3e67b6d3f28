using System.Collections.Frozen;

namespace Meridian.Ingest.Reading;

/// <summary>The columns that our file of rejected rows has beside the original ones; it is mended and imported again.</summary>
public static class RejectedColumns
{
    /// <summary>Cells of an over-long row that stood beyond the header, joined by ", ".</summary>
    public const string Extra = "_extra";

    private const string Reason = "_reason";

    /// <summary>In the order in which they are written, behind the original columns.</summary>
    public static IReadOnlyList<string> All { get; } = [Extra, "_row", "_line", "_column", "_value", Reason];

    // Names of other reports of ours, which come back as well.
    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, [.. All, "_code", "_message"]);

    /// <summary>Whether a column of this name is ours and says nothing about a customer.</summary>
    public static bool Contains(string header) => Known.Contains(header.Trim());

    /// <summary>Why a row with something in <see cref="Extra"/> is not taken: nobody has said yet where those cells belong.</summary>
    internal const string NotMended = "has cells beyond the header in _extra: mend the row and empty _extra";

    /// <summary>Position of <see cref="Extra"/>; -1 where the file is no report of ours.</summary>
    internal static int ExtraIn(IReadOnlyList<string> header)
    {
        var (extra, report) = (-1, false);
        for (var i = 0; i < header.Count; i++)
        {
            if (header[i] == Extra)
                extra = i;
            report |= header[i] == Reason;
        }

        return report ? extra : -1;
    }
}
