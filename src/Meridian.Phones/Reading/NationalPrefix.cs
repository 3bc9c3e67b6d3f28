using System.Runtime.CompilerServices;
using Meridian.Phones.Plan;

namespace Meridian.Phones.Reading;

/// <summary>
/// Takes off what is dialled inside a country only: 0 in most, 1 in North America, a carrier's code in Brazil; or puts in what may be left out there: the
/// area code of a small island, Argentina's 9 for the mobile numbers that are dialled with 15.
/// </summary>
internal static class NationalPrefix
{
    /// <summary>Room for the longest text's digits and what a transform adds.</summary>
    public const int Scratch = 272;

    /// <summary>False when there is no such prefix, or when the digits are a number with it and none without.</summary>
    /// <param name="scratch">Takes the digits where they have to be put together anew.</param>
    /// <param name="carrier">The carrier's code that stood in the prefix, or nothing.</param>
    public static bool TryStrip(ReadOnlySpan<byte> digits, Territory territory, Span<byte> scratch, out ReadOnlySpan<byte> stripped, out ReadOnlySpan<byte> carrier)
    {
        stripped = digits;
        carrier = default;
        if (territory.NationalPrefix == 0 || digits.Length == 0)
            return false;
        var automaton = NumberingPlan.World.Automaton;
        var length = automaton.MatchBeginning(territory.NationalPrefix, digits);
        if (length < 0)
            return false;
        if (length > 0 && territory.Captures is { } captures)
            return TryStripGroups(digits, territory, captures, length, scratch, out stripped, out carrier);
        stripped = digits[length..];
        return length == 0 || MayReplace(automaton, territory, digits, stripped);
    }

    [SkipLocalsInit]
    private static bool TryStripGroups(
        ReadOnlySpan<byte> digits, Territory territory, CaptureProgram captures, int length, Span<byte> scratch, out ReadOnlySpan<byte> stripped, out ReadOnlySpan<byte> carrier)
    {
        Span<int> slots = stackalloc int[CaptureProgram.Slots];
        captures.Run(digits, slots);
        carrier = default;
        var last = captures.Captures;
        var whole = slots[(2 * last) + 1] >= 0;
        if (territory.Transform.Length == 0 || !whole)
        {
            stripped = digits[length..];
            if (whole)
                carrier = Group(digits, slots, 1);
        }
        else
        {
            var at = 0;
            foreach (var c in territory.Transform)
            {
                if (c >= '0')
                {
                    scratch[at++] = (byte)(c - '0');
                    continue;
                }

                var group = Group(digits, slots, c);
                group.CopyTo(scratch[at..]);
                at += group.Length;
            }

            digits[length..].CopyTo(scratch[at..]);
            stripped = scratch[..(at + digits.Length - length)];
            if (last >= 2)
                carrier = Group(digits, slots, 1);
        }

        return MayReplace(NumberingPlan.World.Automaton, territory, digits, stripped);
    }

    private static ReadOnlySpan<byte> Group(ReadOnlySpan<byte> digits, scoped ReadOnlySpan<int> slots, int group) =>
        slots[(2 * group) + 1] is var end and >= 0 ? digits[slots[2 * group]..end] : default;

    private static bool MayReplace(Automaton automaton, Territory territory, ReadOnlySpan<byte> before, ReadOnlySpan<byte> after) =>
        (automaton.Match(territory.Types, before) & Territory.General) == 0 || (automaton.Match(territory.Types, after) & Territory.General) != 0;
}
