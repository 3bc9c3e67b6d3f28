using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Manual;

/// <summary>The log entry by which a person gives a tag to customers, takes it from them, or leaves it to the rule again.</summary>
/// <param name="Action">"give", "take" or "release".</param>
/// <param name="Value">Of a give; <see cref="TagTables.Yes"/> of a tag without values.</param>
/// <param name="Until">UTC; from then on the rule decides again. Null for no end.</param>
/// <param name="Reason">In the team's words; not to hold personal data.</param>
/// <param name="Customers">
/// Of each customer the records that were one when it was said. They are told here, and not looked up when the entry is applied, so that whatever is split or undone later, it stays with each of
/// them. Of one who was erased only <c>null</c> is left, so that the others keep their numbers.
/// </param>
public sealed record TaggingOrder(string Action, string Tag, string Value, DateTime? Until, string? Reason, IReadOnlyList<IReadOnlyList<Guid>?> Customers)
{
    public const string Kind = "tagging";

    public const string Give = "give";
    public const string Take = "take";
    public const string Release = "release";

    /// <summary>How many they were when the entry was written; the audit tells of it, before and after an erasure.</summary>
    public int Count { get; init; } = Customers.Count;

    /// <summary>Who asks; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, DefinitionJson.Options);

    public static TaggingOrder FromJson(string json) => JsonSerializer.Deserialize<TaggingOrder>(json, DefinitionJson.Options)!;
}
