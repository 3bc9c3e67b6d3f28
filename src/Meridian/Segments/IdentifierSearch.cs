using Meridian.Foundation.Database;
using Meridian.Foundation.Platforms;
using Meridian.Normalise;
using Meridian.Phones;

namespace Meridian.Segments;

/// <summary>Reads what a person types for a customer as a condition on identifiers: any spelling that a file may have, and what the output itself prints.</summary>
internal static class IdentifierSearch
{
    /// <summary>Digits that a text must have to be looked for as a phone of any country; fewer are somebody's id.</summary>
    private const int FewestDigits = 6;

    /// <summary>
    /// A condition on <c>i</c>, an identifier: a bare value ("ana@example.com", "+55 11 98765-4321", "@ana", "42"), "kind:value" ("telegram:ana",
    /// "WhatsApp: +55…"), "source:id" ("crm:17"), or a link to a platform's page ("https://t.me/ana").
    /// </summary>
    /// <param name="part">What values are looked through for as well; null for nothing. Every reading of the text costs another look at all values, so those that hold the part are not asked for again.</param>
    public static Sql Condition(string text, string? part = null)
    {
        var readings = new List<Sql>();
        // A place in the text is found in half the time that a pattern takes.
        if (part is not null)
            readings.Add($"strpos(i.value, {part}) > 0");
        if (Bare(text).Where(v => part is null || !v.Contains(part, StringComparison.Ordinal)).ToList() is { Count: > 0 } bare)
            readings.Add($"i.value in ({Sql.Join(", ", bare.Select(v => (Sql)$"{v}"))})");
        if (Platforms.TryReadLink(text, out var owner, out var linked, out var reading))
            readings.Add(Handle(owner, linked, reading));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
        {
            var (before, after) = (text[..colon].Trim(), text[(colon + 1)..].Trim());
            readings.Add($"(i.space = {before} and i.value = {after})");
            if (Platforms.TryFind(before, out var platform) && Platforms.TryReadHandle(platform, after, out var handle, out reading))
                readings.Add(Handle(platform, handle, reading));
            else
                readings.Add(OfKind(before.ToLowerInvariant(), after));
        }

        return Sql.Join(" or ", readings);
    }

    /// <summary>
    /// A condition on <c>i</c>, an identifier: a phone written as at home ("0912 345 678"), of whatever country; null for a text that is none. Several customers may have it, each in their country.
    /// </summary>
    public static Sql? National(string text)
    {
        if (text.Count(char.IsDigit) < FewestDigits || !text.All(c => char.IsDigit(c) || c is ' ' or '-' or '(' or ')' or '.' or '/'))
            return null;
        var numbers = PhoneRegions.All.Select(region => PhoneText.TryRead(text, region, null, null, out var phone, out _) ? phone.E164 : null).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return numbers.Count == 0 ? null : (Sql)$"(i.kind = 'phone' and i.value in ({Sql.Join(", ", numbers.Select(n => (Sql)$"{n}"))}))";
    }

    /// <summary>"phone:+55…", "email:…", "external_id:crm:17": as a customer's card prints them.</summary>
    private static Sql OfKind(string kind, string value)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var plain = (Sql)$"(i.kind = {kind} and i.value in ({Sql.Join(", ", Bare(value).Select(v => (Sql)$"{v}"))}))";
        return colon > 0 ? $"{plain} or (i.kind = {kind} and i.space = {value[..colon]} and i.value = {value[(colon + 1)..]})" : plain;
    }

    private static Sql Handle(Platform platform, string value, HandleReading reading)
    {
        if (reading != HandleReading.Phone)
            return $"(i.kind = {platform.Key} and i.value = {value})";
        // Where people are reached by their number, the number is the identifier.
        var number = PhoneText.TryRead(value, null, null, null, out var phone, out _) ? phone.E164 : value;
        return $"(i.kind = 'phone' and i.value = {number})";
    }

    private static IEnumerable<string> Bare(string text)
    {
        var values = new List<string> { text, text.ToLowerInvariant(), text.TrimStart('@').ToLowerInvariant() };
        if (PhoneText.TryRead(text, null, null, null, out var phone, out _))
            values.Add(phone.E164);
        return values.Distinct(StringComparer.Ordinal);
    }
}
