using System.Globalization;
using System.Text;

namespace Meridian.Numbers.Recipes;

/// <summary>All facts that the team's own data has of a known customer, one column each, and one that says where each is from.</summary>
internal static class FactColumns
{
    public static IReadOnlyList<string> Names { get; } =
    [
        "carrier", "platforms", "activity", "last_interaction", "replied", "last_delivery", "gender", "age", "avatar", "language", "device", "known_days", "facts_from",
    ];

    public static void Add(CsvRows rows, in ScreenedNumber number, CustomerFacts? facts, DateOnly today)
    {
        rows.Add(number.E164 is { } e164 ? NumberingFacts.Carrier(e164) : null);
        if (facts is null)
        {
            for (var i = 1; i < Names.Count; i++)
                rows.Add([]);
            return;
        }

        var from = new StringBuilder();
        rows.Add(facts.Platforms);
        foreach (var platform in facts.Platforms?.Split(", ") ?? [])
            From(from, platform, facts, facts.PlatformFrom(platform, today));
        Fact(rows, from, "activity", facts.Activity, facts, facts.LastSeenFrom);
        Fact(rows, from, "last_interaction", facts.LastSeen?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), facts, facts.LastSeenFrom);
        Fact(rows, from, "replied", facts.MessagesIn is { } messages ? messages > 0 ? "yes" : "no" : null, facts, facts.MessagesFrom);
        Fact(rows, from, "last_delivery", facts.Delivery, facts, facts.DeliveryFrom);
        Fact(rows, from, "gender", facts.Gender, facts, facts.GenderFrom);
        Fact(rows, from, "age", facts.Age?.ToString(CultureInfo.InvariantCulture), facts, facts.AgeFrom);
        Fact(rows, from, "avatar", facts.HasAvatar ? "yes" : null, facts, facts.AvatarFrom);
        Fact(rows, from, "language", facts.Language, facts, facts.LanguageFrom);
        Fact(rows, from, "device", facts.Device, facts, facts.DeviceFrom);
        Fact(rows, from, "known_days", facts.Since is { } since ? Math.Max(0, today.DayNumber - since.DayNumber).ToString(CultureInfo.InvariantCulture) : null, facts, facts.SinceFrom);
        rows.Add(from.ToString());
    }

    private static void Fact(CsvRows rows, StringBuilder from, string name, string? value, CustomerFacts facts, FactSource source)
    {
        rows.Add(value);
        if (value is not null)
            From(from, name, facts, source);
    }

    private static void From(StringBuilder from, string name, CustomerFacts facts, FactSource source)
    {
        if (facts.Sources.Name(source) is { } stated)
            from.Append(from.Length > 0 ? "; " : "").Append(CultureInfo.InvariantCulture, $"{name}: {stated}, {source.AgeDays} d");
    }
}
