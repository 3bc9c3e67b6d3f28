using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Rules.Compiling;

/// <summary>
/// The facts that a set of rules asks for, collected so that each table is read once: events of one name, tags, identifiers, records. Each is a subquery with a row for a customer, joined to
/// <c>p</c>, the profile.
/// </summary>
internal sealed partial class RuleFacts(ISession session, RuleInputs inputs)
{
    private readonly Dictionary<object, FactJoin> _joins = [];
    private int _columns;
    private bool _zones;

    /// <summary>The row source of everything that the rules ask for; <c>p</c> is the profile.</summary>
    public Sql From
    {
        get
        {
            var joins = _joins.Values.Select(j => (Sql)$" left join ({j.Query}) {j.Alias} on {j.Alias}.profile_id = p.profile_id")
                .Concat(_cutOffs.Values.Select(c => c.Join))
                .Concat(_beside.Select(b => (Sql)$" left join {b.Key} {b.Value} on {b.Value}.profile_id = p.profile_id"));
            Sql only = inputs.Only is { } few ? (Sql)$" join ({few}) o on o.profile_id = p.profile_id" : $"";
            Sql zones = _zones ? (Sql)$" left join {RuleTables.Zone} z on z.zone = coalesce(p.time_zone, 'UTC')" : $"";
            return $"(select q.*{Traits.Selected} from {inputs.Profiles} q) p{only}{zones}{Sql.Join("", joins)}";
        }
    }

    /// <summary>What of the team's own traits is asked for; columns of <c>p</c>.</summary>
    public Extracts Traits { get; } = new("y");

    public Sql HasIdentifier(string kind) => $"""
        coalesce({Join("identifiers", _ => columns => $"""
            select r.profile_id, {columns} from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
            where {Imports.Whole($"i.entry")} {Past($"i.record_id", $"v.entry = i.entry and v.row_no = i.row_no")} {Of($"r.profile_id")} group by r.profile_id
            """).Column(kind, Next, null, () => $"max(case when i.kind = {kind} then 1 else 0 end)")}, 0) = 1
        """;

    public Sql HasSource(string source) => $"""
        coalesce({Join("records", _ => columns => $"""
            select r.profile_id, {columns} from {ResolveTables.Record} r where 1 = 1 {Past($"r.record_id", $"1 = 1")} {Of($"r.profile_id")} group by r.profile_id
            """).Column(source, Next, null, () => $"max(case when r.source = {source} then 1 else 0 end)")}, 0) = 1
        """;

    /// <summary>Whether the customer has a tag, with whatever value.</summary>
    public Sql HasTag(string tag) => Evaluated(tag) is { } value ? (Sql)$"({value} is not null)"
        : $"(coalesce({Tags.Column(("has", tag), Next, $"t.tag = {tag}", () => $"max(case when t.tag = {tag} then 1 else 0 end)")}, 0) = 1)";

    /// <summary>Whether the customer has a tag with one of several values.</summary>
    public Sql HasTag(string tag, IReadOnlyList<string> values)
    {
        var among = Sql.Join(", ", values.Select(v => (Sql)$"{v}"));
        return Evaluated(tag) is { } value ? (Sql)$"coalesce({value} in ({among}), false)"
            : $"(coalesce({Tags.Column(("is", tag, string.Join('\n', values)), Next, $"t.tag = {tag}", () => $"max(case when t.tag = {tag} and t.value in ({among}) then 1 else 0 end)")}, 0) = 1)";
    }

    /// <summary>A tag's value; null for none. Of several the first in the alphabet.</summary>
    public Sql TagValue(string tag) => Evaluated(tag)
        ?? $"{Tags.Column(("value", tag), Next, $"t.tag = {tag}", () => $"min(case when t.tag = {tag} then t.value end)")}";

    /// <summary>Since when the customer has a tag; null for never. A tag that is evaluated with this rule and was not there before begins now.</summary>
    public Sql TagSince(string tag)
    {
        if (Evaluated(tag) is not { } value)
            return $"{Tags.Column(("since", tag), Next, $"t.tag = {tag}", () => $"max(case when t.tag = {tag} then t.since end)")}";
        var since = Tags.Column(("since", tag), Next, $"t.tag = {tag}", () => $"max(case when t.tag = {tag} then t.since end)");
        var before = Tags.Column(("value", tag), Next, $"t.tag = {tag}", () => $"min(case when t.tag = {tag} then t.value end)");
        return $"case when {value} is null then null when {value} = {before} then {since} else cast({inputs.At} as timestamp) end";
    }

    /// <summary>A fact that the caller has a table for.</summary>
    /// <param name="key">Of the table.</param>
    /// <param name="query">With a row a customer, from columns.</param>
    /// <param name="aggregate">Of each customer's rows.</param>
    public Sql Of(string key, Func<Sql, Sql> query, object fact, Sql aggregate) => Join(("given", key), _ => query).Column(fact, Next, null, () => aggregate);

    /// <summary>Joins a table with a row for each profile; its alias.</summary>
    public Sql Beside(Table table)
    {
        if (!_beside.TryGetValue(table, out var alias))
            _beside[table] = alias = new Numbered("l", _beside.Count + 1);
        return $"{alias}";
    }

    private readonly Dictionary<Table, Numbered> _beside = [];

    private FactJoin Tags => Join("tags", join => columns => $"""
        select t.profile_id, {columns} from ({inputs.Tags}) t where ({join().Needed!}) {Of($"t.profile_id")} group by t.profile_id
        """);

    /// <summary>Values of tags that are evaluated in the same pass, before the rules that ask for them: by key, a column.</summary>
    public Dictionary<string, Sql> EvaluatedTags { get; } = new(StringComparer.Ordinal);

    private Sql? Evaluated(string tag) => EvaluatedTags.GetValueOrDefault(tag);

    public Sql MayContact(string channel, string purpose)
    {
        var column = Join(("consent", channel, purpose), _ => columns => $"""
            select m.profile_id, {columns} from ({ContactPermission.MayContact(
                session, inputs.Only ?? $"select p.profile_id from {inputs.Profiles} p", channel, purpose, inputs.IsPast ? inputs.At : null)}) m group by m.profile_id
            """).Column("may", Next, null, () => $"count(*)");
        return $"(coalesce({column}, 0) > 0)";
    }

    /// <summary>What day it is where the customer is; UTC where that is not known. The column of <see cref="RuleTables.Zone"/>.</summary>
    public Sql OfToday(Column column, Sql elsewhere)
    {
        if (!_zones)
            ZoneDays.Load(session, inputs.At);
        _zones = true;
        return $"coalesce(z.{column}, {elsewhere})";
    }

    private FactJoin Join(object key, Func<Func<FactJoin>, Func<Sql, Sql>> query)
    {
        if (_joins.TryGetValue(key, out var known))
            return known;
        FactJoin? made = null;
        return _joins[key] = made = new FactJoin(new Numbered("j", _joins.Count + 1), query(() => made!));
    }

    private Numbered Next() => new("c", ++_columns);

    /// <summary>" and id in (the few)" where only few are asked for.</summary>
    private Sql Of(Sql id) => inputs.Only is { } only ? (Sql)$"and {id} in ({only})" : Sql.Empty;

    /// <summary>" and a statement of the record says so, made by then" where an earlier instant is asked for.</summary>
    private Sql Past(Sql record, Sql statement) => inputs.IsPast
        ? (Sql)$"and exists (select 1 from {StatementTables.RecordVersion} v where v.record_id = {record} and {statement} and {PastStatements.MadeBy(inputs.At)})"
        : Sql.Empty;
}
