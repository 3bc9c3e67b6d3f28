namespace Meridian.Phones.Plan;

/// <summary>A country calling code: who shares it, and how its numbers are written.</summary>
internal sealed class CallingCode
{
    /// <summary>Where the number of the region stands in a meaning, counted from 1; 0 is none.</summary>
    public const int RegionShift = 4;

    public const int RegionMask = 0x1F;

    public const int TypeMask = 0xF;

    public required ushort Code { get; init; }

    /// <summary>Those that share the code, the main one first: its rules hold for dialling and writing.</summary>
    public required Territory[] Territories { get; init; }

    /// <summary>The territories' ids, for callers.</summary>
    public IReadOnlyList<string> Regions => field ??= Territories.Select(t => t.Id).ToArray();

    /// <summary>Start state: from a national number to type and region.</summary>
    public required ushort Numbers { get; init; }

    public required FormatChoice National { get; init; }

    public required FormatChoice International { get; init; }

    /// <summary>What stands before an extension: " ext. ", "#", ...</summary>
    public required string ExtensionLabel { get; init; }

    public Territory Main => Territories[0];
}
