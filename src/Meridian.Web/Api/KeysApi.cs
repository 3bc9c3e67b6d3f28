using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>A key to be made.</summary>
/// <param name="Role">ingest, viewer, operator, analyst or admin.</param>
/// <param name="Source">What its messages come from.</param>
/// <param name="OwnUsers">Whether the source's user 42 is another person than other sources' user 42.</param>
/// <param name="Countries">Codes or names of the countries whose customers it sees; all where it is left out.</param>
public sealed record KeyRequest(string Role, string Source = "default", bool OwnUsers = false, IReadOnlyList<string>? Countries = null);

/// <summary><c>/api/v1/keys</c>.</summary>
internal static class KeysApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", (ApiStore store) => Answers.All(store.Read(ApiKeys.All)))
            .Needs(Right.ManageKeys).Produces<Page<ApiKey>>().WithTags("keys").WithSummary("All keys, without what opens them.");
        api.MapGet("/keys/{id}", (HttpContext http, ApiStore store, string id) => Answers.Single(http, store.Read(ApiKeys.All).Find(k => k.Id == id) ?? throw Answers.NotFound("key")))
            .Needs(Right.ManageKeys).Produces<ApiKey>().Produces(304).WithTags("keys").WithSummary("One key.");
        // The answer holds a secret: it is kept for as long as a client needs to ask again.
        api.MapPost("/keys", Create).Needs(Right.ManageKeys, told: true).Repeatable(TimeSpan.FromMinutes(10)).Produces<ShownKey>(201).WithTags("keys").WithSummary("Make a key; it is shown once.");
        api.MapDelete("/keys/{id}", Revoke).Needs(Right.ManageKeys, told: true).Produces(204).WithTags("keys").WithSummary("End a key.");
    }

    private static async Task<IResult> Create(HttpContext http, ApiStore store, KeyRequest request)
    {
        if (request.Countries is { Count: 0 })
            throw new ProblemException(Problems.BadParameter, "countries: An empty list would see nobody. Leave it out for a key without a limit.");
        var made = NewKey.Make(request.Role, request.Source, request.OwnUsers ? request.Source : EventsOrder.SharedSpace, request.Countries ?? []);
        await store.Alone(s =>
        {
            store.Log.Append(KeyOrder.Kind, store.Now, made.Order.ToJson());
            store.Apply(s);
            return true;
        }).ConfigureAwait(false);
        http.Caller().Subject = made.Shown.Id;
        http.Response.Headers.Location = $"{ApiEndpoints.Root}/keys/{made.Shown.Id}";
        return Answers.Json(made.Shown, 201);
    }

    private static async Task<IResult> Revoke(HttpContext http, ApiStore store, string id)
    {
        await store.Alone(s =>
        {
            var key = ApiKeys.All(s).Find(k => k.Id == id && k.RevokedAt is null) ?? throw Answers.NotFound("active key");
            store.Log.Append(KeyRevokeOrder.Kind, store.Now, new KeyRevokeOrder(key.Id).ToJson());
            store.Apply(s);
            return true;
        }).ConfigureAwait(false);
        http.Caller().Subject = id;
        return Results.NoContent();
    }
}
