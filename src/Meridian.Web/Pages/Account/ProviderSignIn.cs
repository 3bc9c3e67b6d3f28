using System.Security.Claims;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web.Pages.Account;

/// <summary>
/// Signs people in whom another service vouches for. It says who they are, by their e-mail address; who may come in, and what they may do, is said here: an address that nobody was invited by
/// opens nothing. A second step is the service's to ask.
/// </summary>
internal static partial class ProviderSignIn
{
    /// <summary>What the door says when it stays shut: texts <c>account.provider.*</c>.</summary>
    internal const string Unknown = "unknown", Unverified = "unverified", Failed = "failed";

    public static void Add(IServiceCollection services, SignInProvider provider)
    {
        services.AddSingleton(provider);
        services.AddAuthentication().AddOpenIdConnect(SignInProvider.Scheme, o =>
        {
            (o.Authority, o.ClientId, o.ClientSecret) = (provider.Authority.ToString(), provider.ClientId, provider.ClientSecret);
            (o.ResponseType, o.ResponseMode, o.UsePkce) = ("code", "query", true);
            o.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
            o.CallbackPath = SignInProvider.Callback;
            o.SignInScheme = IdentityConstants.ExternalScheme;
            // Some tell the address only when they are asked for it.
            (o.GetClaimsFromUserInfoEndpoint, o.MapInboundClaims, o.DisableTelemetry) = (true, false, true);
            o.Scope.Clear();
            foreach (var scope in new[] { "openid", "email", "profile" })
                o.Scope.Add(scope);
            o.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
            // The way back is a link that the browser follows, so the lax kind comes along, and needs no https on this machine.
            (o.CorrelationCookie.SameSite, o.NonceCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
            (o.CorrelationCookie.SecurePolicy, o.NonceCookie.SecurePolicy) = (CookieSecurePolicy.SameAsRequest, CookieSecurePolicy.SameAsRequest);
            (o.CorrelationCookie.Name, o.NonceCookie.Name) = ("meridian.provider.", "meridian.nonce.");
            o.Events = new OpenIdConnectEvents { OnTicketReceived = Received, OnRemoteFailure = Refused };
        });
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SignInProvider>() is null)
            return;
        app.MapGet(SignInProvider.Begin, (string? back) => Results.Challenge(new AuthenticationProperties { RedirectUri = AccountEndpoints.Within(back) }, [SignInProvider.Scheme]));
    }

    private static async Task Received(TicketReceivedContext ticket)
    {
        var services = ticket.HttpContext.RequestServices;
        var (people, provider) = (services.GetRequiredService<PeopleBook>(), services.GetRequiredService<SignInProvider>());
        ticket.HandleResponse();
        var verified = ticket.Principal?.FindFirstValue("email_verified");
        if (verified is null ? !provider.AssumesVerified : !verified.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            Shut(ticket.HttpContext, Unverified);
            return;
        }

        if (ticket.Principal?.FindFirstValue("email") is not { Length: > 0 } email || people.FindByEmail(email) is not { } person)
        {
            Shut(ticket.HttpContext, Unknown);
            return;
        }

        // Who was invited comes in so for the first time, without a password of their own.
        if (person.Stamp.Length == 0)
        {
            await people.Save(person.Actor, services.GetRequiredService<IClock>().StoreNow(), known => new PersonOrder("join", person =
                known.First(p => p.Id == person.Id) is { Ended: false } now ? now with { Stamp = now.Stamp.Length > 0 ? now.Stamp : Person.NewSecret(), LinkHash = null, LinkUntil = null } : throw new ChangedMeanwhileException())).ConfigureAwait(false);
        }

        await ticket.HttpContext.SignInAsync(IdentityConstants.ApplicationScheme, Session.Of(person)).ConfigureAwait(false);
        ticket.Response.Redirect(AccountEndpoints.Within(ticket.ReturnUri));
    }

    private static Task Refused(RemoteFailureContext failure)
    {
        NotSignedIn(failure.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderSignIn)), failure.Failure?.GetType().Name ?? "");
        failure.HandleResponse();
        Shut(failure.HttpContext, Failed);
        return Task.CompletedTask;
    }

    private static void Shut(HttpContext http, string why) => http.Response.Redirect("/login?fault=" + why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing in by the provider failed: {Fault}")]
    private static partial void NotSignedIn(ILogger logger, string fault);
}
