using System.Text.Json;
using Meridian.Consents;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>/api/v1/consents</c>: statements of consent.</summary>
internal static class ConsentsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/consents", Add)
            .Needs(Right.WriteConsents, told: true).Repeatable().Produces<ConsentReceipt>().WithTags("consents")
            .WithSummary("Take statements of consent in: one, an array, or {\"consents\": [...]}; each says identifier or customer, channel, purpose, state.");
    }

    private static async Task<IResult> Add(ApiStore store, JsonElement consents)
    {
        IReadOnlyList<(long Place, ConsentRequest? Request, string? Problem)> requests;
        try
        {
            requests = ConsentJson.Read(consents);
        }
        catch (JsonException e)
        {
            throw new ProblemException(Problems.BadParameter, e.Message);
        }

        return Answers.Json(await store.Alone(s =>
        {
            var receipt = ConsentIntake.Take(s, store.Log, requests, store.Now);
            store.Apply(s);
            return receipt;
        }).ConfigureAwait(false));
    }
}
