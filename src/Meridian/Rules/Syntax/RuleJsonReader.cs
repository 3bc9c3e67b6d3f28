using System.Text.Json;

namespace Meridian.Rules.Syntax;

/// <summary>JSON as a rule's tree; the shape is <see cref="RuleJson"/>'s. Whatever it does not know is refused, so that nothing that a program says is lost in silence.</summary>
internal static class RuleJsonReader
{
    private static readonly string[] UnitNames = [.. Enum.GetValues<DurationUnit>().Select(RuleWords.Plural)];

    private static readonly string[] Shapes = ["op", "call", "sequence", "name", "event", "date", "time", "ago", .. UnitNames];

    /// <exception cref="RuleException">The JSON path and what is wrong there.</exception>
    public static RuleNode Read(JsonElement json) => Node(json, "$", 1);

    public static RuleException Fail(string path, string message, IReadOnlyList<string>? expected = null, string? didYouMean = null) =>
        new([new RuleError(1, 1, 0, $"{path}: {message}", expected ?? [], didYouMean)]);

    private static RuleNode Node(JsonElement json, string path, int depth)
    {
        if (depth > RuleLimits.Depth)
            throw Fail(path, RuleLimits.TooDeep);
        switch (json.ValueKind)
        {
            case JsonValueKind.Number:
                var number = Number(json, path);
                // A minus belongs to the language, not to its numbers.
                return double.IsNegative(number) ? new NegateNode(new NumberNode(-number)) : new NumberNode(number);
            case JsonValueKind.String:
                return new TextNode(Text(json, path));
            case JsonValueKind.True or JsonValueKind.False:
                return new BooleanNode(json.GetBoolean());
            case JsonValueKind.Object:
                return FromObject(Members(json, path), path, depth);
            default:
                throw Fail(path, $"Here stands {Say(json)}.", ["a number", "a text", "true", "false", "an object"]);
        }
    }

    private static RuleNode FromObject(Dictionary<string, JsonElement> members, string path, int depth)
    {
        var shape = System.Array.Find(Shapes, members.ContainsKey)
            ?? throw Fail(path, $"The object has none of the members that say what it is.", [.. Shapes.Select(s => $"'{s}'")], members.Keys.Select(k => Nearest.To(k, Shapes)).FirstOrDefault(k => k is not null));
        var value = members[shape];
        var at = $"{path}.{shape}";
        switch (shape)
        {
            case "op":
                return Operator(members, path, depth);
            case "call":
                return Call(members, path, depth);
            case "sequence":
                return Sequence(members, path, depth);
            case "name":
                Only(members, path, "name");
                var name = Path(value, at);
                return RuleWords.IsName(name[0])
                    ? new NameNode(name)
                    : throw Fail(at, $"'{name[0]}' is no bare name, because it is one of the language's own words or has other signs than letters, digits and _. Write {{\"call\":\"trait\",\"args\":[...]}}.");
            case "event":
                Only(members, path, "event", "property");
                return new EventPropertyNode(Text(value, at), Path(Need(members, "property", path), $"{path}.property"));
            case "date":
                Only(members, path, "date");
                return NumberOrTime.TryDate(Text(value, at), out var day) ? new DateNode(day) : throw Fail(at, "A date is a text such as \"2026-01-31\", and a day of the calendar.");
            case "time":
                Only(members, path, "time");
                return NumberOrTime.TryTime(Text(value, at), out var time) ? new TimeNode(time) : throw Fail(at, "A time is a text such as \"2026-01-31T10:00:00Z\", with Z or an offset.");
            case "ago":
                Only(members, path, "ago");
                return new AgoNode(Duration(value, at));
            default:
                return Duration(members, path);
        }
    }

    private static RuleNode Operator(Dictionary<string, JsonElement> members, string path, int depth)
    {
        Only(members, path, "op", "of");
        var name = Text(members["op"], $"{path}.op");
        if (!RuleJsonOperators.All.TryGetValue(name, out var known))
            throw Fail($"{path}.op", $"There is no operator '{name}'.", [], Nearest.To(name, RuleJsonOperators.All.Keys));
        var of = List(Need(members, "of", path), $"{path}.of", depth);
        if (of.Count < known.Least || of.Count > known.Most)
            throw Fail($"{path}.of", $"'{name}' has {known.Least}{(known.Most > known.Least ? " or more" : "")} operands, not {of.Count}.");
        return known.Make(of);
    }

    private static CallNode Call(Dictionary<string, JsonElement> members, string path, int depth)
    {
        Only(members, path, ["call", "args", .. RuleWords.NamedArguments]);
        var function = Text(members["call"], $"{path}.call");
        if (!RuleWords.IsName(function) || string.Equals(function, "sequence", StringComparison.OrdinalIgnoreCase))
            throw Fail($"{path}.call", function.Equals("sequence", StringComparison.OrdinalIgnoreCase) ? "A sequence is written {\"sequence\":[...]}." : $"'{function}' is no name of a function.");
        var arguments = members.TryGetValue("args", out var given) ? List(given, $"{path}.args", depth) : [];
        return new CallNode(RuleWords.FunctionName(function), arguments, Named(members, path, depth, "call", "args"));
    }

    private static SequenceNode Sequence(Dictionary<string, JsonElement> members, string path, int depth)
    {
        Only(members, path, ["sequence", .. RuleWords.NamedArguments]);
        var steps = Array(members["sequence"], $"{path}.sequence").Select((s, i) => Step(s, $"{path}.sequence[{i}]", depth)).ToList();
        if (steps.Count < 2)
            throw Fail($"{path}.sequence", $"A sequence has at least 2 events, not {steps.Count}.");
        return new SequenceNode(new NodeList<SequenceStep>(steps), Named(members, path, depth, "sequence"));
    }

    private static SequenceStep Step(JsonElement json, string path, int depth)
    {
        var members = Members(json, path);
        Only(members, path, "event", "no", "where", "within");
        var no = members.TryGetValue("no", out var given) && given.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fail($"{path}.no", "Here stands true or false."),
        };
        return new SequenceStep(
            Text(Need(members, "event", path), $"{path}.event"),
            no,
            members.TryGetValue("where", out var where) ? Node(where, $"{path}.where", depth + 1) : null,
            members.TryGetValue("within", out var within) ? Duration(within, $"{path}.within") : null);
    }

    private static NodeList<NamedArgument> Named(Dictionary<string, JsonElement> members, string path, int depth, params string[] others) =>
        new([.. members.Where(m => !others.Contains(m.Key, StringComparer.Ordinal)).Select(m => new NamedArgument(m.Key, string.Equals(m.Key, "between", StringComparison.Ordinal)
            ? Range(m.Value, $"{path}.between", depth + 1)
            : Node(m.Value, $"{path}.{m.Key}", depth + 1)))]);

    private static RangeNode Range(JsonElement json, string path, int depth)
    {
        var members = Members(json, path);
        Only(members, path, "from", "to");
        return new RangeNode(Node(Need(members, "from", path), $"{path}.from", depth + 1), Node(Need(members, "to", path), $"{path}.to", depth + 1));
    }

    private static DurationNode Duration(JsonElement json, string path) => Duration(Members(json, path), path);

    private static DurationNode Duration(Dictionary<string, JsonElement> members, string path)
    {
        Only(members, path, UnitNames);
        if (members.Count != 1)
            throw Fail(path, "A length of time has one unit, such as {\"days\":30}.");
        var (unit, amount) = members.Single();
        var number = Number(amount, $"{path}.{unit}");
        return double.IsNegative(number)
            ? throw Fail($"{path}.{unit}", "A length of time is not negative.")
            : new DurationNode(number, Enum.GetValues<DurationUnit>()[System.Array.IndexOf(UnitNames, unit)]);
    }

    private static NodeList<string> Path(JsonElement json, string path)
    {
        string[] parts = json.ValueKind == JsonValueKind.Array
            ? [.. json.EnumerateArray().Select((p, i) => Text(p, $"{path}[{i}]"))]
            : Text(json, path).Split('.');
        return parts.Length > 0 && parts.All(p => p.Length > 0) ? new NodeList<string>(parts) : throw Fail(path, "A path is a text such as \"address.city\", or a list of texts, none of them empty.");
    }

    private static NodeList<RuleNode> List(JsonElement json, string path, int depth) => new([.. Array(json, path).Select((n, i) => Node(n, $"{path}[{i}]", depth + 1))]);

    private static JsonElement.ArrayEnumerator Array(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : throw Fail(path, $"Here stands {Say(json)}.", ["a list"]);

    private static double Number(JsonElement json, string path) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Fail(path, $"Here stands {Say(json)}.", ["a number within the range of doubles"]);

    private static string Text(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.String)
            throw Fail(path, $"Here stands {Say(json)}.", ["a text"]);
        string text;
        try
        {
            text = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fail(path, "The text holds half of a character. Write the whole character, or take it out.");
        }

        return QuotedText.Complain(text) is { } wrong ? throw Fail(path, wrong) : text;
    }

    private static Dictionary<string, JsonElement> Members(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Fail(path, $"Here stands {Say(json)}.", ["an object"]);
        // Kept in the order of the text, which is that of the named arguments.
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in json.EnumerateObject().Select(m => (Name(m, path), m.Value)))
        {
            if (!members.TryAdd(name, value))
                throw Fail(path, $"'{name}' stands here twice. Take one out.");
        }

        return members;
    }

    private static string Name(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw Fail(path, "The name of a member holds half of a character.");
        }
    }

    private static void Only(Dictionary<string, JsonElement> members, string path, params string[] known)
    {
        if (members.Keys.FirstOrDefault(m => !known.Contains(m, StringComparer.Ordinal)) is { } unknown)
            throw Fail(path, $"'{unknown}' is not known here.", [.. known.Select(k => $"'{k}'")], Nearest.To(unknown, known));
    }

    private static JsonElement Need(Dictionary<string, JsonElement> members, string name, string path) =>
        members.TryGetValue(name, out var value) ? value : throw Fail(path, $"'{name}' is missing.");

    private static string Say(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "nothing",
    };
}
