using Meridian.Foundation.Platforms;
using Meridian.Ingest.Columns;
using Meridian.Normalise;

namespace Meridian.Web.Pages.Imports;

/// <summary>What a column can mean, in the reader's language and in groups.</summary>
internal static class FieldNames
{
    /// <summary>A group of meanings as a list shows it.</summary>
    public sealed record Group(string Label, IReadOnlyList<(string Key, string Name)> Fields);

    private static readonly (string Group, string[] Keys)[] Known =
    [
        ("who", ["phone", "email", "external_id", "user_id", "name", "given_name", "family_name", "nickname", "phone_country_code"]),
        ("where", ["country", "address", "city", "state", "postcode", "language", "locale", "time_zone", "ip"]),
        ("person", ["gender", "birth_date", "age", "company", "job_title", "industry", "marketing_consent", "tags", "avatar", "notes"]),
        ("activity", ["last_seen_at", "created_at", "updated_at", "last_order_at", "first_order_at", "orders_count", "total_spent", "currency", "messages_in", "messages_count", "active_days_30"]),
    ];

    private static readonly (string Group, string[] Keys)[] OfEvents =
    [
        ("orders", ["order_id", "ordered_at", "paid_at", "status", "total", "currency", "sku", "product", "quantity", "price", "line_total", "discount", "coupon", "shipping", "tax", "refund_total", "refunded_at", "cancelled_at"]),
        ("chat", ["message_id", "sent_at", "direction", "text", "sender", "recipient", "conversation", "delivery", "delivered_at", "read_at", "failed_at"]),
        ("who", ["phone", "email", "external_id", "user_id", "name", "given_name", "family_name", "nickname"]),
        ("where", ["country", "address", "language"]),
    ];

    public static string Of(Texts texts, string field)
    {
        if (Fields.WithKey(field) is null && (field == EventColumns.Clock || EventHeaders.Fields.Contains(field)))
            return texts[$"imports.event_field.{field}"];
        if (field.StartsWith(Fields.TraitPrefix, StringComparison.Ordinal))
            return texts["imports.trait.of", field[Fields.TraitPrefix.Length..]];
        if (field.StartsWith(Fields.HandlePrefix, StringComparison.Ordinal))
            return texts["imports.handle.of", Names.Platform(field[Fields.HandlePrefix.Length..])];
        return texts[$"imports.field.{field}"];
    }

    /// <summary>All meanings that a column of a table of events can have; what it is taken for among them.</summary>
    public static IEnumerable<Group> EventGroups(Texts texts, string field)
    {
        yield return new Group(texts["imports.group.likely"], [.. new[] { field, Fields.Ignore }.Distinct(StringComparer.Ordinal).Select(Named)]);
        foreach (var (group, keys) in OfEvents)
            yield return new Group(texts[$"imports.group.{group}"], [.. keys.Select(Named)]);
        yield return new Group(texts["imports.group.platforms"], [Named(Fields.AnyHandle), Named("platform"), .. Platforms.All.Select(p => Named(Fields.HandlePrefix + p.Key))]);

        (string, string) Named(string key) => (key, Of(texts, key));
    }

    /// <summary>All meanings that a column can have, what it is taken for and what it may well be first.</summary>
    public static IEnumerable<Group> Groups(Texts texts, ColumnPreview column) => Groups(texts, [column.Guess.Field, .. column.Guess.Alternatives, column.OwnTrait]);

    /// <summary>The same, of a column of which only its header is known.</summary>
    /// <param name="likely">What it may well be.</param>
    public static IEnumerable<Group> Groups(Texts texts, IEnumerable<string> likely)
    {
        yield return new Group(texts["imports.group.likely"], [.. likely.Append(Fields.Ignore).Distinct(StringComparer.Ordinal).Select(Named)]);
        foreach (var (group, keys) in Known)
            yield return new Group(texts[$"imports.group.{group}"], [.. keys.Where(k => Fields.WithKey(k) is not null).Select(Named)]);
        yield return new Group(texts["imports.group.platforms"], [Named(Fields.AnyHandle), Named("platform"), .. Platforms.All.Select(p => Named(Fields.HandlePrefix + p.Key))]);

        (string, string) Named(string key) => (key, Of(texts, key));
    }
}
