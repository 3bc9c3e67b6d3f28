using System.Security.Claims;
using Meridian.WebTests.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Meridian.WebTests.SignIn;

/// <summary>A real OpenID Connect service on this machine, at which somebody is signed in already.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string Client = "meridian-here", Secret = "a secret between the two";

    private WebApplication? _app;

    public string Url { get; } = $"http://127.0.0.1:{ServerProcess.FreePort()}";

    /// <summary>Whom it vouches for.</summary>
    public string Email { get; set; } = "";

    /// <summary>Who has the address; null for the one who always had it.</summary>
    public string? Subject { get; set; }

    /// <summary>Whether the address was looked into; null: it does not say.</summary>
    public bool? Verified { get; set; } = true;

    /// <summary>Where it lets people go back to.</summary>
    public string Callback { get; set; } = "";

    public async Task Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        builder.Services.AddOpenIddict().AddServer(o =>
        {
            o.EnableDegradedMode();
            o.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token");
            o.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            o.RegisterScopes(Scopes.Email, Scopes.Profile);
            o.AddEphemeralEncryptionKey().AddEphemeralSigningKey();
            o.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough();
            o.AddEventHandler<ValidateAuthorizationRequestContext>(b => b.UseInlineHandler(asked =>
            {
                if (asked.ClientId != Client || asked.RedirectUri != Callback)
                    asked.Reject(Errors.InvalidClient);
                return default;
            }));
            o.AddEventHandler<ValidateTokenRequestContext>(b => b.UseInlineHandler(asked =>
            {
                if (asked.ClientId != Client || asked.ClientSecret != Secret)
                    asked.Reject(Errors.InvalidClient);
                return default;
            }));
        });
        _app = builder.Build();
        _app.MapGet("/connect/authorize", () =>
        {
            var who = new ClaimsIdentity("here", Claims.Name, Claims.Role);
            who.SetClaim(Claims.Subject, Subject ?? "subject of " + Email.ToUpperInvariant()).SetClaim(Claims.Email, Email);
            if (Verified is { } verified)
                who.SetClaim(Claims.EmailVerified, verified);
            who.SetScopes(Scopes.OpenId, Scopes.Email, Scopes.Profile);
            who.SetDestinations(_ => [Destinations.IdentityToken]);
            return Results.SignIn(new ClaimsPrincipal(who), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
