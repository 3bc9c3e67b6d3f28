using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Authorization;

namespace Meridian.Web.Pages.Access;

/// <summary>The right that somebody needs to open a page: <c>@attribute [Needs(Right.ReadCustomers)]</c>. A page without one opens for nobody.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(Right right) : AuthorizeAttribute, IAuthorizationRequirement, IAuthorizationRequirementData
{
    public Right Right { get; } = right;

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [this];
}

/// <summary>Asks the book of people, so that a right that was taken is gone at once.</summary>
internal sealed class NeedsHandler(PeopleBook people) : AuthorizationHandler<NeedsAttribute>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsAttribute requirement)
    {
        if (people.Of(context.User) is { } person && Rights.Allows(person.Scope, requirement.Right))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
