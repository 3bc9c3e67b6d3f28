using System.Diagnostics;
using Meridian.Foundation.Governance;
using Meridian.Rules.Checking;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>A rule to be counted.</summary>
/// <param name="Rule">As docs/rules.md says.</param>
/// <param name="AsOf">By what had happened then: a day or a time, ISO 8601.</param>
public sealed record CountRequest(string Rule, string? AsOf = null);

/// <summary>What is to be explained. It stands in a body, because addresses are written into logs.</summary>
/// <param name="Customer">Profile id, phone, e-mail, handle, link, platform:handle or source:id.</param>
/// <param name="Tag">A published tag's key; or</param>
/// <param name="Rule">a rule.</param>
/// <param name="AsOf">By what had happened then: a day or a time, ISO 8601.</param>
public sealed record ExplainRequest(string Customer, string? Tag = null, string? Rule = null, string? AsOf = null);

/// <summary><c>/api/v1/count</c> and <c>/api/v1/explain</c>.</summary>
internal static class RulesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/count", Count).Needs(Right.ReadCustomers).Produces<RuleCount>().WithTags("rules").WithSummary("How many customers a rule holds for.");
        api.MapPost("/explain", Explain).Needs(Right.ReadCustomers, told: true).Produces<ExplainedAnswer>().WithTags("rules")
            .WithSummary("Why a customer has a tag or not, or why a rule holds: each part, its value, and what is behind it.");
    }

    private static IResult Count(HttpContext http, ApiStore store, CountRequest request)
    {
        var asOf = ApiTime.Read("as_of", request.AsOf);
        return Answers.Json(store.Read(s =>
        {
            var watch = Stopwatch.StartNew();
            var words = StoreVocabulary.Of(s);
            var customers = RuleSelection.Count(s, http.Scope(), StoreFacts.Of(s, words, store.Now, asOf), RuleChecker.Check(request.Rule, words));
            return new RuleCount(customers, watch.ElapsedMilliseconds);
        }));
    }

    private static IResult Explain(HttpContext http, ApiStore store, ExplainRequest request)
    {
        if (request.Tag is null == request.Rule is null)
            throw new ProblemException(Problems.BadParameter, "rule: Name a tag, or write a rule.");
        var asOf = ApiTime.Read("as_of", request.AsOf);
        var answer = store.Read(s =>
        {
            if (CustomerViews.Find(s, http.Scope(), request.Customer) is not [var profile])
                return null;
            var words = StoreVocabulary.Of(s);
            var inputs = StoreFacts.Of(s, words, store.Now, asOf);
            return request.Rule is { } rule
                ? Explanations.OfRule(s, inputs, RuleChecker.Check(rule, words), profile)
                : Explanations.OfTag(s, inputs, TagBook.PublishedOf(s, request.Tag!) ?? throw TagIntake.Unknown(s, request.Tag!), profile);
        }) ?? throw Answers.NotFound("customer");
        http.Caller().People = 1;
        return Answers.Json(answer);
    }
}
