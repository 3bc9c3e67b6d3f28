using System.Text.Json;

namespace Meridian.Rules.Syntax;

/// <summary>A rule's tree as JSON; the shape is <see cref="RuleJson"/>'s.</summary>
internal static class RuleJsonWriter
{
    public static void Write(Utf8JsonWriter to, RuleNode node)
    {
        switch (node)
        {
            case NumberNode number:
                to.WriteNumberValue(number.Value);
                break;
            case NegateNode { Operand: NumberNode number }:
                to.WriteNumberValue(-number.Value);
                break;
            case TextNode text:
                to.WriteStringValue(text.Value);
                break;
            case BooleanNode boolean:
                to.WriteBooleanValue(boolean.Value);
                break;
            case DateNode date:
                Single(to, "date", NumberOrTime.Write(date.Value));
                break;
            case TimeNode time:
                Single(to, "time", NumberOrTime.Write(time.Value));
                break;
            case DurationNode duration:
                to.WriteStartObject();
                to.WriteNumber(RuleWords.Plural(duration.Unit), duration.Amount);
                to.WriteEndObject();
                break;
            case AgoNode ago:
                to.WriteStartObject();
                Member(to, "ago", ago.Duration);
                to.WriteEndObject();
                break;
            case NameNode name:
                to.WriteStartObject();
                Path(to, "name", name.Path);
                to.WriteEndObject();
                break;
            case EventPropertyNode property:
                to.WriteStartObject();
                to.WriteString("event", property.Event);
                Path(to, "property", property.Path);
                to.WriteEndObject();
                break;
            case RangeNode range:
                to.WriteStartObject();
                Member(to, "from", range.From);
                Member(to, "to", range.To);
                to.WriteEndObject();
                break;
            case CallNode call:
                to.WriteStartObject();
                to.WriteString("call", call.Function);
                List(to, "args", call.Arguments);
                Named(to, call.Named);
                to.WriteEndObject();
                break;
            case SequenceNode sequence:
                Sequence(to, sequence);
                break;
            default:
                var (op, of) = RuleJsonOperators.Of(node);
                to.WriteStartObject();
                to.WriteString("op", op);
                List(to, "of", of);
                to.WriteEndObject();
                break;
        }
    }

    private static void Sequence(Utf8JsonWriter to, SequenceNode sequence)
    {
        to.WriteStartObject();
        to.WriteStartArray("sequence");
        foreach (var step in sequence.Steps)
        {
            to.WriteStartObject();
            to.WriteString("event", step.Event);
            if (step.No)
                to.WriteBoolean("no", true);
            if (step.Where is { } where)
                Member(to, "where", where);
            if (step.Within is { } within)
                Member(to, "within", within);
            to.WriteEndObject();
        }

        to.WriteEndArray();
        Named(to, sequence.Named);
        to.WriteEndObject();
    }

    private static void Named(Utf8JsonWriter to, NodeList<NamedArgument> named)
    {
        foreach (var argument in named)
            Member(to, argument.Name, argument.Value);
    }

    private static void List(Utf8JsonWriter to, string name, NodeList<RuleNode> items)
    {
        to.WriteStartArray(name);
        foreach (var item in items)
            Write(to, item);
        to.WriteEndArray();
    }

    private static void Member(Utf8JsonWriter to, string name, RuleNode value)
    {
        to.WritePropertyName(name);
        Write(to, value);
    }

    private static void Single(Utf8JsonWriter to, string name, string value)
    {
        to.WriteStartObject();
        to.WriteString(name, value);
        to.WriteEndObject();
    }

    /// <summary>"address.city", or a list where a part is no identifier and might hold a dot itself.</summary>
    private static void Path(Utf8JsonWriter to, string name, NodeList<string> path)
    {
        if (path.All(RuleWords.IsIdentifier))
        {
            to.WriteString(name, string.Join('.', path));
            return;
        }

        to.WriteStartArray(name);
        foreach (var part in path)
            to.WriteStringValue(part);
        to.WriteEndArray();
    }
}
