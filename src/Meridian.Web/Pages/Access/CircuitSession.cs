using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Logging;

namespace Meridian.Web.Pages.Access;

/// <summary>Ends the pages of who was signed out elsewhere within half a minute; what they ask for is refused at once (<see cref="PageStore"/>).</summary>
internal sealed class CircuitSession(ILoggerFactory loggers, PeopleBook people) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Task.FromResult(authenticationState.User.Identity?.IsAuthenticated != true || people.Of(authenticationState.User) is not null);
}
