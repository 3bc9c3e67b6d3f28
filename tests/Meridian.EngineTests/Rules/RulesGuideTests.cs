using System.Text.RegularExpressions;
using Meridian.EngineTests.Store;
using Meridian.Rules.Checking;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Rules;

/// <summary>docs/rules.md cannot lie: each of its examples is asked of the customers that it tells of, each of its errors is made, its tables are those of the program.</summary>
public sealed partial class RulesGuideTests : StoreTests
{
    [Theory, OnEngines]
    public void Each_example_holds_for_whom_the_guide_says(Engine engine)
    {
        var store = Open(engine);
        GuideStore.Fill(store);
        var wrong = new List<string>();
        var examples = Blocks("rule").SelectMany(b => b.Split('\n')).Select(l => l.Split('#')).ToList();
        Assert.InRange(examples.Count, 80, 1000);
        foreach (var example in examples)
        {
            Assert.True(example.Length == 2, $"Say behind # for whom it holds: {example[0]}");
            var said = example[1].Trim();
            string found;
            try
            {
                found = GuideStore.Matching(store, example[0]);
            }
            catch (RuleException e)
            {
                found = e.Message;
            }

            if (found != said)
                wrong.Add($"{example[0].Trim()}: {found}, and not {said}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory, OnEngines]
    public void Each_error_is_the_one_that_the_guide_shows(Engine engine)
    {
        var store = Open(engine);
        GuideStore.Fill(store);
        var words = StoreVocabulary.Of(store.Session);
        var examples = Blocks("rule-error").SelectMany(b => b.Split("\n\n")).Select(e => e.Split('\n', 2)).ToList();
        Assert.InRange(examples.Count, 10, 100);
        foreach (var example in examples)
            Assert.Equal(example[1], Assert.Throws<RuleException>(() => RuleChecker.Check(example[0], words)).Message);
    }

    [Fact]
    public void Each_JSON_is_that_of_the_text_above_it()
    {
        var examples = Blocks("rule-json").SelectMany(b => b.Split("\n\n")).Select(e => e.Split('\n', 2)).ToList();
        Assert.InRange(examples.Count, 5, 100);
        foreach (var example in examples)
        {
            Assert.Equal(example[1], RuleJson.ToJson(RuleText.Parse(example[0])));
            Assert.Equal(example[0], RuleFormatter.OneLine(RuleJson.FromJson(example[1])));
        }
    }

    [Fact]
    public void The_tables_are_those_of_the_program()
    {
        var guide = Guide();
        var made = Made("functions", Functions(), Made("traits", Traits(), guide));
        if (Environment.GetEnvironmentVariable("MERIDIAN_GOLDEN") == "write")
            File.WriteAllText(Path.Combine(Root(), "docs", "rules.md"), made);
        Assert.True(made == guide, "A table of docs/rules.md is not that of the program. Run this test with MERIDIAN_GOLDEN=write and look at the difference.");
        Assert.Contains($"These words are the language's own: {string.Join(", ", RuleWords.Keywords.Select(k => $"`{k}`"))}.", guide, StringComparison.Ordinal);
    }

    private static string Functions() => $"| | |\n|---|---|\n{string.Join('\n', RuleFunctions.All.Select(f => $"| `{f.Signature}` | {f.Help} |"))}"
        + "\n| `sequence(\"A\" then \"B\" within 2 days then no \"C\" within 1 day, within: 30 days)` | Whether these events came in this order. |";

    private static string Traits() => $"| | |\n|---|---|\n{string.Join('\n', RuleTraits.All.GroupBy(t => t.Value).OrderBy(g => g.Key)
        .Select(g => $"| {RuleChecker.InWords(g.Key)} | {string.Join(", ", g.Select(t => $"`{t.Key}`"))} |"))}";

    private static string Made(string name, string table, string guide) =>
        Regex.Replace(guide, $"(?<=<!-- {name}: made by RulesGuideTests -->\n).*?(?=\n<!-- end -->)", table.Replace("$", "$$", StringComparison.Ordinal), RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static IEnumerable<string> Blocks(string language) => Block().Matches(Guide()).Where(m => m.Groups["language"].Value == language).Select(m => m.Groups["text"].Value.TrimEnd('\n'));

    private static string Guide() => File.ReadAllText(Path.Combine(Root(), "docs", "rules.md")).ReplaceLineEndings("\n");

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }

    [GeneratedRegex("^```(?<language>[a-z-]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
