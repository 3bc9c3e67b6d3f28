namespace Meridian.Resolve;

/// <summary>What people decided of the records of a graph, by number: which two are one person whatever contradicts it, and which two are two people whatever they share.</summary>
internal sealed class Verdicts
{
    private readonly List<(int A, int B)> _ones = [];
    private readonly List<(int A, int B)> _twos = [];
    private readonly DisjointSets _one = new();
    private readonly HashSet<int> _inOne = [];
    private readonly Dictionary<int, IReadOnlyList<DateOnly>> _dates = [];

    public bool HaveOnes => _ones.Count > 0;

    public void Add(int a, int b, bool isOne)
    {
        if (!isOne)
        {
            _twos.Add((a, b));
            return;
        }

        _ones.Add((a, b));
        _one.UnionAll([a, b]);
        _inOne.UnionWith([a, b]);
    }

    /// <summary>A number that all records have in common which a person's word makes one; null for one that nobody spoke of.</summary>
    public int? OneOf(int node) => _inOne.Contains(node) ? _one.Find(node) : null;

    /// <summary>Joins who is one.</summary>
    public void Join(DisjointSets sets)
    {
        foreach (var (a, b) in _ones)
            sets.UnionAll([a, b]);
    }

    /// <summary>
    /// Takes the dates of birth of who is one for one date, in their whole component: whoever has the one date or the other by the same evidence is that person too, and would else part them again.
    /// </summary>
    /// <param name="components">By what everybody shares, before anything is parted.</param>
    public void Reconcile(IReadOnlyList<Node> nodes, DisjointSets components)
    {
        if (_ones.Count == 0)
            return;
        // Days as a number each, joined by component.
        var same = new Dictionary<int, Dictionary<DateOnly, DateOnly>>();
        foreach (var group in _inOne.GroupBy(_one.Find))
        {
            var dates = group.SelectMany(n => nodes[n].BirthDates).Distinct().ToList();
            if (dates.Count < 2)
                continue;
            var component = components.Find(group.First());
            if (!same.TryGetValue(component, out var canonical))
                same[component] = canonical = [];
            var meant = dates.Concat(dates.Select(d => canonical.GetValueOrDefault(d, d))).ToHashSet();
            var first = meant.Min();
            foreach (var date in canonical.Where(c => meant.Contains(c.Value)).Select(c => c.Key).Concat(meant).ToList())
                canonical[date] = first;
        }

        for (var i = 0; same.Count > 0 && i < nodes.Count; i++)
        {
            if (nodes[i].BirthDates.Count > 0 && same.TryGetValue(components.Find(i), out var canonical))
                _dates[i] = [.. nodes[i].BirthDates.Select(d => canonical.GetValueOrDefault(d, d)).Distinct().Order()];
        }
    }

    /// <summary>A record's dates of birth after <see cref="Reconcile"/>; null where they are as they were.</summary>
    public IReadOnlyList<DateOnly>? DatesOf(int node) => _dates.GetValueOrDefault(node);

    /// <summary>The components (by their set's root) that hold two people.</summary>
    public IEnumerable<int> Crossed(DisjointSets sets) => _twos.Where(t => sets.Find(t.A) == sets.Find(t.B)).Select(t => sets.Find(t.A));

    /// <summary>Whether two of some records are two people.</summary>
    public bool Part(IEnumerable<int> nodes)
    {
        if (_twos.Count == 0)
            return false;
        var among = nodes.ToHashSet();
        return _twos.Exists(t => among.Contains(t.A) && among.Contains(t.B));
    }
}
