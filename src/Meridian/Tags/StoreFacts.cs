using Meridian.Foundation.Database;
using Meridian.Profiles;
using Meridian.Rules.Compiling;
using Meridian.Rules.Vocabulary;

namespace Meridian.Tags;

/// <summary>What rules are evaluated over: the store as it stands, or as it would have stood at an earlier instant.</summary>
public static class StoreFacts
{
    private static readonly Table Past = new("page_profile_as_of");

    /// <summary>The store as it stands.</summary>
    /// <param name="at">The instant <c>now</c>, UTC.</param>
    public static RuleInputs Now(RuleVocabulary words, DateTime at) => new(
        words, at, $"{ProfileTables.Profile}", $"select a.profile_id, a.tag, a.value, a.since from {TagTables.Assignment} a");

    /// <summary>
    /// What had happened and been stated by an earlier instant, under today's identities, rules and segments; tags as they were recorded then. Fills a temporary table of the session with the
    /// profiles of that time.
    /// </summary>
    public static RuleInputs AsOf(ISession session, RuleVocabulary words, DateTime at)
    {
        ProfileRefresher.MakeAsOf(session, Past, at);
        return new RuleInputs(words, at, $"{Past}", $"""
            select a.profile_id, a.tag, a.value, a.since from {TagTables.Assignment} a where a.since <= {at}
            union all
            select h.profile_id, h.tag, h.value, h.since from {TagTables.History} h where h.since <= {at} and h.until > {at}
            """) { IsPast = true };
    }

    /// <summary>The one or the other.</summary>
    /// <param name="asOf">Null for the store as it stands.</param>
    public static RuleInputs Of(ISession session, RuleVocabulary words, DateTime now, DateTime? asOf) => asOf is { } at ? AsOf(session, words, at) : Now(words, now);
}
