using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Tags;
using Meridian.Tags.Labels;

namespace Meridian.Segments;

/// <summary>Which customers: each part narrows, null leaves open. All parts read tag assignments, the one mechanism of labels.</summary>
/// <param name="Country">ISO 3166-1 alpha-2, or "unknown" for customers whose country is not known.</param>
/// <param name="AreaCountries">The countries of an area.</param>
/// <param name="Language">BCP 47; "zh" includes "zh-Hans"; "unknown" for customers whose language is not known.</param>
/// <param name="Platform">A platform's key, or "none" for customers with no platform.</param>
/// <param name="Activity">"high", "medium", "low", "silent" or "unknown".</param>
public sealed record CustomerFilter(
    string? Country = null, IReadOnlyList<string>? AreaCountries = null, string? Language = null, string? Platform = null, string? Activity = null)
{
    /// <summary>A query of the profile ids of those among whom to look; null for all.</summary>
    public Sql? Members { get; init; }

    /// <summary>Key of a label or tag that they have; null leaves open.</summary>
    public string? Tag { get; init; }

    /// <summary>The value of <see cref="Tag"/>; null for any.</summary>
    public string? TagValue { get; init; }

    /// <summary>What a person types to find somebody; see <see cref="CustomerSearch"/>.</summary>
    public string? Text { get; init; }

    public const string NoPlatform = "none";

    public const string Unknown = "unknown";

    /// <summary>The profile ids of those who match, for what is done to all of them.</summary>
    public Sql Ids(ISession session, Scope scope) => $"select p.profile_id from {ProfileTables.Profile} p where {Where(session.Dialect, scope)}";

    /// <summary>A condition on <c>p</c>, a profile.</summary>
    internal Sql Where(IDialect dialect, Scope scope)
    {
        var parts = new List<Sql> { SeenProfiles.By(scope) };
        if (Members is not null)
            parts.Add($"p.profile_id in ({Members})");
        if (Country == Unknown)
            parts.Add(HasNo(Region.Country));
        else if (Country is not null)
            parts.Add(Has(Region.Country, $"a.value = {Country}"));
        if (AreaCountries is not null)
            parts.Add(Has(Region.Country, $"a.value in ({Sql.Join(", ", AreaCountries.Select(c => (Sql)$"{c}"))})"));
        if (Language == Unknown)
            parts.Add(HasNo(Region.Language));
        else if (Language is not null)
            parts.Add(Has(Region.Language, $"(a.value = {Language} or a.value like {Language + "-%"})"));
        if (Platform == NoPlatform)
            parts.Add(HasNo(LabelRefresher.Platform));
        else if (Platform is not null)
            parts.Add(Has(LabelRefresher.Platform, $"a.value = {Platform}"));
        if (Activity is not null)
            parts.Add(Has(ActivityTag, $"a.value = {Activity}"));
        if (Tag is not null)
            parts.Add(Has(Tag, TagValue is null ? Sql.Constant("1 = 1") : $"a.value = {TagValue}"));
        if (!string.IsNullOrWhiteSpace(Text))
            parts.Add(CustomerSearch.Condition(dialect, Text));
        return Sql.Join(" and ", parts);
    }

    // The parameter of the same name hides the label's class here.
    private const string ActivityTag = Tags.Labels.Activity.Tag;

    private static Sql HasNo(string tag) => $"not exists (select 1 from {TagTables.Assignment} a where a.profile_id = p.profile_id and a.tag = {tag})";

    private static Sql Has(string tag, Sql condition) =>
        // As a set and not one by one: correlated, it takes DuckDB five times as long.
        $"p.profile_id in (select a.profile_id from {TagTables.Assignment} a where a.tag = {tag} and {condition})";
}
