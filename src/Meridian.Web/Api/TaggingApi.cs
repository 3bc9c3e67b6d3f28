using System.ComponentModel;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Manual;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What a person says of customers' tags.</summary>
/// <param name="Action">give, take or release.</param>
/// <param name="Value">Of a tag with values.</param>
/// <param name="Customers">Profile ids, e-mail addresses, phones, platform:handle, links, source:id.</param>
/// <param name="Segment">Instead of customers: who is in a saved segment now.</param>
/// <param name="Country">Where national numbers are from.</param>
/// <param name="Until">A day or a time, ISO 8601; from then on the rule decides again.</param>
/// <param name="Reason">Why; without personal data.</param>
public sealed record TaggingBody(
    string Action, string? Value = null, IReadOnlyList<string>? Customers = null, string? Segment = null, string? Country = null, string? Until = null, string? Reason = null);

/// <summary>What became of it.</summary>
/// <param name="Customers">Of whom it is said now.</param>
/// <param name="Unchanged">Of whom the same stood already.</param>
/// <param name="Refused">Identifiers that name nobody, or more than one.</param>
public sealed record TaggingAnswer(long Customers, long Unchanged, DateTime? Until, IReadOnlyList<long> Entries, IReadOnlyList<NotNamed> Refused);

/// <summary>A customer's tags over time.</summary>
public sealed record CustomerTags(Guid ProfileId, IReadOnlyList<TagSpell> Spells, IReadOnlyList<TagStatement> Statements);

/// <summary>Tags that people give and take, and one customer's tags over time.</summary>
internal static class TaggingApi
{
    private const int MostCustomers = 10_000;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/tags/{name}/customers", Say)
            .Needs(Right.GiveTags, told: true).Repeatable().Produces<TaggingAnswer>().WithTags("tags").WithSummary("Give a tag to customers by hand, take it, or leave it to the rule again.");
        api.MapGet("/customers/{id:guid}/tags", History)
            .Needs(Right.ReadCustomers, told: true).Produces<CustomerTags>().WithTags("customers").WithSummary("When a customer had which tag, by what, and what people said of it.");
    }

    private static IResult History(HttpContext http, ApiStore store, Guid id, [Description("Only this tag's.")] string? tag)
    {
        var answer = store.Read(s => CustomerViews.Find(s, http.Scope(), id.ToString()) is [var profile] ? new { Profile = profile, History = TagQueries.Of(s, profile, tag) } : null) ?? throw Answers.NotFound("customer");
        http.Caller().People = 1;
        return Answers.Json(new CustomerTags(answer.Profile, answer.History.Spells, answer.History.Statements));
    }

    private static async Task<IResult> Say(HttpContext http, ApiStore store, string name, TaggingBody body)
    {
        if (body.Action is not (TaggingOrder.Give or TaggingOrder.Take or TaggingOrder.Release))
            throw new ProblemException(Problems.BadParameter, "action: It is none of give, take, release.");
        if (body.Customers is null == body.Segment is null)
            throw new ProblemException(Problems.BadParameter, "customers: Name customers, or a segment.");
        if (body.Customers is { Count: 0 or > MostCustomers })
            throw new ProblemException(Problems.BadParameter, $"customers: 1 to {MostCustomers:N0} at a time.");
        string? country = null;
        if (body.Country is { } text && !Foundation.Geography.Countries.TryFind(text, out country))
            throw new ProblemException(Problems.BadParameter, "country: It is no country.");
        var until = ApiTime.Read("until", body.Until);
        var answer = await store.Alone(s =>
        {
            Sql profiles;
            IReadOnlyList<NotNamed> refused = [];
            if (body.Segment is not null)
            {
                profiles = SegmentMembers.Of(s, body.Segment, store.Now);
            }
            else
            {
                refused = IdentifierList.Resolve(s, http.Scope(), body.Customers!.Select((c, i) => (i + 1L, c)), country);
                profiles = IdentifierList.Profiles;
            }

            var receipt = TaggingIntake.Take(s, store.Log, new TaggingRequest(body.Action, name, body.Value, until, body.Reason), profiles, store.Now);
            store.Apply(s);
            return new TaggingAnswer(receipt.Customers, receipt.Unchanged, receipt.Until, receipt.Entries, refused);
        }).ConfigureAwait(false);
        http.Caller().People = answer.Customers;
        return Answers.Json(answer);
    }
}
