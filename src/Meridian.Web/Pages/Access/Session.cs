using System.Security.Claims;
using Meridian.Foundation.Governance;
using Meridian.Web.Pages.Account;
using Microsoft.AspNetCore.Identity;

namespace Meridian.Web.Pages.Access;

/// <summary>Whose session it is.</summary>
internal static class Session
{
    public const string Stamp = "stamp";

    /// <summary>Of one signing in: that one ends with it, in every tab.</summary>
    public const string Id = "session";

    public static ClaimsPrincipal Of(Person person) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()), new Claim(Stamp, person.Stamp), new Claim(Id, Person.NewSecret())], IdentityConstants.ApplicationScheme));

    /// <summary>The person as they are now; null where the session is none, or was ended by a new password, role, second factor or by their leaving.</summary>
    public static Person? Of(this PeopleBook people, ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated == true && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && people.Find(id) is { } person && person.Stamp.Length > 0 && person.Stamp == user.FindFirstValue(Stamp) && !people.IsOver(user.FindFirstValue(Id)) ? person : null;
}

/// <summary>What of a person is in their cookie: the id, and the stamp by which their sessions end. Role and countries are asked for anew each time.</summary>
internal sealed class SessionFactory : IUserClaimsPrincipalFactory<SignInPerson>
{
    public Task<ClaimsPrincipal> CreateAsync(SignInPerson user) => Task.FromResult(Session.Of(user.Person));
}
