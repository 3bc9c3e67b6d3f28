using System.Globalization;
using System.Text.Json;

namespace Meridian.Connectors.Lookups;

/// <summary>
/// Where a fact stands in a provider's answer: names parted by dots, positions in brackets (<c>results[0].line.status</c>), and what its values mean in our words. What stands
/// nowhere is null, and a value that the configuration does not know is said, never guessed.
/// </summary>
/// <param name="Steps">Names (<see cref="string"/>) and positions (<see cref="int"/>).</param>
/// <param name="Values">By the provider's value, in any case; null where values are taken as they are.</param>
internal sealed record AnswerField(string Path, IReadOnlyList<object> Steps, IReadOnlyDictionary<string, string>? Values)
{
    /// <summary>Longer texts are no name of an operator and no word of a state.</summary>
    private const int LongestValue = 120;

    /// <summary>Null where the path is none.</summary>
    public static IReadOnlyList<object>? StepsOf(string path)
    {
        var steps = new List<object>();
        foreach (var part in path.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? part : part[..bracket];
            if (name.Length > 0)
                steps.Add(name);
            else if (bracket < 0 || steps.Count > 0)
                return null;
            for (var rest = bracket < 0 ? "" : part[bracket..]; rest.Length > 0;)
            {
                var end = rest.IndexOf(']', StringComparison.Ordinal);
                if (rest[0] != '[' || end < 0 || !int.TryParse(rest.AsSpan(1, end - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var at))
                    return null;
                steps.Add(at);
                rest = rest[(end + 1)..];
            }
        }

        return steps;
    }

    /// <summary>The provider's own value as text; null where there is none, or it is no single value.</summary>
    public string? Raw(JsonElement answer)
    {
        foreach (var step in Steps)
        {
            if (step is string name ? answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty(name, out answer)
                : answer.ValueKind != JsonValueKind.Array || (int)step >= answer.GetArrayLength())
            {
                return null;
            }

            if (step is int at)
                answer = answer[at];
        }

        var text = answer.ValueKind switch
        {
            JsonValueKind.String => answer.GetString()!.Trim(),
            JsonValueKind.Number => answer.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "",
        };
        // Control characters have no place in a cell or a message.
        text = string.Concat(text.Where(c => !char.IsControl(c)));
        return text.Length == 0 ? null : text.Length > LongestValue ? text[..LongestValue] : text;
    }
}

/// <summary>A fact with the places where it may stand, the first that says something counts.</summary>
internal sealed record AnswerPlaces(string Name, IReadOnlyList<AnswerField> Fields)
{
    public static AnswerPlaces None { get; } = new("", []);

    /// <summary>What is said in our words; "unknown" where the provider says that it does not know.</summary>
    /// <param name="remark">The value that is in no map, in words; null where all are.</param>
    public string? Read(JsonElement answer, out string? remark)
    {
        remark = null;
        string? said = null;
        foreach (var field in Fields)
        {
            if (field.Raw(answer) is not { } raw)
                continue;
            var value = raw;
            if (field.Values is { } values && !values.TryGetValue(raw, out value!))
            {
                remark ??= $"the provider's {Name} '{raw}' is not in the configuration";
                continue;
            }

            said ??= value;
            if (value != ConfigurationReader.Unknown)
                return value;
        }

        return said;
    }
}
