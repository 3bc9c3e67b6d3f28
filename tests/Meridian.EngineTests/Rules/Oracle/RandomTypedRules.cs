using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Labels;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>Random rules that make sense, over the few names and values that <see cref="OracleStore"/> knows, so that they hold for some and not for others.</summary>
internal sealed class RandomTypedRules(Random random, DateTime around)
{
    private static readonly string[] Labels = ["activity", "life_stage", "data_quality"];

    /// <summary>Whether values are ranked; their cut-offs are found once a day.</summary>
    public bool HasPlaces { get; init; } = true;

    public static RuleVocabulary Words { get; } = new()
    {
        CustomTraits = ["points", "tier", "flag", "joined"],
        Events = OracleStore.EventNames,
        Sources = ["crm", "shop", "app"],
        Tags = BuiltInTags.Words.ToDictionary(w => w.Key, StringComparer.Ordinal),
        Segments = new Dictionary<string, RuleNode>(StringComparer.Ordinal)
        {
            ["buyers"] = RuleText.Parse("count(\"Order Completed\") >= 1 and not country = \"US\""),
            ["golden"] = RuleText.Parse("tier = \"gold\" or segment(\"buyers\") and orders_count > 1"),
        },
    };

    /// <summary>A rule of at most so many levels of and, or and not.</summary>
    public RuleNode Rule(int depth) => depth == 0 ? Test() : random.Next(6) switch
    {
        0 => new NotNode(Rule(depth - 1)),
        1 or 2 => new AndNode(Parts(depth, p => p is AndNode)),
        3 or 4 => new OrNode(Parts(depth, p => p is OrNode)),
        _ => Test(),
    };

    private NodeList<RuleNode> Parts(int depth, Func<RuleNode, bool> isSame)
    {
        var parts = Enumerable.Range(0, random.Next(2, 4)).Select(_ => Rule(depth - 1)).Select(p => isSame(p) ? new NotNode(p) : p);
        return new NodeList<RuleNode>([.. parts]);
    }

    private RuleNode Test() => random.Next(22) switch
    {
        < 7 => Comparison(Number(2), () => Number(0)),
        7 => new BetweenNode(Number(1), Number(0), Number(0)),
        8 => new InNode(Number(1), Some(() => new NumberNode(One(0, 1, 2, 3, 10, 30, 50)))),
        < 11 => TextTest_(),
        11 => HasPlaces ? Place() : Sequence(),
        12 => Sequence(),
        13 or 14 => Comparison(Time(1), () => Time(0)),
        15 => Comparison(Date(1), () => Date(0)),
        16 => new MissingNode(random.Next(5) == 0 ? Name(One(Labels)) : One(Number, Text, Time)(1), random.Next(2) == 0),
        _ => Has(),
    };

    private RuleNode Has() => random.Next(12) switch
    {
        0 => Call("identifier", One("email", "phone", "telegram", "user_id", "external_id")),
        1 => Call("platform", One("telegram", "whatsapp")),
        2 => Call("source", One("crm", "shop", "app")),
        3 => Call("segment", One("buyers", "golden")),
        4 => new CallNode("consent", [new TextNode("email"), new TextNode("marketing")], []),
        5 => Call("tag", One([.. Labels, "high_interaction", "long_term_online"])),
        6 => Name(One("birthday", "high_interaction", "activity")),
        7 => new ComparisonNode(Equality(), Name("flag"), new BooleanNode(random.Next(2) == 0)),
        8 => Name("flag"),
        9 => new ComparisonNode(Equality(), random.Next(2) == 0 ? Name("activity") : Call("tag", "activity"), new TextNode(One("high", "medium", "low", "silent", "unknown"))),
        10 => new InNode(Name("life_stage"), Some(() => new TextNode(One("new", "active", "lapsing", "lost")))),
        _ => new BooleanNode(random.Next(2) == 0),
    };

    private RuleNode TextTest_() => random.Next(8) switch
    {
        0 => new ComparisonNode(Equality(), Name("country"), new TextNode(One("US", "India", "AE"))),
        1 => new InNode(Name("country"), Some(() => new TextNode(One("US", "IN", "MX")))),
        2 => new ComparisonNode(Equality(), Name("area"), new TextNode(One("Middle East", "LATAM"))),
        3 => new ComparisonNode(Equality(), Name("language"), new TextNode(One("zh", "en", "pt-BR"))),
        4 => Comparison(Text(1), () => Text(0)),
        5 => new InNode(Text(1), Some(() => Text(0))),
        6 => new ComparisonNode(Equality(), Name("weekday"), new TextNode(around.DayOfWeek.ToString().ToLowerInvariant())),
        _ => random.Next(4) == 0
            ? new TextTestNode(TextTest.Matches, Searched(), new TextNode(One("^A", "o+s", "[0-9]{2}", "n$|e$", "^(?:S|s)hoes$", "\\bLee")))
            : new TextTestNode((TextTest)random.Next(3), Searched(), new TextNode(One("a", "SHOES", "ürüm", "Lee", "gold", "王", "s"))),
    };

    private RuleNode Number(int depth) => depth == 0 ? new NumberNode(One(0, 1, 2, 3, 7, 10, 12.25, 18, 30, 50, 99.5, 500)) : random.Next(20) switch
    {
        0 => Name(One("age", "orders_count", "total_spent", "records", "points")),
        1 => Call("trait", "points"),
        < 6 => new CallNode("count", random.Next(6) == 0 ? [] : [Event()], Named()),
        < 10 => new CallNode(One("sum", "avg", "min", "max"), [Property()], Named()),
        10 => new CallNode("distinct", [Property("category", "price", "vip", "item.size")], Named()),
        11 or 12 => new CallNode("active_days", random.Next(2) == 0 ? [] : [Event()], Named()),
        13 or 14 => new CallNode("days_since", [random.Next(3) == 0 ? Date(depth) : Time(depth)], []),
        15 => new CallNode("usual_gap", [], []),
        16 => new CallNode("streak", random.Next(2) == 0 ? [] : [Event()], []),
        17 => new NegateNode(Number(depth - 1)),
        _ => new ArithmeticNode((ArithmeticOperator)random.Next(4), Number(depth - 1), Number(depth - 1)),
    };

    private RuleNode Text(int depth) => depth == 0 ? new TextNode(One("Austin", "gold", "shoes", "Ann Lee", "en", "10", "true")) : random.Next(6) switch
    {
        0 or 1 => Name(One("name", "city", "tier", "time_zone")),
        2 => Call("trait", "tier"),
        _ => new CallNode(One("first", "last"), [Property("category", "price", "vip", "item.size")], Named()),
    };

    /// <summary>A text that is looked into; labels are compared with their own values only.</summary>
    private RuleNode Searched() => random.Next(5) == 0 ? Name(One(Labels)) : Text(1);

    private RuleNode Time(int depth) => depth == 0 ? random.Next(3) switch
    {
        0 => new AgoNode(Duration()),
        1 => new TimeNode(around.AddDays(-random.Next(3))),
        _ => new DateNode(DateOnly.FromDateTime(around).AddDays(-random.Next(3))),
    } : random.Next(8) switch
    {
        0 => Name(One("last_seen_at", "created_at", "last_order_at", "now")),
        1 => Name("joined") is var joined && depth > 1 ? new CallNode("last", [Event()], []) : joined,
        2 => Call("tag_since", One(Labels)),
        3 => new ArithmeticNode(random.Next(2) == 0 ? ArithmeticOperator.Add : ArithmeticOperator.Subtract, new CallNode("last", [Event()], Named()), Duration()),
        _ => new CallNode(One("first", "last"), random.Next(4) == 0 ? [] : [Event()], Named()),
    };

    private RuleNode Date(int depth) => depth == 0 ? new DateNode(DateOnly.FromDateTime(around).AddDays(-random.Next(3))) : random.Next(4) switch
    {
        0 => Name("birth_date"),
        1 => new ArithmeticNode(ArithmeticOperator.Subtract, Name("today"), new DurationNode(random.Next(1, 4), One(DurationUnit.Days, DurationUnit.Weeks, DurationUnit.Months, DurationUnit.Years))),
        _ => Name("today"),
    };

    private RuleNode Place()
    {
        NodeList<NamedArgument> per = random.Next(2) == 0 ? [] : [new NamedArgument("per", Name("country"))];
        return random.Next(2) == 0
            ? new ComparisonNode(One(ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual), new CallNode("percentile", [Number(1)], per), new NumberNode(One(0, 10, 50, 75, 90, 100)))
            : new ComparisonNode(One(ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Equal), new CallNode("rank", [Number(1)], per), new NumberNode(One(1, 2, 5, 10)));
    }

    private RuleNode Sequence()
    {
        var steps = Enumerable.Range(0, random.Next(2, 4)).Select(i => new SequenceStep(One(OracleStore.EventNames), false, random.Next(3) == 0 ? Where(0) : null, i > 0 && random.Next(2) == 0 ? Clock() : null)).ToList();
        if (random.Next(2) == 0)
            steps[^1] = steps[^1] with { No = true, Within = Clock() };
        return new SequenceNode(new NodeList<SequenceStep>(steps), new NodeList<NamedArgument>([.. Window()]));
    }

    private RuleNode Where(int depth) => random.Next(8) switch
    {
        0 when depth > 0 => new NotNode(Where(depth - 1)),
        1 when depth > 0 => new AndNode([Where(0), Where(0)]),
        2 when depth > 0 => new OrNode([Where(0), Where(0)]),
        3 => new TextTestNode((TextTest)random.Next(3), Path("category"), new TextNode(One("shoes", "ür", "s"))),
        4 => new InNode(Path("category"), Some(() => new TextNode(One("shoes", "Shoes", "")))),
        5 => new MissingNode(Path(One("total", "price", "item.size", "category")), random.Next(2) == 0),
        6 => random.Next(2) == 0 ? Path("vip") : new ComparisonNode(Equality(), Path("vip"), new BooleanNode(random.Next(2) == 0)),
        7 => Comparison(Path("at"), () => Time(0)),
        _ => Comparison(Path(One("total", "price", "item.size")), () => new NumberNode(One(0, 2.5, 10, 12.25, 50))),
    };

    private NodeList<NamedArgument> Named()
    {
        IEnumerable<NamedArgument> where = random.Next(3) == 0 ? [new NamedArgument("where", Where(2))] : [];
        return new NodeList<NamedArgument>([.. Window().Concat(where)]);
    }

    private IEnumerable<NamedArgument> Window() => random.Next(8) switch
    {
        0 or 1 => [new NamedArgument("within", Duration())],
        2 => [new NamedArgument("before", Duration())],
        3 => [new NamedArgument("before", new DateNode(DateOnly.FromDateTime(around).AddDays(-random.Next(10))))],
        4 => [new NamedArgument("between", new RangeNode(new DurationNode(One(30, 14), DurationUnit.Days), new DurationNode(One(1, 2, 7), DurationUnit.Days)))],
        5 => [new NamedArgument("between", new RangeNode(new DateNode(DateOnly.FromDateTime(around).AddDays(-7)), new DateNode(DateOnly.FromDateTime(around).AddDays(-random.Next(3)))))],
        _ => [],
    };

    private DurationNode Duration() => random.Next(6) == 0 ? new DurationNode(random.Next(1, 3), One(DurationUnit.Months, DurationUnit.Years)) : Clock();

    private DurationNode Clock() => One(
        new DurationNode(30, DurationUnit.Seconds), new DurationNode(90, DurationUnit.Minutes), new DurationNode(24, DurationUnit.Hours), new DurationNode(1, DurationUnit.Days),
        new DurationNode(2, DurationUnit.Days), new DurationNode(7, DurationUnit.Days), new DurationNode(2, DurationUnit.Weeks), new DurationNode(30, DurationUnit.Days), new DurationNode(1.5, DurationUnit.Hours));

    private ComparisonNode Comparison(RuleNode left, Func<RuleNode> right) => new((ComparisonOperator)random.Next(6), left, right());

    private ComparisonOperator Equality() => random.Next(3) == 0 ? ComparisonOperator.NotEqual : ComparisonOperator.Equal;

    private TextNode Event() => new(One(OracleStore.EventNames));

    private EventPropertyNode Property(params string[] among) => new(One(OracleStore.EventNames), Parts(One(among.Length > 0 ? among : ["total", "total", "price", "item.size", "revenue"])));

    private static NameNode Path(string path) => new(Parts(path));

    private static NodeList<string> Parts(string path) => new(path.Split('.'));

    private static NameNode Name(string name) => new([name]);

    private static CallNode Call(string function, string word) => new(function, [new TextNode(word)], []);

    private NodeList<RuleNode> Some(Func<RuleNode> one) => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => one())]);

    private T One<T>(params T[] values) => values[random.Next(values.Length)];
}
