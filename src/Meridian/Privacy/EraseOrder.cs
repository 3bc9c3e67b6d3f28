using System.Text.Json;

namespace Meridian.Privacy;

/// <summary>
/// The log entry that erases people. It says nothing that tells who they were: only salted hashes, by which their data is refused from then on. What has to be
/// found and rewritten once, when it is applied for the first time, is in <see cref="Subject"/>, a file that is gone afterwards.
/// </summary>
/// <param name="Reason">In the team's words; not to hold personal data.</param>
/// <param name="Salt">Base64; that of the store's first erasure, or a new one.</param>
/// <param name="Suppressed">Hashes of records and match keys; empty where the data may come again.</param>
public sealed record EraseOrder(string Reason, string Salt, int Customers, int Records, IReadOnlyList<Guid> Suppressed)
{
    public const string Kind = "erase";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static EraseOrder FromJson(string json) => JsonSerializer.Deserialize<EraseOrder>(json)!;
}

/// <summary>The log entry that lets an erased person's data be taken in again, because they came back.</summary>
/// <param name="Erasures">Log entries whose suppressions end.</param>
public sealed record ReadmitOrder(string Reason, IReadOnlyList<long> Erasures)
{
    public const string Kind = "readmit";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ReadmitOrder FromJson(string json) => JsonSerializer.Deserialize<ReadmitOrder>(json)!;
}
