using System.Text.Json;

namespace Meridian.Numbers.Recipes;

/// <summary>
/// Conditions that a number is asked together, by name. All of <see cref="Where"/> must hold, and of <see cref="Any"/>, if there are any, one whole group.
/// </summary>
/// <param name="Mode">"self" (a list of one's own), "generation" (made-up numbers: plan and lists only), "fine" (combined conditions) or "custom".</param>
public sealed record Recipe(string Name, string Mode, string Description, IReadOnlyList<Condition> Where, IReadOnlyList<IReadOnlyList<Condition>> Any)
{
    private static readonly string[] Modes = ["self", "generation", "fine", "custom"];
    private static readonly string[] Members = ["name", "mode", "description", "where", "any"];

    /// <summary>All conditions, each once, in the recipe's order.</summary>
    public IReadOnlyList<Condition> Asked { get; } = [.. Where.Concat(Any.SelectMany(g => g)).DistinctBy(c => (c.Kind.Name, c.Argument))];

    /// <summary>Whether anything is asked that only customers can answer.</summary>
    public bool AsksCustomers => Asked.Any(c => c.Kind.Source == ConditionSource.Customers || c.Kind.TakesFacts);

    /// <summary>Whether an earlier look-up may answer any of it.</summary>
    public bool AsksLookups => Asked.Any(c => c.Kind.TakesLookups);

    /// <summary>"open=whatsapp, age=18-40, active": conditions in a line.</summary>
    public static Recipe OfLine(string line)
    {
        var conditions = new List<Condition>();
        foreach (var part in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            // "age<=40" has its sign before the equals sign.
            var name = equals < 0 ? part : part[..equals].TrimEnd('<', '>');
            conditions.Add(Conditions.Named(name).With(equals < 0 ? null : part[(equals > name.Length ? name.Length : equals + 1)..]));
        }

        return conditions.Count == 0 ? throw new RecipeException("The recipe has no condition.") : new Recipe(line, "custom", "", conditions, []).Checked();
    }

    /// <summary>
    /// <code>{"name": "...", "mode": "fine", "description": "...", "where": {"open": "whatsapp", "age": "18-40"}, "any": [{"gender": "female"}, {"avatar": true}]}</code>
    /// </summary>
    /// <exception cref="RecipeException">It is no JSON, or says something unknown.</exception>
    public static Recipe OfJson(string text, string name)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new RecipeException($"{name}: a recipe is a JSON object with \"where\".");
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (!Members.Contains(member.Name, StringComparer.Ordinal))
                    throw new RecipeException($"{name}: \"{member.Name}\" is not known here. A recipe has {string.Join(", ", Members)}; conditions stand in \"where\".");
            }

            foreach (var member in new[] { "name", "mode", "description" })
            {
                if (json.RootElement.TryGetProperty(member, out var given) && given.ValueKind != JsonValueKind.String)
                    throw new RecipeException($"{name}: \"{member}\" is a text, in quotes.");
            }

            if (json.RootElement.TryGetProperty("any", out var groups) && groups.ValueKind != JsonValueKind.Array)
                throw new RecipeException($"{name}: \"any\" is an array of groups: [{{...}}, {{...}}].");
            string Text(string member, string usual) => json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : usual;
            var recipe = new Recipe(
                Text("name", name), Text("mode", "custom"), Text("description", ""),
                json.RootElement.TryGetProperty("where", out var where) ? Group(where, name) : [],
                json.RootElement.TryGetProperty("any", out var any) && any.ValueKind == JsonValueKind.Array ? [.. any.EnumerateArray().Select(g => Group(g, name))] : []);
            return recipe.Asked.Count == 0 ? throw new RecipeException($"{name}: the recipe has no condition.") : recipe.Checked();
        }
        catch (JsonException e)
        {
            throw new RecipeException($"{name}: not a JSON file: {e.Message}");
        }
    }

    /// <summary>In words: "verdict=valid, age=18-40; and one of: (gender=female) or (avatar=yes, online=30)".</summary>
    public string Sentence()
    {
        var all = List(Where);
        if (Any.Count == 0)
            return all;
        var groups = string.Join(" or ", Any.Select(g => Any.Count == 1 ? List(g) : $"({List(g)})"));
        return Any.Count == 1 ? string.Join(", ", new[] { all, groups }.Where(t => t.Length > 0)) : $"{(all.Length == 0 ? "" : all + "; and ")}one of: {groups}";
    }

    private static string List(IEnumerable<Condition> conditions) => string.Join(", ", conditions.Select(c => $"{c.Kind.Name}={c.Argument}"));

    /// <summary>The recipe as <see cref="OfJson"/> reads it, in one form for equal recipes.</summary>
    public string ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("name", Name);
            json.WriteString("mode", Mode);
            if (Where.Count > 0)
            {
                json.WritePropertyName("where");
                Write(json, Where);
            }

            if (Any.Count > 0)
            {
                json.WriteStartArray("any");
                foreach (var group in Any)
                    Write(json, group);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Whether a number is what the recipe wants, and the conditions that decided: those that failed, or else those that nobody can answer.</summary>
    /// <param name="findings">One for each of <see cref="Asked"/>.</param>
    public (Answer Match, string? Because) Judge(ReadOnlySpan<Finding> findings)
    {
        var match = All(Where, findings);
        if (Any.Count > 0)
        {
            var best = Answer.No;
            foreach (var group in Any)
                best = All(group, findings) is var one && one > best ? one : best;
            match = best < match ? best : match;
        }

        if (match == Answer.Yes)
            return (match, null);
        var because = new List<string>();
        for (var i = 0; i < Asked.Count; i++)
        {
            if (findings[i].Answer == match)
                because.Add(Asked[i].Kind.Name);
        }

        return (match, string.Join(", ", because));
    }

    private Answer All(IReadOnlyList<Condition> conditions, ReadOnlySpan<Finding> findings)
    {
        var answer = Answer.Yes;
        foreach (var condition in conditions)
        {
            for (var i = 0; i < Asked.Count; i++)
            {
                if (Asked[i].Kind.Name == condition.Kind.Name && Asked[i].Argument == condition.Argument && findings[i].Answer < answer)
                    answer = findings[i].Answer;
            }
        }

        return answer;
    }

    private static List<Condition> Group(JsonElement group, string name)
    {
        if (group.ValueKind != JsonValueKind.Object)
            throw new RecipeException($"{name}: conditions stand in an object, such as {{\"open\": \"whatsapp\"}}.");
        if (!group.EnumerateObject().Any())
            throw new RecipeException($"{name}: a group without a condition would match everything. Leave it out.");
        try
        {
            return [.. group.EnumerateObject().Select(m => Conditions.Named(m.Name).With(Argument(m.Value)))];
        }
        catch (RecipeException e)
        {
            throw new RecipeException($"{name}: {e.Message}");
        }
    }

    /// <summary>One name may stand twice ("open" for two platforms at once).</summary>
    private static void Write(Utf8JsonWriter json, IReadOnlyList<Condition> conditions)
    {
        json.WriteStartObject();
        foreach (var condition in conditions)
            json.WriteString(condition.Kind.Name, condition.Argument);
        json.WriteEndObject();
    }

    private static string? Argument(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => string.Join('|', value.EnumerateArray().Select(v => v.ToString())),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.ToString(),
    };

    private Recipe Checked()
    {
        if (!Modes.Contains(Mode, StringComparer.Ordinal))
            throw new RecipeException($"{Name}: mode '{Mode}' is not known. Modes are {string.Join(", ", Modes)}.");
        if (Mode == "generation" && Asked.FirstOrDefault(c => c.Kind.Source is ConditionSource.Customers or ConditionSource.Lookups) is { } condition)
            throw new RecipeException($"{Name}: '{condition.Kind.Name}' asks your {(condition.Kind.Source == ConditionSource.Lookups ? "look-ups" : "customers")}, and made-up numbers are nobody's. In mode 'generation' only plan and lists can be asked.");
        return this;
    }
}
