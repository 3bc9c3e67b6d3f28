using System.Net;
using System.Reflection;
using Meridian.Foundation.Governance;
using Meridian.Web.Pages;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;

namespace Meridian.PageTests;

/// <summary>Who may open which page.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessTests(Site site)
{
    private static readonly Type[] Pages = [.. typeof(WebPages).Assembly.GetTypes().Where(t => t.GetCustomAttributes<RouteAttribute>().Any())];

    [Fact]
    public void Every_page_names_the_right_it_needs_or_is_a_door()
    {
        Assert.True(Pages.Length > 5, "No pages were found.");
        Assert.Equal([], Pages.Where(p => p.GetCustomAttributes<NeedsAttribute>(inherit: true).Any() == p.GetCustomAttributes<AllowAnonymousAttribute>(inherit: true).Any() && p.GetCustomAttribute<AuthorizeAttribute>() is null).Select(p => p.Name));
    }

    /// <summary>Written down, so that a page with too weak a right is seen: what a viewer, who sees all countries, may not open.</summary>
    [Fact]
    public void What_changes_something_or_tells_of_the_team_needs_more_than_looking() => Assert.Equal(
        [
            "/imports/new", "/segments/new", "/segments/{Key}/edit", "/settings/activity", "/settings/areas", "/settings/audit", "/settings/keys", "/settings/people", "/settings/source", "/settings/sources/connect", "/settings/suppressions", "/start", "/tags/new", "/tags/{Key}/edit",
        ],
        Pages.Where(p => p.GetCustomAttribute<NeedsAttribute>() is { } needs && !Rights.Has(Roles.Viewer, needs.Right)).SelectMany(p => p.GetCustomAttributes<RouteAttribute>().Select(r => r.Template)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_door_from_every_page()
    {
        Site.NeedChromium();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        foreach (var (path, page) in Paths())
        {
            using var answer = await http.GetAsync(site.Url + path, TestContext.Current.CancellationToken);
            if (page.GetCustomAttributes<AllowAnonymousAttribute>(inherit: true).Any())
                continue;
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/login", StringComparison.Ordinal), $"{path}: {answer.StatusCode} {answer.Headers.Location}");
        }
    }

    [Fact]
    public async Task A_page_opens_for_those_and_only_those_who_have_its_right()
    {
        foreach (var (role, countries) in new[] { (Roles.Viewer, (string?)null), (Roles.Viewer, "IN"), (Roles.Operator, null), (Roles.Analyst, "IN,AE"), (Roles.Admin, null) })
        {
            using var http = await site.SignedIn(role, countries);
            var scope = new Scope(role, countries?.Split(','), "someone");
            foreach (var (path, page) in Paths().Where(p => p.Page.GetCustomAttribute<NeedsAttribute>() is not null))
            {
                using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
                var may = Rights.Allows(scope, page.GetCustomAttribute<NeedsAttribute>()!.Right);
                // A page of one thing that is not there is 404 for who may, too.
                if (!may)
                    Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{role} {countries}: {path} answers {answer.StatusCode} and must not open.");
                else if (path.Contains("missing-one", StringComparison.Ordinal) || path.Contains(Guid.Empty.ToString(), StringComparison.Ordinal) || path.Contains("999999", StringComparison.Ordinal))
                    Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.OK, $"{role} {countries}: {path} answers {answer.StatusCode}, of what is not there");
                else
                    Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{role} {countries}: {path} answers {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Who_sees_only_India_sees_only_India()
    {
        using var admin = await site.SignedIn(Roles.Admin, null);
        using var limited = await site.SignedIn(Roles.Analyst, "IN");
        var american = await site.CustomerOf("US");
        var indian = await site.CustomerOf("IN");
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"/customers/{american}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await limited.GetAsync($"/customers/{indian}", TestContext.Current.CancellationToken)).StatusCode);
        foreach (var part in new[] { "", "?show=timeline", "?show=consents", "?show=sources" })
            Assert.Equal(HttpStatusCode.NotFound, (await limited.GetAsync($"/customers/{american}{part}", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("0 customers", await limited.GetStringAsync("/customers?country=US", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var overview = await limited.GetStringAsync("/", TestContext.Current.CancellationToken);
        Assert.Contains("country=IN", overview, StringComparison.Ordinal);
        Assert.DoesNotContain("country=US", overview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_lets_no_script_in_and_is_kept_nowhere()
    {
        using var http = await site.SignedIn(Roles.Viewer, null);
        using var answer = await http.GetAsync("/customers?q=%3Cscript%3Ealert(1)%3C/script%3E", TestContext.Current.CancellationToken);
        var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
    }

    private static IEnumerable<(string Path, Type Page)> Paths() => Pages.SelectMany(p => p.GetCustomAttributes<RouteAttribute>().Select(r => (Filled(r.Template), p)));

    /// <summary>A route with something in its places that is not there.</summary>
    private static string Filled(string template) => string.Join('/', template.Split('/').Select(part => part switch
    {
        ['{', ..] when part.Contains(":guid", StringComparison.Ordinal) => Guid.Empty.ToString(),
        ['{', ..] when part.Contains(":long", StringComparison.Ordinal) || part.Contains(":int", StringComparison.Ordinal) => "999999",
        ['{', ..] => "missing-one",
        _ => part,
    }));
}
