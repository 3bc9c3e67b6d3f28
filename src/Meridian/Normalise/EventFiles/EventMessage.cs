using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Meridian.Foundation.Hashing;

namespace Meridian.Normalise.EventFiles;

/// <summary>Writes what a table says happened as the message that an app would have sent, so that all that follows is the same for both.</summary>
internal static class EventMessage
{
    // Kept for people to read; it never stands in a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="id">The message's id.</param>
    /// <param name="at">UTC.</param>
    /// <param name="who">The customer.</param>
    /// <param name="properties">Writes the members of the properties.</param>
    public static byte[] Write(string id, string name, DateTime at, RecordVersion who, Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", "track");
            json.WriteString("messageId", Whole(id));
            json.WriteString("event", name);
            json.WriteString("timestamp", at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
            if (who.ExternalId is { } user)
                json.WriteString("userId", Whole(user));
            json.WriteStartObject("context");
            json.WriteStartObject("traits");
            foreach (var (trait, text) in Traits(who))
                json.WriteString(trait, Whole(text));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("properties");
            properties(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A row that makes no message, as it is kept: its cells by their columns.</summary>
    public static byte[] Refused(IReadOnlyList<string> header, IReadOnlyList<string> cells)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            for (var i = 0; i < cells.Count; i++)
            {
                if (cells[i].Length > 0)
                    json.WriteString(i < header.Count ? Whole(header[i]) : string.Create(CultureInfo.InvariantCulture, $"column {i + 1}"), Whole(cells[i]));
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void Text(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, Whole(text));
    }

    public static void Number(Utf8JsonWriter json, string name, decimal? number)
    {
        if (number is { } n)
            json.WriteNumber(name, n / 1.000000000000000000000000000000m);
    }

    /// <summary>An id for a row that has none: a hash of what it says, and which of the equal ones it is.</summary>
    public static string IdOf(Dictionary<Guid, int> seen, ReadOnlySpan<string?> parts)
    {
        var hash = default(ContentHash);
        foreach (var part in parts)
            hash.Add(part);
        var key = hash.Finish();
        var times = seen[key] = seen.GetValueOrDefault(key) + 1;
        return times == 1 ? $"row-{key:N}" : string.Create(CultureInfo.InvariantCulture, $"row-{key:N}-{times}");
    }

    /// <summary>Whether what a column says of its customer goes into the message: who they are, and nothing that only a list of customers knows.</summary>
    public static bool IsUsed(FieldKind kind) => kind is FieldKind.ExternalId or FieldKind.UserId or FieldKind.Phone or FieldKind.Email or FieldKind.Handle or FieldKind.AnyHandle
        or FieldKind.Platform or FieldKind.Name or FieldKind.GivenName or FieldKind.FamilyName or FieldKind.Nickname or FieldKind.Country or FieldKind.Address or FieldKind.Language;

    /// <summary>Who it is, by what joins records and by what a customer is called; named as mappings name it.</summary>
    private static IEnumerable<(string Trait, string Text)> Traits(RecordVersion who)
    {
        foreach (var kind in who.Identifiers.Where(i => i.Kind is not ("external_id" or "user_id")).GroupBy(i => i.Kind))
        {
            // One handle of a platform is read; several phones and addresses are.
            yield return kind.Key is "phone" or "email" ? (kind.Key, string.Join(" / ", kind.Select(i => i.Value))) : ($"handle:{kind.Key}", kind.First().Value);
        }

        var phone = who.Identifiers.Find(i => i.Kind == "phone")?.Value;
        var stated = new List<string>();
        foreach (var item in (who.Platforms ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var platform = item.Split('=')[0];
            // A platform that finds people by their phone has no handle of its own.
            if (phone is not null && item.EndsWith("=handle", StringComparison.Ordinal) && !who.Identifiers.Exists(i => i.Kind == platform))
                yield return ($"handle:{platform}", phone);
            else if (!item.EndsWith("=handle", StringComparison.Ordinal))
                stated.Add(platform);
        }

        if (stated.Count > 0)
            yield return ("platform", string.Join(", ", stated));
        foreach (var (trait, text) in new[] { ("name", who.Name), ("given_name", who.GivenName), ("family_name", who.FamilyName), ("nickname", who.Nickname),
            ("country", who.Country), (Messages.TraitRoles.AddressCountry, who.AddressCountry), ("language", who.Language) })
        {
            if (text is not null)
                yield return (trait, text);
        }
    }

    /// <summary>Half a character, as a cut text may end with, has no form in JSON.</summary>
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
