using System.Text.Json;
using Meridian.Rules.Syntax;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Packs;

/// <summary>A set of tags that belong together, ready to be installed and then the team's own: what the program brings is a beginning, not a law.</summary>
/// <param name="Key">"value", "retail", ...: the name of its file.</param>
/// <param name="Tags">Each behind those that it names; rules in their canonical form.</param>
public sealed record TagPack(string Key, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Descriptions, IReadOnlyList<TagDefinition> Tags)
{
    /// <summary>Its name in a UI language, else in English.</summary>
    public string NameIn(string language) => Names.GetValueOrDefault(language) ?? Names["en"];

    /// <summary>What it is for, likewise.</summary>
    public string DescriptionIn(string language) => Descriptions.GetValueOrDefault(language) ?? Descriptions["en"];

    /// <summary>Reads a pack's file: <c>{"pack":KEY,"names":{...},"descriptions":{...},"tags":[...]}</c>, with tags in the form of <c>tags save --file</c>.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    /// <exception cref="RuleException">A rule cannot be read.</exception>
    internal static TagPack Read(Stream file)
    {
        var read = JsonSerializer.Deserialize<PackFile>(file, DefinitionJson.Options) ?? throw new JsonException("A pack is an object.");
        List<TagDefinition> tags = [.. read.Tags.Select(Canonical)];
        return new TagPack(read.Pack, read.Names, read.Descriptions, Dependencies.Of(tags, []).InOrder(tags, t => t.Key));
    }

    /// <summary>In the files texts of rules stand in single quotes, because JSON has the others.</summary>
    private static TagDefinition Canonical(TagDefinition tag) => tag with
    {
        Rule = tag.Rule is { } rule ? Canonical(rule) : null,
        Values = tag.Values is { } values ? [.. values.Select(v => v with { Rule = v.Rule is { } ofValue ? Canonical(ofValue) : null })] : null,
    };

    private static string Canonical(string rule) => RuleFormatter.Format(RuleText.Parse(rule));
}

/// <summary>A pack as its file has it; the form that <c>tags save --file</c> reads too.</summary>
public sealed record PackFile(string Pack, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Descriptions, IReadOnlyList<TagDefinition> Tags)
{
    public static PackFile Of(TagPack pack) => new(pack.Key, pack.Names, pack.Descriptions, pack.Tags);
}

/// <summary>A pack in the list of all.</summary>
/// <param name="Tags">Their keys.</param>
public sealed record PackLine(string Pack, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Descriptions, IReadOnlyList<string> Tags)
{
    public static IReadOnlyList<PackLine> All() => [.. TagPacks.All.Select(p => new PackLine(p.Key, p.Names, p.Descriptions, [.. p.Tags.Select(t => t.Key)]))];
}
