using System.Collections;

namespace Meridian.Tags.Definitions;

/// <summary>Names that occur in the store. Whether one does is asked by itself, because listing all of them reads a whole table; that is done when somebody needs the list.</summary>
internal sealed class StoreNames(Func<string, bool> has, Func<IReadOnlyList<string>> all) : ICollection<string>, IReadOnlyCollection<string>
{
    private readonly Lazy<IReadOnlyList<string>> _all = new(all);
    private readonly Dictionary<string, bool> _asked = new(StringComparer.Ordinal);

    public int Count => _all.Value.Count;

    public bool IsReadOnly => true;

    public bool Contains(string item)
    {
        if (!_asked.TryGetValue(item, out var known))
            _asked[item] = known = _all.IsValueCreated ? _all.Value.Contains(item) : has(item);
        return known;
    }

    public IEnumerator<string> GetEnumerator() => _all.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void CopyTo(string[] array, int arrayIndex)
    {
        foreach (var name in _all.Value)
            array[arrayIndex++] = name;
    }

    public void Add(string item) => throw new NotSupportedException("Names of the store come from the store.");

    public void Clear() => throw new NotSupportedException("Names of the store come from the store.");

    public bool Remove(string item) => throw new NotSupportedException("Names of the store come from the store.");
}
