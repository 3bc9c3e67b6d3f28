using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Tags.Definitions;

namespace Meridian.Tags;

/// <summary>
/// What the rules of the published tags give. All rules that depend on no other tag of the team are one statement, which reads each kind of fact once; those that do are another, behind it, level
/// by level. A customer's results are bits, because a hundred columns of text for ten million customers would not fit into memory.
/// </summary>
internal sealed class TagRules
{
    /// <summary>Bits of one column; the sign is left alone.</summary>
    private const int BitsOfColumn = 62;

    private readonly ISession _session;
    private readonly RuleInputs _inputs;
    private readonly Table _byHand;
    private static readonly Table Bits = new("batch_tag_bit");
    private static readonly Table BitsBefore = new("batch_tag_bits_before");

    /// <summary>How many columns of bits each level has.</summary>
    private readonly List<int> _widths = [];

    private readonly Dictionary<string, Evaluated> _done = new(StringComparer.Ordinal);

    private TagRules(ISession session, RuleInputs inputs, Table byHand) => (_session, _inputs, _byHand) = (session, inputs, byHand);

    /// <summary>A tag whose rules were evaluated: which bits of which level's table are its values.</summary>
    private sealed record Evaluated(TagVersion Version, IReadOnlyList<(string Value, int Bit)> Values, int Level);

    /// <summary>Evaluates the rules.</summary>
    /// <param name="published">In order of dependency.</param>
    /// <param name="byHand">(profile_id, tag, given, value, ...): what people said, which rules that ask for a tag see in the rule's place.</param>
    public static TagRules Run(ISession session, IReadOnlyList<TagVersion> published, RuleInputs inputs, Table byHand)
    {
        var evaluation = new TagRules(session, inputs, byHand);
        var rules = published.Select(p => (Version: p, Rules: Checked(p, inputs))).ToList();
        var level = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (version, checkedRules) in rules)
        {
            var asked = checkedRules.SelectMany(r => r.Rule.Tags).Where(level.ContainsKey).ToList();
            level[version.Key] = asked.Count == 0 ? 0 : asked.Max(t => level[t]) + 1;
        }

        foreach (var group in rules.GroupBy(r => level[r.Version.Key]).OrderBy(g => g.Key))
            evaluation.Evaluate(group.Key, [.. group]);
        evaluation.NoteBits();
        return evaluation;
    }

    /// <summary>The rules of a tag; none of one that makes no sense any more, because what it names is gone: its customers lose it, and <c>tags show</c> says why.</summary>
    private static List<(string Value, CheckedRule Rule)> Checked(TagVersion version, RuleInputs inputs)
    {
        try
        {
            return [.. version.Definition.Rules.Select(r => (r.Value, RuleChecker.Check(r.Rule, inputs.Words)))];
        }
        catch (RuleException)
        {
            return [];
        }
    }

    private void Evaluate(int level, IReadOnlyList<(TagVersion Version, List<(string Value, CheckedRule Rule)> Rules)> tags)
    {
        var compiler = new RuleCompiler(_session, _inputs);
        foreach (var asked in tags.SelectMany(t => t.Rules).SelectMany(r => r.Rule.Tags).Distinct(StringComparer.Ordinal))
        {
            if (_done.TryGetValue(asked, out var evaluated))
                compiler.Facts.EvaluatedTags[asked] = Value(compiler, evaluated);
        }

        var bits = new List<Sql>();
        foreach (var (version, rules) in tags)
        {
            // The first whose rule holds: each one's bit needs the others before it not to.
            var values = new List<(string, int)>();
            var before = new List<Sql>();
            foreach (var (value, rule) in rules)
            {
                var condition = compiler.Condition(rule);
                values.Add((value, bits.Count));
                bits.Add(before.Count == 0 ? condition : $"{condition} and not ({Sql.Join(" or ", before)})");
                before.Add(condition);
            }

            _done[version.Key] = new Evaluated(version, values, level);
        }

        _widths.Add(Math.Max(1, (bits.Count + BitsOfColumn - 1) / BitsOfColumn));
        if (bits.Count == 0)
        {
            _session.Execute(_session.Dialect.CreateTemporary(Results(level), $"select p.profile_id, cast(0 as bigint) as {new Numbered("b", 0)} from {compiler.Facts.From}"));
            return;
        }

        var columns = bits.Chunk(BitsOfColumn).Select((chunk, i) =>
            (Sql)$"{Sql.Join(" + ", chunk.Select((condition, bit) => (Sql)$"cast({condition} as integer) * {Mask(bit)}"))} as {new Numbered("b", i)}");
        _session.Execute(_session.Dialect.CreateTemporary(Results(level), $"select p.profile_id, {Sql.Join(", ", columns)} from {compiler.Facts.From}"));
    }

    /// <summary>
    /// Fills a table with the customers of whom the rules say something else than their assignments do, or of whom a person said something: most days few, and only theirs are written out row by
    /// row and compared. Bits are compared with bits.
    /// </summary>
    /// <param name="changed">(profile_id).</param>
    /// <param name="before">The assignments that the rules stand against: (profile_id, tag, value, origin, version).</param>
    public void FindChanged(Table changed, Sql before)
    {
        var columns = _widths.SelectMany((width, level) => Enumerable.Range(0, width).Select(column => (Level: level, Column: column))).ToList();
        Sql Were(int i) => $"{new Numbered("w", i)}";
        var sums = Sql.Join(", ", columns.Select((c, i) => (Sql)$"cast(sum(case when m.level = {c.Level} and m.bit_column = {c.Column} then m.mask else 0 end) as bigint) as {Were(i)}"));
        _session.Execute(_session.Dialect.CreateTemporary(BitsBefore, $"""
            select a.profile_id, sum(case when m.mask is null then 1 else 0 end) as others, {sums}
            from ({before}) a left join {Bits} m on m.tag = a.tag and m.value = a.value and m.version = a.version and a.origin = {TagOrigins.Rule} group by a.profile_id
            """));
        var joins = Sql.Join("", _widths.Select((_, level) => level == 0 ? (Sql)$"{Results(0)} {Level(0)}" : $" join {Results(level)} {Level(level)} on {Level(level)}.profile_id = {Level(0)}.profile_id"));
        var differ = Sql.Join(" or ", columns.Select((c, i) => (Sql)$"{Level(c.Level)}.{new Numbered("b", c.Column)} <> coalesce(w.{Were(i)}, 0)"));
        _session.Execute(_session.Dialect.CreateTemporary(changed, $"""
            select {Level(0)}.profile_id from {joins} left join {BitsBefore} w on w.profile_id = {Level(0)}.profile_id where {differ} or w.others > 0
            union select w.profile_id from {BitsBefore} w where not exists (select 1 from {Results(0)} r where r.profile_id = w.profile_id)
            union select h.profile_id from {_byHand} h
            """));
    }

    /// <summary>Which bit of which column is which value.</summary>
    private void NoteBits()
    {
        _session.Execute(_session.Dialect.CreateTemporary(Bits, $"select cast('' as varchar) as tag, cast('' as varchar) as value, 0 as version, 0 as level, 0 as bit_column, cast(0 as bigint) as mask, cast('' as varchar) as because where 1 = 0"));
        using (var writer = _session.Append(Bits))
        {
            foreach (var (tag, value, bit) in _done.Values.SelectMany(t => t.Values.Select(v => (t, v.Value, v.Bit))))
            {
                writer.Add(tag.Version.Key).Add(value).Add(tag.Version.Version).Add(tag.Level).Add(bit / BitsOfColumn).Add(1L << (bit % BitsOfColumn)).Add(Because(tag.Version));
                writer.EndRow();
            }

            writer.Complete();
        }
    }

    private static Numbered Level(int level) => new("r", level);

    /// <summary>Adds what the rules give to a table.</summary>
    /// <param name="into">(profile_id, tag, value, because, confidence, origin, version).</param>
    /// <param name="only">(profile_id): to these; null for everybody.</param>
    public void Write(Table into, Table? only)
    {
        var few = only is null ? Sql.Empty : (Sql)$"and r.profile_id in (select c.profile_id from {only} c)";
        for (var level = 0; level < _widths.Count; level++)
        {
            // Every customer with every bit: a query for each of a hundred values needs a hundred buffers at once, and more memory than an import leaves.
            var held = Sql.Join(" or ", Enumerable.Range(0, _widths[level]).Select(column => (Sql)$"(m.bit_column = {column} and (r.{new Numbered("b", column)} & m.mask) <> 0)"));
            _session.Execute($"""
                insert into {into} (profile_id, tag, value, because, confidence, origin, version)
                select r.profile_id, m.tag, m.value, m.because, cast(1 as double precision), {TagOrigins.Rule}, m.version
                from {Results(level)} r, {Bits} m where m.level = {level} and ({held}) {few}
                """);
        }
    }

    private static string Because(TagVersion version) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rule, version {version.Version}");

    /// <summary>A tag's value as rules of later levels see it: what a person said, else what its rules gave.</summary>
    private Sql Value(RuleCompiler compiler, Evaluated tag)
    {
        Sql given = tag.Values.Count == 0 ? (Sql)$"cast(null as varchar)" : $"case {Sql.Join(" ", tag.Values.Select(v => (Sql)$"when {Holds(compiler.Facts.Beside(Results(tag.Level)), v.Bit)} then cast({v.Value} as varchar)"))} end";
        var key = tag.Version.Key;
        var said = compiler.Facts.Of("by hand", columns => $"select h.profile_id, {columns} from {_byHand} h group by h.profile_id", key,
            $"max(case when h.tag = {key} then case when h.given then h.value else '' end end)");
        return $"case when {said} is not null then nullif({said}, '') else {given} end";
    }

    private static Sql Holds(Sql alias, int bit) => $"({alias}.{new Numbered("b", bit / BitsOfColumn)} & {Mask(bit % BitsOfColumn)}) <> 0";

    // Not a parameter: the engine would not know its width.
    private static Sql Mask(int bit) => $"cast({1L << bit} as bigint)";

    // Levels are few; no rule of a person is deeper.
    private static readonly Table[] Levels = [new("batch_rule_0"), new("batch_rule_1"), new("batch_rule_2"), new("batch_rule_3"), new("batch_rule_4"), new("batch_rule_5"), new("batch_rule_6"), new("batch_rule_7")];

    private static Table Results(int level) => level < Levels.Length ? Levels[level]
        : throw new InvalidOperationException($"Tags depend on one another through more than {Levels.Length} steps. Shorten the chain.");
}
