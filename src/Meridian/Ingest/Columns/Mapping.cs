using System.Text.Encodings.Web;
using System.Text.Json;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>
/// What a person decided about a source's files: <c>{"columns":{"Teléfono":"phone","Foo":"ignore","Bar":"trait:vip_level"},"country":"BR","date_order":"dmy","encoding":null}</c>.
/// It wins over every guess.
/// </summary>
/// <param name="Columns">Header to target, in the file's order; headers are compared without case and blanks.</param>
/// <param name="Country">ISO 3166-1 alpha-2 code as a hint for reading phones; null for none.</param>
/// <param name="DateOrder">"dmy", "mdy" or "ymd"; null to find out from the values.</param>
/// <param name="Encoding">Name of the text encoding; null to find out.</param>
public sealed record Mapping(IReadOnlyList<KeyValuePair<string, string>> Columns, string? Country, string? DateOrder, string? Encoding)
{
    public static Mapping Empty { get; } = new([], null, null, null);

    private static readonly string[] Properties = ["columns", "country", "date_order", "encoding"];
    private static readonly string[] DateOrders = ["dmy", "mdy", "ymd"];
    // Headers stay readable in the file: it is written for people.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a mapping.</summary>
    /// <param name="more">Targets beside those of a customer file, as a table of orders has them; null for none.</param>
    /// <exception cref="MappingException">Not JSON of this form, or a target that does not exist; the message names the nearest one.</exception>
    public static Mapping Parse(string json, IReadOnlyCollection<string>? more = null)
    {
        using var document = ReadJson(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            throw new MappingException("A mapping is a JSON object like {\"columns\":{\"Phone\":\"phone\"}}.");
        foreach (var property in root.EnumerateObject())
        {
            if (!Properties.Contains(property.Name, StringComparer.Ordinal))
                throw new MappingException($"A mapping has no \"{property.Name}\".{Suggest(property.Name, Properties)} It has columns, country, date_order and encoding.");
        }

        var country = Text(root, "country")?.ToUpperInvariant();
        if (country is not null && !(country.Length == 2 && country.All(char.IsAsciiLetterUpper)))
            throw new MappingException($"\"country\" is \"{country}\"; a two-letter code such as \"BR\" is expected.");
        var order = Text(root, "date_order")?.ToLowerInvariant();
        if (order is not null && !DateOrders.Contains(order, StringComparer.Ordinal))
            throw new MappingException($"\"date_order\" is \"{order}\"; \"dmy\", \"mdy\" or \"ymd\" is expected.");
        return new Mapping(ReadColumns(root, more ?? []), country, order, Text(root, "encoding"));
    }

    /// <summary>The mapping as indented JSON that <see cref="Parse"/> reads back.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("columns");
            foreach (var (header, target) in Columns)
                writer.WriteString(header, target);
            writer.WriteEndObject();
            writer.WriteString("country", Country);
            writer.WriteString("date_order", DateOrder);
            writer.WriteString("encoding", Encoding);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The target for a header; null where the mapping is silent.</summary>
    public string? TargetOf(string header)
    {
        var key = HeaderKey(header);
        foreach (var (name, target) in Columns)
        {
            if (HeaderKey(name) == key)
                return target;
        }

        return null;
    }

    /// <summary>The same with another decision about one column.</summary>
    /// <param name="more">As of <see cref="Parse"/>.</param>
    /// <exception cref="MappingException">There is no such field.</exception>
    public Mapping With(string header, string target, IReadOnlyCollection<string>? more = null) =>
        this with { Columns = [.. Columns.Where(c => HeaderKey(c.Key) != HeaderKey(header)), new(header, ReadTarget(header, target, more ?? []))] };

    public bool Equals(Mapping? other) =>
        other is not null && Columns.SequenceEqual(other.Columns) && Country == other.Country && DateOrder == other.DateOrder && Encoding == other.Encoding;

    public override int GetHashCode() => HashCode.Combine(Columns.Count, Country, DateOrder, Encoding);

    /// <summary>Headers are the same when only case, width and blanks differ; punctuation counts, so that "Phone" and "Phone*" can be told apart.</summary>
    internal static string HeaderKey(string header) =>
        string.Concat(header.EnumerateRunes().Select(r => r.ToString())).Normalize(System.Text.NormalizationForm.FormKC).ToLowerInvariant()
            .Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Trim();

    private static JsonDocument ReadJson(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        }
        catch (JsonException e)
        {
            throw new MappingException($"The mapping is not JSON: line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.", e);
        }
    }

    private static List<KeyValuePair<string, string>> ReadColumns(JsonElement root, IReadOnlyCollection<string> more)
    {
        var columns = new List<KeyValuePair<string, string>>();
        if (!root.TryGetProperty("columns", out var element))
            return columns;
        if (element.ValueKind != JsonValueKind.Object)
            throw new MappingException("\"columns\" is an object of header to field, like {\"Phone\":\"phone\"}.");
        foreach (var column in element.EnumerateObject())
        {
            if (column.Value.ValueKind != JsonValueKind.String)
                throw new MappingException($"Column \"{column.Name}\": the name of a field is expected in quotes; \"ignore\" leaves the column out.");
            var target = ReadTarget(column.Name, column.Value.GetString()!, more);
            if (columns.Exists(c => HeaderKey(c.Key) == HeaderKey(column.Name)))
                throw new MappingException($"Column \"{column.Name}\" stands twice in the mapping.");
            columns.Add(new(column.Name, target));
        }

        return columns;
    }

    private static string ReadTarget(string header, string text, IReadOnlyCollection<string> more)
    {
        var target = text.Trim();
        if (target.StartsWith(Fields.TraitPrefix, StringComparison.OrdinalIgnoreCase))
        {
            var name = target.AsSpan(Fields.TraitPrefix.Length).Trim().ToString();
            return name.Length > 0 ? $"{Fields.TraitPrefix}{name}" : throw new MappingException($"Column \"{header}\": \"trait:\" needs a name, like \"trait:vip_level\".");
        }

        var key = target.ToLowerInvariant();
        if (key.StartsWith(Fields.HandlePrefix, StringComparison.Ordinal) && Platforms.TryFind(key.AsSpan(Fields.HandlePrefix.Length), out var platform))
            return $"{Fields.HandlePrefix}{platform.Key}";
        if (Fields.IsTarget(key) || more.Contains(key))
            return key;
        throw new MappingException($"Column \"{header}\": there is no field \"{target}\".{Suggest(target, Fields.All.Select(f => f.Key).Concat(more).Append(Fields.Ignore))} For a trait of your own write \"trait:{TraitName.Of(target, 0)}\".");
    }

    private static string? Text(JsonElement root, string name)
    {
        if (!root.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null)
            return null;
        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text.Trim() : throw new MappingException($"\"{name}\" is a text or null.");
    }

    private static string Suggest(string name, IEnumerable<string> known) => NearestName.Of(name, known) is { } nearest ? $" Did you mean \"{nearest}\"?" : "";
}

/// <summary>A mapping that cannot be used, in words for a person. Exit code 2.</summary>
public sealed class MappingException(string message, Exception? inner = null) : Exception(message, inner);
