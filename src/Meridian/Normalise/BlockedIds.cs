using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>Ids that programs write when they know none; taken for ids they would weld all their strangers together. The list is Segment's, with our own sources' words.</summary>
internal static class BlockedIds
{
    private static readonly FrozenSet<string> Words =
        new[] { "-1", "null", "anonymous", "undefined", "none", "nil", "nan", "unknown", "guest", "(null)", "n/a" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing but zeros and dashes, or one of the words.</summary>
    /// <param name="countsFromZero">A plain 0 is somebody: tables number their rows from 0, apps do not number their users so.</param>
    public static bool Contains(ReadOnlySpan<char> id, bool countsFromZero) =>
        (id.IndexOfAnyExcept('0', '-') < 0 && !(countsFromZero && id is "0")) || Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(id);
}
