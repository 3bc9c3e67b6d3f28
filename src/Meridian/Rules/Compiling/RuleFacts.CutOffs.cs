using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;

namespace Meridian.Rules.Compiling;

/// <content>Cut-offs: values of all customers with which each one's is compared.</content>
internal sealed partial class RuleFacts
{
    private readonly Dictionary<CutOff, (Numbered Alias, Sql Join)> _cutOffs = [];

    /// <summary>The value that others are compared with; null where nobody has one, or the customer's country is not known.</summary>
    public Sql CutOff(CutOff cutOff)
    {
        if (!_cutOffs.TryGetValue(cutOff, out var known))
        {
            var number = _cutOffs.Count + 1;
            if (number == 1)
                session.Execute(session.Dialect.CreateTemporary(RuleTables.CutOff, $"select 0 as number, cast('' as varchar) as country, cast(0 as double precision) as value where 1 = 0"));
            Fill(cutOff, number);
            var alias = new Numbered("k", number);
            Sql where = cutOff.PerCountry ? (Sql)$"{alias}.country = p.country" : $"{alias}.country = ''";
            _cutOffs[cutOff] = known = (alias, $" left join {RuleTables.CutOff} {alias} on {alias}.number = {number} and {where}");
        }

        return $"{known.Alias}.value";
    }

    /// <summary>Of those who are ranked by country: that theirs is known.</summary>
    public Sql HasCountry(bool perCountry) => perCountry ? Sql.Constant("and p.country is not null") : Sql.Empty;

    private void Fill(CutOff cutOff, int number)
    {
        if (inputs.CutOffs?.Find(cutOff.Ranking) is { } kept)
        {
            using var writer = session.Append(RuleTables.CutOff);
            foreach (var (country, value) in kept)
            {
                writer.Add(number).Add(country).Add(value);
                writer.EndRow();
            }

            writer.Complete();
            return;
        }

        session.Execute($"insert into {RuleTables.CutOff} select {number}, f.country, f.value from ({Found(cutOff)}) f where f.value is not null");
        inputs.CutOffs?.Keep(cutOff.Ranking, session.List($"select country, value from {RuleTables.CutOff} where number = {number}", r => (r.Text(0)!, r.Double(1))));
    }

    /// <summary>Finds a cut-off among the values of all customers, whoever is asked for.</summary>
    private Sql Found(CutOff cutOff)
    {
        var query = new RuleCompiler(session, inputs with { Only = null, CutOffs = null }) { Types = Types };
        var value = query.Value(cutOff.Value, Vocabulary.RuleType.Number);
        Sql group = cutOff.PerCountry ? $"p.country" : (Sql)$"cast('' as varchar)";
        Sql values = $"select {group} as country, cast({value} as double precision) as value from {query.Facts.From} where {SeenProfiles.By(Scope.Whole)}";
        Sql known = $"select v.country, v.value from ({values}) v where v.value is not null and v.country is not null";
        return cutOff.Kind switch
        {
            CutOffKind.RankWithin => $"""
                select k.country, min(k.value) as value from (
                    select v.country, v.value, rank() over (partition by v.country order by v.value desc) as place from ({known}) v) k
                where k.place <= {(long)cutOff.Number} group by k.country
                """,
            _ => $"""
                select k.country, min(case when {(cutOff.Kind is CutOffKind.ShareAtLeast ? $"k.share >= {cutOff.Number}" : (Sql)$"k.share > {cutOff.Number}")} then k.value end) as value from (
                    select v.country, v.value,
                        100.0 * count(*) over (partition by v.country order by v.value) / cast(count(*) over (partition by v.country) as double precision) as share from ({known}) v) k
                group by k.country
                """,
        };
    }

    /// <summary>The types of the parts of the rule at hand.</summary>
    public IReadOnlyDictionary<Syntax.RuleNode, Vocabulary.RuleType> Types { get; set; } = new Dictionary<Syntax.RuleNode, Vocabulary.RuleType>();
}
