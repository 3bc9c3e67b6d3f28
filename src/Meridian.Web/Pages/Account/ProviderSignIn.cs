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
    internal const string Unknown = "unknown", Unverified = "unverified", Other = "other", Failed = "failed";

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
        app.MapGet(SignInProvider.Begin, async (HttpContext http, string? back) =>
        {
            try
            {
                await http.ChallengeAsync(SignInProvider.Scheme, new AuthenticationProperties { RedirectUri = AccountEndpoints.Within(back) }).ConfigureAwait(false);
            }
            catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException && !http.Response.HasStarted)
            {
                // The service cannot be asked where its door is.
                Tell(http, e);
                Shut(http, Failed);
            }
        });
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

        if (ticket.Principal?.FindFirstValue("email") is not { Length: > 0 } email || people.FindByEmail(email) is not { } person || ticket.Principal.FindFirst("sub") is not { } subject)
        {
            Shut(ticket.HttpContext, Unknown);
            return;
        }

        var provided = $"{subject.Issuer} {subject.Value}";
        if (person.Provided is null)
        {
            try
            {
                person = await Join(services, person, provided).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ChangedMeanwhileException or Api.ProblemException)
            {
                Tell(ticket.HttpContext, e);
                Shut(ticket.HttpContext, Failed);
                return;
            }
        }
        else if (person.Provided != provided)
        {
            Shut(ticket.HttpContext, Other);
            return;
        }

        await ticket.HttpContext.SignInAsync(IdentityConstants.ApplicationScheme, Session.Of(person)).ConfigureAwait(false);
        ticket.Response.Redirect(AccountEndpoints.Within(ticket.ReturnUri));
    }

    /// <summary>Keeps who they are there: who was invited comes in so for the first time, without a password of their own.</summary>
    private static async Task<Person> Join(IServiceProvider services, Person person, string provided)
    {
        await services.GetRequiredService<PeopleBook>().Save(
            person.Actor, services.GetRequiredService<IClock>().StoreNow(), known => new PersonOrder("join", person = known.First(p => p.Id == person.Id) is { Ended: false, Provided: null } now
                ? now with { Provided = provided, Stamp = now.Stamp.Length > 0 ? now.Stamp : Person.NewSecret(), LinkHash = null, LinkUntil = null } : throw new ChangedMeanwhileException()),
            services.GetRequiredService<Api.ApiHost>().Patience).ConfigureAwait(false);
        return person;
    }

    private static void Tell(HttpContext http, Exception? fault) =>
        NotSignedIn(http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderSignIn)), fault?.GetType().Name ?? "");

    private static Task Refused(RemoteFailureContext failure)
    {
        Tell(failure.HttpContext, failure.Failure);
        failure.HandleResponse();
        Shut(failure.HttpContext, Failed);
        return Task.CompletedTask;
    }

    private static void Shut(HttpContext http, string why) => http.Response.Redirect("/login?fault=" + why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing in by the provider failed: {Fault}")]
    private static partial void NotSignedIn(ILogger logger, string fault);
}
