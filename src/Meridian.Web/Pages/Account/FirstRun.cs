using Meridian.Foundation.Governance;

namespace Meridian.Web.Pages.Account;

/// <summary>The link by which the first administrator is made: printed when the server starts and nobody can sign in, good until somebody is made and no longer than this run.</summary>
public sealed class FirstRun(PeopleBook people)
{
    private readonly string _secret = Person.NewSecret();

    public bool IsNeeded => !people.All.Any(p => p is { Ended: false, Role: Roles.Admin });

    /// <summary>Path and query, such as <c>/setup?key=…</c>.</summary>
    public string Path => $"/setup?key={_secret}";

    public bool Opens(string? key) =>
        key is not null && IsNeeded && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(key), System.Text.Encoding.UTF8.GetBytes(_secret));
}
