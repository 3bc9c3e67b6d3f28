using System.Globalization;
using Meridian.Web.Pages.Access;
using Meridian.Web.Pages.Account;
using Meridian.Web.Pages.Assets;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Meridian.Web.Pages;

/// <summary>The pages: everything that a person sees in a browser. They call the same services as the API, through <see cref="PageStore"/>.</summary>
public static class WebPages
{
    /// <param name="secrets">Folder of the keys by which cookies and second factors are encrypted; only this machine's user may read it.</param>
    /// <param name="provider">Where people can sign in too; null for nowhere.</param>
    public static void AddServices(IServiceCollection services, string secrets, SignInProvider? provider = null)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(o => o.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(10))
            // A pasted list, or a long rule: with the usual 32 KB the connection would be cut and the text be lost.
            .AddHubOptions(o => o.MaximumReceiveMessageSize = 2 << 20);
        services.AddMudServices(o =>
        {
            o.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomStart;
            o.SnackbarConfiguration.VisibleStateDuration = 8_000;
            // The same words twice are two things, each with a way back of its own.
            o.SnackbarConfiguration.PreventDuplicates = false;
        });
        services.AddLocalization().AddSingleton<MudLocalizer, MudTexts>().AddSingleton<Texts>();
        services.AddScoped<PageStore>().AddScoped<OfCustomers.ViewShelf>().AddSingleton<PageDownload>().AddSingleton<FigureBook>().AddSingleton<Overview.OverviewBook>().AddSingleton<Start.SampleData>();
        services.AddSingleton<Imports.RehearsalBook>().AddSingleton<Imports.EventFileBook>().AddSingleton<OfNumbers.NumberBook>().AddSingleton(p => new Ingest.WaitingImports(p.GetRequiredService<OpenStore>().Log));
        services.AddSingleton<RuleEditing.RuleDrafts>().AddScoped<RuleEditing.RuleDesk>();

        var folder = Directory.CreateDirectory(secrets);
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        services.AddDataProtection().SetApplicationName("Meridian").PersistKeysToFileSystem(folder);
        services.AddSingleton<LockoutBook>().AddSingleton<FirstRun>().AddScoped<Passwords>();
        services.AddIdentityCore<SignInPerson>(o =>
        {
            o.Lockout.MaxFailedAccessAttempts = 5;
            o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
            // An address may hold any letter.
            o.User.AllowedUserNameCharacters = "";
            // Length is asked for by Passwords, whose messages are in the person's language.
            (o.Password.RequiredLength, o.Password.RequireDigit, o.Password.RequireLowercase, o.Password.RequireUppercase, o.Password.RequireNonAlphanumeric) = (Passwords.Shortest, false, false, false, false);
        }).AddUserStore<PeopleStore>().AddSignInManager()
            // An app with codes is the second step; nobody is asked by e-mail or phone.
            .AddTokenProvider<AuthenticatorTokenProvider<SignInPerson>>(TokenOptions.DefaultAuthenticatorProvider).AddClaimsPrincipalFactory<SessionFactory>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(Settle);
        if (provider is not null)
            ProviderSignIn.Add(services, provider);
        services.AddSingleton<IAuthorizationHandler, NeedsHandler>();
        services.AddAuthorization(o => o.FallbackPolicy = null);
        services.AddCascadingAuthenticationState().AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddAntiforgery(o => (o.Cookie.Name, o.HeaderName) = ("meridian.form", "X-Form-Token"));
    }

    public static void Use(WebApplication app)
    {
        app.UseWhen(IsPage, pages =>
        {
            pages.Use(Guard);
            pages.UseStatusCodePagesWithReExecute("/missing");
        });
        // Behind the line above, or the page that it asks for would not be found: by itself routing is done before everything.
        app.UseRouting();
        app.UseRequestLocalization(o =>
        {
            var cultures = Texts.Languages.Select(l => new CultureInfo(l.Code)).ToList();
            (o.SupportedCultures, o.SupportedUICultures, o.DefaultRequestCulture) = (cultures, cultures, new RequestCulture("en"));
            o.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Look.LanguageCookie }, new AcceptedLanguage()];
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void Map(WebApplication app)
    {
        WebAssets.Map(app);
        AccountEndpoints.Map(app);
        ProviderSignIn.Map(app);
        OfSegments.SegmentDownloads.Map(app);
        OfCustomers.CustomerDownload.Map(app);
        Imports.UploadEndpoint.Map(app);
        OfNumbers.NumberDownload.Map(app);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
    }

    /// <summary>Addresses of the API, of events and of health have their own ways to say no.</summary>
    internal static bool IsPage(HttpContext http) =>
        !new[] { "/api", "/v1", "/openapi", "/docs", "/healthz", "/readyz", "/status", "/metrics", "/local" }.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));

    private static void Settle(CookieAuthenticationOptions cookie)
    {
        (cookie.Cookie.Name, cookie.Cookie.HttpOnly, cookie.Cookie.SameSite) = ("meridian", true, SameSiteMode.Lax);
        (cookie.ExpireTimeSpan, cookie.SlidingExpiration, cookie.LoginPath, cookie.ReturnUrlParameter) = (TimeSpan.FromHours(12), true, "/login", "back");
        cookie.Events.OnRedirectToAccessDenied = denied =>
        {
            // As with what is not there: an address tells nothing of what it would show.
            denied.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = validation =>
        {
            if (validation.HttpContext.RequestServices.GetRequiredService<PeopleBook>().Of(validation.Principal) is null)
                validation.RejectPrincipal();
            return Task.CompletedTask;
        };
    }

    /// <summary>What a page may load and run: what comes from here. Styles may stand in elements, because the components set sizes there; scripts may not.</summary>
    private static Task Guard(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy =
                "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
            if (string.IsNullOrEmpty(headers.CacheControl))
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Path == "/" && http.RequestServices.GetRequiredService<FirstRun>().IsNeeded)
        {
            http.Response.Redirect("/login");
            return Task.CompletedTask;
        }

        return next(http);
    }

    /// <summary>The browser's first language that the pages are written in, a closer script or country meant.</summary>
    private sealed class AcceptedLanguage : RequestCultureProvider
    {
        public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
        {
            foreach (var language in httpContext.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1))
            {
                try
                {
                    var closest = Texts.Closest(language.Value.ToString());
                    if (closest != "en" || language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(closest));
                }
                catch (CultureNotFoundException)
                {
                    // "*", or no language at all.
                }
            }

            return Task.FromResult<ProviderCultureResult?>(null);
        }
    }
}
