using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Meridian.Rules.Syntax;

/// <summary>
/// Rules as programs write them. Text and JSON say the same, so either can be made of the other without loss:
/// <code>
/// 12  "US"  true                                              as in JSON
/// {"name":"country"}  {"name":["address","street name"]}      a bare name; a path of which a part is no identifier is a list
/// {"event":"Order Completed","property":"total"}
/// {"date":"2026-01-31"}  {"time":"2026-01-31T10:00:00Z"}  {"days":30}  {"ago":{"days":30}}
/// {"op":"and","of":[...]}                                     and, or, not, =, !=, &lt;, &lt;=, >, >=, in (the first of "of" is tested), between, contains, starts with, ends with,
///                                                             matches, is missing, is not missing, +, -, *, /, negate
/// {"call":"count","args":["Order Completed"],"within":{"days":30},"where":...,"between":{"from":...,"to":...}}
/// {"sequence":[{"event":"A","where":...},{"event":"B","no":true,"within":{"days":2}}],"within":{"days":30}}
/// </code>
/// </summary>
public static class RuleJson
{
    /// <summary>Each level of a rule is at most an object, a list and an object again.</summary>
    private const int JsonDepth = (3 * RuleLimits.Depth) + 10;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = JsonDepth };

    /// <summary>The rule as compact JSON.</summary>
    public static string ToJson(RuleNode rule) => Text(rule, Plain);

    /// <summary>The rule as JSON with a line for every member.</summary>
    public static string ToIndentedJson(RuleNode rule) => Text(rule, Plain with { Indented = true, NewLine = "\n" });

    /// <summary>Writes the rule as one value.</summary>
    public static void Write(Utf8JsonWriter to, RuleNode rule) => RuleJsonWriter.Write(to, rule);

    /// <summary>The rule of a JSON text. Its nodes stand where they stand in the rule's canonical text, so that what the checker says of them can be shown there.</summary>
    /// <exception cref="RuleException">One error, whose message begins with the JSON path of what is wrong, such as <c>$.of[1].args[0]</c>, or says where the text is no JSON.</exception>
    public static RuleNode FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > 5 * RuleLimits.AllCharacters)
            throw RuleJsonReader.Fail("$", RuleLimits.TooLong);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonDepth });
            return FromJson(document.RootElement);
        }
        catch (ArgumentException)
        {
            throw RuleJsonReader.Fail("$", "This is no JSON: it holds half of a character. Send it as UTF-8.");
        }
        catch (JsonException wrong)
        {
            // The reader adds where it stopped to its message, with words of its own.
            var what = wrong.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new RuleException([new RuleError((int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1, 0, $"This is no JSON. {what}", [], null)]);
        }
    }

    /// <inheritdoc cref="FromJson(string)"/>
    public static RuleNode FromJson(JsonElement json)
    {
        var rule = RuleJsonReader.Read(json);
        if (RuleTree.Excess(rule) is { } excess)
            throw RuleJsonReader.Fail("$", excess.Message);
        return RuleText.Parse(RuleFormatter.Format(rule));
    }

    private static string Text(RuleNode rule, JsonWriterOptions options)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, options))
            Write(writer, rule);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
