using System.ComponentModel;
using System.Globalization;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>How many customers.</summary>
public sealed record CustomerCount(long Customers);

/// <summary>Whom to search for. It stands in a body, because addresses are written into logs.</summary>
/// <param name="Query">Phone, e-mail, handle, link, platform:handle, source:id, an id, or a part of a name.</param>
/// <param name="Limit">At most this many; 50 where it is left out.</param>
public sealed record SearchRequest(string Query, int? Limit = null);

/// <summary><c>/api/v1/customers</c>: list, count, search, show.</summary>
internal static class CustomersApi
{
    private const string Never = "";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/customers", List).Needs(Right.ReadCustomers, told: true).Produces<Page<CustomerLine>>().WithTags("customers").WithSummary("Customers, the most recently active first.");
        api.MapGet("/customers/count", (HttpContext http, ApiStore store, [AsParameters] FilterQuery filter) =>
            {
                var customers = filter.Read(store);
                return Answers.Json(new CustomerCount(store.Read(s => Customers.Count(s, http.Scope(), customers))));
            })
            .Needs(Right.ReadCustomers).Produces<CustomerCount>().WithTags("customers").WithSummary("How many customers.");
        api.MapPost("/customers/search", Search).Needs(Right.ReadCustomers, told: true).Produces<Page<CustomerLine>>().WithTags("customers")
            .WithSummary("Customers by an identifier in any spelling, then by a part of their name.");
        api.MapGet("/customers/{id:guid}", Show).Needs(Right.ReadCustomers, told: true).Produces<CustomerView>().Produces(304).WithTags("customers")
            .WithSummary("One customer: traits, identifiers and labels, each with the record it came from. Ids of profiles that were merged away find theirs.");
    }

    private static IResult List(
        HttpContext http, ApiStore store, [AsParameters] FilterQuery filter, [Description("1 to 1000; 50 where it is left out.")] int? limit, [Description("'next' of the page before.")] string? cursor)
    {
        var (customers, most) = (filter.Read(store), Answers.Limit(limit));
        var after = Cursor.Read(http, cursor, 2) is { } place
            ? new CustomerPlace(place[0] == Never ? null : new DateTime(Cursor.Number(place[0])), Guid.Parse(place[1], CultureInfo.InvariantCulture)) : null;
        var found = store.Read(s => Customers.Page(s, http.Scope(), customers, most + 1, after));
        http.Caller().People = Math.Min(found.Count, most);
        return Answers.Page(http, found, most, c => c.Line, c => [c.Place.Seen is { } seen ? seen.Ticks.ToString(CultureInfo.InvariantCulture) : Never, c.Place.Id.ToString()]);
    }

    private static IResult Search(HttpContext http, ApiStore store, SearchRequest search)
    {
        if (string.IsNullOrWhiteSpace(search.Query) || search.Query.Length > 500)
            throw new ProblemException(Problems.BadParameter, "query: Name somebody in 1 to 500 characters.");
        var limit = Answers.Limit(search.Limit);
        var found = store.Read(s => Customers.Search(s, http.Scope(), search.Query, limit));
        http.Caller().People = found.Count;
        return Answers.All(found);
    }

    private static IResult Show(HttpContext http, ApiStore store, Guid id)
    {
        var view = store.Read(s => CustomerViews.Find(s, http.Scope(), id.ToString()) is [var profile] ? CustomerViews.Show(s, http.Scope(), profile, id) : null) ?? throw Answers.NotFound("customer");
        http.Caller().People = 1;
        return Answers.Single(http, view);
    }
}
