namespace Meridian.PhoneData.Automata;

/// <summary>All automata in one table of states, where the equal endings of different plans are one.</summary>
internal sealed class SharedStates
{
    private readonly Automaton all = new();
    private readonly List<int> starts = [];

    /// <summary>Takes an automaton in; the result is a handle for <see cref="Merge"/>.</summary>
    public int Add(Automaton automaton)
    {
        var offset = all.Next.Count - 1;
        int Moved(int state) => state == Automaton.Dead ? Automaton.Dead : state + offset;
        for (var state = 1; state < automaton.Next.Count; state++)
        {
            var added = all.Add(automaton.Accept[state]);
            for (var digit = 0; digit < 10; digit++)
                all.Next[added][digit] = Moved(automaton.Next[state][digit]);
        }

        starts.Add(Moved(automaton.Start));
        return starts.Count - 1;
    }

    /// <summary>The states after merging, and the start state of each handle.</summary>
    public (Automaton States, int[] Starts) Merge()
    {
        var classes = Minimiser.Classes(all);
        var merged = new Automaton();
        var number = new Dictionary<int, int> { [classes[Automaton.Dead]] = Automaton.Dead };
        var sample = new List<int> { Automaton.Dead };

        int NumberOf(int state)
        {
            if (number.TryGetValue(classes[state], out var known))
                return known;
            known = merged.Add(all.Accept[state]);
            number[classes[state]] = known;
            sample.Add(state);
            return known;
        }

        var moved = starts.Select(NumberOf).ToArray();
        for (var i = 1; i < sample.Count; i++)
        {
            for (var digit = 0; digit < 10; digit++)
                merged.Next[i][digit] = NumberOf(all.Next[sample[i]][digit]);
        }

        return (merged, moved);
    }
}
