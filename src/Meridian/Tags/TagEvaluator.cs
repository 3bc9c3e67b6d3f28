using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Definitions;
using Meridian.Tags.Labels;
using Meridian.Tags.Manual;

namespace Meridian.Tags;

/// <summary>
/// Brings the assignments of the team's tags up to date: what the rules of the published definitions give, and over it what people said, which no rule overrides. What goes becomes history.
/// Inside the caller's transaction.
/// </summary>
public static class TagEvaluator
{
    /// <summary>Memory for evaluating everybody: the facts of a million customers for a hundred rules are most of a gigabyte, and what does not fit goes to the disk.</summary>
    private const int EverybodysMegabytes = 1536;

    /// <summary>What the rules give: (profile_id, tag, value, because, confidence, origin, version).</summary>
    internal static readonly Table ByRule = new("batch_tag_by_rule");

    /// <summary>What people said and stands: (profile_id, tag, given, value, because, version).</summary>
    internal static readonly Table ByHand = new("batch_tag_by_hand");

    private static readonly Table Changed = new("batch_team_tag_changed");
    private static readonly Table Wanted = new("batch_team_tag");
    private static readonly Table Before = new("batch_team_tag_before");

    /// <param name="profiles">A query of the profile ids whose tags are looked at, those that are gone among them; null for all.</param>
    /// <param name="at">The instant as of which the tags hold, UTC.</param>
    /// <param name="since">Since when what changes is so.</param>
    /// <returns>Assignments that are new or changed.</returns>
    public static long Evaluate(ISession session, Sql? profiles, DateTime at, DateTime since)
    {
        var published = TagBook.Published(session);
        // Nobody has a tag of a team that has none; what was retired ended with it.
        if (published.Count == 0 && (profiles is not null || session.Count($"select count(*) from (select 1 from {TagTables.Assignment} where origin <> {TagOrigins.BuiltIn} limit 1) a") == 0))
            return 0;
        if (profiles is null)
            session.UseResources(Environment.ProcessorCount, EverybodysMegabytes);
        // Everybody's tags are evaluated when rules are published, by the hour, and with a file: then, once a day, rankings are found anew.
        var rules = Prepare(session, published, StoreVocabulary.OfRules(session, published), profiles, at, new KeptCutOffs(session, at, again: profiles is null));
        Sql before = $"{AssignmentExchange.Held(session.Dialect)} where {OfTheTeam(published)} {(profiles is null ? Sql.Empty : $"and a.profile_id in ({profiles})")}";
        // Of a batch's few customers all are compared: looking for those that changed would take longer.
        if (profiles is null && published.Count > 0)
        {
            rules.FindChanged(Changed, before);
            before = $"{before} and a.profile_id in (select c.profile_id from {Changed} c)";
            rules.Write(ByRule, Changed);
        }
        else
        {
            rules.Write(ByRule, null);
        }

        session.Execute(session.Dialect.CreateTemporary(Wanted, $"""
            select w.profile_id, w.tag, w.value, w.because, w.confidence, w.origin, w.version from {ByRule} w
            where not exists (select 1 from {ByHand} h where h.profile_id = w.profile_id and h.tag = w.tag)
            union all
            select h.profile_id, h.tag, h.value, h.because, cast(1 as double precision), {TagOrigins.Manual}, h.version from {ByHand} h where h.given
            """));
        session.Execute(session.Dialect.CreateTemporary(Before, before));
        var changed = AssignmentExchange.Run(session, Wanted, Before, since);
        if (profiles is null)
            session.UseResources(Environment.ProcessorCount);
        return changed;
    }

    /// <summary>What the rules alone would give, whatever people said: a table of the session, (profile_id, tag, value, ...).</summary>
    internal static Table WouldGive(ISession session, Sql? profiles, DateTime at)
    {
        var published = TagBook.Published(session);
        Prepare(session, published, StoreVocabulary.OfRules(session, published), profiles, at, Reading(session, at)).Write(ByRule, null);
        return ByRule;
    }

    /// <summary>
    /// What a version that is not published would give, and people's words over it, everything else being as it is: a table of the session, (profile_id, value, origin). Nothing is changed.
    /// </summary>
    internal static Table WouldBe(ISession session, TagVersion version, DateTime at)
    {
        var words = StoreVocabulary.OfRules(session, [.. TagBook.Published(session).Where(p => p.Key != version.Key), version]);
        // Other tags are read as customers have them.
        Prepare(session, [version], words, null, at, Reading(session, at)).Write(ByRule, null);
        session.Execute(session.Dialect.CreateTemporary(Wanted, $"""
            select w.profile_id, w.value, w.origin from {ByRule} w where not exists (select 1 from {ByHand} h where h.profile_id = w.profile_id and h.tag = {version.Key})
            union all
            select h.profile_id, h.value, {TagOrigins.Manual} from {ByHand} h where h.given and h.tag = {version.Key}
            """));
        return Wanted;
    }

    /// <summary>What a version's rules would have given at an earlier instant, by what had happened and been stated by then: a table of the session, (profile_id, tag, value, ...). Nothing is changed.</summary>
    internal static Table WouldHaveBeen(ISession session, TagVersion version, DateTime at)
    {
        var words = StoreVocabulary.OfRules(session, [.. TagBook.Published(session).Where(p => p.Key != version.Key), version]);
        Prepare(session, [version], StoreFacts.AsOf(session, words, at), $"select n.* from ({ManualTags.Standing(null, at)}) n limit 0").Write(ByRule, null);
        return ByRule;
    }

    private static KeptCutOffs Reading(ISession session, DateTime at) => new(session, at, again: false) { IsReading = true };

    /// <summary>Fills <see cref="ByHand"/>, empties <see cref="ByRule"/>, and evaluates the rules.</summary>
    private static TagRules Prepare(ISession session, IReadOnlyList<TagVersion> tags, RuleVocabulary words, Sql? profiles, DateTime at, KeptCutOffs cutOffs) =>
        Prepare(session, tags, StoreFacts.Now(words, at) with { Only = profiles, CutOffs = cutOffs }, ManualTags.Standing(profiles, at));

    /// <param name="said">What people said: like <see cref="ManualTags.Standing"/>.</param>
    private static TagRules Prepare(ISession session, IReadOnlyList<TagVersion> tags, RuleInputs inputs, Sql said)
    {
        session.Execute(session.Dialect.CreateTemporary(ByHand, $"""
            select s.profile_id, s.tag, s.given, s.value, concat('by ', coalesce(s.by_whom, 'somebody')) as because, s.version from ({said}) s
            """));
        session.Execute(session.Dialect.CreateTemporary(ByRule, $"""
            select profile_id, tag, value, because, confidence, origin, version from {TagTables.Assignment} limit 0
            """));
        return TagRules.Run(session, tags, inputs, ByHand);
    }

    /// <summary>A condition on <c>a</c>, an assignment: it is of the team's tags, or of a built-in label in whose place one stands now.</summary>
    private static Sql OfTheTeam(IReadOnlyList<TagVersion> published)
    {
        var redefined = published.Select(p => p.Key).Where(BuiltInTags.IsOne).ToList();
        return redefined.Count == 0 ? (Sql)$"a.origin <> {TagOrigins.BuiltIn}" : $"(a.origin <> {TagOrigins.BuiltIn} or a.tag in ({Sql.Join(", ", redefined.Select(r => (Sql)$"{r}"))}))";
    }
}
