using System.Text.Json;
using System.Text.Json.Serialization;

namespace Meridian.Ingest;

/// <summary>What an import's log entry says: all that applying it again needs, beside the kept file itself.</summary>
/// <param name="Source">The source's name; files use it as the space of their ids.</param>
/// <param name="FileName">The file's own name, as a person knows it.</param>
/// <param name="KeptFile">Name of the copy in the import's folder.</param>
/// <param name="Sha256">Of the file's bytes, hexadecimal.</param>
/// <param name="Country">A hint for reading phones; never evidence of where a customer lives.</param>
/// <param name="Mapping">The mapping that was given or saved for the source, as JSON, or null.</param>
/// <param name="Key">Id of the key that brought it; null for commands of this machine's user.</param>
/// <param name="Request">By which a request that comes again is known; null where it asked for none.</param>
public sealed record ImportOrder(string Source, string FileName, string KeptFile, string Sha256, string? Country, string? Mapping, string? Key = null, string? Request = null)
{
    public const string Kind = "import";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ImportOrder FromJson(string json) => JsonSerializer.Deserialize<ImportOrder>(json)!;
}

/// <summary>A withdrawal that stays with a record although what made the record one with who withdrew is undone.</summary>
/// <param name="Entry">Where it was stated.</param>
/// <param name="At">When, UTC.</param>
public sealed record StayingWithdrawal(Guid Record, long Entry, long Row, DateTime At);

/// <summary>The log entry that takes an import back.</summary>
/// <param name="Unfinished">
/// Whether the import was never whole. A rebuild finishes it before it is taken back, and must then do as was done: of what nobody saw nothing is kept.
/// </param>
/// <param name="Stays">Withdrawals stated while the import stood, for each other record that was the same customer then; null for none.</param>
public sealed record UndoOrder(long Import, bool Unfinished = false, IReadOnlyList<StayingWithdrawal>? Stays = null)
{
    public const string Kind = "undo";

    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    [JsonPropertyName(Foundation.Log.ActingLog.By)]
    public string? By { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    public static UndoOrder FromJson(string json) => JsonSerializer.Deserialize<UndoOrder>(json)!;
}
