using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Web;
using Meridian.Web.Pages.Account;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Meridian.WebTests.Api;

/// <summary>Who is signed in to the pages uses the API as themselves: role and countries hold, and what changes something must come from their own page.</summary>
public sealed partial class SessionTests
{
    private const string Password = "four words in a row";
    private const string Csv = "id,name,email,country\n1,Asha Rao,asha@example.in,IN\n2,John,john@example.com,US\n";

    [Fact]
    public async Task Role_and_countries_of_a_session_hold()
    {
        await using var server = await ApiServer.Start();
        server.Import("crm", Csv);
        using var all = await SignIn(server, Roles.Viewer);
        using var india = await SignIn(server, Roles.Viewer, "IN");
        Assert.Equal(2, (await Json(all, "/api/v1/customers/count")).GetProperty("customers").GetInt64());
        Assert.Equal(1, (await Json(india, "/api/v1/customers/count")).GetProperty("customers").GetInt64());
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await Code(all, HttpMethod.Get, "/api/v1/exports/customers"));
        Assert.Equal((HttpStatusCode.Forbidden, "limited_key"), await Code(india, HttpMethod.Get, "/api/v1/sources"));
        Assert.Equal((HttpStatusCode.NotFound, "not_found"), await Code(india, HttpMethod.Get, $"/api/v1/customers/{server.Profile("john@example.com")}"));
    }

    [Fact]
    public async Task A_change_needs_the_token_of_the_sessions_own_page()
    {
        await using var server = await ApiServer.Start();
        using var person = await SignIn(server, Roles.Operator);
        using var other = await SignIn(server, Roles.Operator);
        var suppress = """{"action":"suppress","identifiers":["asha@example.in"]}""";
        Assert.Equal((HttpStatusCode.Forbidden, "no_form_token"), await Code(person, HttpMethod.Post, "/api/v1/suppressions", suppress));
        Assert.Equal((HttpStatusCode.Forbidden, "no_form_token"), await Code(person, HttpMethod.Post, "/api/v1/suppressions", suppress, "made up"));
        Assert.Equal((HttpStatusCode.Forbidden, "no_form_token"), await Code(person, HttpMethod.Post, "/api/v1/suppressions", suppress, await other.GetStringAsync("/form-token")));
        Assert.Equal((HttpStatusCode.OK, null), await Code(person, HttpMethod.Post, "/api/v1/suppressions", suppress, await person.GetStringAsync("/form-token")));
    }

    [Fact]
    public async Task A_dropped_file_is_taken_by_who_may_import_and_by_nobody_else()
    {
        await using var server = await ApiServer.Start();
        using var person = await SignIn(server, Roles.Operator);
        using var viewer = await SignIn(server, Roles.Viewer);
        using var india = await SignIn(server, Roles.Operator, "IN");
        Assert.Equal(HttpStatusCode.Created, await Upload(person, token: true));
        Assert.Equal(HttpStatusCode.Forbidden, await Upload(person, token: false));
        Assert.Equal(HttpStatusCode.Forbidden, await Upload(viewer, token: true));
        Assert.Equal(HttpStatusCode.Forbidden, await Upload(india, token: true));
        Assert.Single(Directory.GetDirectories(Path.Combine(server.Folder.Root, "imports")));
    }

    [Fact]
    public async Task A_wrong_key_is_not_made_good_by_a_session_and_a_session_that_ended_opens_nothing()
    {
        await using var server = await ApiServer.Start();
        using var person = await SignIn(server, Roles.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/status");
        request.Headers.Authorization = new("Bearer", "sk_of_nobody");
        using (var answer = await person.SendAsync(request))
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Code(person, HttpMethod.Get, "/api/v1/status")).Status);

        var people = server.App.Services.GetRequiredService<PeopleBook>();
        var signedIn = Assert.Single(people.All, p => p.Role == Roles.Viewer);
        await people.Save("local", SystemClock.Instance.StoreNow(), known => Team.End(known, signedIn.Id));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Code(person, HttpMethod.Get, "/api/v1/status")).Status);
    }

    /// <summary>Somebody with a role and countries, signed in by the form.</summary>
    private static async Task<HttpClient> SignIn(ApiServer server, string role, params string[] countries)
    {
        var email = $"{Meridian.Foundation.Governance.Person.NewId():N}@example.com";
        using (var services = server.App.Services.CreateScope())
        {
            var people = services.ServiceProvider.GetRequiredService<PeopleBook>();
            await people.Save("local", SystemClock.Instance.StoreNow(), known => Team.Invite(known, email, "Somebody", role, countries, SystemClock.Instance.StoreNow()).Order);
            await services.ServiceProvider.GetRequiredService<Passwords>().Join(people.FindByEmail(email)!, "Somebody", Password);
        }

#pragma warning disable CA2000 // The client disposes it.
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(server.Url) };
#pragma warning restore CA2000
        var token = FormToken().Match(await http.GetStringAsync("/login")).Groups["token"].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "login",
            ["__RequestVerificationToken"] = token,
            ["Input.Email"] = email,
            ["Input.Password"] = Password,
        });
        using var answer = await http.PostAsync("/login", form);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return http;
    }

    private static async Task<JsonElement> Json(HttpClient http, string path) => JsonElement.Parse(await http.GetStringAsync(path));

    private static async Task<(HttpStatusCode Status, string? Code)> Code(HttpClient http, HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        if (token is not null)
            request.Headers.Add("X-Form-Token", token);
        using var answer = await http.SendAsync(request);
        var json = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    private static async Task<HttpStatusCode> Upload(HttpClient http, bool token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/pages/imports") { Content = new StringContent(Csv) };
        request.Headers.Add("X-File-Name", Uri.EscapeDataString("客户 1.csv"));
        if (token)
            request.Headers.Add("X-Form-Token", await http.GetStringAsync("/form-token"));
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
