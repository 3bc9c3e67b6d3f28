using System.Text.Json.Serialization;

namespace Meridian.Ingest.Reading;

/// <summary>One row of a kept file that was rewritten.</summary>
/// <param name="Cells">As the reader of the original gave them; null for a row that was erased.</param>
/// <param name="Broken">Why it was no row of the original; null for one that was.</param>
public sealed record KeptRow(
    [property: JsonPropertyName("r")] long Row, [property: JsonPropertyName("l")] long Line, [property: JsonPropertyName("c")] IReadOnlyList<string>? Cells,
    [property: JsonPropertyName("b")] string? Broken = null)
{
    /// <summary>What is said of a row that was erased, wherever rows are told of.</summary>
    public const string Erased = "erased: it was of a person whose data was erased";

    [JsonIgnore]
    public bool IsErased => Cells is null;
}

/// <summary>What a rewritten file says before its rows: the original's header and facts, and how it is read, which was found out from rows that may be gone.</summary>
/// <param name="Plan">JSON; whoever made the plan reads it again.</param>
public sealed record KeptHead(IReadOnlyList<string> Header, long HeaderRow, FileFacts Facts, string Plan);
