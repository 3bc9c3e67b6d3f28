using System.Text.Json;

namespace Meridian.Consents;

/// <summary>Reads statements of consent from JSON: the body of <c>POST /api/v1/consents</c>, or a file.</summary>
public static class ConsentJson
{
    /// <summary>One request may hold as many.</summary>
    public const int Most = 10_000;

    /// <summary>
    /// The statements of a body: <c>{"consents": [...]}</c>, an array, or one statement alone. Members: identifier, customer, channel, purpose, state, at, own, source, wording, proof, country.
    /// An unknown member is refused: a misspelled "purpose" would count as marketing.
    /// </summary>
    /// <exception cref="JsonException">The body is none of these; in words for a person.</exception>
    public static IReadOnlyList<(long Place, ConsentRequest? Request, string? Problem)> Read(JsonElement body)
    {
        var list = body.ValueKind == JsonValueKind.Object && body.TryGetProperty("consents", out var inner) ? inner : body;
        if (list.ValueKind == JsonValueKind.Object)
            return [One(1, list)];
        if (list.ValueKind != JsonValueKind.Array)
            throw new JsonException("A statement of consent, an array of them, or {\"consents\": [...]} is expected.");
        if (list.GetArrayLength() > Most)
            throw new JsonException($"At most {Most:N0} statements at a time; there are {list.GetArrayLength():N0}.");
        return [.. list.EnumerateArray().Select((e, i) => One(i + 1, e))];
    }

    private static (long, ConsentRequest?, string?) One(long place, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return (place, null, "is no object");
        var request = new ConsentRequest(null, null, null, null);
        foreach (var member in item.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (member.Name == "own")
            {
                if (member.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                    return (place, null, "own: is neither true nor false");
                request = request with { Own = member.Value.GetBoolean() };
                continue;
            }

            if (member.Value.ValueKind != JsonValueKind.String)
                return (place, null, $"{member.Name}: is no text");
            var text = member.Value.GetString()!;
            if (member.Name == "customer")
            {
                if (!Guid.TryParse(text, out var customer))
                    return (place, null, "customer: is no profile id");
                request = request with { Customer = customer };
                continue;
            }

            if (With(request, member.Name, text) is not { } more)
                return (place, null, $"{(member.Name.Length > 40 ? member.Name[..40] : member.Name)}: is no member of a statement; {string.Join(", ", Members)}");
            request = more;
        }

        return (place, request, null);
    }

    /// <summary>Names of the members that are texts; a file's columns have the same.</summary>
    public static IReadOnlyList<string> Members { get; } = ["identifier", "channel", "purpose", "state", "at", "source", "wording", "proof", "country"];

    /// <summary>A request with one more member; null for an unknown name.</summary>
    public static ConsentRequest? With(ConsentRequest request, string member, string text) => member switch
    {
        "identifier" => request with { Identifier = text },
        "channel" => request with { Channel = text },
        "purpose" => request with { Purpose = text },
        "state" => request with { State = text.Trim().ToLowerInvariant() },
        "at" => request with { At = text },
        "source" => request with { Source = text },
        "wording" => request with { Wording = text },
        "proof" => request with { Proof = text },
        "country" => request with { Country = text },
        _ => null,
    };
}
