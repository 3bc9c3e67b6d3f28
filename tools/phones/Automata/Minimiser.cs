namespace Meridian.PhoneData.Automata;

/// <summary>Merges the states that no continuation tells apart. The numbering depends on the automaton only, so that a second run writes the same bytes.</summary>
internal static class Minimiser
{
    public static Automaton Minimise(Automaton automaton)
    {
        var classes = Classes(automaton);
        var merged = new Automaton();
        var number = new Dictionary<int, int> { [classes[Automaton.Dead]] = Automaton.Dead };
        var sample = new List<int> { Automaton.Dead };

        int NumberOf(int state)
        {
            if (number.TryGetValue(classes[state], out var known))
                return known;
            known = merged.Add(automaton.Accept[state]);
            number[classes[state]] = known;
            sample.Add(state);
            return known;
        }

        merged.Start = NumberOf(automaton.Start);
        for (var i = 1; i < sample.Count; i++)
        {
            for (var digit = 0; digit < 10; digit++)
                merged.Next[i][digit] = NumberOf(automaton.Next[sample[i]][digit]);
        }

        return merged;
    }

    /// <summary>The class of each state: split by meaning first, then by the successors' classes until nothing splits any more.</summary>
    public static int[] Classes(Automaton automaton)
    {
        var classes = automaton.Accept.ToArray();
        var count = classes.Distinct().Count();
        while (true)
        {
            var signatures = new Dictionary<Signature, int>();
            var refined = new int[classes.Length];
            for (var state = 0; state < classes.Length; state++)
            {
                var signature = new Signature(classes, automaton.Next[state], classes[state]);
                if (!signatures.TryGetValue(signature, out var found))
                {
                    found = signatures.Count;
                    signatures.Add(signature, found);
                }

                refined[state] = found;
            }

            classes = refined;
            if (signatures.Count == count)
                return classes;
            count = signatures.Count;
        }
    }

    private readonly struct Signature : IEquatable<Signature>
    {
        private readonly int[] values = new int[11];
        private readonly int hash;

        public Signature(int[] classes, int[] next, int own)
        {
            values[10] = own;
            for (var digit = 0; digit < 10; digit++)
                values[digit] = classes[next[digit]];
            var mixed = default(HashCode);
            foreach (var value in values)
                mixed.Add(value);
            hash = mixed.ToHashCode();
        }

        public bool Equals(Signature other) => values.AsSpan().SequenceEqual(other.values);

        public override bool Equals(object? obj) => obj is Signature other && Equals(other);

        public override int GetHashCode() => hash;
    }
}
