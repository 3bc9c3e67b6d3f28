using Meridian.Consents;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>Identifiers to be put on the suppression list or taken off it.</summary>
/// <param name="Action">suppress or unsuppress.</param>
/// <param name="Identifiers">Addresses, numbers, handles, or SHA-256 hashes of them.</param>
/// <param name="Channel">For this channel only; all where it is left out.</param>
/// <param name="Country">Where national numbers are from.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record SuppressionBody(string Action, IReadOnlyList<string> Identifiers, string? Channel = null, string? Country = null, string? Reason = null);

/// <summary><c>/api/v1/suppressions</c>: identifiers at which nobody may be reached.</summary>
internal static class SuppressionsApi
{
    private const int MostIdentifiers = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/suppressions", (ApiStore store) => Answers.All(store.Read(Suppressions.All)))
            .Needs(Right.ReadSuppressions, told: true).Produces<Page<SuppressionLine>>().WithTags("consents").WithSummary("Identifiers at which nobody may be reached, whoever they belong to.");
        api.MapPost("/suppressions", Change)
            .Needs(Right.WriteConsents, told: true).Repeatable().Produces<SuppressionReceipt>().WithTags("consents").WithSummary("Put identifiers on the suppression list, or take them off it.");
    }

    private static async Task<IResult> Change(ApiStore store, SuppressionBody body)
    {
        if (body.Action is not ("suppress" or "unsuppress"))
            throw new ProblemException(Problems.BadParameter, "action: It is none of suppress, unsuppress.");
        if (body.Identifiers is null or { Count: 0 or > MostIdentifiers })
            throw new ProblemException(Problems.BadParameter, $"identifiers: Name 1 to {MostIdentifiers:N0}; send more in several requests.");
        string? channel = null;
        if (body.Channel is { } named && !Channels.TryFind(named, out channel))
            throw new ProblemException(Problems.BadParameter, $"channel: '{named}' is none; email, sms, call, or a platform such as whatsapp.");
        string? country = null;
        if (body.Country is { } place && !Countries.TryFind(place, out country))
            throw new ProblemException(Problems.BadParameter, $"country: '{place}' is not a country. Use an ISO 3166-1 code such as US.");
        var texts = body.Identifiers.Select((text, i) => ((long)i + 1, text)).ToList();
        return Answers.Json(await store.Alone(s =>
        {
            var receipt = body.Action == "suppress"
                ? SuppressionIntake.Suppress(s, store.Log, texts, country, channel, body.Reason, store.Now)
                : SuppressionIntake.Unsuppress(s, store.Log, texts, country, channel, body.Reason, store.Now);
            store.Apply(s);
            return receipt;
        }).ConfigureAwait(false));
    }
}
