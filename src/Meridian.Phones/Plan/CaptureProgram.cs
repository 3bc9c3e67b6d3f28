namespace Meridian.Phones.Plan;

/// <summary>
/// A national prefix pattern that keeps parts of what it matches (a carrier's code, the number itself). Run only when the automaton has said that it
/// matches: a backtracking matcher over a dozen instructions.
/// </summary>
internal sealed class CaptureProgram(byte[] operations, ushort[] first, ushort[] second, int captures)
{
    /// <summary>Positions of up to seven groups: begin at 2n, end at 2n + 1.</summary>
    public const int Slots = 16;

    private const int Digit = 0;
    private const int Split = 1;
    private const int Jump = 2;
    private const int Save = 3;
    private const int End = 4;

    /// <summary>How many groups the pattern has; the last one decides whether a transform applies.</summary>
    public int Captures => captures;

    /// <summary>Finds the groups; a group that took no part has -1.</summary>
    public bool Run(ReadOnlySpan<byte> digits, Span<int> slots)
    {
        slots.Fill(-1);
        return Run(0, digits, 0, slots);
    }

    private bool Run(int at, ReadOnlySpan<byte> digits, int position, Span<int> slots)
    {
        while (true)
        {
            switch (operations[at])
            {
                case Digit:
                    if (position == digits.Length || (first[at] >> digits[position] & 1) == 0)
                        return false;
                    position++;
                    at++;
                    break;
                case Split:
                    if (Run(first[at], digits, position, slots))
                        return true;
                    at = second[at];
                    break;
                case Jump:
                    at = first[at];
                    break;
                case Save:
                    var slot = first[at];
                    var before = slots[slot];
                    slots[slot] = position;
                    if (Run(at + 1, digits, position, slots))
                        return true;
                    slots[slot] = before;
                    return false;
                case End:
                    if (position != digits.Length)
                        return false;
                    at++;
                    break;
                default:
                    return true;
            }
        }
    }
}
