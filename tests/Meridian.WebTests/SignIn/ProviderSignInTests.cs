using System.Net;
using Meridian.Web.Pages.Account;
using Meridian.WebTests.Running;

namespace Meridian.WebTests.SignIn;

/// <summary>Signing in where the team is signed in already (OpenID Connect).</summary>
public sealed class ProviderSignInTests : IAsyncLifetime
{
    private readonly Provider _provider = new();
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        await _provider.Start();
        _server = await ServerProcess.Start(
            null, ("MERIDIAN_OIDC_AUTHORITY", _provider.Url), ("MERIDIAN_OIDC_CLIENT_ID", Provider.Client), ("MERIDIAN_OIDC_CLIENT_SECRET", Provider.Secret), ("MERIDIAN_OIDC_NAME", "Acme Login"));
        _provider.Callback = _server.Url + SignInProvider.Callback;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_invited_comes_in_with_their_own_rights_and_nobody_else_does()
    {
        await _server.Run("people", "invite", "lin@example.com", "--name", "Lin", "--role", "analyst", "--countries", "IN");
        await _server.Run("people", "invite", "gone@example.com", "--name", "Gone", "--role", "admin");
        await _server.Run("people", "end", "gone@example.com");

        using var door = Browser();
        Assert.Contains("Sign in with Acme Login", await Page(door, "/login"), StringComparison.Ordinal);

        // As the service writes the address, and to the page that was asked for.
        using var lin = Browser();
        _provider.Email = "Lin@Example.com";
        using (var answer = await lin.GetAsync("/login/provider?back=%2Fsegments", TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("/segments", answer.RequestMessage!.RequestUri!.PathAndQuery);
        }

        Assert.Equal("/customers", await Led(lin, "/customers"));
        using (var keys = await lin.GetAsync("/settings/keys", TestContext.Current.CancellationToken))
            Assert.Equal(HttpStatusCode.NotFound, keys.StatusCode);

        // Another site may be named as the way back; it is not followed.
        foreach (var elsewhere in new[] { "https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%09%2Fevil.example", "%2F%5Cevil.example" })
        {
            using var answer = await lin.GetAsync("/login/provider?back=" + elsewhere, TestContext.Current.CancellationToken);
            // The overview, which leads to the door while there is no administrator.
            Assert.Equal(_server.Url + "/login", answer.RequestMessage!.RequestUri!.ToString());
        }

        // At the service her address is somebody else's by now: until an administrator gives a new link.
        _provider.Subject = "another one";
        using (var other = Browser())
            Assert.Contains("somebody else", await Page(other, "/login/provider"), StringComparison.Ordinal);
        await _server.Run("people", "link", "lin@example.com");
        using (var other = Browser())
            Assert.Equal("/segments", await Led(other, "/login/provider?back=%2Fsegments"));
        Assert.Contains("\"state\":\"active\"", (await _server.Run("people", "list", "--json")).Single(p => p.Contains("lin@", StringComparison.Ordinal)), StringComparison.Ordinal);

        // Who leaves is out at once, and does not come in again.
        await _server.Run("people", "end", "lin@example.com");
        foreach (var (email, verified, says) in new (string, bool?, string)[]
        {
            ("lin@example.com", true, "Nobody is invited"), ("gone@example.com", true, "Nobody is invited"), ("stranger@example.com", true, "Nobody is invited"),
            ("gone@example.com", false, "does not say that"), ("gone@example.com", null, "does not say that"),
        })
        {
            (_provider.Email, _provider.Verified) = (email, verified);
            using var other = Browser();
            using var answer = await other.GetAsync("/login/provider", TestContext.Current.CancellationToken);
            Assert.Equal("/login", answer.RequestMessage!.RequestUri!.AbsolutePath);
            Assert.Contains(says, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal("/login", await Led(other, "/customers"));
        }

        Assert.Equal("/login", await Led(lin, "/customers"));
    }

    [Fact]
    public async Task What_did_not_begin_here_does_not_end_here()
    {
        await _server.Run("people", "invite", "lin@example.com", "--name", "Lin", "--role", "admin");
        _provider.Email = "lin@example.com";
        using var theirs = Browser(follow: false);
        using var begun = await theirs.GetAsync("/login/provider", TestContext.Current.CancellationToken);
        using var vouched = await theirs.GetAsync(begun.Headers.Location, TestContext.Current.CancellationToken);
        var back = vouched.Headers.Location!;
        Assert.StartsWith(_provider.Callback, back.ToString(), StringComparison.Ordinal);
        // The link of one browser in another one: as somebody would send it to make them sign in as themselves.
        using var victim = Browser();
        using var answer = await victim.GetAsync(back, TestContext.Current.CancellationToken);
        Assert.Contains("did not work", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("/login", await Led(victim, "/customers"));
        using var forged = await victim.GetAsync(SignInProvider.Callback + "?code=abc&state=def", TestContext.Current.CancellationToken);
        Assert.Equal("/login", forged.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_leaves_the_door_as_it_is()
    {
        await _provider.DisposeAsync();
        using var browser = Browser();
        Assert.Contains("did not work", await Page(browser, "/login/provider"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://login.example.com", "x", "MERIDIAN_OIDC_AUTHORITY: 'http://login.example.com' is no address with https.")]
    [InlineData("https://login.example.com", null, "MERIDIAN_OIDC_CLIENT_ID is missing")]
    [InlineData(null, "x", "MERIDIAN_OIDC_CLIENT_ID is set and MERIDIAN_OIDC_AUTHORITY is not")]
    public void What_is_wrong_of_the_settings_is_said_with_what_to_do(string? authority, string? client, string says)
    {
        var fault = Assert.Throws<SignInProviderException>(() => SignInProvider.Of(name => name switch
        {
            "MERIDIAN_OIDC_AUTHORITY" => authority,
            "MERIDIAN_OIDC_CLIENT_ID" => client,
            _ => null,
        }));
        Assert.Contains(says, fault.Message, StringComparison.Ordinal);
    }

    private HttpClient Browser(bool follow = true) => new(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer(), AllowAutoRedirect = follow }) { BaseAddress = new Uri(_server.Url) };

    /// <summary>Which page an address leads to.</summary>
    private static async Task<string> Led(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.RequestMessage!.RequestUri!.AbsolutePath;
    }

    private static async Task<string> Page(HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
