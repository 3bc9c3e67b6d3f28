using Meridian.Foundation.Database;
using Meridian.Ingest.Columns;
using Meridian.Normalise;
using Meridian.Normalise.Messages;

namespace Meridian.Profiles.Edits;

/// <summary>What of a customer a person may settle. What was counted or dated by an app is the app's word; who can be reached where, and what they agreed to, have commands of their own.</summary>
public static class EditableTraits
{
    public const string Country = "country";
    public const string Language = "language";
    public const string TimeZone = "time_zone";

    /// <summary>A name is edited and released as a whole: its parts contradict each other otherwise.</summary>
    public static IReadOnlyList<string> OfName { get; } = ["name", "given_name", "family_name"];

    private const int Longest = 4_000;

    private const string Script = "name_script";

    /// <summary>How a trait is read off a statement.</summary>
    private static readonly Dictionary<string, Func<RecordVersion, string?>> Values = new(StringComparer.Ordinal)
    {
        ["name"] = v => v.Name,
        ["given_name"] = v => v.GivenName,
        ["family_name"] = v => v.FamilyName,
        [Script] = v => v.NameScript,
        ["nickname"] = v => v.Nickname,
        ["gender"] = v => v.Gender,
        ["birth_date"] = v => v.BirthDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["age"] = v => v.Age?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["address"] = v => v.Address,
        ["city"] = v => v.City,
        ["state"] = v => v.State,
        ["postcode"] = v => v.Postcode,
        ["company"] = v => v.Company,
        ["job_title"] = v => v.JobTitle,
        ["industry"] = v => v.Industry,
        ["avatar"] = v => v.Avatar,
        ["notes"] = v => v.Notes,
        [Country] = v => v.Country,
        [Language] = v => v.Language,
        [TimeZone] = v => v.TimeZone,
    };

    /// <summary>The well-known traits that can be edited, in the order in which they are told.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Values.Keys.Where(k => k != Script)];

    /// <summary>The name under which a trait is edited: a well-known one's own, or that of a trait of the team's own.</summary>
    /// <exception cref="EditException">It is nothing that can be edited.</exception>
    internal static (string Name, bool Own) NameOf(string text)
    {
        var name = text.Trim();
        if (name.StartsWith(Fields.TraitPrefix, StringComparison.OrdinalIgnoreCase))
            name = name[Fields.TraitPrefix.Length..];
        if (name.Length == 0)
            throw new EditException(text, "is no name of a trait");
        var plain = name.ToLowerInvariant();
        if (Values.ContainsKey(plain) && plain != Script)
            return (plain, false);
        if (plain == "marketing_consent")
            throw new EditException(text, "what a customer agreed to is stated as a consent: 'meridian consents', POST /api/v1/consents");
        if (plain is "platform" or "handle" or "phone" or "email" or "external_id" or "user_id" || plain.StartsWith(Fields.HandlePrefix, StringComparison.Ordinal) || Foundation.Platforms.Platforms.TryFind(plain, out _))
            throw new EditException(text, "identifiers are not edited: they say which records are one customer. Import a file that has the right one");
        if (plain == Script || TraitColumns.All.Any(t => t.Column.Name == plain) || Fields.WithKey(plain) is not null)
            throw new EditException(text, $"is what apps count or date, and not edited. These are: {string.Join(", ", All)}, and traits of your own");
        return (TraitName.Of(name, 0), true);
    }

    /// <summary>The well-known trait that a name was perhaps meant to be; null for none.</summary>
    internal static string? Near(string name) => NearestName.Of(name, All);

    /// <summary>Reads texts as an import reads cells.</summary>
    /// <param name="traits">Trait and text, none of them empty; parts of a name together, because they are read together.</param>
    /// <param name="at">Nothing is from later.</param>
    /// <exception cref="EditException">One is not what its trait takes.</exception>
    internal static IReadOnlyList<EditItem> Read(IReadOnlyList<(string Name, bool Own, string Text)> traits, DateTime at)
    {
        foreach (var (name, _, text) in traits)
        {
            if (text.Length > Longest)
                throw new EditException(name, $"is longer than {Longest:N0} characters");
        }

        var plan = new ImportPlan("", null, null, at, [], [], new ColumnPlan([], []), []);
        var roles = traits.Select(t => (TraitRoles.OfField(t.Own ? Fields.TraitPrefix + t.Name : t.Name), t.Text)).ToList();
        var said = new RowNormaliser(plan).ReadMessage(1, default, roles, null, out var warning);
        if (warning is not null)
            throw new EditException([new EditFault(traits.Select(t => t.Name).FirstOrDefault(n => warning.StartsWith(n + " ", StringComparison.Ordinal)) ?? traits[0].Name, Advised(warning))]);
        var items = new List<EditItem>();
        foreach (var (name, own, text) in traits.Where(t => !OfName.Contains(t.Name, StringComparer.Ordinal)))
        {
            var value = own ? Own(name, text) : Values[name](said);
            items.Add(new EditItem(name, value ?? throw new EditException(name, $"'{Short(text)}' says nothing"), own));
        }

        if (traits.FirstOrDefault(t => OfName.Contains(t.Name, StringComparer.Ordinal)) is { Name: not null } part)
        {
            if (said.Name is null)
                throw new EditException(part.Name, $"'{Short(part.Text)}' is no name");
            items.AddRange(NameAs(said.Name, said.GivenName, said.FamilyName, said.NameScript));
        }

        return items;
    }

    /// <summary>A whole name with its parts.</summary>
    internal static IEnumerable<EditItem> NameAs(string? name, string? given, string? family, string? script) =>
        [new EditItem("name", name), new EditItem("given_name", given), new EditItem("family_name", family), new EditItem(Script, script)];

    internal static IEnumerable<string> NameColumns => [.. OfName, Script];

    /// <summary>An object of the one member; what is laid over the customer's own traits.</summary>
    internal static string? Own(string name, string? text)
    {
        if (text is null)
            return $"{{{System.Text.Json.JsonSerializer.Serialize(name)}:null}}";
        var clean = CellText.Clean(text);
        return clean.IsEmpty ? null : CustomTraits.ToJson([(name, UnicodeForm.ToNfkc(clean))]);
    }

    /// <summary>What is in <see cref="Own"/>'s object.</summary>
    internal static string? OwnValue(string? json)
    {
        if (json is null)
            return null;
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var member = document.RootElement.EnumerateObject().Single().Value;
        return member.ValueKind == System.Text.Json.JsonValueKind.Null ? null : member.ToString();
    }

    private static string Advised(string warning) => warning switch
    {
        _ when warning.EndsWith("is not a date", StringComparison.Ordinal) => warning[(warning.IndexOf(' ', StringComparison.Ordinal) + 1)..] + " that can be read in one way only: write it as 1990-04-03",
        _ when warning.EndsWith("is not a country", StringComparison.Ordinal) => warning[(warning.IndexOf(' ', StringComparison.Ordinal) + 1)..] + ": write an ISO 3166-1 code such as US, or a name",
        _ when warning.EndsWith("is not a language", StringComparison.Ordinal) => warning[(warning.IndexOf(' ', StringComparison.Ordinal) + 1)..] + ": write a code such as pt, or a name",
        _ => warning[(warning.IndexOf(' ', StringComparison.Ordinal) + 1)..],
    };

    private static string Short(string text) => text.Length > 100 ? text[..100] + "…" : text;
}
