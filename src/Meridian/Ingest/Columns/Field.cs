using System.Collections.Frozen;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>How the values of a field are recognised; <see cref="Text"/> may be anything.</summary>
public enum FieldContent
{
    Text, Name, Phone, CallingCode, Email, Platform, Country, Postcode, Language, Locale, TimeZone, Ip, Gender, Date, Age, Count, DaysOf30, Money, Currency, Url, Consent, Handle,
}

/// <summary>One meaning that a column can have: a line of <c>fields.tsv</c>, or a platform's handle.</summary>
/// <param name="Key">As plans and mappings write it: <c>phone</c>, <c>handle:telegram</c>.</param>
/// <param name="Label">For people.</param>
/// <param name="Many">True when several columns of one file may carry it.</param>
/// <param name="Content">How its values are recognised.</param>
/// <param name="Description">One line for people.</param>
public sealed record Field(string Key, string Label, bool Many, FieldContent Content, string Description)
{
    /// <summary>The platform of a <c>handle:</c> field, else null.</summary>
    public Platform? Platform { get; init; }
}

/// <summary>The catalogue of what a column can mean. A column of no such meaning is the team's own trait, <c>trait:NAME</c>.</summary>
public static class Fields
{
    public const string Ignore = "ignore";
    public const string TraitPrefix = "trait:";
    public const string HandlePrefix = "handle:";

    /// <summary>The well-known fields in the file's order, then one handle field for each platform.</summary>
    public static IReadOnlyList<Field> All { get; } = [.. ReadFile(), .. Platforms.All.Select(HandleOf)];

    private static readonly FrozenDictionary<string, Field> ByKey = All.ToFrozenDictionary(f => f.Key, StringComparer.Ordinal);

    /// <summary>The field with this key; null for traits, <see cref="Ignore"/> and unknown names.</summary>
    public static Field? WithKey(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>A column of accounts whose platform the row's platform column, or the source, says.</summary>
    public const string AnyHandle = "handle";

    /// <summary>True for the key of a field, "handle", "ignore", and "trait:" with a name behind it.</summary>
    public static bool IsTarget(string target) =>
        ByKey.ContainsKey(target) || target is Ignore or AnyHandle || (target.StartsWith(TraitPrefix, StringComparison.Ordinal) && target.Length > TraitPrefix.Length);

    private static Field HandleOf(Platform platform) =>
        new($"{HandlePrefix}{platform.Key}", $"{platform.Name} contact", Many: true, FieldContent.Handle, $"Handle, link or phone that reaches the customer on {platform.Name}") { Platform = platform };

    private static IEnumerable<Field> ReadFile() => TableResource.Read("fields.tsv", "key\tlabel\tmany\tcontent\tdescription")
        .Select(c => new Field(c[0], c[1], c[2] == "yes", ContentOf(c[3]), c[4]));

    private static FieldContent ContentOf(string cell) =>
        cell == "-" ? FieldContent.Text : Enum.Parse<FieldContent>(cell.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
}
