using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Meridian.Normalise;
using Meridian.Phones;

namespace Meridian.Numbers;

/// <summary>
/// What is said of a number, once for all numbers of which the same is said: some thousands in any list, so that a row takes a reference, is counted by an
/// index, and is written by copying cells that are UTF-8 already.
/// </summary>
public sealed class NumberJudgement
{
    /// <summary>A power of two, several times what a list of the whole world needs.</summary>
    private const int RecentSlots = 1 << 13;

    private static readonly ConcurrentDictionary<(NumberVerdict, string?, string?, string?, string?), NumberJudgement> Known = new();
    private static readonly List<NumberJudgement> ByIndex = [];

    /// <summary>Valid judgements by what the engine gives, so that none of their texts is hashed; a slot is whoever came last.</summary>
    private static readonly Recent?[] RecentlyValid = new Recent?[RecentSlots];

    private readonly byte[] _cells;

    private NumberJudgement(NumberVerdict verdict, string? reason, string? country, string? type, string? zones, int index)
    {
        (Verdict, Reason, Country, Type, Zones, Index) = (verdict, reason, country, type, zones, index);
        var rows = CsvRows.Rent();
        rows.Add(NumberScreen.Name(verdict));
        rows.Add(reason);
        rows.Add(country);
        rows.Add(type);
        rows.Add(zones);
        _cells = rows.Written.ToArray();
        rows.Return();
    }

    public NumberVerdict Verdict { get; }

    /// <summary>Why the verdict is not "valid", or what is odd about a valid number; in words, else null.</summary>
    public string? Reason { get; }

    /// <summary>ISO 3166-1 alpha-2, or null.</summary>
    public string? Country { get; }

    public string? Type { get; }

    /// <summary>IANA zones joined by "; " for numbers of a place, or null.</summary>
    public string? Zones { get; }

    /// <summary>Verdict, reason, country, type and zones as CSV.</summary>
    internal ReadOnlySpan<byte> Cells => _cells;

    /// <summary>From 0 without gaps; -1 where what is said is said of one row only.</summary>
    internal int Index { get; }

    /// <summary>The one instance that says this.</summary>
    public static NumberJudgement Of(NumberVerdict verdict, string? reason, string? country, string? type, string? zones) =>
        Known.TryGetValue((verdict, reason, country, type, zones), out var known) ? known : Add(verdict, reason, country, type, zones);

    /// <summary>What is broken about a row differs from row to row: such judgements are not kept.</summary>
    public static NumberJudgement OfBrokenRow(string reason) => new(NumberVerdict.Impossible, "broken row: " + reason, null, null, null, -1);

    /// <summary>What is said of a valid number.</summary>
    internal static NumberJudgement Of(in PhoneNumber valid)
    {
        // Whoever owns a toll-free number may be anywhere; the metadata lists every zone of the code for it, 42 of them for +1 800.
        var zones = valid.Type is PhoneType.Mobile or PhoneType.FixedLine or PhoneType.FixedLineOrMobile ? PhoneZones.Find(in valid) : null;
        var madeUp = PhoneText.IsMadeUp(in valid);
        var country = PhoneText.CountryOf(in valid);
        var places = ((RuntimeHelpers.GetHashCode(zones) * 31) + RuntimeHelpers.GetHashCode(country)) * 31;
        ref var slot = ref RecentlyValid[(places + ((int)valid.Type * 2) + (madeUp ? 1 : 0)) & (RecentSlots - 1)];
        if (slot is { } recent && recent.Type == valid.Type && recent.MadeUp == madeUp && ReferenceEquals(recent.Country, country) && ReferenceEquals(recent.Zones, zones))
            return recent.Judgement;
        var judgement = Of(
            NumberVerdict.Valid, madeUp ? "looks made up" : null, country, PhoneText.TypeName(valid.Type), zones is null ? null : NumberingFacts.Joined(zones));
        slot = new Recent(valid.Type, madeUp, country, zones, judgement);
        return judgement;
    }

    /// <summary>The judgement of an index.</summary>
    internal static NumberJudgement At(int index)
    {
        lock (ByIndex)
            return ByIndex[index];
    }

    private static NumberJudgement Add(NumberVerdict verdict, string? reason, string? country, string? type, string? zones)
    {
        lock (ByIndex)
        {
            // Somebody may have added it meanwhile; only here is anything added.
            if (Known.TryGetValue((verdict, reason, country, type, zones), out var known))
                return known;
            var added = new NumberJudgement(verdict, reason, country, type, zones, ByIndex.Count);
            ByIndex.Add(added);
            Known[(verdict, reason, country, type, zones)] = added;
            return added;
        }
    }

    private sealed record Recent(PhoneType Type, bool MadeUp, string? Country, IReadOnlyList<string>? Zones, NumberJudgement Judgement);
}
