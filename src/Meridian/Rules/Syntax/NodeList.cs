using System.Collections;
using System.Runtime.CompilerServices;

namespace Meridian.Rules.Syntax;

/// <summary>A list that is equal to another with equal items, so that trees of records compare by value.</summary>
[CollectionBuilder(typeof(NodeList), nameof(NodeList.Of))]
public sealed class NodeList<T>(IReadOnlyList<T> items) : IReadOnlyList<T>, IEquatable<NodeList<T>>
{
    public int Count => items.Count;

    public T this[int index] => items[index];

    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();

    public bool Equals(NodeList<T>? other) => other is not null && items.SequenceEqual(other);

    public override bool Equals(object? obj) => Equals(obj as NodeList<T>);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => string.Join(", ", items);
}

public static class NodeList
{
    public static NodeList<T> Of<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
