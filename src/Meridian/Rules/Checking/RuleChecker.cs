using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Checking;

/// <summary>Finds out what every part of a rule means and whether its types fit, before anything runs.</summary>
public sealed partial class RuleChecker
{
    private readonly string _text;
    private readonly List<RuleError> _errors = [];
    private readonly List<RuleError> _warnings = [];
    private readonly Dictionary<RuleNode, RuleType> _types = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _tags = new(StringComparer.Ordinal);
    private readonly HashSet<string> _segments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _events = new(StringComparer.Ordinal);
    private int _inSegment;

    private RuleChecker(string text, RuleVocabulary words)
    {
        _text = text;
        Words = words;
    }

    internal RuleVocabulary Words { get; }

    /// <summary>Whether the part at hand is a condition on an event, where names are its properties.</summary>
    internal bool InEvent { get; private set; }

    /// <summary>Reads and checks a rule.</summary>
    /// <exception cref="RuleException">It cannot be read, or makes no sense.</exception>
    public static CheckedRule Check(string text, RuleVocabulary words) => Check(RuleText.Parse(text), text, words, RuleType.Boolean);

    /// <summary>The same of a tree.</summary>
    public static CheckedRule Check(RuleNode rule, RuleVocabulary words) => Check(RuleFormatter.Format(rule), words);

    /// <summary>Reads and checks an expression of any type, such as one whose values are ranked.</summary>
    public static CheckedRule CheckValue(string text, RuleVocabulary words) => Check(RuleText.Parse(text), text, words, want: null);

    private static CheckedRule Check(RuleNode rule, string text, RuleVocabulary words, RuleType? want)
    {
        var checker = new RuleChecker(text, words);
        var type = checker.TypeOf(rule);
        // A tag's value alone says that there is one.
        if (want is { } wanted && (wanted is not RuleType.Boolean || checker.TagOf(rule) is null))
            checker.Want(rule, type, wanted, "A rule is true or false; this gives");
        if (checker._errors.Count > 0)
            throw new RuleException([.. checker._errors.OrderBy(e => e.Line).ThenBy(e => e.Column)]);
        return new CheckedRule(text, rule, type, checker._types, checker._warnings, checker._tags, checker._segments, checker._events);
    }

    /// <summary>The type of a part; what is wrong with it is noted once.</summary>
    internal RuleType TypeOf(RuleNode node)
    {
        if (_types.TryGetValue(node, out var known))
            return known;
        var type = node switch
        {
            NumberNode => RuleType.Number,
            TextNode => RuleType.Text,
            BooleanNode => RuleType.Boolean,
            DateNode => RuleType.Date,
            TimeNode or AgoNode => RuleType.Time,
            DurationNode => RuleType.Duration,
            NameNode name => OfName(name),
            CallNode call => OfCall(call),
            SequenceNode sequence => OfSequence(sequence),
            NotNode not => Booleans([not.Operand], "not"),
            AndNode and => Booleans(and.Parts, "and"),
            OrNode or => Booleans(or.Parts, "or"),
            NegateNode negate => Numbers(negate.Operand),
            ArithmeticNode arithmetic => OfArithmetic(arithmetic),
            ComparisonNode comparison => OfComparison(comparison),
            InNode @in => OfIn(@in),
            BetweenNode between => OfBetween(between),
            TextTestNode test => OfTextTest(test),
            MissingNode missing => OfMissing(missing),
            EventPropertyNode property => Error(property, $"\"{property.Event}\".{string.Join('.', property.Path)} is a property of many events. Say which: sum(...), avg(...), min(...), max(...), distinct(...), first(...) or last(...)."),
            RangeNode range => Error(range, "A range stands only behind between:."),
            _ => throw new InvalidOperationException($"A rule has no parts of type {node.GetType().Name}."),
        };
        _types[node] = type;
        return type;
    }

    /// <summary>Notes an error at a part of the rule.</summary>
    internal RuleType Error(RuleNode node, string message, string? didYouMean = null, IReadOnlyList<string>? expected = null) => Error(node.Span, message, didYouMean, expected);

    internal RuleType Error(SourceSpan span, string message, string? didYouMean = null, IReadOnlyList<string>? expected = null)
    {
        _errors.Add(At(span, message, didYouMean, expected));
        return RuleType.Unknown;
    }

    /// <summary>Notes a name that is not known and may come to be.</summary>
    internal void Warn(SourceSpan span, string message, string? didYouMean)
    {
        if (_inSegment == 0)
            _warnings.Add(At(span, message, didYouMean, null));
    }

    private RuleError At(SourceSpan span, string message, string? didYouMean, IReadOnlyList<string>? expected)
    {
        // What is wrong within a segment that the rule names is wrong at the name.
        var start = Math.Min(_inSegment > 0 ? _outer.Start : span.Start, _text.Length);
        var before = _text.AsSpan(0, start);
        return new RuleError(before.Count('\n') + 1, start - before.LastIndexOf('\n'), _inSegment > 0 ? _outer.Length : span.Length, message, expected ?? [], didYouMean);
    }

    private SourceSpan _outer;

    /// <summary>Checks what a segment stands for, once, at the place where it is named.</summary>
    internal RuleType OfSegment(SourceSpan at, string key, RuleNode rule)
    {
        if (!_segments.Add(key))
            return RuleType.Boolean;
        var (outer, inEvent) = (_outer, InEvent);
        if (_inSegment++ == 0)
            _outer = at;
        InEvent = false;
        Want(rule, TypeOf(rule), RuleType.Boolean, $"Segment '{key}' gives");
        InEvent = inEvent;
        _inSegment--;
        _outer = outer;
        return RuleType.Boolean;
    }

    internal void NoteTag(string key) => _tags.Add(key);

    /// <summary>Notes an event that a rule reads; warns of one that never came.</summary>
    internal void NoteEvent(SourceSpan span, string name)
    {
        if (_events.Add(name) && !Words.Events.Contains(name))
            Warn(span, $"No event '{name}' was ever received.", Nearest.To(name, Words.Events));
    }

    /// <summary>Checks a condition on an event's properties.</summary>
    internal void CheckWhere(RuleNode condition)
    {
        if (InEvent)
        {
            Error(condition, "A condition on events cannot hold another.");
            return;
        }

        InEvent = true;
        Want(condition, TypeOf(condition), RuleType.Boolean, "where is true or false; this gives");
        InEvent = false;
    }

    /// <summary>Notes an error unless a part gives a type, or can.</summary>
    internal void Want(RuleNode node, RuleType type, RuleType wanted, string message)
    {
        if (type != wanted && type is not (RuleType.Any or RuleType.Unknown))
            Error(node, $"{message} {InWords(type)}.");
    }

    /// <summary>A type in the language's words.</summary>
    internal static string InWords(RuleType type) => type switch
    {
        RuleType.Boolean => "true or false",
        RuleType.Number => "a number",
        RuleType.Text => "a text",
        RuleType.Time => "a time",
        RuleType.Date => "a date",
        RuleType.Duration => "a length of time",
        _ => "something unknown",
    };

    private RuleType OfCall(CallNode call)
    {
        if (RuleFunctions.Find(call.Function) is not { } function)
            return Error(new SourceSpan(call.Span.Start, call.Function.Length), $"There is no function '{call.Function}'.", Nearest.To(call.Function, RuleFunctions.All.Select(f => f.Name)));
        return function.Check(call, this);
    }
}
