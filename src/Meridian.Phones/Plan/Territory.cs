namespace Meridian.Phones.Plan;

/// <summary>A region, or a calling code that belongs to none: how its numbers are dialled and which lengths exist.</summary>
internal sealed class Territory
{
    /// <summary>Lengths from here on are all judged alike.</summary>
    public const int LongestLength = 18;

    /// <summary>Set in the meaning of digits that the territory's general pattern matches, whatever the length.</summary>
    public const int General = 1 << 9;

    /// <summary>Two letters, or "001".</summary>
    public required string Id { get; init; }

    public required ushort Code { get; init; }

    /// <summary>Whether a mobile number there may have moved to another carrier.</summary>
    public required bool MobilePortable { get; init; }

    /// <summary>Start state: from a national number to its type.</summary>
    public required ushort Types { get; init; }

    /// <summary>Start state: the international prefix.</summary>
    public required ushort InternationalPrefix { get; init; }

    /// <summary>Start state: the national prefix; 0 where there is none.</summary>
    public required ushort NationalPrefix { get; init; }

    /// <summary>By type, 0 for all types together: three bits for each length from 0 to <see cref="LongestLength"/>.</summary>
    public required ulong[] Lengths { get; init; }

    /// <summary>By type minus one: a national number, or "".</summary>
    public required string[] Examples { get; init; }

    /// <summary>The groups of the national prefix; null where it has none.</summary>
    public required CaptureProgram? Captures { get; init; }

    /// <summary>What a prefix with its last group is replaced by: digits, and the characters 1 to 7 of Unicode for groups; "" for nothing.</summary>
    public required string Transform { get; init; }

    public PhoneLength Length(int length, PhoneType type) =>
        (PhoneLength)((Lengths[(int)type] >> (3 * Math.Min(length, LongestLength))) & 7);
}
