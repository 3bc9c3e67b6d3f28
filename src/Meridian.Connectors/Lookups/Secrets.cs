using System.Text.Json;
using System.Text.RegularExpressions;

namespace Meridian.Connectors.Lookups;

/// <summary>
/// Secrets by the names of the environment variables that hold them (<c>${ACME_TOKEN}</c>). The file has only the names; the values are in no message: <see cref="Hide"/> takes them out of
/// whatever a provider says.
/// </summary>
internal sealed partial class Secrets(Func<string, string?> environment)
{
    private const string Hidden = "***";

    private readonly HashSet<string> _values = new(StringComparer.Ordinal);

    public static bool Names(string text) => Name().IsMatch(text);

    /// <summary>A text with the values in place of the names.</summary>
    /// <param name="where">What of the configuration it is, for the message.</param>
    /// <param name="inJson">Whether the text is JSON, where quotes in a value must be escaped.</param>
    /// <exception cref="LookupConfigurationException">A variable is not set, or its value cannot be sent.</exception>
    public string Fill(string text, string file, string where, bool inJson = false) => Name().Replace(text, match =>
    {
        var name = match.Groups["name"].Value;
        var value = environment(name);
        if (string.IsNullOrEmpty(value))
            throw new LookupConfigurationException($"{file}: {where} needs the environment variable {name}, which is not set. Set it, and never write its value into the file.");
        if (value.Any(char.IsControl))
            throw new LookupConfigurationException($"{file}: {where}: the environment variable {name} holds a line break or another control character, which cannot be sent. Set it without.");
        _values.Add(value);
        return inJson ? JsonEncodedText.Encode(value).ToString() : value;
    });

    /// <summary>Keeps a text that was made of secrets out of messages too.</summary>
    public string Keep(string value)
    {
        _values.Add(value);
        return value;
    }

    /// <summary>A text of others without any secret in it.</summary>
    public string Hide(string text) => _values.OrderByDescending(v => v.Length).Aggregate(text, (t, v) => t.Replace(v, Hidden, StringComparison.Ordinal));

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
