using Meridian.Foundation.Database;

namespace Meridian.Resolve.Decisions;

/// <summary>Questions to what people decided and stands.</summary>
internal static class StandingDecisions
{
    /// <summary>Whether anything was decided at all: most stores hold nothing, and are spared the questions.</summary>
    public static bool Any(ISession session) => session.Count($"select count(*) from (select 1 from {ResolveTables.Decision} limit 1) d") > 0;

    /// <summary>A condition on two profiles' ids: nobody has said that they are two people.</summary>
    public static Sql Undecided(Sql first, Sql second) => $"""
        not exists (
            select 1 from {ResolveTables.Decision} d join {ResolveTables.Record} x on x.record_id = d.record_a join {ResolveTables.Record} y on y.record_id = d.record_b
            where d.verdict = {DecisionOrder.Two} and least(x.profile_id, y.profile_id) = least({first}, {second}) and greatest(x.profile_id, y.profile_id) = greatest({first}, {second}))
        """;
}
