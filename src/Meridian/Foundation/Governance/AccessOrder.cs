using System.Text.Json;

namespace Meridian.Foundation.Governance;

/// <summary>An access, as often as it came within a moment.</summary>
public sealed record AccessCount(string Actor, string Action, string Subject, bool Allowed, long Times);

/// <summary>The log entry that tells who looked at what; it changes nothing but the audit.</summary>
public sealed record AccessOrder(IReadOnlyList<AccessCount> Accesses)
{
    public const string Kind = "access";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static AccessOrder FromJson(string json) => JsonSerializer.Deserialize<AccessOrder>(json)!;
}
