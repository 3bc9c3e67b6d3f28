namespace Meridian.Resolve;

/// <summary>Union-find over 0..n-1 with path halving; made without a count, it costs what it touches.</summary>
internal sealed class DisjointSets
{
    private readonly int[]? _parent;
    private readonly Dictionary<int, int>? _sparse;

    public DisjointSets() => _sparse = [];

    public DisjointSets(int count)
    {
        _parent = new int[count];
        for (var i = 0; i < count; i++)
            _parent[i] = i;
    }

    public int Find(int i)
    {
        while (true)
        {
            var parent = Parent(i);
            if (parent == i)
                return i;
            var grand = Parent(parent);
            Set(i, grand);
            i = grand;
        }
    }

    public void UnionAll(List<int> members)
    {
        for (var i = 1; i < members.Count; i++)
        {
            var a = Find(members[0]);
            var b = Find(members[i]);
            if (a != b)
                Set(Math.Max(a, b), Math.Min(a, b));
        }
    }

    private int Parent(int i) => _parent is not null ? _parent[i] : _sparse!.GetValueOrDefault(i, i);

    private void Set(int i, int parent)
    {
        if (_parent is not null)
            _parent[i] = parent;
        else
            _sparse![i] = parent;
    }
}
