using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What an endpoint needs: stated at each, in one way.</summary>
/// <param name="Told">Whether the audit is told that it was answered: personal data is read or taken out, or something is changed.</param>
public sealed record Policy(Right Right, bool Told);

/// <summary>An endpoint whose first answer to an <c>Idempotency-Key</c> is kept and given again.</summary>
/// <param name="Kept">For how long; less where the answer holds a secret.</param>
/// <param name="OfNobody">Whether the answer tells of no person, so that it may outlive an erasure.</param>
public sealed record Repeatable(TimeSpan Kept, bool OfNobody = false);

public static class PolicyExtensions
{
    /// <summary>States what an endpoint needs.</summary>
    public static RouteHandlerBuilder Needs(this RouteHandlerBuilder endpoint, Right right, bool told = false) => endpoint.WithMetadata(new Policy(right, told));

    /// <summary>Keeps the endpoint's answers by <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder Repeatable(this RouteHandlerBuilder endpoint, TimeSpan? kept = null, bool ofNobody = false) =>
        endpoint.WithMetadata(new Repeatable(kept ?? TimeSpan.FromHours(24), ofNobody));

    /// <summary>Every endpoint of the API says what it needs; one that does not would be open to everybody, so the server does not start.</summary>
    /// <exception cref="InvalidOperationException">One says nothing.</exception>
    public static void InsistOnPolicies(this IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in routes.DataSources.SelectMany(s => s.Endpoints).OfType<RouteEndpoint>())
        {
            if (IsApi(endpoint) && endpoint.Metadata.GetMetadata<Policy>() is null)
                throw new InvalidOperationException($"{endpoint.DisplayName} says nothing of who may use it. State it where it is mapped, with Needs(Right...).");
        }
    }

    private static bool IsApi(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.OrdinalIgnoreCase) == true;
}
