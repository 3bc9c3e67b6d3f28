using System.Text.Json;
using Meridian.Tags.Definitions;
using Meridian.Web.Pages.OfTags;

namespace Meridian.Web.Pages.OfSegments;

/// <summary>A segment as it is being written; it is what a draft keeps.</summary>
public sealed class SegmentForm
{
    public string Key { get; set; } = "";

    public string Rule { get; set; } = "";

    public string Folder { get; set; } = "";

    public string Owner { get; set; } = "";

    public string Notes { get; set; } = "";

    public Dictionary<string, string> Names { get; set; } = [];

    public static SegmentForm Of(SegmentDefinition segment) => new()
    {
        Key = segment.Key, Rule = segment.Rule, Folder = segment.Folder ?? "", Owner = segment.Owner ?? "", Notes = segment.Notes ?? "", Names = new(segment.Names ?? new Dictionary<string, string>()),
    };

    public SegmentDefinition ToDefinition() => new(Key.Trim(), Rule.Trim()) { Names = TagForm.Said(Names), Folder = TagForm.Said(Folder), Owner = TagForm.Said(Owner), Notes = TagForm.Said(Notes) };

    public string ToJson() => JsonSerializer.Serialize(this);

    /// <returns>Null for what no program of this version wrote.</returns>
    public static SegmentForm? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SegmentForm>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
