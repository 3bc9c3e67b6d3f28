using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Meridian.Phones.Plan;

/// <summary>
/// All digit patterns of all plans in one table: 16 numbers of two bytes a state, ten successors and the meaning, so that a state lies in one half of a
/// cache line. State 0 is dead.
/// </summary>
internal sealed class Automaton(ushort[] states)
{
    /// <summary>Numbers a state, as a shift.</summary>
    public const int Shift = 4;

    /// <summary>Where a state keeps its meaning.</summary>
    public const int Meaning = 10;

    /// <summary>What the whole text means; 0 is nothing.</summary>
    /// <param name="digits">Values 0 to 9, not characters.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Match(int start, ReadOnlySpan<byte> digits)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(states);
        nuint state = (uint)start;
        foreach (var digit in digits)
        {
            // The states and successors come from the generator and digits are at most 9: in range by construction, checked once when the file is loaded.
            state = Unsafe.Add(ref table, (state << Shift) + digit);
            if (state == 0)
                return 0;
        }

        return Unsafe.Add(ref table, (state << Shift) + Meaning);
    }

    /// <summary>How many digits at the beginning a preference automaton matches; -1 for no match.</summary>
    public int MatchBeginning(int start, ReadOnlySpan<byte> digits)
    {
        const int here = 1;
        const int atEnd = 2;
        var table = states;
        var state = start;
        var length = -1;
        for (var i = 0; state != 0; i++)
        {
            var meaning = table[(state << Shift) + Meaning];
            if ((meaning & here) != 0)
                length = i;
            if (i == digits.Length)
                return (meaning & atEnd) != 0 ? i : length;
            state = table[(state << Shift) + digits[i]];
        }

        return length;
    }

    /// <summary>The meaning of the longest beginning that has one; 0 for none.</summary>
    public int LongestBeginning(int start, ReadOnlySpan<byte> digits)
    {
        var table = states;
        var state = start;
        var meaning = 0;
        foreach (var digit in digits)
        {
            state = table[(state << Shift) + digit];
            if (state == 0)
                break;
            if (table[(state << Shift) + Meaning] is var found and not 0)
                meaning = found;
        }

        return meaning;
    }
}
