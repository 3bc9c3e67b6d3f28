using Meridian.PhoneData.Patterns;

namespace Meridian.PhoneData.Automata;

/// <summary>
/// How long a beginning a pattern matches when an earlier alternative beats a longer one, as in a backtracking matcher: a state is the list of places in
/// order of preference, cut behind the first match. Of the states that a walk passes, the last accepting one gives the length.
/// </summary>
internal static class PreferenceConstruction
{
    /// <summary>The pattern has matched up to here.</summary>
    public const int Here = 1;

    /// <summary>The pattern has matched if the text ends here.</summary>
    public const int AtEnd = 2;

    public static Automaton Build(PatternProgram program)
    {
        var automaton = new Automaton();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new Queue<(int State, List<int> Places)>();

        int StateOf(IEnumerable<int> entries)
        {
            var places = new List<int>();
            var seen = new HashSet<int>();
            var here = false;
            foreach (var entry in entries)
            {
                here = Follow(program, entry, places, seen);
                if (here)
                    break;
            }

            if (places.Count == 0 && !here)
                return Automaton.Dead;
            var accept = (here ? Here | AtEnd : 0) | (places.Any(p => program.Code[p].Op == Op.End) ? AtEnd : 0);
            var key = $"{accept}:{string.Join(',', places)}";
            if (known.TryGetValue(key, out var state))
                return state;
            state = automaton.Add(accept);
            known[key] = state;
            queue.Enqueue((state, places));
            return state;
        }

        automaton.Start = StateOf(program.Starts);
        while (queue.TryDequeue(out var item))
        {
            for (var digit = 0; digit < 10; digit++)
            {
                var bit = 1 << digit;
                automaton.Next[item.State][digit] = StateOf(
                    item.Places.Where(p => program.Code[p].Op == Op.Digit && (program.Code[p].A & bit) != 0).Select(p => p + 1));
            }
        }

        return Minimiser.Minimise(automaton);
    }

    /// <summary>True when a match cuts what is less preferred.</summary>
    private static bool Follow(PatternProgram program, int place, List<int> places, HashSet<int> seen)
    {
        if (!seen.Add(place))
            return false;
        var instruction = program.Code[place];
        switch (instruction.Op)
        {
            case Op.Match:
                return true;
            case Op.Split:
                return Follow(program, instruction.A, places, seen) || Follow(program, instruction.B, places, seen);
            case Op.Jump:
                return Follow(program, instruction.A, places, seen);
            case Op.Save:
                return Follow(program, place + 1, places, seen);
            case Op.End:
                // In the metadata "$" ends an alternative, so that nothing but the match follows it.
                var after = place + 1;
                while (program.Code[after].Op is Op.Jump or Op.Save)
                    after = program.Code[after].Op == Op.Jump ? program.Code[after].A : after + 1;
                if (program.Code[after].Op != Op.Match)
                    throw new NotSupportedException("'$' stands inside an alternative.");
                places.Add(place);
                return false;
            default:
                places.Add(place);
                return false;
        }
    }
}
