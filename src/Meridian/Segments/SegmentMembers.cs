using Meridian.Foundation.Database;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>Who is in a saved segment.</summary>
public static class SegmentMembers
{
    /// <summary>A query of the profile ids of those who are in it.</summary>
    /// <param name="at">What had happened then counts, UTC.</param>
    /// <exception cref="NoSuchDefinitionException">There is no such segment.</exception>
    /// <exception cref="Rules.Syntax.RuleException">Its rule makes no sense any more.</exception>
    public static Sql Of(ISession session, string key, DateTime at)
    {
        var segment = SegmentBook.Find(session, key) ?? throw SegmentIntake.Unknown(session, key);
        return RuleMatch.Profiles(session, segment.Definition.Rule, at);
    }
}
