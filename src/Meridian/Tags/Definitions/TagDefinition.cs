using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Tags.Definitions;

/// <summary>One of a tag's values, which exclude one another: a customer has the first whose rule holds.</summary>
/// <param name="Value">As rules write it: <c>tag("value_tier") = "high"</c>.</param>
/// <param name="Rule">As text; null where people or a model give the value.</param>
public sealed record TagValue(string Value, string? Rule = null)
{
    /// <summary>By UI language (BCP 47): en, zh-Hans, zh-Hant, others.</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }
}

/// <summary>What a tag is: said by the team, kept in versions (<see cref="TagVersion"/>).</summary>
/// <param name="Key">As rules write it: letters a to z, digits, _; a letter first.</param>
public sealed record TagDefinition(string Key)
{
    /// <summary>One of <see cref="TagKinds"/>.</summary>
    public string Kind { get; init; } = TagKinds.Attribute;

    /// <summary>By UI language (BCP 47).</summary>
    public IReadOnlyDictionary<string, string>? Names { get; init; }

    /// <summary>By UI language (BCP 47).</summary>
    public IReadOnlyDictionary<string, string>? Descriptions { get; init; }

    /// <summary>Where it stands among the others, parts with / between: "Brazil/São Paulo".</summary>
    public string? Folder { get; init; }

    /// <summary>#rrggbb.</summary>
    public string? Colour { get; init; }

    /// <summary>Who answers for it, in the team's words.</summary>
    public string? Owner { get; init; }

    /// <summary>"rule", "manual" or "model": who gives it. Whatever it is, people may give and take it too.</summary>
    public string Origin { get; init; } = TagOrigins.Rule;

    /// <summary>Of a tag without values that a rule gives: the rule, as text.</summary>
    public string? Rule { get; init; }

    /// <summary>In the order in which they are tried; null for a tag that is had or not.</summary>
    public IReadOnlyList<TagValue>? Values { get; init; }

    /// <summary>Days after which it ends by itself where a person or a model gave it and said nothing else; a rule says itself when a tag ends.</summary>
    public double? TimeToLiveDays { get; init; }

    public string? Notes { get; init; }

    /// <summary>The rules with the value that each gives, in order; none where no rule gives the tag.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Value, string Rule)> Rules => Origin != TagOrigins.Rule ? []
        : Values is not null ? [.. Values.Where(v => v.Rule is not null).Select(v => (v.Value, v.Rule!))]
        : Rule is null ? [] : [(TagTables.Yes, Rule)];

    /// <summary>Its name in a UI language, or in a wider one ("zh" of "zh-TW" is asked for before English), else its key.</summary>
    public string NameIn(string language) => InLanguage(Names, language) ?? Key;

    private static string? InLanguage(IReadOnlyDictionary<string, string>? texts, string language)
    {
        if (texts is null)
            return null;
        for (var tag = language; tag.Length > 0; tag = tag[..Math.Max(0, tag.LastIndexOf('-'))])
        {
            if (texts.TryGetValue(tag, out var text))
                return text;
        }

        return texts.GetValueOrDefault("en");
    }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    /// <exception cref="JsonException">It is none; a member that is not known is refused, because a misspelled "rule" would be a tag that nobody gets.</exception>
    public static TagDefinition FromJson(string json) => JsonSerializer.Deserialize<TagDefinition>(json, DefinitionJson.Options) ?? throw new JsonException("A definition is an object.");
}

/// <summary>What a tag is about.</summary>
public static class TagKinds
{
    public const string Attribute = "attribute";

    public static IReadOnlyList<string> All { get; } = ["region", "platform", "activity", Attribute, "need", "behaviour", "value", "risk"];
}

/// <summary>The form of definitions in files, in the log and in the store: snake_case, letters of all scripts as they are, nothing for what is not said.</summary>
public static class DefinitionJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>What is wrong with a text that is none, in words for a person: "it has a member 'ruel' that is not known".</summary>
    public static string Words(JsonException error)
    {
        const string Unmapped = "The JSON property '";
        if (error.Message.StartsWith(Unmapped, StringComparison.Ordinal))
            return $"it has a member '{error.Message[Unmapped.Length..error.Message.IndexOf('\'', Unmapped.Length)]}' that is not known";
        return error.Path is { } path ? $"at {path} something else is expected" : $"it is no JSON: {error.Message.TrimEnd('.')}";
    }
}
