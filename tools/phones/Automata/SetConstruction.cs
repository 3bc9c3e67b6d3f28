using Meridian.PhoneData.Patterns;

namespace Meridian.PhoneData.Automata;

/// <summary>All patterns of a program at once: a state is the set of places where a reading may stand.</summary>
internal static class SetConstruction
{
    /// <param name="accept">From the labels that have matched to the meaning; no labels must mean 0.</param>
    public static Automaton Build(PatternProgram program, Func<IReadOnlySet<int>, int> accept)
    {
        var automaton = new Automaton();
        var known = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = Automaton.Dead };
        var queue = new Queue<(int State, int[] Places)>();

        int StateOf(IEnumerable<int> entries)
        {
            var places = Close(program, entries);
            var key = string.Join(',', places);
            if (known.TryGetValue(key, out var state))
                return state;
            var labels = places.Where(p => program.Code[p].Op == Op.Match).Select(p => program.Code[p].A).ToHashSet();
            state = automaton.Add(labels.Count == 0 ? 0 : accept(labels));
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
                var follow = item.Places.Where(p => program.Code[p].Op == Op.Digit && (program.Code[p].A & bit) != 0).Select(p => p + 1);
                automaton.Next[item.State][digit] = StateOf(follow);
            }
        }

        return Minimiser.Minimise(automaton);
    }

    /// <summary>The instructions that read a digit or report a match, reachable without reading; in ascending order.</summary>
    private static int[] Close(PatternProgram program, IEnumerable<int> entries)
    {
        var seen = new HashSet<int>();
        var stack = new Stack<int>(entries);
        while (stack.TryPop(out var place))
        {
            if (!seen.Add(place))
                continue;
            var instruction = program.Code[place];
            switch (instruction.Op)
            {
                case Op.Split:
                    stack.Push(instruction.A);
                    stack.Push(instruction.B);
                    break;
                case Op.Jump:
                    stack.Push(instruction.A);
                    break;
                case Op.Save:
                    stack.Push(place + 1);
                    break;
                case Op.End:
                    throw new NotSupportedException("'$' stands in a pattern that is matched as a whole.");
                default:
                    break;
            }
        }

        return seen.Where(p => program.Code[p].Op is Op.Digit or Op.Match).Order().ToArray();
    }
}
