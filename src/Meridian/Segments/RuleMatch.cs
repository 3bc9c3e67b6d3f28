using Meridian.Foundation.Database;

namespace Meridian.Segments;

/// <summary>Runs a rule over all customers.</summary>
public static class RuleMatch
{
    /// <summary>A query of the profile ids for which a rule holds.</summary>
    public static Sql Profiles(ISession session, string rule, DateTime at) => throw new NotSupportedException($"Rules do not run yet: {rule} at {at} on {session}");
}
