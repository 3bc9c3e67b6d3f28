using System.Runtime.InteropServices;

namespace Meridian.Resolve;

/// <summary>One record as resolution sees it.</summary>
/// <param name="Entry">With <paramref name="Row"/>: where the log first names the record; the oldest gives a profile its id.</param>
public sealed record Node(Guid Id, long Entry, long Row)
{
    /// <summary>The latest complete date of birth that the record states, or null.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>Hashes of the names that the record goes by.</summary>
    public HashSet<long> Names { get; } = [];

    /// <summary>Whether the source gave it an id of its own, which tells nameless people apart.</summary>
    public bool HasExternalId { get; init; }

    /// <summary>The profile and component that the store has it in; null for a record that is new.</summary>
    public (Guid Profile, Guid Component)? Stored { get; init; }
}

/// <summary>A value that at least one record carries: its kind, and the nodes (by index).</summary>
public sealed record SharedValue(Guid MatchKey, string Kind, string Space)
{
    public List<int> Nodes { get; } = [];
}

/// <summary>Two records that share a value and yet may not be joined without a person's word.</summary>
public sealed record DoubtfulPair(Guid A, Guid B, Guid MatchKey, string Reason);

/// <summary>Where each node ended (by index): its profile's and its component's oldest record; what limits voided; what a person must decide.</summary>
public sealed record Resolution(Guid[] Profile, Guid[] Component, IReadOnlyList<(SharedValue Value, int People)> Voided, IReadOnlyList<DoubtfulPair> Doubtful);

/// <summary>
/// Which records are one person, by values that they share. A pure function of the set of records, so the order in which files, rows or events arrived
/// cannot matter: limits are judged on whole values and whole components, never on the arrival.
/// </summary>
public sealed class IdentityGraph
{
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<Guid, int> _index = [];
    private readonly Dictionary<Guid, SharedValue> _values = [];

    public IReadOnlyList<Node> Nodes => _nodes;

    public bool Contains(Guid record) => _index.ContainsKey(record);

    public int Add(Node node)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_index, node.Id, out var exists);
        if (exists)
            return slot;
        slot = _nodes.Count;
        _nodes.Add(node);
        return slot;
    }

    public Node this[Guid record] => _nodes[_index[record]];

    public void Link(Guid record, Guid matchKey, string kind, string space)
    {
        ref var value = ref CollectionsMarshal.GetValueRefOrAddDefault(_values, matchKey, out _);
        value ??= new SharedValue(matchKey, kind, space);
        var node = _index[record];
        // A node may stand twice; joining and counting do not mind, and a search here would be quadratic for a kiosk's phone.
        if (value.Nodes.Count == 0 || value.Nodes[^1] != node)
            value.Nodes.Add(node);
    }

    public Resolution Resolve(IdentityLimits limits)
    {
        var voided = new List<(SharedValue, int)>();
        var joining = new List<SharedValue>();
        foreach (var value in _values.Values)
        {
            if (value.Nodes.Count < 2)
            {
                if (value.Kind == IdentityLimits.UserId)
                    joining.Add(value);
                continue;
            }

            var people = People(value);
            if (people > limits.PeoplePerValue(value.Kind))
                voided.Add((value, people));
            else
                joining.Add(value);
        }

        var all = new DisjointSets(_nodes.Count);
        foreach (var value in joining)
            all.UnionAll(value.Nodes);
        var component = Oldest(all);

        var final = new DisjointSets(_nodes.Count);
        var doubtful = new List<DoubtfulPair>();
        foreach (var group in joining.GroupBy(v => all.Find(v.Nodes[0])))
            Join([.. group], limits, final, doubtful);
        return new Resolution(Oldest(final), component, voided, doubtful);
    }

    /// <summary>Distinct names among a value's records; records without a name count where their source told them apart by id.</summary>
    private int People(SharedValue value)
    {
        var names = new HashSet<long>();
        var nameless = new HashSet<int>();
        foreach (var node in value.Nodes)
        {
            if (_nodes[node].Names.Count > 0)
                names.UnionWith(_nodes[node].Names);
            else if (_nodes[node].HasExternalId)
                nameless.Add(node);
        }

        return Math.Max(names.Count, nameless.Count);
    }

    /// <summary>Joins one component; where it breaks a limit per profile, joins again without the weakest kind, part by part.</summary>
    private void Join(List<SharedValue> values, IdentityLimits limits, DisjointSets final, List<DoubtfulPair> doubtful)
    {
        if (!Breaks([.. values.SelectMany(v => v.Nodes).Distinct()], values))
        {
            foreach (var value in values)
                final.UnionAll(value.Nodes);
            return;
        }

        foreach (var value in values)
            NoteDoubt(value, doubtful);
        var parts = new Stack<List<SharedValue>>();
        parts.Push(values);
        while (parts.Count > 0)
        {
            var part = parts.Pop();
            var sets = new DisjointSets(_nodes.Count, sparse: true);
            // One value carried by records of two birth dates joins those of each date among themselves, and nobody across.
            var links = part.SelectMany(v => ByBirthDate(v).Select(nodes => (Value: v, Nodes: nodes))).ToList();
            foreach (var (_, nodes) in links)
                sets.UnionAll(nodes);
            foreach (var group in links.GroupBy(l => sets.Find(l.Nodes[0])))
            {
                var nodes = group.SelectMany(l => l.Nodes).Distinct().ToList();
                if (nodes.Count < 2)
                    continue;
                if (!Breaks(nodes, part))
                {
                    foreach (var (_, linked) in group)
                        final.UnionAll(linked);
                    continue;
                }

                var weakest = group.Min(l => limits.Strength(l.Value.Kind));
                var stronger = group.Where(l => limits.Strength(l.Value.Kind) > weakest).Select(l => l.Value).Distinct().ToList();
                // The values keep all their nodes of this group only: what other groups hold is decided there.
                if (stronger.Count > 0)
                    parts.Push([.. stronger.Select(v => Restricted(v, nodes))]);
            }
        }
    }

    private static SharedValue Restricted(SharedValue value, List<int> nodes)
    {
        var inside = new HashSet<int>(nodes);
        var copy = new SharedValue(value.MatchKey, value.Kind, value.Space);
        copy.Nodes.AddRange(value.Nodes.Where(inside.Contains));
        return copy;
    }

    /// <summary>Two complete birth dates, or two user ids of one app, in what would be one profile.</summary>
    private bool Breaks(List<int> nodes, List<SharedValue> values)
    {
        if (nodes.Count < 2)
            return false;
        DateOnly? birth = null;
        foreach (var node in nodes)
        {
            if (_nodes[node].BirthDate is not { } date)
                continue;
            if (birth is not null && birth != date)
                return true;
            birth = date;
        }

        var inside = new HashSet<int>(nodes);
        var spaces = new HashSet<string>(StringComparer.Ordinal);
        foreach (var value in values)
        {
            if (value.Kind == IdentityLimits.UserId && value.Nodes.Exists(inside.Contains) && !spaces.Add(value.Space))
                return true;
        }

        return false;
    }

    private IEnumerable<List<int>> ByBirthDate(SharedValue value)
    {
        var dates = value.Nodes.Select(n => _nodes[n].BirthDate).Where(d => d is not null).Distinct().Count();
        return dates < 2
            ? [value.Nodes]
            : value.Nodes.Where(n => _nodes[n].BirthDate is not null).GroupBy(n => _nodes[n].BirthDate).Select(g => g.ToList());
    }

    private void NoteDoubt(SharedValue value, List<DoubtfulPair> doubtful)
    {
        var oldest = value.Nodes.Where(n => _nodes[n].BirthDate is not null)
            .GroupBy(n => _nodes[n].BirthDate)
            .Select(g => g.MinBy(n => (_nodes[n].Entry, _nodes[n].Row)))
            .OrderBy(n => (_nodes[n].Entry, _nodes[n].Row)).ToList();
        for (var i = 1; i < oldest.Count; i++)
            doubtful.Add(new DoubtfulPair(_nodes[oldest[0]].Id, _nodes[oldest[i]].Id, value.MatchKey, "two different birth dates"));
    }

    private Guid[] Oldest(DisjointSets sets)
    {
        var oldest = new int[_nodes.Count];
        Array.Fill(oldest, -1);
        for (var i = 0; i < oldest.Length; i++)
        {
            ref var best = ref oldest[sets.Find(i)];
            if (best < 0 || (_nodes[i].Entry, _nodes[i].Row).CompareTo((_nodes[best].Entry, _nodes[best].Row)) < 0)
                best = i;
        }

        var ids = new Guid[_nodes.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = _nodes[oldest[sets.Find(i)]].Id;
        return ids;
    }
}
