using System.Collections.Concurrent;
using Meridian.Foundation.Platforms;

namespace Meridian.Normalise;

/// <summary>The platforms that one row names or gives a handle of; as text "telegram=handle,whatsapp=stated", sorted, one and the same string for the common cases.</summary>
internal sealed class PlatformSet
{
    private static readonly ConcurrentDictionary<(string, bool), string> Alone = new();
    private readonly List<(string Key, bool ByHandle)> _items = new(4);

    public void Clear() => _items.Clear();

    public bool Contains(Platform platform) => _items.Exists(i => i.Key == platform.Key);

    /// <summary>A handle proves more than a name.</summary>
    public void Add(Platform platform, bool byHandle)
    {
        var at = _items.FindIndex(i => i.Key == platform.Key);
        if (at < 0)
            _items.Add((platform.Key, byHandle));
        else if (byHandle)
            _items[at] = (platform.Key, true);
    }

    public string? ToText()
    {
        if (_items.Count == 0)
            return null;
        if (_items.Count == 1)
            return Alone.GetOrAdd((_items[0].Key, _items[0].ByHandle), static i => Text(i));
        _items.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        return string.Join(',', _items.Select(Text));
    }

    private static string Text((string Key, bool ByHandle) item) => item.Key + (item.ByHandle ? "=handle" : "=stated");
}
