namespace Meridian.PhoneData.Automata;

/// <summary>Several automata walked side by side as one.</summary>
internal static class ProductConstruction
{
    /// <param name="accept">From the meanings that the parts give, in their order, to the meaning of all; must be 0 where all are 0.</param>
    public static Automaton Build(IReadOnlyList<Automaton> parts, Func<int[], int> accept)
    {
        var automaton = new Automaton();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var queue = new Queue<(int State, int[] Tuple)>();

        int StateOf(int[] tuple)
        {
            if (Array.TrueForAll(tuple, s => s == Automaton.Dead))
                return Automaton.Dead;
            var key = string.Join(',', tuple);
            if (known.TryGetValue(key, out var state))
                return state;
            state = automaton.Add(accept(tuple.Select((s, i) => parts[i].Accept[s]).ToArray()));
            known[key] = state;
            queue.Enqueue((state, tuple));
            return state;
        }

        automaton.Start = StateOf(parts.Select(p => p.Start).ToArray());
        while (queue.TryDequeue(out var item))
        {
            for (var digit = 0; digit < 10; digit++)
                automaton.Next[item.State][digit] = StateOf(item.Tuple.Select((s, i) => parts[i].Next[s][digit]).ToArray());
        }

        return Minimiser.Minimise(automaton);
    }
}
