using System.Diagnostics;
using System.Text;
using CsCheck;
using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

/// <summary>Whatever is thrown at the reader, it answers at once, with a tree or with errors.</summary>
public class HostileRuleTests
{
    private static readonly string[] Pieces =
    [
        "and", "or", "not", "in", "between", "contains", "starts", "with", "is", "missing", "true", "null", "then", "no", "where", "within", "ago", "sequence", "count", "country", "客户",
        "(", ")", ",", ":", ".", "=", "!=", "<", ">=", "+", "-", "*", "/", "\"A\"", "'", "\"", "“x”", "\\", "3", "1e9", "days", "2026-01-31", "2026-01-31T10:00:00Z", "2026-", "#", "\n", " ", "&&", "[", "\0", "\ud83d", "\udc00", "é",
    ];

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String.Array[1, 3].Select(string.Concat).Sample(Answers, iter: 5000);

    [Fact]
    public void Any_row_of_words_is_read_or_refused() => Gen.OneOf(Pieces).Array[1, 40].Select(Gen.Bool, (p, blanks) => string.Join(blanks ? " " : "", p)).Sample(Answers, iter: 10_000);

    [Fact]
    public void Any_mutation_of_a_rule_is_read_or_refused() => Gen.Select(RandomRules.Trees(4), Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.OneOf(Pieces)).Sample(
        (tree, at, length, piece) =>
        {
            var text = RuleFormatter.Format(tree);
            var start = at % (text.Length + 1);
            Answers(string.Concat(text.AsSpan(0, start), piece, text.AsSpan(Math.Min(text.Length, start + length))));
        }, iter: 5000);

    [Fact]
    public void Any_mutation_of_JSON_is_read_or_refused() => Gen.Select(RandomRules.Trees(4), Gen.Int[0, 10_000], Gen.Int[0, 12], Gen.OneOf([.. Pieces, "{", "}", "]", "\"op\"", "\"of\":", "\"call\":", "\\ud83d", "1e999"])).Sample(
        (tree, at, length, piece) =>
        {
            var json = RuleJson.ToJson(tree);
            var start = at % (json.Length + 1);
            json = string.Concat(json.AsSpan(0, start), piece, json.AsSpan(Math.Min(json.Length, start + length)));
            try
            {
                var read = RuleJson.FromJson(json);
                Assert.Equal(read, RuleJson.FromJson(RuleJson.ToJson(read)));
            }
            catch (RuleException)
            {
            }
        }, iter: 5000);

    [Theory]
    [InlineData("10,000 branches", RuleLimits.TooLong)]
    [InlineData("4,000 branches", null)]
    [InlineData("13,000 parts of a call", RuleLimits.TooManyNodes)]
    [InlineData("9,000 open brackets", RuleLimits.TooDeep)]
    [InlineData("101 brackets", RuleLimits.TooDeep)]
    [InlineData("100 brackets", null)]
    [InlineData("19,000 signs", RuleLimits.TooDeep)]
    [InlineData("4,000 nots", RuleLimits.TooDeep)]
    [InlineData("9,000 summands", RuleLimits.TooDeep)]
    [InlineData("1,500 calls", RuleLimits.TooDeep)]
    [InlineData("chains within chains", RuleLimits.TooDeep)]
    [InlineData("20,000 letters of a text", RuleLimits.TooLong)]
    [InlineData("20,000 blanks", null)]
    [InlineData("a million blanks", RuleLimits.TooLong)]
    [InlineData("a million quotes", RuleLimits.TooLong)]
    public void Bombs_are_answered_at_once(string bomb, string? refusal)
    {
        var text = Bomb(bomb);
        var time = Stopwatch.StartNew();
        if (refusal is null)
        {
            var tree = RuleText.Parse(text);
            Assert.Equal(tree, RuleText.Parse(RuleFormatter.Format(tree)));
            Assert.Equal(tree, RuleJson.FromJson(RuleJson.ToJson(tree)));
        }
        else
        {
            Assert.Contains(refusal, Assert.Throws<RuleException>(() => RuleText.Parse(text)).Message, StringComparison.Ordinal);
        }

        // Generous, because other tests share the processors; the work is a few milliseconds.
        Assert.InRange(time.ElapsedMilliseconds, 0, 10_000);
    }

    [Theory]
    [InlineData(150, RuleLimits.TooDeep)]
    [InlineData(100_000, "nested")]
    public void Deep_JSON_is_answered_at_once(int levels, string refusal)
    {
        var json = new StringBuilder();
        for (var i = 0; i < levels; i++)
            json.Append("""{"op":"not","of":[""");
        json.Append("true").Insert(json.Length, "]}", levels);
        var message = Assert.Throws<RuleException>(() => RuleJson.FromJson(json.ToString())).Message;
        Assert.True(message.Contains(refusal, StringComparison.Ordinal) || message.Contains(RuleLimits.TooLong, StringComparison.Ordinal), message);
    }

    [Fact]
    public void A_wide_rule_of_JSON_has_the_limits_of_text()
    {
        var json = $$"""{"op":"or","of":[{{string.Join(",", Enumerable.Repeat("""{"name":"a_long_name_of_a_trait"}""", 5000))}}]}""";
        Assert.Contains(RuleLimits.TooLong, Assert.Throws<RuleException>(() => RuleJson.FromJson(json)).Message, StringComparison.Ordinal);
    }

    private static string Bomb(string name) => name switch
    {
        "10,000 branches" => string.Join(" or ", Enumerable.Repeat("vip", 10_000)),
        "4,000 branches" => string.Join(" or ", Enumerable.Repeat("vip", 4000)),
        "13,000 parts of a call" => $"f({string.Join(',', Enumerable.Repeat("-1", 6500))})",
        "9,000 open brackets" => new string('(', 9000),
        "101 brackets" => $"{new string('(', 101)}a{new string(')', 101)}",
        "100 brackets" => $"{new string('(', 100)}a{new string(')', 100)}",
        "19,000 signs" => new string('-', 19_000) + "1",
        "4,000 nots" => string.Concat(Enumerable.Repeat("not ", 4000)) + "a",
        "9,000 summands" => string.Join('+', Enumerable.Repeat("1", 9000)),
        "1,500 calls" => string.Concat(Enumerable.Repeat("f(", 1500)) + string.Concat(Enumerable.Repeat(")", 1500)),
        "chains within chains" => string.Concat(Enumerable.Repeat("(", 50)) + "1" + string.Concat(Enumerable.Repeat("+1+1+1)", 50)),
        "20,000 letters of a text" => $"a = \"{new string('x', 20_000)}\"",
        "20,000 blanks" => "a" + new string(' ', 20_000) + "or b",
        "a million blanks" => new string(' ', 1_000_000),
        _ => new string('"', 1_000_000),
    };

    private static void Answers(string text)
    {
        try
        {
            var tree = RuleText.Parse(text);
            Assert.Equal(tree, RuleText.Parse(RuleFormatter.Format(tree)));
        }
        catch (RuleException wrong)
        {
            var error = Assert.Single(wrong.Errors);
            Assert.InRange(error.Line, 1, text.Length + 1);
            Assert.InRange(error.Column, 1, text.Length + 1);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
    }
}
