using System.Text.Json;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Web.Pages.OfTags;

/// <summary>A tag as it is being written: all texts as they stand in their fields, empty for nothing. It is what a draft keeps.</summary>
public sealed class TagForm
{
    public string Key { get; set; } = "";

    public string Kind { get; set; } = TagKinds.Attribute;

    public string Origin { get; set; } = TagOrigins.Rule;

    public string Folder { get; set; } = "";

    public string Colour { get; set; } = "";

    public string Owner { get; set; } = "";

    public string Notes { get; set; } = "";

    public double? TimeToLiveDays { get; set; }

    /// <summary>By UI language; languages that the pages do not speak are kept as they were.</summary>
    public Dictionary<string, string> Names { get; set; } = [];

    public Dictionary<string, string> Descriptions { get; set; } = [];

    public string Rule { get; set; } = "";

    /// <summary>Null for a tag that is had or not.</summary>
    public List<ValueForm>? Values { get; set; }

    /// <summary>The version that was looked at when the writing began; 0 for none.</summary>
    public int Base { get; set; }

    public static TagForm Of(TagDefinition tag, int version) => new()
    {
        Key = tag.Key, Kind = tag.Kind, Origin = tag.Origin, Folder = tag.Folder ?? "", Colour = tag.Colour ?? "", Owner = tag.Owner ?? "", Notes = tag.Notes ?? "", TimeToLiveDays = tag.TimeToLiveDays,
        Names = new(tag.Names ?? new Dictionary<string, string>()), Descriptions = new(tag.Descriptions ?? new Dictionary<string, string>()), Rule = tag.Rule ?? "",
        Values = tag.Values?.Select(v => new ValueForm { Value = v.Value, Rule = v.Rule ?? "", Names = new(v.Names ?? new Dictionary<string, string>()) }).ToList(), Base = version,
    };

    public TagDefinition ToDefinition() => new(Key.Trim())
    {
        Kind = Kind, Origin = Origin, Folder = Said(Folder), Colour = Said(Colour), Owner = Said(Owner), Notes = Said(Notes), TimeToLiveDays = TimeToLiveDays,
        Names = Said(Names), Descriptions = Said(Descriptions), Rule = ByRule && Values is null ? Said(Rule) : null,
        Values = Values?.Select(v => new TagValue(v.Value.Trim(), ByRule ? Said(v.Rule) : null) { Names = Said(v.Names) }).ToList(),
    };

    public bool ByRule => Origin == TagOrigins.Rule;

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <returns>Null for what no program of this version wrote.</returns>
    public static TagForm? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<TagForm>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static string? Said(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    internal static Dictionary<string, string>? Said(Dictionary<string, string> texts) =>
        texts.Where(t => !string.IsNullOrWhiteSpace(t.Value)).ToDictionary(t => t.Key, t => t.Value.Trim(), StringComparer.Ordinal) is { Count: > 0 } said ? said : null;
}

/// <summary>One of a tag's values as it is being written.</summary>
public sealed class ValueForm
{
    public string Value { get; set; } = "";

    public string Rule { get; set; } = "";

    public Dictionary<string, string> Names { get; set; } = [];

    /// <summary>Tells the blocks of the form apart while they are moved.</summary>
    [System.Text.Json.Serialization.JsonIgnore] public Guid Id { get; } = Guid.NewGuid();
}
