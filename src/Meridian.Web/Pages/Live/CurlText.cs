namespace Meridian.Web.Pages.Live;

/// <summary>A message as a command that sends it again.</summary>
internal static class CurlText
{
    /// <param name="server">Address of the server, with or without a slash at its end.</param>
    /// <param name="json">The message, word for word.</param>
    /// <param name="key">What stands for the write key, which the server does not know itself.</param>
    public static string Of(string server, string json, string key) =>
        $"curl -X POST {Quoted(server.TrimEnd('/') + "/v1/batch")} \\\n  -u {Quoted(key + ":")} \\\n  -H 'Content-Type: application/json' \\\n  -d {Quoted($"{{\"batch\":[{json}]}}")}";

    // In single quotes a shell reads everything as it stands, but for the quote.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
