using System.Reflection;
using Meridian.Rules.Syntax;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Packs;

/// <summary>The packs that the program brings, one a file of Data/.</summary>
public static class TagPacks
{
    private const string Folder = "Tags/Packs/";

    private static readonly Lazy<IReadOnlyList<TagPack>> Shipped = new(() => [.. Names().Select(Read)]);

    /// <summary>All of them, those of design section 5 first, then those of industries.</summary>
    public static IReadOnlyList<TagPack> All => Shipped.Value;

    /// <exception cref="NoSuchDefinitionException">There is no such pack.</exception>
    public static TagPack Find(string key) => All.FirstOrDefault(p => p.Key == key) ?? throw new NoSuchDefinitionException(
        Nearest.To(key, All.Select(p => p.Key)) is { } near ? $"There is no pack '{key}'. Did you mean '{near}'?" : $"There is no pack '{key}'. Known: {string.Join(", ", All.Select(p => p.Key))}.");

    private static IEnumerable<string> Names()
    {
        string[] first = ["region", "platform", "activity", "value", "life_stage", "churn_risk"];
        return typeof(TagPacks).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Select(n => Path.GetFileNameWithoutExtension(n))
            .OrderBy(n => Array.IndexOf(first, n) is >= 0 and var place ? place : first.Length).ThenBy(n => n, StringComparer.Ordinal);
    }

    private static TagPack Read(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Folder}{name}.json")!;
        return TagPack.Read(file);
    }
}
