namespace Meridian.Resolve;

/// <summary>One record as resolution sees it; <c>(Entry, Row)</c> is where the log first names it, and the oldest gives a profile its id.</summary>
public sealed class Node(Guid id, long entry, long row)
{
    private long? _name;
    private HashSet<long>? _names;
    private DateOnly[] _births = [];

    public Guid Id => id;

    public (long Entry, long Row) Age => (entry, row);

    /// <summary>
    /// All complete dates of birth that the record ever stated, ascending. All, and not the latest, because which is the latest depends on the order of
    /// files; records contradict each other when no date is common to them.
    /// </summary>
    public IReadOnlyList<DateOnly> BirthDates => _births;

    public void AddBirthDate(DateOnly date)
    {
        if (!_births.Contains(date))
            _births = [.. _births.Append(date).Order()];
    }

    /// <summary>Whether the source gave it an id of its own, which tells nameless people apart.</summary>
    public bool HasExternalId { get; init; }

    /// <summary>The profile and component that the store has it in; null for a record that is new.</summary>
    public (Guid Profile, Guid Component)? Stored { get; init; }

    public bool HasName => _name is not null;

    /// <summary>Adds a hash of a name that the record goes by. Nearly all go by one, so a set is made for the second only.</summary>
    public void AddName(long name)
    {
        if (_name is null)
            _name = name;
        else if (_name != name)
            (_names ??= [_name.Value]).Add(name);
    }

    /// <summary>How many names the record goes by.</summary>
    public int Names => _names?.Count ?? (_name is null ? 0 : 1);

    public void NamesTo(HashSet<long> all)
    {
        if (_names is not null)
            all.UnionWith(_names);
        else if (_name is { } name)
            all.Add(name);
    }
}

/// <summary>A value that records share: its kind, and the nodes (by index; one may stand twice).</summary>
public sealed record SharedValue(Guid MatchKey, string Kind, string Space, List<int> Nodes)
{
    /// <summary>Of a user id: the same for all user ids that an alias says are one person's.</summary>
    public Guid Person { get; init; } = MatchKey;
}

/// <summary>Two records that share a value and yet may not be joined without a person's word.</summary>
public sealed record DoubtfulPair(Guid A, Guid B, Guid MatchKey, string Reason);

/// <summary>A value that more people share than its limit allows.</summary>
/// <param name="ByNames">Told by names alone, which only grow; else by nameless records, which may turn out to be one name.</param>
public sealed record VoidedValue(SharedValue Value, int People, bool ByNames);

/// <summary>Where each node ended (by index): its profile's and its component's oldest record; what limits voided; what a person must decide.</summary>
public sealed record Resolution(Guid[] Profile, Guid[] Component, IReadOnlyList<VoidedValue> Voided, IReadOnlyList<DoubtfulPair> Doubtful);

/// <summary>
/// Which records are one person, by values that they share. A pure function of the set of records, so the order in which files, rows or events arrived
/// cannot matter: limits are judged on whole values and whole components, never on the arrival.
/// </summary>
public sealed class IdentityGraph(int capacity)
{
    private readonly List<Node> _nodes = new(capacity);
    private readonly List<(Guid Key, string Kind, string Space, int Head, int Count)> _values = [];
    private readonly List<(int Node, int Next)> _links = new(capacity);
    private readonly HashSet<int> _aliasing = [];
    private readonly Verdicts _verdicts = new();

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>Adds a record; nodes are numbered from 0 in this order.</summary>
    public void Add(Node node) => _nodes.Add(node);

    /// <summary>Adds a value; values are numbered from 0 in this order.</summary>
    public void AddValue(Guid matchKey, string kind, string space) => _values.Add((matchKey, kind, space, -1, 0));

    /// <summary>Says that a record carries a value, both by number.</summary>
    public void Link(int node, int value)
    {
        var slot = _values[value];
        _links.Add((node, slot.Head));
        _values[value] = slot with { Head = _links.Count - 1, Count = slot.Count + 1 };
    }

    /// <summary>Says that a record's user ids are one person's, because an alias named them together.</summary>
    public void Alias(int node) => _aliasing.Add(node);

    /// <summary>Says what a person decided of two records, by number.</summary>
    public void Decide(int a, int b, bool isOne) => _verdicts.Add(a, b, isOne);

    public Resolution Resolve(IdentityLimits limits)
    {
        var voided = new List<VoidedValue>();
        var joining = new List<SharedValue>();
        var shared = Shared();
        var persons = shared.Exists(v => IdentityLimits.IsVisitor(v.Kind)) ? Persons(shared) : [];
        foreach (var value in shared)
        {
            if (IdentityLimits.IsVisitor(value.Kind) && Users(value, persons) is { People: > 1 } users)
            {
                voided.Add(new VoidedValue(value, users.People, users.ForGood));
                continue;
            }

            var limit = limits.PeoplePerValue(value.Kind);
            // Nearly all values are shared by so few that nobody has to be counted.
            var (names, nameless) = value.Nodes.Sum(n => Math.Max(1, _nodes[n].Names)) <= limit ? (0, 0) : People(value);
            if (Math.Max(names, nameless) > limit)
                voided.Add(new VoidedValue(value, Math.Max(names, nameless), names > limit));
            else
                joining.Add(value);
        }

        var all = new DisjointSets(_nodes.Count);
        foreach (var value in joining)
            all.UnionAll(value.Nodes);
        _verdicts.Join(all);
        _verdicts.Reconcile(_nodes, all);

        var broken = Broken(all, joining);
        var final = new DisjointSets(_nodes.Count);
        var doubtful = new List<DoubtfulPair>();
        foreach (var value in joining.Where(v => !broken.Contains(all.Find(v.Nodes[0]))))
            final.UnionAll(value.Nodes);
        foreach (var group in joining.Where(v => broken.Contains(all.Find(v.Nodes[0]))).GroupBy(v => all.Find(v.Nodes[0])))
            Part([.. group], limits, final, doubtful);
        _verdicts.Join(final);
        return new Resolution(Oldest(final), Oldest(all), voided, doubtful);
    }

    /// <summary>The values that can join or part somebody.</summary>
    private List<SharedValue> Shared()
    {
        var shared = new List<SharedValue>(_values.Count);
        foreach (var (key, kind, space, head, count) in _values)
        {
            if (count < 2 && kind != IdentityLimits.UserId)
                continue;
            var value = new SharedValue(key, kind, space, new List<int>(count));
            for (var link = head; link >= 0; link = _links[link].Next)
                value.Nodes.Add(_links[link].Node);
            shared.Add(value);
        }

        if (_aliasing.Count == 0 && !_verdicts.HaveOnes)
            return shared;
        var sets = new DisjointSets(shared.Count);
        var first = new Dictionary<int, int>();
        for (var i = 0; i < shared.Count; i++)
        {
            if (shared[i].Kind != IdentityLimits.UserId)
                continue;
            foreach (var node in shared[i].Nodes)
            {
                // What a person says is one has the user ids of one. Numbers of aliases and of people's words do not meet.
                if (_aliasing.Contains(node) && !first.TryAdd(node, i))
                    sets.UnionAll([first[node], i]);
                if (_verdicts.OneOf(node) is { } one && !first.TryAdd(-1 - one, i))
                    sets.UnionAll([first[-1 - one], i]);
            }
        }

        for (var i = 0; i < shared.Count; i++)
            shared[i] = shared[i] with { Person = shared[sets.Find(i)].MatchKey };
        return shared;
    }

    /// <summary>Who the records with user ids are.</summary>
    private static Dictionary<int, List<(string Space, Guid Person)>> Persons(List<SharedValue> shared)
    {
        var persons = new Dictionary<int, List<(string, Guid)>>();
        foreach (var value in shared.Where(v => v.Kind == IdentityLimits.UserId))
        {
            foreach (var node in value.Nodes)
            {
                if (!persons.TryGetValue(node, out var all))
                    persons[node] = all = [];
                all.Add((value.Space, value.Person));
            }
        }

        return persons;
    }

    /// <summary>
    /// How many persons used an anonymous id. Those for good are counted by their user ids, whatever aliases say of them: aliases may take persons away again, user ids only grow, and
    /// what is for good must not depend on whether the aliases came before.
    /// </summary>
    private static (int People, bool ForGood) Users(SharedValue value, Dictionary<int, List<(string Space, Guid Person)>> persons)
    {
        var users = value.Nodes.Where(persons.ContainsKey).Distinct().ToList();
        return users.Count > IdentityLimits.UsersForGood ? (users.Count, true) : (users.SelectMany(n => persons[n]).Distinct().Count(), false);
    }

    /// <summary>Distinct names among a value's records; records without a name count where their source told them apart by id.</summary>
    private (int Names, int Nameless) People(SharedValue value)
    {
        var names = new HashSet<long>();
        var nameless = new HashSet<int>();
        foreach (var node in value.Nodes)
        {
            if (_nodes[node].HasName)
                _nodes[node].NamesTo(names);
            else if (_nodes[node].HasExternalId)
                nameless.Add(node);
        }

        return (names.Count, nameless.Count);
    }

    /// <summary>The components (by their set's root) that would hold two complete birth dates, or two user ids of one app.</summary>
    private HashSet<int> Broken(DisjointSets sets, List<SharedValue> values)
    {
        var broken = new HashSet<int>();
        var births = new Dictionary<int, IReadOnlyList<DateOnly>>();
        for (var i = 0; i < _nodes.Count; i++)
        {
            if (Dates(i) is not { Count: > 0 } dates || births.TryAdd(sets.Find(i), dates))
                continue;
            var before = births[sets.Find(i)];
            if (before is [var one] && dates is [var same] && one == same)
                continue;
            var common = before.Intersect(dates).ToList();
            births[sets.Find(i)] = common;
            if (common.Count == 0)
                broken.Add(sets.Find(i));
        }

        var users = new Dictionary<(int, string), Guid>();
        foreach (var value in values.Where(v => v.Kind == IdentityLimits.UserId))
        {
            var root = sets.Find(value.Nodes[0]);
            if (!users.TryAdd((root, value.Space), value.Person) && users[(root, value.Space)] != value.Person)
                broken.Add(root);
        }

        broken.UnionWith(_verdicts.Crossed(sets));
        return broken;
    }

    /// <summary>Joins a component that breaks a limit again without its weakest kind of values, part by part, until every part keeps the limits.</summary>
    private void Part(List<SharedValue> values, IdentityLimits limits, DisjointSets final, List<DoubtfulPair> doubtful)
    {
        var before = doubtful.Count;
        foreach (var value in values)
            NoteDoubt(value.Nodes, value.MatchKey, doubtful);
        // Two birth dates may meet only through a third record; that too is for a person to decide.
        if (doubtful.Count == before)
            NoteDoubt([.. values.SelectMany(v => v.Nodes).Distinct()], values.Min(v => v.MatchKey), doubtful);
        var parts = new Stack<List<SharedValue>>();
        parts.Push(values);
        while (parts.Count > 0)
        {
            // One value carried by records of two birth dates joins those of each date among themselves, and nobody across.
            var links = parts.Pop().SelectMany(ByBirthDate).SelectMany(ByVerdict).ToList();
            var sets = new DisjointSets();
            foreach (var link in links)
                sets.UnionAll(link.Nodes);
            foreach (var group in links.GroupBy(l => sets.Find(l.Nodes[0])))
            {
                var linked = group.ToList();
                if (!Breaks(linked))
                {
                    foreach (var link in linked)
                        final.UnionAll(link.Nodes);
                    continue;
                }

                var weakest = linked.Min(l => limits.Strength(l.Kind));
                var stronger = linked.Where(l => limits.Strength(l.Kind) > weakest).ToList();
                if (stronger.Count > 0)
                    parts.Push(stronger);
            }
        }
    }

    private bool Breaks(List<SharedValue> links)
    {
        return Contradict(links.SelectMany(l => l.Nodes)) || _verdicts.Part(links.SelectMany(l => l.Nodes))
            || links.Where(l => l.Kind == IdentityLimits.UserId).GroupBy(l => l.Space, StringComparer.Ordinal).Any(g => g.Select(l => l.Person).Distinct().Count() > 1);
    }

    /// <summary>Whether no date of birth is common to all nodes that have one.</summary>
    private bool Contradict(IEnumerable<int> nodes)
    {
        IReadOnlyList<DateOnly>? common = null;
        foreach (var node in nodes)
        {
            if (Dates(node) is not { Count: > 0 } dates)
                continue;
            common = common is null ? dates : [.. common.Intersect(dates)];
            if (common.Count == 0)
                return true;
        }

        return false;
    }

    private IEnumerable<SharedValue> ByBirthDate(SharedValue value) =>
        !Contradict(value.Nodes) ? [value]
            : Dated(value.Nodes).Select(g => value with { Nodes = [.. g] })
                // Who has no date joins nobody by this value, and yet carries it: a user id counts against another one.
                .Concat(value.Nodes.Where(n => Dates(n).Count == 0).Select(n => value with { Nodes = [n] }));

    private IEnumerable<IGrouping<string, int>> Dated(IEnumerable<int> nodes) =>
        nodes.Where(n => Dates(n).Count > 0).GroupBy(n => string.Join(' ', Dates(n).Select(d => d.DayNumber)), StringComparer.Ordinal);

    /// <summary>A record's dates of birth, those that a person's word made one as one.</summary>
    private IReadOnlyList<DateOnly> Dates(int node) => _verdicts.DatesOf(node) ?? _nodes[node].BirthDates;

    /// <summary>A value that joins two of whom a person said that they are two joins nobody: whose it is nobody can tell.</summary>
    private IEnumerable<SharedValue> ByVerdict(SharedValue value) => _verdicts.Part(value.Nodes) ? value.Nodes.Distinct().Select(n => value with { Nodes = [n] }) : [value];

    private void NoteDoubt(List<int> nodes, Guid matchKey, List<DoubtfulPair> doubtful)
    {
        var oldest = Dated(nodes).Select(g => g.MinBy(n => _nodes[n].Age)).OrderBy(n => _nodes[n].Age).ToList();
        for (var i = 1; i < oldest.Count; i++)
        {
            if (Contradict([oldest[0], oldest[i]]) && !_verdicts.Part([oldest[0], oldest[i]]))
                doubtful.Add(new DoubtfulPair(_nodes[oldest[0]].Id, _nodes[oldest[i]].Id, matchKey, "two different birth dates"));
        }
    }

    private Guid[] Oldest(DisjointSets sets)
    {
        var oldest = new int[_nodes.Count];
        Array.Fill(oldest, -1);
        for (var i = 0; i < oldest.Length; i++)
        {
            ref var best = ref oldest[sets.Find(i)];
            if (best < 0 || _nodes[i].Age.CompareTo(_nodes[best].Age) < 0)
                best = i;
        }

        var ids = new Guid[_nodes.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = _nodes[oldest[sets.Find(i)]].Id;
        return ids;
    }
}
