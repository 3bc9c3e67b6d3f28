using System.Collections.Concurrent;
using System.Collections.Frozen;
using Meridian.Ingest.Columns;

namespace Meridian.Normalise.Messages;

/// <summary>
/// What a trait's name means. Segment reserves some; every other name is read as the header of a file's column would be, in any language, and what that does not
/// know is the team's own trait.
/// </summary>
internal static class TraitRoles
{
    /// <summary>Of an address: it is evidence of another rank than a country that the customer states.</summary>
    public const string AddressCountry = "address.country";

    /// <summary>Names come from outside, without end; what is remembered of them has one.</summary>
    private const int MostRemembered = 10_000;

    /// <summary>A name that says a field less clearly than this stays the team's own trait: there are no other rows to compare its values with.</summary>
    private const double Sure = 0.9;

    private static readonly FrozenDictionary<string, FieldKind> Reserved = new Dictionary<string, FieldKind>(StringComparer.OrdinalIgnoreCase)
    {
        ["email"] = FieldKind.Email,
        ["phone"] = FieldKind.Phone,
        ["name"] = FieldKind.Name,
        ["firstName"] = FieldKind.GivenName,
        ["first_name"] = FieldKind.GivenName,
        ["lastName"] = FieldKind.FamilyName,
        ["last_name"] = FieldKind.FamilyName,
        ["birthday"] = FieldKind.BirthDate,
        ["age"] = FieldKind.Age,
        ["gender"] = FieldKind.Gender,
        ["avatar"] = FieldKind.Avatar,
        ["createdAt"] = FieldKind.CreatedAt,
        ["created_at"] = FieldKind.CreatedAt,
        ["company"] = FieldKind.Company,
        ["company.name"] = FieldKind.Company,
        ["title"] = FieldKind.JobTitle,
        ["industry"] = FieldKind.Industry,
        ["address"] = FieldKind.Address,
        ["address.street"] = FieldKind.Address,
        ["address.city"] = FieldKind.City,
        ["address.state"] = FieldKind.State,
        ["address.postalCode"] = FieldKind.Postcode,
        ["country"] = FieldKind.Country,
        ["language"] = FieldKind.Language,
        ["locale"] = FieldKind.Locale,
        ["timezone"] = FieldKind.TimeZone,
        ["time_zone"] = FieldKind.TimeZone,
        ["id"] = FieldKind.Ignore,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly ConcurrentDictionary<string, ColumnRole> Remembered = new(StringComparer.Ordinal);

    /// <summary>How the values of a trait are read. Names of nested members are joined by dots.</summary>
    public static ColumnRole Of(string name)
    {
        if (Remembered.TryGetValue(name, out var known))
            return known;
        var role = Find(name);
        if (Remembered.Count < MostRemembered)
            Remembered.TryAdd(name, role);
        return role;
    }

    /// <summary>The role of what a message's context says.</summary>
    public static ColumnRole Of(string name, FieldKind kind) => new(0, name, kind, null, null, new DateReading(DateOrder.Ambiguous), null);

    /// <summary>The role of a trait that is named as a mapping names it: the key of a field.</summary>
    public static ColumnRole OfField(string field)
    {
        var (kind, trait, platform) = FilePlanner.KindOf(field);
        return new(0, field, kind, trait, platform, new DateReading(DateOrder.Ambiguous), null);
    }

    private static ColumnRole Find(string name)
    {
        if (Reserved.TryGetValue(name, out var reserved))
            return Of(name, reserved);
        if (name.Length <= 100)
        {
            var guess = ColumnRecogniser.Recognise([name], [], new ContentTests(null), null, null).Columns[0];
            var (kind, trait, platform) = FilePlanner.KindOf(guess.Field);
            // Who a message is of stands in its ids; "customer id" among the traits is some other program's.
            if (guess.Confidence >= Sure && kind is not (FieldKind.ExternalId or FieldKind.UserId or FieldKind.Ignore or FieldKind.Trait or FieldKind.AnyHandle
                or FieldKind.ExportedIds or FieldKind.ExportedHandles or FieldKind.ExportedTraits))
            {
                return new ColumnRole(0, name, kind, trait, platform, new DateReading(DateOrder.Ambiguous), null);
            }
        }

        return new ColumnRole(0, name, FieldKind.Trait, TraitName.Of(name, 0), null, new DateReading(DateOrder.Ambiguous), null);
    }
}
