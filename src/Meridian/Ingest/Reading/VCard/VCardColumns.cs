namespace Meridian.Ingest.Reading;

/// <summary>Turns a card's properties into named cells, with names that a person would give the columns of a contact list.</summary>
internal static class VCardColumns
{
    // In the order in which the columns stand; what is not named here follows as met.
    private static readonly string[] Order =
    [
        "name", "given name", "family name", "middle name", "name prefix", "name suffix", "nickname", "phone", "email", "organization", "title", "role",
        "birthday", "gender", "language", "street", "city", "region", "postcode", "country", "time zone", "url", "categories", "note", "uid",
    ];

    private static readonly Dictionary<string, string> Single = new(StringComparer.OrdinalIgnoreCase)
    {
        ["FN"] = "name",
        ["NICKNAME"] = "nickname",
        ["TEL"] = "phone",
        ["EMAIL"] = "email",
        ["TITLE"] = "title",
        ["ROLE"] = "role",
        ["BDAY"] = "birthday",
        ["GENDER"] = "gender",
        ["LANG"] = "language",
        ["TZ"] = "time zone",
        ["URL"] = "url",
        ["CATEGORIES"] = "categories",
        ["NOTE"] = "note",
        ["UID"] = "uid",
    };

    /// <summary>Cells of one card; a second phone is "phone (2)". Preferred phones and e-mails come first.</summary>
    public static List<(string Column, string Value)> Cells(IEnumerable<VCardProperty> card)
    {
        var cells = new List<(string Column, string Value)>();
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in card.OrderBy(p => p.IsPreferred ? 0 : 1))
        {
            // Parts of one address or name keep one number, so that "city (2)" belongs to "street (2)".
            var values = Values(property).Select(v => (v.Column, Value: v.Value.Trim())).Where(v => v.Value.Length > 0).ToList();
            if (values.Count == 0)
                continue;
            var nth = values.Max(v => met.GetValueOrDefault(v.Column)) + 1;
            foreach (var (column, value) in values)
            {
                met[column] = nth;
                cells.Add((nth == 1 ? column : $"{column} ({nth})", value));
            }
        }
        return cells;
    }

    /// <summary>Sorts column names: the usual ones first, a second phone behind the first.</summary>
    public static string[] Sorted(IEnumerable<string> met) =>
        [.. met.Select((name, i) => (name, i)).OrderBy(c => Rank(c.name)).ThenBy(c => Rank(c.name) < Order.Length ? Nth(c.name) : 0).ThenBy(c => c.i).Select(c => c.name)];

    private static IEnumerable<(string Column, string Value)> Values(VCardProperty property)
    {
        var name = property.Name.ToUpperInvariant();
        var value = property.Value;
        switch (name)
        {
            case "N":
                return Parts(value, "family name", "given name", "middle name", "name prefix", "name suffix");
            case "ADR":
                return Parts(value, null, null, "street", "city", "region", "postcode", "country");
            case "ORG":
                return [("organization", string.Join(", ", VCardText.Components(value).Where(c => c.Length > 0)))];
            case "IMPP":
                return Handle(property);
            case "X-SOCIALPROFILE" or "SOCIALPROFILE":
                var service = property.Parameter("SERVICE-TYPE") ?? property.Parameter("TYPE") ?? "social profile";
                return [(service.ToLowerInvariant(), VCardText.Unescape(value))];
        }
        if (name == "TEL" && value.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
            value = value[4..];
        if (Single.TryGetValue(name, out var column))
            return [(column, name == "BDAY" ? VCardText.Date(VCardText.Unescape(value)) : VCardText.Unescape(value))];
        // Apple's own bookkeeping says nothing about the person.
        return name.StartsWith("X-", StringComparison.Ordinal) && !name.StartsWith("X-AB", StringComparison.Ordinal)
            ? [(name[2..].ToLowerInvariant().Replace("-username", "", StringComparison.Ordinal).Replace('-', ' '), VCardText.Unescape(value))]
            : [];
    }

    // "IMPP;X-SERVICE-TYPE=Telegram:x-apple:anna" and "IMPP:telegram:anna" both say telegram, anna.
    private static (string, string)[] Handle(VCardProperty property)
    {
        var value = VCardText.Unescape(property.Value);
        var colon = value.IndexOf(':');
        var scheme = colon > 0 ? value[..colon].ToLowerInvariant() : null;
        var service = property.Parameter("X-SERVICE-TYPE") ?? property.Parameter("SERVICE-TYPE");
        return [(service?.ToLowerInvariant() ?? scheme ?? "messenger", colon > 0 ? value[(colon + 1)..].TrimStart('/') : value)];
    }

    private static IEnumerable<(string, string)> Parts(string value, params string?[] names) =>
        VCardText.Components(value).Zip(names).Where(p => p.Second is not null).Select(p => (p.Second!, p.First));

    private static int Rank(string column)
    {
        var bracket = column.LastIndexOf(" (", StringComparison.Ordinal);
        var rank = Array.IndexOf(Order, bracket < 0 ? column : column[..bracket]);
        return rank < 0 ? Order.Length : rank;
    }

    private static int Nth(string column)
    {
        var bracket = column.LastIndexOf(" (", StringComparison.Ordinal);
        return bracket >= 0 && int.TryParse(column.AsSpan(bracket + 2).TrimEnd(')'), out var nth) ? nth : 1;
    }
}
