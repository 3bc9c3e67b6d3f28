using System.Text.Json;
using System.Text.Json.Nodes;
using Meridian.Numbers.Lookups;

namespace Meridian.Connectors.Lookups;

/// <summary>
/// The providers that a team has configured (<c>lookups/NAME.json</c> in the data folder), and the shapes of well-known services that a configuration may be like
/// (<c>"like": "twilio-lookup-v2"</c>): what they are asked and answer, without price, limits and purposes, which are the team's.
/// </summary>
public sealed class LookupBook(string dataFolder, Func<string, string?> environment)
{
    private const int LargestFile = 1 << 18;
    private const string ShapePrefix = "Lookups/Shapes/";

    private static readonly JsonDocumentOptions Json = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly string _folder = Path.Combine(dataFolder, "lookups");

    public static IReadOnlyList<string> Shapes { get; } =
    [
        .. typeof(LookupBook).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(ShapePrefix, StringComparison.Ordinal)).Select(n => Path.GetFileNameWithoutExtension(n[ShapePrefix.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>A provider by what a person typed: a name in the data folder, or a file.</summary>
    /// <exception cref="LookupConfigurationException">There is none, or it cannot be used.</exception>
    public ILookup Open(string text, TimeProvider time)
    {
        var saved = Path.Combine(_folder, text + ".json");
        var path = text.IndexOfAny(['/', '\\']) < 0 && File.Exists(saved) ? saved : text;
        if (!File.Exists(path))
            throw new LookupConfigurationException(Shapes.Contains(text, StringComparer.Ordinal)
                ? $"'{text}' is a shape: price, limits and purposes are your contract's. Write {saved}: {{\"like\": \"{text}\", \"cost\": {{...}}, \"limits\": {{...}}, \"purposes\": [...], \"max_age_days\": 30}}."
                : $"There is no provider '{text}': neither {saved} nor a file of this name. docs/numbers.md shows how to write one.");
        var root = Parse(Read(path), path);
        var secrets = new Secrets(environment);
        return new HttpLookup(new ConfigurationReader(path, Laid(root, path), secrets).Read(), time);
    }

    /// <summary>A configuration laid over the shape that it is like; each member replaces the shape's whole.</summary>
    private static JsonObject Laid(JsonObject root, string path)
    {
        if (root["like"] is not { } like)
            return root;
        var name = like is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
        using var stream = typeof(LookupBook).Assembly.GetManifestResourceStream(ShapePrefix + name + ".json")
            ?? throw new LookupConfigurationException($"{path}: \"like\": there is no shape '{name}'. Shapes are {string.Join(", ", Shapes)}.");
        using var reader = new StreamReader(stream);
        var shape = Parse(reader.ReadToEnd(), name);
        foreach (var (member, node) in root)
            shape[member] = node?.DeepClone();
        return shape;
    }

    private static JsonObject Parse(string text, string path)
    {
        try
        {
            var root = JsonNode.Parse(text, documentOptions: Json) as JsonObject ?? throw new LookupConfigurationException($"{path}: a provider is a JSON object, in braces.");
            // Two members of one name are found when the object is first looked into.
            _ = root.Count;
            return root;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LookupConfigurationException($"{path}: not a JSON file: {e.Message}");
        }
    }

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestFile ? File.ReadAllText(path) : throw new LookupConfigurationException($"{path}: larger than a provider's configuration can be.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LookupConfigurationException($"{path}: cannot be read: {e.Message}");
        }
    }
}
