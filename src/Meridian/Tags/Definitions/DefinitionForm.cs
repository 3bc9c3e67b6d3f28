using System.Text.RegularExpressions;
using Meridian.Tags.Labels;

namespace Meridian.Tags.Definitions;

/// <summary>Whether a definition is well formed, without its rules: keys, kinds, values, texts.</summary>
internal static partial class DefinitionForm
{
    private const int LongestText = 4_000;
    private const int LongestName = 200;
    private const int MostValues = 200;

    public static IEnumerable<DefinitionFault> FaultsOf(TagDefinition tag) =>
    [
        .. OfKey(tag.Key),
        .. BuiltInTags.IsFact(tag.Key) ? [new DefinitionFault("key", $"'{tag.Key}' is what sources say of a customer, and no rule can make it; take another key")] : Array.Empty<DefinitionFault>(),
        .. !BuiltInTags.IsOne(tag.Key) && RuleReferences.IsTrait(tag.Key) ? [new DefinitionFault("key", $"'{tag.Key}' means a trait in rules; take another key, such as {tag.Key}_tag")] : Array.Empty<DefinitionFault>(),
        .. OneOf("kind", tag.Kind, TagKinds.All),
        .. OneOf("origin", tag.Origin, [TagOrigins.Rule, TagOrigins.Manual, TagOrigins.Model]),
        .. OfTexts("names", tag.Names, LongestName),
        .. OfTexts("descriptions", tag.Descriptions, LongestText),
        .. OfText("folder", tag.Folder, LongestName),
        .. OfText("owner", tag.Owner, LongestName),
        .. OfText("notes", tag.Notes, LongestText),
        .. tag.Colour is { } colour && !Colour().IsMatch(colour) ? [new DefinitionFault("colour", $"'{colour}' is no colour such as #1f77b4")] : Array.Empty<DefinitionFault>(),
        .. tag.TimeToLiveDays is not null and not (> 0 and <= 36_500) ? [new DefinitionFault("time_to_live_days", "is a number of days above 0 and at most 36,500")] : Array.Empty<DefinitionFault>(),
        .. OfRules(tag),
        .. OfValues(tag),
    ];

    public static IEnumerable<DefinitionFault> FaultsOf(SegmentDefinition segment) =>
    [
        .. OfKey(segment.Key),
        .. OfTexts("names", segment.Names, LongestName),
        .. OfText("folder", segment.Folder, LongestName),
        .. OfText("owner", segment.Owner, LongestName),
        .. OfText("notes", segment.Notes, LongestText),
        .. string.IsNullOrWhiteSpace(segment.Rule) ? [new DefinitionFault("rule", "is missing; write who is in it, such as country = \"IN\"")] : Array.Empty<DefinitionFault>(),
    ];

    public static IEnumerable<DefinitionFault> FaultsOf(AreaDefinition area) =>
    [
        .. OfKey(area.Key),
        .. area.Names is null or { Count: 0 } ? [new DefinitionFault("names", "is missing; say what the team calls the area, in en, zh-Hans or zh-Hant")] : OfTexts("names", area.Names, LongestName),
        .. area.Countries is null or { Count: 0 } ? [new DefinitionFault("countries", "is missing; name the countries of the area, such as AE, SA")] : Array.Empty<DefinitionFault>(),
    ];

    private static IEnumerable<DefinitionFault> OfKey(string? key)
    {
        if (key is null || !Key().IsMatch(key))
            yield return new DefinitionFault("key", $"'{key}' is no key: letters a to z, digits and _, a letter first, at most 64");
    }

    private static IEnumerable<DefinitionFault> OfRules(TagDefinition tag)
    {
        if (tag.Rule is not null && tag.Values is not null)
            yield return new DefinitionFault("rule", "a tag with values has a rule for each value, and none of its own");
        if (tag.Origin != TagOrigins.Rule)
        {
            if (tag.Rule is not null || tag.Values?.Any(v => v.Rule is not null) == true)
                yield return new DefinitionFault("rule", $"a tag that {(tag.Origin == TagOrigins.Manual ? "people give" : "a model gives")} has no rule; leave it out, or make the origin \"rule\"");
            yield break;
        }

        if (tag.Values is null && string.IsNullOrWhiteSpace(tag.Rule))
            yield return new DefinitionFault("rule", "is missing; write who has the tag, such as count(\"Order Completed\", within: 30 days) >= 3, or make the origin \"manual\"");
        for (var i = 0; i < tag.Values?.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(tag.Values[i].Rule))
                yield return new DefinitionFault($"values[{i}].rule", $"is missing for '{tag.Values[i].Value}'; the last value may have true, which all the others get");
        }
    }

    private static IEnumerable<DefinitionFault> OfValues(TagDefinition tag)
    {
        if (tag.Values is not { } values)
            yield break;
        if (values.Count is 0 or > MostValues)
            yield return new DefinitionFault("values", $"are 1 to {MostValues}; leave them out for a tag that is had or not");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            var value = values[i].Value;
            if (string.IsNullOrWhiteSpace(value) || value.Trim() != value || value.Length > LongestName || value.Any(char.IsControl))
                yield return new DefinitionFault($"values[{i}].value", $"'{value}' is no value: a text of at most {LongestName} characters without blanks around it");
            else if (!seen.Add(value))
                yield return new DefinitionFault($"values[{i}].value", $"'{value}' is there twice");
            foreach (var fault in OfTexts($"values[{i}].names", values[i].Names, LongestName))
                yield return fault;
        }
    }

    private static IEnumerable<DefinitionFault> OneOf(string part, string text, IReadOnlyList<string> known)
    {
        if (!known.Contains(text, StringComparer.Ordinal))
            yield return new DefinitionFault(part, $"'{text}' is none of {string.Join(", ", known)}");
    }

    private static IEnumerable<DefinitionFault> OfTexts(string part, IReadOnlyDictionary<string, string>? texts, int longest)
    {
        foreach (var (language, text) in texts ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (!Language().IsMatch(language))
                yield return new DefinitionFault(part, $"'{language}' is no language; write en, zh-Hans, zh-Hant, pt-BR, ...");
            foreach (var fault in OfText($"{part}.{language}", text, longest))
                yield return fault;
        }
    }

    private static IEnumerable<DefinitionFault> OfText(string part, string? text, int longest)
    {
        if (text is not null && (text.Length > longest || string.IsNullOrWhiteSpace(text)))
            yield return new DefinitionFault(part, $"is 1 to {longest:N0} characters; leave it out where there is nothing to say");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Language();
}
