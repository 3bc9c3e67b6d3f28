using Meridian.Foundation.Database;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Functions;

/// <summary>A function over a customer's events: of one name, or without one over all that the customer did.</summary>
public abstract class EventFunction : RuleFunction
{
    /// <summary>The names that stand before arguments.</summary>
    internal virtual IReadOnlyList<string> Names { get; } = [.. EventWindow.Names, "where"];

    /// <summary>Whether a call names a property of events: always, never, or as it likes.</summary>
    protected abstract bool? TakesProperty { get; }

    protected abstract RuleType Result(bool ofProperty);

    /// <summary>The aggregate, over events <c>e</c>.</summary>
    /// <param name="property">Null of events alone.</param>
    /// <param name="filter">A condition on <c>e</c>; null where all count.</param>
    internal abstract Sql Aggregate(CallNode call, EventPropertyNode? property, Sql? filter, RuleCompiler compiler);

    /// <summary>What a customer without any such event has; null for missing.</summary>
    internal virtual Sql? OfNone => null;

    internal override RuleType Check(CallNode call, RuleChecker checker)
    {
        if (checker.InEvent)
            return checker.Error(call, $"{Name}(...) is about all events of a customer and cannot stand in a condition on one.");
        foreach (var named in call.Named.Where(n => !Names.Contains(n.Name)))
            checker.Error(named.Span, $"{Name}(...) takes no '{named.Name}:'.", Nearest.To(named.Name, Names), [.. Names.Select(n => n + ":")]);
        foreach (var twice in call.Named.GroupBy(n => n.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            checker.Error(twice.Last().Span, $"'{twice.Key}:' stands here twice.");
        EventWindow.Check(call.Named, checker);
        foreach (var where in call.Named.Where(n => n.Name == "where"))
            checker.CheckWhere(where.Value);
        CheckMore(call.Named, checker);
        return call.Arguments switch
        {
            [] when TakesProperty is not true => Result(ofProperty: false),
            [TextNode name] => OfEvent(name, call, checker),
            [EventPropertyNode property] => OfProperty(property, checker),
            _ => checker.Error(call, $"Write {Signature}."),
        };
    }

    /// <summary>Checks named arguments of its own.</summary>
    private protected virtual void CheckMore(NodeList<NamedArgument> named, RuleChecker checker)
    {
        // Most have none.
    }

    private RuleType OfEvent(TextNode name, CallNode call, RuleChecker checker)
    {
        checker.NoteEvent(name.Span, name.Value);
        return TakesProperty is true
            ? checker.Error(call, $"{Name}(...) needs to know of what: {Name}(\"{name.Value}\".total).")
            : Result(ofProperty: false);
    }

    private RuleType OfProperty(EventPropertyNode property, RuleChecker checker)
    {
        checker.NoteEvent(property.Span, property.Event);
        return TakesProperty is false
            ? checker.Error(property, $"{Name}(...) is about events and not their properties: {Signature}.")
            : Result(ofProperty: true);
    }

    internal override Sql Compile(CallNode call, RuleCompiler compiler)
    {
        var property = call.Arguments is [EventPropertyNode given] ? given : null;
        var name = property?.Event ?? (call.Arguments is [TextNode text] ? text.Value : null);
        var column = compiler.Facts.OfEvents(name, call, EventWindow.Condition(call.Named, compiler.At), properties =>
            compiler.Reading(properties, () => Aggregate(call, property, compiler.Filter(call.Named), compiler)));
        return OfNone is { } none ? (Sql)$"coalesce({column}, {none})" : $"{column}";
    }

    /// <summary>An aggregate over those that pass a filter.</summary>
    private protected static Sql Filtered(Sql aggregate, Sql? filter) => filter is null ? aggregate : (Sql)$"{aggregate} filter (where {filter})";
}
