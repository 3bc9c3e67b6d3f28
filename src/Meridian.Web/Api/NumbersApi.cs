using System.ComponentModel;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Governance;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What screening can ask: conditions, and the recipes made of them.</summary>
public sealed record RecipesView(IReadOnlyList<ConditionView> Conditions, IReadOnlyList<RecipeView> Recipes);

/// <summary><c>/api/v1/numbers</c>: what numbering plans say, and the recipes.</summary>
internal static class NumbersApi
{
    private const int MostSamples = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/numbers/coverage", () => Answers.All(NumberingFacts.Regions().Select(RegionView.Of).ToList()))
            .Needs(Right.ReadNumbering).Produces<Page<RegionView>>().WithTags("numbers").WithSummary("Every region of the numbering metadata: calling code, types of numbers, examples.");
        api.MapGet("/numbers/ranges/{name}", Ranges)
            .Needs(Right.ReadNumbering).Produces<Page<RangeView>>().WithTags("numbers").WithSummary("A country's numbering plan: leading digits by type.");
        api.MapGet("/numbers/sample", Sample)
            .Needs(Right.ReadNumbering).Produces<Page<SampleView>>().WithTags("numbers").WithSummary("Valid-looking numbers for tests and planning, marked as generated. They may belong to somebody: never contact them.");
        api.MapGet("/numbers/recipes", Recipes)
            .Needs(Right.ReadNumbering).Produces<RecipesView>().WithTags("numbers").WithSummary("The conditions that screening knows, and the recipes made of them.");
    }

    private static IResult Ranges(string name)
    {
        var region = Region("name", name);
        return Answers.All(NumberRanges.Of(region).ConvertAll(r => RangeView.Of(region, r)));
    }

    private static IResult Sample(
        [Description("ISO code or name.")] string country, [Description("Type of number; mobile where it is left out.")] string? type, [Description("Leading digits behind the calling code, such as 151 or 150-159.")] string? range,
        [Description("1 to 10,000; 10 where it is left out.")] int? count, [Description("The same seed gives the same numbers.")] int? seed)
    {
        var region = Region("country", country);
        var wanted = type?.ToLowerInvariant().Replace('-', '_');
        if (wanted is not null && !NumberingFacts.TypeNames.Contains(wanted, StringComparer.Ordinal))
            throw new ProblemException(Problems.BadParameter, $"type: It is none of {string.Join(", ", NumberingFacts.TypeNames)}.");
        var digits = range?.Replace('–', '-').Replace(" ", "", StringComparison.Ordinal);
        if (digits is not null && !NumberSamples.IsRange(digits))
            throw new ProblemException(Problems.BadParameter, "range: Give leading digits behind the calling code, such as 151 or 150-159.");
        if (count is < 1 or > MostSamples)
            throw new ProblemException(Problems.BadParameter, $"count: 1 to {MostSamples:N0}.");
        return Answers.All(NumberSamples.Draw(region, wanted, digits, count ?? 10, seed ?? 1).Select(SampleView.Of).ToList());
    }

    // A saved one that cannot be read is left out here; the command line, whose user can mend it, names it.
    private static IResult Recipes(ApiStore store) => Answers.Json(new RecipesView(
        [.. Conditions.All.Select(ConditionView.Of)], [.. RecipeBook.BuiltIn.Concat(new RecipeBook(store.Store.Folder.Root).Saved(_ => { })).Select(RecipeView.Of)]));

    private static NumberingRegion Region(string parameter, string text)
    {
        if (text.Length == 2 && NumberingFacts.Region(text.ToUpperInvariant()) is { } plan)
            return plan;
        if (!Countries.TryFind(text, out var code))
            throw new ProblemException(Problems.BadParameter, $"{parameter}: It is not a country. Use an ISO 3166-1 code such as US, or a name.");
        return NumberingFacts.Region(code) ?? throw Answers.NotFound("numbering plan: this country has none of its own");
    }
}
