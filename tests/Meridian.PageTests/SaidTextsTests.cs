using System.Text.RegularExpressions;
using Meridian.Ingest.Columns;
using Meridian.Rules.Editing;
using Meridian.Rules.Vocabulary;
using Meridian.Web.Pages;

namespace Meridian.PageTests;

/// <summary>What the engine says in English is known in the other languages, with every value in its place.</summary>
public sealed partial class SaidTextsTests
{
    private static readonly string[] Folders = ["Rules", "Tags", "Ingest", "Normalise", "Segments", "Profiles"];

    /// <summary>Put together of pieces, each combination of which has a form.</summary>
    private static readonly string[] Composed =
    [
        "x1 x1.", "A length of time cannot be compared. Numbers of days are plain numbersx1.", "Write x1.", "A mapping has no \"x1\".x1 It has columns, country, date_order and encoding.",
        "Column \"x1\": there is no field \"x1\".x1 For a trait of your own write \"trait:x1\".",
    ];

    [Fact]
    public void Every_form_is_there_in_every_language_and_loses_no_value()
    {
        var forms = SaidTexts.All.ToList();
        Assert.True(forms.Count > 500, $"{forms.Count} forms");
        Assert.Equal([], forms.GroupBy(f => f[0]).Where(f => f.Count() > 1).Select(f => f.Key));
        Assert.Equal([], forms.Where(f => f.Count != Texts.Languages.Count || f.Any(string.IsNullOrWhiteSpace)).Select(f => f[0]));
        // A value that the other language needs not may be left out; one that the English has not cannot be filled.
        Assert.Equal([], forms.Where(f => f.Skip(1).Any(o => !Places(f[0]).IsSupersetOf(Places(o)) || Places(o).Count != Place().Count(o))).Select(f => f[0]));
        Assert.Equal([], forms.Where(f => f.Skip(1).Any(o => Plain().IsMatch(o) && !Han().IsMatch(o) && f[0] != o)).Select(f => f[0]));
    }

    [Theory]
    [InlineData("line 1, column 4: There is no function 'cuont'. Did you mean 'count'?", "第 1 行第 4 列：没有函数“cuont”。您是否想写“count”？")]
    [InlineData("nobody ever says this", null)]
    [InlineData("this; that", null)]
    public void A_sentence_is_said_in_chinese_or_left_alone(string english, string? chinese) => Assert.Equal(chinese, SaidTexts.Of("zh-Hans", english));

    [Fact]
    public void What_an_editor_says_of_wrong_rules_is_said_in_both_languages()
    {
        var words = new RuleVocabulary();
        string[] rules =
        [
            "", "country =", "country = US", "country = \"US\" and", "(country = \"US\"", "cuont(\"A\") > 1", "count(\"A\" within: 30 days)", "count(\"A\", within: 0 days) > 1", "count() > \"a\"", "age > \"x\"", "total_spent + last_seen_at > 1",
            "platform(\"fax\")", "country in ()", "name matches \"(\"", "name contains \"\"", "percentile(total_spent) > 200", "rank(total_spent) < 0", "tag(\"nobody\")", "segment(\"nobody\")", "sequence(\"A\")", "not", "1 + 1",
            "consent(\"fax\", \"marketing\")", "days_since(name) > 3", "area = \"Atlantis\"", "weekday = \"Funday\"", "\"a\" = \"b", "country = 'US'", "5 days > 3 days", "age between 1 and", "last_seen_at > today - 5", "@", "trait(5) > 1", "source(1)",
        ];
        var said = rules.SelectMany(r => RuleReview.Of(r, words).Notes.Select(n => n.Message)).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(said.Count > 20, $"{said.Count} sentences");
        foreach (var language in Texts.Languages.Select(l => l.Code).Where(l => l != "en"))
            Assert.Equal([], said.Where(s => SaidTexts.Of(language, s) is not { } other || !Han().IsMatch(other)));
    }

    /// <summary>The sentences as the sources have them, with something in place of each value.</summary>
    [Fact]
    public void Every_sentence_of_the_engine_has_a_form()
    {
        var unknown = new List<string>();
        var count = 0;
        foreach (var file in Folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(TextsTests.Root(), "src", "Meridian", f), "*.cs", SearchOption.AllDirectories)))
        {
            foreach (Match call in Told().Matches(File.ReadAllText(file)))
            {
                var sentence = Hole().Replace(call.Groups["text"].Value, "x1").Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
                // Where another text stands within a hole, the sentence does not end where it seems to.
                if (sentence.Contains('{', StringComparison.Ordinal) || !sentence.Contains(' ', StringComparison.Ordinal))
                    continue;
                count++;
                if (!Composed.Contains(sentence) && SaidTexts.Of("zh-Hans", sentence) is null)
                    unknown.Add($"{Path.GetFileName(file)}: {sentence}");
            }
        }

        Assert.True(count > 100, $"{count} sentences");
        Assert.Equal("", string.Join("\n", unknown));
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d!?\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}", RegexOptions.None, 1000)]
    private static partial Regex Han();

    /// <summary>Words, and no name or value alone.</summary>
    [GeneratedRegex(@"[a-z]{3,} [a-z]{3,} [a-z]{3,}", RegexOptions.None, 1000)]
    private static partial Regex Plain();

    [GeneratedRegex(@"(?<!\{)\{[^{}""]*\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\b(Error|Warn|DefinitionFault|UnreadableFileException|MappingException|SourceException|DefinitionException|NoSuchDefinitionException|FilterException|EditFault)\((?:[^""\n;]*,\s*)?\$?""(?<text>(?:[^""\\\n]|\\.)*)""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Told();
}
