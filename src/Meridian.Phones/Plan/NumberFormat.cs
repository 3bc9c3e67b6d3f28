namespace Meridian.Phones.Plan;

/// <summary>Start state of the automaton that picks a format, and where this code's formats begin.</summary>
internal readonly record struct FormatChoice(ushort Start, ushort First);

/// <summary>One way to write a number. In the templates the characters 1 to 5 of Unicode stand for the groups.</summary>
/// <param name="Min">Fewest digits of each group.</param>
/// <param name="Max">Most digits of each group; an earlier group takes as many as the later ones can spare.</param>
internal sealed record NumberFormat(byte[] Min, byte[] Max, string National, string International, string Rfc3966);
