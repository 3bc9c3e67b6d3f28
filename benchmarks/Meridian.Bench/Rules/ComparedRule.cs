using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian.Bench.Rules;

/// <summary>A rule as a team writes it, and the condition on a profile <c>p</c> that somebody who knows SQL would write for it.</summary>
/// <param name="Tag">Several rules of one tag are the values that exclude one another, in this order.</param>
/// <param name="Value">Null for a tag that is had or not.</param>
internal sealed record ComparedRule(string Tag, string? Value, string Text, Sql Condition)
{
    /// <summary>The values of an exclusive class: each is tried where those before it do not hold.</summary>
    public static IEnumerable<ComparedRule> Class(string tag, params (string Value, string Text, Sql Condition)[] values) => values.Select((v, i) => new ComparedRule(
        tag, v.Value, v.Text, i == 0 ? v.Condition : $"({v.Condition}) and not coalesce({Sql.Join(" or ", values.Take(i).Select(b => (Sql)$"({b.Condition})"))}, false)"));

    public static ComparedRule Of(string tag, string text, Sql condition) => new(tag, null, text, condition);

    /// <summary>Those for whom a grouping of their events gives something.</summary>
    public static Sql Having(string name, Sql condition, Sql having) => $"""
        p.profile_id in (select r.profile_id from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
            where e.name = {name} and e.occurred_at <= {RuleStore.Now} and {condition} group by r.profile_id having {having})
        """;

    /// <summary>The same of everything that they did themselves.</summary>
    public static Sql HavingAny(Sql condition, Sql having) => $"""
        p.profile_id in (select r.profile_id from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
            where e.name not in ('Order Refunded', 'Message Sent', 'Message Delivered', 'Message Failed') and e.occurred_at <= {RuleStore.Now} and {condition} group by r.profile_id having {having})
        """;

    public static Sql Within(double days) => $"e.occurred_at > {RuleStore.Now.AddDays(-days)}";

    public static Sql Between(double days, double until) => $"e.occurred_at > {RuleStore.Now.AddDays(-days)} and e.occurred_at <= {RuleStore.Now.AddDays(-until)}";

    public static Sql AnyTime => Sql.Constant("true");

    public static Sql Has(string tag, string value) => $"p.profile_id in (select a.profile_id from {Tags.TagTables.Assignment} a where a.tag = {tag} and a.value = {value})";
}
