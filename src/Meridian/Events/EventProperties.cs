using Meridian.Foundation.Database;

namespace Meridian.Events;

/// <summary>What events of a name tell beside their name and time.</summary>
public static class EventProperties
{
    /// <summary>So many events are looked at: what all of them have is found in few, and all of millions are not read for a list of names.</summary>
    private const int Sample = 2_000;

    /// <summary>Names of the properties that some of the events have, sorted; a property within another is not told.</summary>
    public static List<string> Of(ISession session, string name) => session.List(
        $"""
        select distinct k.name from (
            select {session.Dialect.JsonKeys($"e.properties")} as name from (
                select properties from {EventTables.Event} where name = {name} and properties is not null limit {Sample}) e) k
        order by 1
        """,
        r => r.Text(0)!);
}
