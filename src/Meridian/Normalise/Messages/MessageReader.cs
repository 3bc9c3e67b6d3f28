using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Log;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Messages;

namespace Meridian.Normalise.Messages;

/// <summary>Reads the messages of one log entry: each becomes a <see cref="Message"/> or a <see cref="RejectedMessage"/>, and none costs its neighbours.</summary>
public sealed class MessageReader
{
    private const int MostIdLength = 512;
    private const int MostNameLength = 512;
    private const int DeepestTrait = 4;
    private const int MostTraits = 500;

    /// <summary>Tells a customer's own word from the same of others; any number does.</summary>
    private const long OwnAct = 0x6F776E_20616374;

    /// <summary>Members that a client changes when it sends a message again, or that say nothing of it.</summary>
    private static readonly string[] NotContent = ["sentAt", "_metadata", "writeKey", "integrations"];

    private readonly LogEntry _entry;
    private readonly EventsOrder _order;
    private readonly ReadOnlyMemory<byte> _payload;
    private readonly MessageEnvelope _envelope;
    private readonly RowNormaliser _normaliser;
    private readonly JsonDocument? _context;

    /// <param name="suppression">People of whom no data is taken in; null for none.</param>
    public MessageReader(LogEntry entry, Suppression? suppression = null)
    {
        _entry = entry;
        (_order, _payload) = EventsOrder.FromBody(entry.Body);
        _envelope = MessageEnvelope.Read(_payload.Span, _order.Type is not null);
        _normaliser = new RowNormaliser(new ImportPlan(_order.Space, FilePlanner.PlatformOf(_order.Source), null, entry.At, [], [], new ColumnPlan([], []), []) { Suppression = suppression });
        if (_envelope.Context.Length > 2 && MessageJson.Problem(Bytes(_envelope.Context)) is null)
            _context = JsonDocument.Parse(_payload.Slice(_envelope.Context.Start, _envelope.Context.Length));
    }

    /// <summary>Messages in the entry; rows are 1 to this.</summary>
    public int Count => _envelope.Messages.Count;

    /// <summary>What the entry says beside its messages.</summary>
    public EventsOrder Order => _order;

    /// <summary>The message in a row, or why it is none. Null for one that was erased.</summary>
    public (Message? Message, RejectedMessage? Rejected) Read(int row)
    {
        var slice = _envelope.Messages[row - 1];
        var bytes = Bytes(slice);
        // Erasing a person leaves null in the place of each of their messages.
        if (bytes.SequenceEqual("null"u8))
            return (null, null);
        if (_order.Refused?.GetValueOrDefault(row) is { } refused)
            return (null, Reject(row, null, refused));
        if (MessageJson.Problem(bytes) is { } problem)
            return (null, Reject(row, IdOf(bytes), problem));
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(_payload.Slice(slice.Start, slice.Length), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            return (null, Reject(row, IdOf(bytes), e.Message.Contains("uplicate", StringComparison.Ordinal) ? "a member's name stands twice in one object" : $"the message is no JSON: {e.Message}"));
        }

        using (json)
            return Read(row, json.RootElement, bytes);
    }

    private (Message? Message, RejectedMessage? Rejected) Read(int row, JsonElement m, ReadOnlySpan<byte> bytes)
    {
        var messageId = Text(m, "messageId") is { Length: > 0 } given ? given : $"hash-{Canonical(m):N}";
        (Message?, RejectedMessage?) No(string reason) => (null, Reject(row, messageId, reason));
        var type = _order.Type is null or "batch" ? Text(m, "type") : _order.Type;
        if (type is not ("identify" or "track" or "page" or "screen" or "group" or "alias"))
            return No(type is null ? "the message has no type; identify, track, page, screen, group or alias is expected" : $"the type '{Cut(type)}' is none of identify, track, page, screen, group, alias");
        if (messageId.Length > MostIdLength)
            return No($"the messageId has {messageId.Length:N0} characters; at most {MostIdLength} are taken");

        var userId = Id(m, "userId");
        var anonymousId = Id(m, "anonymousId");
        var context = m.TryGetProperty("context", out var own) && own.ValueKind == JsonValueKind.Object ? own : _context?.RootElement ?? default;
        var ids = new MessageIds(userId, anonymousId, Member(context, "device") is { ValueKind: JsonValueKind.Object } device ? Id(device, "id") : null, type == "alias" ? Id(m, "previousId") : null);
        foreach (var (name, id) in (ReadOnlySpan<(string, string?)>)[("userId", userId), ("anonymousId", anonymousId), ("previousId", ids.PreviousId)])
        {
            if (id?.Length > MostIdLength)
                return No($"the {name} has {id.Length:N0} characters; at most {MostIdLength} are taken");
        }

        var name2 = type switch
        {
            "track" => Text(m, "event"),
            "page" => "Page Viewed",
            "screen" => "Screen Viewed",
            _ => null,
        };
        if (type == "track" && string.IsNullOrWhiteSpace(name2))
            return No("a track message needs the name of an event");
        if (name2?.Length > MostNameLength)
            return No($"the event's name has {name2.Length:N0} characters; at most {MostNameLength} are taken");
        if (type == "alias" && (userId is null || ids.PreviousId is null))
            return No("an alias needs a userId and a previousId");

        var traits = new List<(ColumnRole Role, string Text)>();
        string? addressCountry = null;
        if (type == "identify")
            Flatten(Member(m, "traits"), "", 0, traits, ref addressCountry);
        if (type == "group")
            AddGroup(m, traits);
        // The traits that a client repeats in each message's context; identify has them already.
        else if (type != "identify" && Member(context, "traits") is { ValueKind: JsonValueKind.Object } repeated)
            Flatten(repeated, "", 0, traits, ref addressCountry);
        AddContext(context, m, traits);
        var statement = _normaliser.ReadMessage(row, ids, traits, addressCountry, out var warning);
        if (statement.Identifiers.Count == 0)
            return No(BlockedOf(m) ?? "the message has neither a userId nor an anonymousId nor an identifier among its traits");

        // Nothing of it is kept: its bytes in the log are erased later.
        if (_normaliser.IsSuppressed(statement))
            return (null, new RejectedMessage(_entry.Entry, row, _order.Source, null, RowNormaliser.SuppressedRow, "", _entry.At));

        var (occurred, note) = MessageTime.Of(Text(m, "originalTimestamp") ?? Text(m, "timestamp"), Text(m, "sentAt") ?? _envelope.SentAt, _entry.At);
        var key = default(ContentHash);
        key.Add(_order.Source);
        key.Add(messageId);
        // What a message says of its sender (locale, zone) holds for the day: a visit of a hundred pages is one statement. Traits hold from their moment.
        statement.StatedAt = type is "identify" or "group" or "alias" ? occurred : occurred.Date;
        statement.Message = ContentHash.Of64(messageId);
        if (statement.MarketingConsent is not null && type == "identify" && IsPersonsOwn(context, m))
            BeOwnAct(statement);
        var properties = Member(m, type == "group" ? "traits" : "properties");
        return (new Message
        {
            Entry = _entry.Entry,
            Row = row,
            Source = _order.Source,
            Type = type,
            Name = name2?.Trim(),
            MessageId = messageId,
            MessageKey = key.Finish(),
            ContentHash = Content(m),
            OccurredAt = occurred,
            ReceivedAt = _entry.At,
            RecordId = statement.RecordId,
            AnonymousRecord = userId is not null && anonymousId is not null ? RowNormaliser.AnonymousRecord(_order.Space, anonymousId) : null,
            Space = _order.Space,
            Place = _order.PlaceOf(row),
            Properties = properties.ValueKind == JsonValueKind.Object ? properties.GetRawText() : null,
            Total = type == "track" ? Money(properties) : null,
            Note = note is null ? warning : warning is null ? note : $"{note}; {warning}",
            Statement = statement,
        }, null);
    }

    /// <summary>
    /// Whether the customer's own device sent it: it says what it runs or is, and the message came from no server and no file. A server that tells what it knows of the customer's device must
    /// say <c>"channel": "server"</c>, as the libraries do.
    /// </summary>
    private bool IsPersonsOwn(JsonElement context, JsonElement m) =>
        _order.File is null && !_order.Table && Text(m, "channel") != "server"
        && (Text(context, "userAgent") is { Length: > 0 } || Member(context, "os").ValueKind == JsonValueKind.Object || Member(context, "device").ValueKind == JsonValueKind.Object);

    /// <summary>The same words of a server are another statement. A clock that is ahead must not win over what is said before its time comes.</summary>
    private void BeOwnAct(RecordVersion statement)
    {
        statement.IsOwnAct = true;
        statement.ContentHash ^= OwnAct;
        if (statement.StatedAt > _entry.At)
            statement.StatedAt = _entry.At;
    }

    private RejectedMessage Reject(int row, string? messageId, string reason)
    {
        var bytes = Bytes(_envelope.Messages[row - 1]);
        var text = Encoding.UTF8.GetString(bytes.Length > RejectedMessage.MostPayload ? bytes[..RejectedMessage.MostPayload] : bytes).Replace('\0', '\uFFFD');
        return new RejectedMessage(
            _entry.Entry, row, _order.Source, messageId is null ? null : Cut(messageId).Replace('\0', '\uFFFD'), _order.PlaceOf(row) is { } place ? $"{place}: {reason}" : reason, text, _entry.At);
    }

    /// <summary>A dead letter's row as it is kept: the message as received, with why it could not be applied.</summary>
    public RejectedMessage Dead(int row, string reason) => Reject(row, IdOf(Bytes(_envelope.Messages[row - 1])), reason);

    /// <summary>A row's bytes as received.</summary>
    public ReadOnlySpan<byte> Raw(int row) => Bytes(_envelope.Messages[row - 1]);

    /// <summary>The batch's own context as received; empty for none.</summary>
    public ReadOnlySpan<byte> Context => Bytes(_envelope.Context);

    /// <summary>As <see cref="MessageEnvelope.SentAt"/>.</summary>
    public string? SentAt => _envelope.SentAt;

    private ReadOnlySpan<byte> Bytes(MessageSlice slice) => _payload.Span.Slice(slice.Start, slice.Length);

    /// <summary>The locale, the zone and the system that a client says of itself.</summary>
    private static void AddContext(JsonElement context, JsonElement message, List<(ColumnRole Role, string Text)> traits)
    {
        if (Text(context, "locale") is { Length: > 0 and < 50 } locale && LocaleIsRead(locale))
            traits.Add((TraitRoles.Of("context.locale", FieldKind.Locale), locale));
        if (Text(context, "timezone") is { Length: > 0 and < 50 } zone && Foundation.Geography.TimeZones.TryFind(zone, out _))
            traits.Add((TraitRoles.Of("context.timezone", FieldKind.TimeZone), zone));
        if (SystemOf(context, message) is { } system)
            traits.Add((TraitRoles.Of("device_system"), system));
    }

    private static bool LocaleIsRead(string locale) => Foundation.Geography.Languages.TryReadLocale(locale, out _, out _);

    /// <summary>Which system the customer's device runs, from what a client's context says.</summary>
    private static string? SystemOf(JsonElement context, JsonElement message)
    {
        if (Member(context, "os") is { ValueKind: JsonValueKind.Object } os && Text(os, "name") is { Length: > 0 and < 40 } name)
            return name;
        if (Text(context, "userAgent") is not { } agent || Text(message, "channel") == "server")
            return null;
        // iPads and iPhones name the Mac they are not; Android names Linux.
        return agent.Contains("iPhone", StringComparison.Ordinal) || agent.Contains("iPad", StringComparison.Ordinal) ? "iOS"
            : agent.Contains("Android", StringComparison.Ordinal) ? "Android"
            : agent.Contains("Windows", StringComparison.Ordinal) ? "Windows"
            : agent.Contains("Macintosh", StringComparison.Ordinal) ? "macOS"
            : agent.Contains("Linux", StringComparison.Ordinal) ? "Linux" : null;
    }

    /// <summary>Of a group: the company that the customer belongs to.</summary>
    private static void AddGroup(JsonElement m, List<(ColumnRole Role, string Text)> traits)
    {
        if (Text(m, "groupId") is { Length: > 0 } group)
            traits.Add((TraitRoles.Of("group_id"), group));
        if (Text(Member(m, "traits"), "name") is { Length: > 0 } name)
            traits.Add((TraitRoles.Of("company"), name));
    }

    private ColumnRole RoleOf(string trait) => _order.Table ? TraitRoles.OfField(trait) : TraitRoles.Of(trait);

    private void Flatten(JsonElement value, string name, int depth, List<(ColumnRole Role, string Text)> traits, ref string? addressCountry)
    {
        if (traits.Count >= MostTraits)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when depth < DeepestTrait:
                foreach (var member in value.EnumerateObject())
                    Flatten(member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}", depth + 1, traits, ref addressCountry);
                break;
            case JsonValueKind.Array:
                if (string.Join("; ", value.EnumerateArray().Take(100).Where(v => v.ValueKind is JsonValueKind.String or JsonValueKind.Number).Select(v => v.ToString())) is { Length: > 0 } list)
                    traits.Add((RoleOf(name), list));
                break;
            case JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when name.Length > 0:
                var text = value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => value.ToString() };
                if (string.Equals(name, TraitRoles.AddressCountry, StringComparison.OrdinalIgnoreCase))
                {
                    addressCountry = text;
                    break;
                }

                var role = RoleOf(name);
                // Seconds or milliseconds since 1970 are a time to programs, and a number to readers of spreadsheets.
                if (role.Kind is FieldKind.CreatedAt or FieldKind.LastSeenAt or FieldKind.LastOrderAt or FieldKind.FirstOrderAt && value.ValueKind == JsonValueKind.Number && MessageTime.TryRead(text, out var at))
                    text = at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                if (role.Kind != FieldKind.Ignore)
                    traits.Add((role, text));
                break;
        }
    }

    /// <summary>What is larger is no amount of anything, and the sum of two could pass what a number holds: one engine takes that for an error, the other for infinity.</summary>
    private const double LargestAmount = 1e20;

    /// <summary>The order's money: its total, else its revenue.</summary>
    private static double? Money(JsonElement properties)
    {
        foreach (var name in (ReadOnlySpan<string>)["total", "revenue"])
        {
            var value = Member(properties, name);
            var number = value.ValueKind == JsonValueKind.Number ? value.GetDouble()
                : value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var read) ? read : double.NaN;
            if (Math.Abs(number) <= LargestAmount)
                return number;
        }

        return null;
    }

    /// <summary>An id as text; a number is one too. Null for none and for what programs write when they know none.</summary>
    private static string? Id(JsonElement m, string name) =>
        Text(m, name)?.Trim() is { Length: > 0 } id && UnicodeForm.ToNfkc(id) is var plain && !BlockedIds.Contains(plain, countsFromZero: false) ? plain : null;

    /// <summary>What is said of a message whose only ids name nobody.</summary>
    private static string? BlockedOf(JsonElement m)
    {
        foreach (var name in (ReadOnlySpan<string>)["userId", "anonymousId"])
        {
            if (Text(m, name)?.Trim() is { Length: > 0 } id)
                return $"the {name} '{Cut(id)}' names nobody";
        }

        return null;
    }

    private static JsonElement Member(JsonElement m, string name) =>
        m.ValueKind == JsonValueKind.Object && m.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement m, string name) => Member(m, name) is var value && value.ValueKind switch
    {
        JsonValueKind.String => true,
        JsonValueKind.Number => true,
        _ => false,
    } ? value.ToString() : null;

    /// <summary>The message's id where the bytes are no message: found without trusting them.</summary>
    private static string? IdOf(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 100_000 });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("messageId"u8))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Then it has none.
        }

        return null;
    }

    /// <summary>A hash of what the message says at its first level, in any order of members.</summary>
    private static long Content(JsonElement m)
    {
        var sum = 0L;
        foreach (var member in m.EnumerateObject())
        {
            if (NotContent.Contains(member.Name))
                continue;
            var hash = new XxHash3();
            hash.Append(Encoding.UTF8.GetBytes(member.Name));
            hash.Append(Encoding.UTF8.GetBytes(member.Value.GetRawText()));
            sum += (long)hash.GetCurrentHashAsUInt64();
        }

        return sum;
    }

    /// <summary>A hash of the message's canonical content: members sorted by name at every level, without what a retry changes.</summary>
    private static Guid Canonical(JsonElement m)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            Write(writer, m, top: true);
        return new Guid(XxHash128.Hash(stream.ToArray()));

        static void Write(Utf8JsonWriter writer, JsonElement value, bool top)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    writer.WriteStartObject();
                    foreach (var member in value.EnumerateObject().Where(p => !top || !NotContent.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal))
                    {
                        writer.WritePropertyName(member.Name);
                        Write(writer, member.Value, top: false);
                    }

                    writer.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    writer.WriteStartArray();
                    foreach (var element in value.EnumerateArray())
                        Write(writer, element, top: false);
                    writer.WriteEndArray();
                    break;
                default:
                    value.WriteTo(writer);
                    break;
            }
        }
    }

    private static string Cut(string text) => text.Length > 200 ? text[..200] + "…" : text;
}
