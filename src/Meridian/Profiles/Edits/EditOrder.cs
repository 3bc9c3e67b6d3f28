using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Profiles.Edits;

/// <summary>One trait as a person settles it.</summary>
/// <param name="Trait">Name of a well-known trait's column, or of a trait of the team's own.</param>
/// <param name="Value">In the form that an import gives it (a country's code, a date as 1990-04-03); of a trait of the team's own an object of that one member. Null: nothing is known, whatever the sources say.</param>
/// <param name="Own">Whether it is a trait of the team's own.</param>
/// <param name="Released">Whether what the sources say holds again.</param>
public sealed record EditItem(string Trait, string? Value, bool Own = false, bool Released = false);

/// <summary>The log entry by which a person edits a customer, or leaves traits to the sources again.</summary>
/// <param name="Reason">In the team's words; not to hold personal data.</param>
/// <param name="Records">
/// The records that were the customer when it was said. They are told here, and not looked up when the entry is applied, so that whatever is split or undone later, it stays with each of them.
/// Empty where all of them were erased.
/// </param>
/// <param name="Items">Of one that an erasure took out only <c>null</c> is left, so that the others keep their numbers.</param>
public sealed record EditOrder(string? Reason, IReadOnlyList<Guid> Records, IReadOnlyList<EditItem?> Items)
{
    public const string Kind = "edit";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What was edited and what was released when the entry was written; the audit tells of it, before and after an erasure.</summary>
    public IReadOnlyList<string> Edited { get; init; } = [.. Items.OfType<EditItem>().Where(i => !i.Released).Select(i => i.Trait)];

    public IReadOnlyList<string> Freed { get; init; } = [.. Items.OfType<EditItem>().Where(i => i.Released).Select(i => i.Trait)];

    /// <summary>Who asks; see <see cref="Foundation.Log.ActingLog"/>.</summary>
    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static EditOrder FromJson(string json) => JsonSerializer.Deserialize<EditOrder>(json, Options)!;
}
