using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Pages.Account;

/// <summary>What is done by going to an address: signing out, another language, light and dark.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/logout", async (HttpContext http, SignInManager<SignInPerson> sign, PeopleBook people) =>
        {
            // Another site may not do it by a link or a picture.
            if (http.Request.Headers["Sec-Fetch-Site"].ToString() is not ("cross-site" or "same-site"))
            {
                people.EndSession(http.User.FindFirst(Session.Id)?.Value);
                await sign.SignOutAsync().ConfigureAwait(false);
            }

            return Results.LocalRedirect("/login");
        });
        // Only scripts of these pages can read the answer; what they send with it is meant by them.
        app.MapGet("/form-token", (HttpContext http, IAntiforgery forms) => Results.Text(forms.GetAndStoreTokens(http).RequestToken));
        app.MapGet("/look", (HttpContext http, string? language, string? theme, string? back) =>
        {
            var kept = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, HttpOnly = true };
            if (language is not null && Texts.Languages.Any(l => l.Code == language))
                http.Response.Cookies.Append(Look.LanguageCookie, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(language)), kept);
            if (theme is "light" or "dark")
                http.Response.Cookies.Append(Look.ThemeCookie, theme, kept);
            return Results.LocalRedirect(Within(back));
        });
    }

    /// <summary>An address of these pages, whatever a link says: a browser leaves tabs and line ends out, and two slashes may come together then.</summary>
    public static string Within(string? back) => back is { Length: > 0 } && back[0] == '/' && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) && !back.Any(char.IsControl)
        ? back : "/";
}
