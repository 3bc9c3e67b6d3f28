using Meridian.Foundation.Governance;
using Meridian.Review;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What a person says of two customers.</summary>
/// <param name="Verdict">"one": they are one person; "two": they are two people; "open": what was said is taken back.</param>
public sealed record DecisionBody(string Verdict);

/// <summary><c>/api/v1/merges</c>: customers who may be one, and what people decided of them.</summary>
internal static class MergesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/merges", (HttpContext http, ApiStore store, int? limit) =>
            {
                var merges = store.Read(s => OpenQuestions.Merges(s, http.Scope(), Answers.Limit(limit)));
                http.Caller().People = 2 * merges.Count;
                return Answers.All(merges);
            })
            .Needs(Right.ReadCustomers, told: true).Produces<Page<DoubtfulMerge>>().WithTags("merges").WithSummary("Pairs of customers who may be one, until a person decides; at most `limit`.");
        api.MapGet("/merges/{first:guid}/{second:guid}", (HttpContext http, ApiStore store, Guid first, Guid second) =>
            {
                var compared = store.Read(s => MergeComparison.Of(s, http.Scope(), first, second)) ?? throw Answers.NotFound("question");
                http.Caller().People = 2;
                return Answers.Single(http, compared);
            })
            .Needs(Right.ReadCustomers, told: true).Produces<MergeComparison>().WithTags("merges").WithSummary("Two customers side by side: why they may be one, what agrees and what contradicts, and what was decided.");
        api.MapPost("/merges/{first:guid}/{second:guid}", Decide).Needs(Right.EditCustomers, told: true).Repeatable().Produces<DecisionReceipt>().WithTags("merges")
            .WithSummary("Decide whether two customers are one, or take a decision back. It holds whatever files say later.");
    }

    private static async Task<IResult> Decide(HttpContext http, ApiStore store, Guid first, Guid second, DecisionBody body)
    {
        var receipt = await store.Alone(s =>
        {
            try
            {
                var taken = MergeDecisions.Take(s, http.Scope(), store.Log, first, second, body.Verdict, store.Now) ?? throw Answers.NotFound("question");
                store.Apply(s);
                return taken;
            }
            catch (DecisionException e)
            {
                throw new ProblemException(Problems.BadParameter, e.Message);
            }
        }).ConfigureAwait(false);
        http.Caller().People = 2;
        return Answers.Json(receipt);
    }
}
