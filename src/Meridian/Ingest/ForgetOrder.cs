using System.Text.Json;

namespace Meridian.Ingest;

/// <summary>The log entry that takes sources out whole: what their files and messages said so far. They may come again behind it, as if for the first time.</summary>
/// <param name="Sources">Only such as have ids of their own, as those of files have: what clients share one space of ids with would lose what they said, too.</param>
public sealed record ForgetOrder(IReadOnlyList<string> Sources)
{
    public const string Kind = "forget";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static ForgetOrder FromJson(string json) => JsonSerializer.Deserialize<ForgetOrder>(json)!;
}
