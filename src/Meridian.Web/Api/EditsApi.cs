using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Profiles.Edits;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What a person settles of a customer.</summary>
/// <param name="Traits">Trait to text, number or true/false; null leaves the trait to the sources again, "" says that nothing is known. Traits that are not named stay as they are.</param>
/// <param name="Reason">Why; without personal data.</param>
/// <param name="NewTraits">Whether a trait of your own may be one that no customer has yet.</param>
public sealed record EditBody(IReadOnlyDictionary<string, JsonElement> Traits, string? Reason = null, bool NewTraits = false);

/// <summary><c>PATCH /api/v1/customers/ID</c></summary>
internal static class EditsApi
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch("/customers/{id:guid}", Edit).Needs(Right.EditCustomers, told: true).Repeatable().Produces<EditReceipt>().WithTags("customers")
            .Accepts<EditBody>("application/json", "application/merge-patch+json")
            .WithSummary("Settle traits of a customer, or release them. With If-Match nothing is changed unless the customer is as it was read.");

    private static async Task<IResult> Edit(HttpContext http, ApiStore store, Guid id, EditBody body)
    {
        var request = new EditRequest(body.Traits.ToDictionary(t => t.Key, t => Text(t.Key, t.Value), StringComparer.Ordinal), body.Reason, body.NewTraits);
        var (receipt, tag) = await store.Alone(s =>
        {
            if (CustomerViews.Find(s, http.Scope(), id.ToString(), beginnings: false) is not [var profile])
                throw Answers.NotFound("customer");
            Answers.InsistOnMatch(http, CustomerViews.Show(s, http.Scope(), profile, id));
            var taken = EditIntake.Take(s, http.Scope(), store.Log, profile, request, store.Now) ?? throw Answers.NotFound("customer");
            store.Apply(s);
            return (taken, CustomerViews.Show(s, http.Scope(), profile, id) is { } view ? Answers.TagOf(view) : null);
        }).ConfigureAwait(false);
        http.Caller().People = 1;
        if (tag is not null)
            http.Response.Headers.ETag = tag;
        return Answers.Json(receipt);
    }

    private static string? Text(string trait, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new EditException(trait, "takes a text, a number, true, false or null"),
    };
}
