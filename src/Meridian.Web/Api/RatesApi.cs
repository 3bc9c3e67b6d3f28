using Meridian.Foundation.Governance;
using Meridian.Rules.Rates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>Rates to be stated.</summary>
/// <param name="Base">ISO 4217: what they are per one of.</param>
/// <param name="Rates">Each a day, a currency, and how much of it is one of the base.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record RatesRequest(string Base, IReadOnlyList<CurrencyRate> Rates, string? Reason = null);

/// <summary><c>/api/v1/rates</c>: rates of exchange.</summary>
internal static class RatesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/rates", (ApiStore store) => Answers.All(store.Read(RateBook.All)))
            .Needs(Right.ReadTags).Produces<Page<RateLine>>().WithTags("rates").WithSummary("The currencies of which rates are known, since when, and the latest.");
        api.MapPost("/rates", async (ApiStore store, RatesRequest request) => Answers.Json(
                await TagsApi.Change(store, s => RateBook.State(s, store.Log, request.Base, request.Rates, request.Reason, store.Now)).ConfigureAwait(false), 201))
            .Needs(Right.EditTags, told: true).Repeatable().Produces<RateReceipt>(201).WithTags("rates").WithSummary("State rates, for the first time or anew; rules that ask for amounts in a currency follow.");
    }
}
