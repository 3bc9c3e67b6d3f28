using System.Text.Json;

namespace Meridian.Audit;

/// <summary>A row of the audit as commands and the API give it.</summary>
public sealed record AuditLine(long Seq, DateTime At, string Actor, string Action, string Subject, long Entry, JsonElement? Before, JsonElement? After, string Hash)
{
    public static AuditLine Of(AuditRow row) =>
        new(row.Seq, row.Act.At, row.Act.Actor, row.Act.Action, row.Act.Subject, row.Act.Entry, Json(row.Act.Before), Json(row.Act.After), row.Hash);

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
