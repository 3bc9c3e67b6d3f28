using System.Globalization;
using Meridian.Foundation.Database;
using Meridian.Normalise;
using Meridian.Resolve;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Explaining;

/// <summary>The records, identifiers and labels from which a value comes.</summary>
internal static class ExplainedFacts
{
    private const int Shown = 5;

    public static IReadOnlyList<string> Of(ISession session, RuleInputs inputs, RuleNode node, Guid profile) => node switch
    {
        NameNode { Path: [var word] } when RuleTraits.All.ContainsKey(word) => Trait(session, inputs, word, profile),
        NameNode { Path: [var word] } when inputs.Words.Tags.ContainsKey(word) => Tag(session, inputs, word, profile),
        NameNode { Path: [var word] } => Custom(session, word, profile),
        CallNode { Function: "trait", Arguments: [TextNode name] } => Custom(session, name.Value, profile),
        CallNode { Function: "tag" or "tag_since", Arguments: [TextNode key] } => Tag(session, inputs, key.Value, profile),
        CallNode { Function: "identifier", Arguments: [TextNode kind] } => Identifiers(session, kind.Value, profile),
        CallNode { Function: "source", Arguments: [TextNode source] } => session.List(
            $"select r.source, r.external_id from {ResolveTables.Record} r where r.profile_id = {profile} and r.source = {source.Value} order by r.external_id limit {Shown}",
            r => Record(r.Text(0)!, r.Text(1))),
        _ => [],
    };

    private static List<string> Trait(ISession session, RuleInputs inputs, string word, Guid profile)
    {
        if (word is RuleTraits.Country or RuleTraits.Language or "time_zone")
        {
            Sql because = word switch { RuleTraits.Country => $"f.country_because", RuleTraits.Language => $"f.language_because", _ => $"f.time_zone_because" };
            return session.List($"select {because} from {inputs.Profiles} f where f.profile_id = {profile} and {because} is not null", r => $"by the customer's {r.Text(0)}");
        }

        var columns = TraitColumns.All.Where(t => t.Column.Name == word || (word is RuleTraits.Age or RuleTraits.Birthday && t.Column.Name == "birth_date")).ToList();
        return columns.Count == 0 ? [] : Stated(session, Sql.Join(" or ", columns.Select(c => (Sql)$"v.{c.Column} is not null")), profile);
    }

    private static List<string> Custom(ISession session, string name, Guid profile) => Stated(session, $"{session.Dialect.JsonText($"v.custom", [name])} is not null", profile);

    private static List<string> Stated(ISession session, Sql condition, Guid profile) => session.List(
        $"""
        select r.source, r.external_id, max(v.stated_at) from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id
        where r.profile_id = {profile} and ({condition}) group by r.source, r.external_id order by 3 desc, 1, 2 limit {Shown}
        """,
        r => string.Create(CultureInfo.InvariantCulture, $"{Record(r.Text(0)!, r.Text(1))}, {r.Time(2):yyyy-MM-dd}"));

    private static List<string> Tag(ISession session, RuleInputs inputs, string key, Guid profile) => session.List(
        $"select t.value, t.since from ({inputs.Tags}) t where t.profile_id = {profile} and t.tag = {key} order by t.value limit {Shown}",
        r => string.Create(CultureInfo.InvariantCulture, $"{key} = {r.Text(0)} since {r.Time(1):yyyy-MM-dd}"));

    private static List<string> Identifiers(ISession session, string kind, Guid profile) => session.List(
        $"""
        select distinct i.value from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
        where r.profile_id = {profile} and i.kind = {kind} order by 1 limit {Shown}
        """,
        r => $"{kind}:{r.Text(0)}");

    private static string Record(string source, string? id) => id is null ? $"a record of {source}" : $"{source}:{id}";
}
