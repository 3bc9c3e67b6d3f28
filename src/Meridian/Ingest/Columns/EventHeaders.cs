using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Meridian.Ingest.Columns;

/// <summary>
/// Recognises tables of orders and of chats by their headers. Words of many meanings ("date", "status", "type") count only where clear ones have shown what the table is,
/// and where the column's values agree.
/// </summary>
public static partial class EventHeaders
{
    private sealed record Spelled(string Field, bool Weak);

    private static readonly FrozenDictionary<string, EventTable> Kinds = new Dictionary<string, EventTable>(StringComparer.Ordinal) { ["order"] = EventTable.Orders, ["chat"] = EventTable.Chat }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<(EventTable Kind, string Compact), Spelled> Spellings = Load();

    /// <summary>Fields that, named clearly, show what a table is.</summary>
    private static readonly FrozenDictionary<EventTable, string[]> Telling = new Dictionary<EventTable, string[]>
    {
        [EventTable.Orders] = ["order_id", "ordered_at", "paid_at", "sku", "product", "quantity"],
        [EventTable.Chat] = ["direction", "text", "sent_at", "message_id"],
    }.ToFrozenDictionary();

    /// <summary>All fields, which a mapping may name.</summary>
    public static IReadOnlyCollection<string> Fields { get; } = Spellings.Values.Select(s => s.Field).ToFrozenSet(StringComparer.Ordinal);

    /// <param name="header">The file's header.</param>
    /// <param name="sampleRows">Rows of the file.</param>
    /// <param name="mapping">A person's decisions, which win; null for none.</param>
    /// <param name="reads">Whether a cell can be a value of a field.</param>
    /// <returns>Null for a table of something else.</returns>
    public static EventColumns? Recognise(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> sampleRows, Mapping? mapping, Func<string, string, bool> reads)
    {
        var orders = Clear(header, mapping, EventTable.Orders);
        var chat = Clear(header, mapping, EventTable.Chat);
        var (asOrders, asChat) = (Score(orders, EventTable.Orders), Score(chat, EventTable.Chat));
        if (asOrders == 0 && asChat == 0)
            return null;
        var (kind, fields) = asOrders >= asChat ? (EventTable.Orders, orders) : (EventTable.Chat, chat);
        if (kind == EventTable.Orders && !fields.ContainsValue("order_id") && NumberedByName(header, sampleRows, fields, mapping) is { } named)
            fields[named] = "order_id";
        AddWeak(header, sampleRows, mapping, kind, fields, reads);
        return Holds(kind, fields) ? new EventColumns(kind, fields) : null;
    }

    private static int Score(Dictionary<int, string> fields, EventTable kind) => fields.Values.Count(f => Telling[kind].Contains(f, StringComparer.Ordinal));

    /// <summary>An order is known by its number or its time, a message by its text or its direction.</summary>
    private static bool Holds(EventTable kind, Dictionary<int, string> fields) => kind == EventTable.Orders
        ? fields.Values.Any(f => f is "order_id" or "ordered_at" or "paid_at") && fields.Values.Any(f => f is not ("order_id" or "status" or "currency"))
        : fields.Values.Any(f => f is "text" or "direction") && fields.Values.Any(f => f is "direction" or "sender" or "sent_at");

    private static Dictionary<int, string> Clear(IReadOnlyList<string> header, Mapping? mapping, EventTable kind)
    {
        var fields = new Dictionary<int, string>();
        for (var i = 0; i < header.Count; i++)
        {
            var mapped = mapping?.TargetOf(header[i]);
            var field = mapped is null ? Find(kind, header[i]) is { Weak: false } clear ? clear.Field : null
                : Spellings.Any(s => s.Key.Kind == kind && s.Value.Field == mapped) ? mapped : null;
            if (field is not null && (field == "status" || mapped is not null || !fields.ContainsValue(field)))
                fields[i] = field;
        }

        return fields;
    }

    private static void AddWeak(
        IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, Mapping? mapping, EventTable kind, Dictionary<int, string> fields, Func<string, string, bool> reads)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (fields.ContainsKey(i) || mapping?.TargetOf(header[i]) is not null || Find(kind, header[i]) is not { Weak: true } weak)
                continue;
            var values = rows.Select(r => i < r.Count ? r[i].Trim() : "").Where(v => v.Length > 0).Take(200).ToList();
            if (weak.Field is "ordered_at" or "sent_at" && !fields.ContainsValue(EventColumns.Clock) && values.Count > 0 && values.TrueForAll(v => TimeOfDay().IsMatch(v)))
                fields[i] = EventColumns.Clock;
            else if (!fields.ContainsValue(weak.Field) && values.Count(v => reads(weak.Field, v)) * 2 >= values.Count)
                fields[i] = weak.Field;
        }
    }

    /// <summary>Shopify calls the order's number its name: "#1001".</summary>
    private static int? NumberedByName(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows, Dictionary<int, string> fields, Mapping? mapping)
    {
        for (var i = 0; i < header.Count; i++)
        {
            if (fields.ContainsKey(i) || HeaderWords.Compact(header[i]) != "name" || mapping?.TargetOf(header[i]) is not null)
                continue;
            var values = rows.Select(r => i < r.Count ? r[i].Trim() : "").Where(v => v.Length > 0).ToList();
            if (values.Count > 0 && values.TrueForAll(v => OrderName().IsMatch(v)))
                return i;
        }

        return null;
    }

    private static Spelled? Find(EventTable kind, string header) =>
        Spellings.GetValueOrDefault((kind, HeaderWords.Compact(header)))
        // "总金额(元)", "Total (USD)"
        ?? (header.IndexOfAny(['(', '（', '[', '【']) is var bracket and > 0 ? Spellings.GetValueOrDefault((kind, HeaderWords.Compact(header[..bracket]))) : null);

    private static FrozenDictionary<(EventTable Kind, string Compact), Spelled> Load()
    {
        var spellings = new Dictionary<(EventTable, string), Spelled>();
        foreach (var row in TableResource.Read("event-headers.tsv", "kind\tfield\tlanguage\tspellings"))
        {
            if (!Kinds.TryGetValue(row[0], out var kind) || !HeaderLexicon.Languages.Contains(row[2]))
                throw new InvalidDataException($"event-headers.tsv: no kind \"{row[0]}\" or no language \"{row[2]}\".");
            foreach (var spelling in row[3].Split(" | ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var compact = HeaderWords.Compact(spelling.TrimEnd('?'));
                var spelled = new Spelled(row[1], spelling.EndsWith('?'));
                if (compact.Length == 0 || (spellings.TryGetValue((kind, compact), out var other) && other.Field != spelled.Field))
                    throw new InvalidDataException($"event-headers.tsv: \"{spelling}\" holds no letter, or means two fields.");
                // A word that is clear in one language is clear.
                if (other is null || other.Weak)
                    spellings[(kind, compact)] = spelled;
            }
        }

        return spellings.ToFrozenDictionary();
    }

    [GeneratedRegex(@"^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?(\s?[AaPp]\.?[Mm]\.?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimeOfDay();

    [GeneratedRegex(@"^#?[A-Za-z]{0,6}[-_]?\d{3,}[-_\w]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderName();
}
