using System.Text.Json;

namespace Meridian.Web.Pages.Imports;

/// <summary>The cells of a row of a table of events that made no message, as they are kept: one JSON object.</summary>
internal static class RejectedCells
{
    /// <summary>Header to cell, blank ones left out; nothing where the payload was cut or is a message's.</summary>
    public static IReadOnlyDictionary<string, string> Of(string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.String).DistinctBy(p => p.Name).ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal)
                : new Dictionary<string, string>();
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}
