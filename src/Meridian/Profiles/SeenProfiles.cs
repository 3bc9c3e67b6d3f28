using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;

namespace Meridian.Profiles;

/// <summary>Whom lists, counts and searches are about.</summary>
public static class SeenProfiles
{
    /// <summary>A condition on <c>p</c>, a profile: it is a customer, and not a visitor of whom nothing is known but a device, and may be seen.</summary>
    public static Sql By(Scope scope) => $"not coalesce(p.anonymous, false) and {scope.Sees($"p.country")}";
}
