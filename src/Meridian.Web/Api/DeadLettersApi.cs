using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>Which dead letters.</summary>
/// <param name="Which">ENTRY:ROW of each, or "all".</param>
public sealed record DeadLetterRequest(IReadOnlyList<string> Which);

/// <summary><c>/api/v1/dead-letters</c>: messages on which the program failed.</summary>
internal static class DeadLettersApi
{
    private const int MostAtOnce = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/dead-letters", (HttpContext http, ApiStore store, int? limit, string? cursor) => EventsApi.Rejected(http, store, RejectedKinds.Dead, limit, cursor))
            .Needs(Right.ReadDeadLetters, told: true).Produces<Page<RejectedLine>>().WithTags("dead letters").WithSummary("Messages on which the program failed, and why; the newest first.");
        api.MapPost("/dead-letters/retry", (ApiStore store, DeadLetterRequest choice) => Settle(store, choice, isRetry: true))
            .Needs(Right.SettleDeadLetters, told: true).Repeatable().Produces<DeadLetterTurn>().WithTags("dead letters").WithSummary("Apply them again, as when the program is mended.");
        api.MapPost("/dead-letters/drop", (ApiStore store, DeadLetterRequest choice) => Settle(store, choice, isRetry: false))
            .Needs(Right.SettleDeadLetters, told: true).Repeatable().Produces<DeadLetterTurn>().WithTags("dead letters").WithSummary("Give them up; they stay counted as rejected.");
    }

    private static async Task<IResult> Settle(ApiStore store, DeadLetterRequest choice, bool isRetry)
    {
        if (choice.Which.Count is 0 or > MostAtOnce)
            throw new ProblemException(Problems.BadParameter, $"which: Name 1 to {MostAtOnce:N0} of them as ENTRY:ROW, or \"all\".");
        List<MessagePlace>? asked = choice.Which is [DeadLetterTurn.All] ? null
            : [.. choice.Which.Select(w => DeadLetterTurn.Place(w) ?? throw new ProblemException(Problems.BadParameter, "which: One of them is no ENTRY:ROW, such as 12:3."))];
        return Answers.Json(await store.Alone(s =>
            DeadLetterTurn.Take(s, store.Log, store.Store.Pipeline, asked, isRetry, store.Now, out var none)
            ?? throw new ProblemException(Problems.NotFound, $"{none.Entry}:{none.Row} is no dead letter.")).ConfigureAwait(false));
    }
}
