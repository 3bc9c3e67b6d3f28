namespace Meridian.Web.Pages.Account;

/// <summary>A variable of the environment about signing in does not hold what it must; the message says which and what to do.</summary>
public sealed class SignInProviderException(string message) : Exception(message);

/// <summary>A service that knows the team's people (OpenID Connect), so that they sign in where they are signed in already.</summary>
/// <param name="Authority">Its address, whose <c>/.well-known/openid-configuration</c> says the rest.</param>
/// <param name="ClientSecret">Null for a public client.</param>
/// <param name="Name">As people call it.</param>
/// <param name="AssumesVerified">Whether an address counts as theirs where the service does not say that it looked into it.</param>
public sealed record SignInProvider(Uri Authority, string ClientId, string? ClientSecret, string Name, bool AssumesVerified)
{
    /// <summary>What the framework calls it.</summary>
    internal const string Scheme = "provider";

    /// <summary>Where signing in there begins.</summary>
    internal const string Begin = "/login/provider";

    /// <summary>Where the service sends people back to: what is to be registered with it, behind the server's address.</summary>
    public const string Callback = "/login/provider/callback";

    private const string AuthorityName = "MERIDIAN_OIDC_AUTHORITY", Client = "MERIDIAN_OIDC_CLIENT_ID", Assume = "MERIDIAN_OIDC_ASSUME_VERIFIED";

    /// <summary>As the environment says; null where it names none.</summary>
    /// <param name="read">Gives a variable.</param>
    /// <exception cref="SignInProviderException">A variable is missing or wrong.</exception>
    public static SignInProvider? Of(Func<string, string?> read)
    {
        if (Text(AuthorityName) is not { } address)
            return Text(Client) is null ? null : throw new SignInProviderException($"{Client} is set and {AuthorityName} is not: set it to the address of the service, such as https://login.example.com.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
            throw new SignInProviderException($"{AuthorityName}: '{address}' is no address with https. Give what the service calls its issuer, such as https://login.example.com.");
        var client = Text(Client) ?? throw new SignInProviderException($"{Client} is missing: it is what {authority.Host} calls this program. Register the address that people use with {Callback} behind it there.");
        var assumes = Text(Assume) switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new SignInProviderException($"{Assume}: '{other}' is neither true nor false."),
        };
        return new SignInProvider(authority, client, Text("MERIDIAN_OIDC_CLIENT_SECRET"), Text("MERIDIAN_OIDC_NAME") ?? authority.Host, assumes);

        string? Text(string name) => read(name)?.Trim() is { Length: > 0 } text ? text : null;
    }
}
