using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Meridian.Web.Pages;

namespace Meridian.PageTests;

/// <summary>What the pages say is there in every language, and nothing is said that is not among the texts.</summary>
public sealed partial class TextsTests
{
    private static readonly Dictionary<string, string> Sources = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Meridian.Web"), "*", SearchOption.AllDirectories)
        .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)).ToDictionary(f => f, File.ReadAllText, StringComparer.Ordinal);

    public static TheoryData<string> Others => [.. Texts.Languages.Select(l => l.Code).Where(c => c != "en")];

    private static IEnumerable<string> English => Texts.All("en").Keys;

    [Theory, MemberData(nameof(Others))]
    public void Every_text_is_there_in_every_language_with_the_same_places(string language)
    {
        var texts = Texts.All(language).Where(t => !t.Key.StartsWith("mud.", StringComparison.Ordinal)).ToDictionary();
        // A form for one thing is of those languages that have it.
        Assert.Equal([], English.Except(texts.Keys).Where(k => !k.EndsWith(".one", StringComparison.Ordinal)));
        Assert.Equal([], texts.Keys.Except(English));
        Assert.Equal([], texts.Where(t => !Places(t.Value).SetEquals(Places(Texts.All("en")[t.Key]))).Select(t => $"{t.Key}: {t.Value}"));
        Assert.Equal([], texts.Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key));
    }

    [Theory, MemberData(nameof(Others))]
    public void What_the_components_say_is_there_in_every_language(string language)
    {
        var said = new ResourceManager("MudBlazor.Resources.LanguageResource", typeof(MudBlazor.MudButton).Assembly).GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!
            .Cast<DictionaryEntry>().ToDictionary(e => "mud." + e.Key, e => (string)e.Value!);
        var texts = Texts.All(language);
        Assert.Equal([], said.Keys.Where(k => !texts.ContainsKey(k)));
        Assert.Equal([], texts.Keys.Where(k => k.StartsWith("mud.", StringComparison.Ordinal) && !said.ContainsKey(k)));
        Assert.Equal([], said.Where(s => !Places(s.Value).SetEquals(Places(texts[s.Key]))).Select(s => s.Key));
    }

    [Fact]
    public void Every_key_that_a_page_names_is_a_text()
    {
        var known = English.ToHashSet(StringComparer.Ordinal);
        var unknown = Sources.SelectMany(s => Key().Matches(s.Value).Select(m => (File: Path.GetFileName(s.Key), Key: m.Groups["key"].Value)))
            .Where(k => !known.Contains(k.Key)).Select(k => $"{k.File}: {k.Key}").Distinct();
        Assert.Equal([], unknown);
    }

    [Fact]
    public void Every_text_is_said_somewhere()
    {
        var all = string.Join('\n', Sources.Values);
        // Keys that are put together when the page runs begin with a quoted prefix: T.Of("role", …).
        var prefixes = Prefix().Matches(all).Select(m => m.Groups["prefix"].Value + ".").Concat(Joined().Matches(all).Select(m => m.Groups["prefix"].Value))
            // Values of labels, by the label's key.
            .Concat(Meridian.Tags.Labels.BuiltInTags.Keys.Select(k => k + ".")).Distinct().ToList();
        var unsaid = English.Where(k => !k.StartsWith("mud.", StringComparison.Ordinal) && !all.Contains($"\"{k}\"", StringComparison.Ordinal)
            && !(k.EndsWith(".one", StringComparison.Ordinal) && all.Contains($"\"{k[..^4]}\"", StringComparison.Ordinal)) && !prefixes.Exists(p => k.StartsWith(p, StringComparison.Ordinal)));
        Assert.Equal([], unsaid);
    }

    [Fact]
    public void No_page_says_words_of_its_own()
    {
        var said = new List<string>();
        foreach (var (file, source) in Sources.Where(s => s.Key.EndsWith(".razor", StringComparison.Ordinal)))
        {
            var markup = Statements().Replace(Code().Replace(Comment().Replace(source, ""), ""), "");
            foreach (Match text in Between().Matches(markup))
            {
                var words = Expression().Replace(text.Groups["text"].Value, "").Trim();
                if (Letters().IsMatch(words) && !Fixed.Contains(words) && !Program().IsMatch(words))
                    said.Add($"{Path.GetFileName(file)}: {words}");
            }

            said.AddRange(Spoken().Matches(markup).Select(m => m.Groups["text"].Value).Where(t => Letters().IsMatch(t)).Select(t => $"{Path.GetFileName(file)}: {t}"));
        }

        Assert.Equal([], said);
    }

    /// <summary>Names and what is the same in every language.</summary>
    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal) { "Meridian", "· Meridian", "UTC", "ID", "CSV", "XLSX", "JSON", "Ctrl", "K", "Tab", "Esc", "Enter", "MB" };

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups["n"].Value)];

    internal static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }

    [GeneratedRegex("""\bT(?:\.Count)?(?:\[|\()\s*"(?<key>[a-z0-9_.]+)"\s*[\],)]""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Key();

    [GeneratedRegex("""\.Of\("(?<prefix>[a-z0-9_.]+)",""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Prefix();

    [GeneratedRegex("""\$"(?<prefix>[a-z_]+\.(?:[a-z0-9_]+\.)*[a-z0-9_]*)\{""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Joined();

    [GeneratedRegex(@"\{(?<n>\d+)(:[^}]*)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Comment();

    /// <summary>From <c>@code</c> to the end.</summary>
    [GeneratedRegex(@"^@code\s*\{.*\z", RegexOptions.Singleline | RegexOptions.Multiline, 5000)]
    private static partial Regex Code();

    /// <summary>Directives, and lines of statements.</summary>
    [GeneratedRegex(@"(^@(page|using|inject|attribute|inherits|implements|layout|typeparam|namespace)\b.*$)|(^[ \t]*(\}[ \t]*)?@?(if|else|foreach|for|while|switch|case|var|await|default|break|lock|using|return)\b[^<\n]*$)|(^[ \t]*[{}][^<\n]*$)|(^[^<>\n]*;[ \t]*$)|(@?(foreach|if|for)\s*\([^\n]*?\)\s*\{)|(\belse\s*\{)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Statements();

    [GeneratedRegex(@"(?<=>)(?<text>[^<>]*)(?=<[/a-zA-Z])", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Between();

    [GeneratedRegex(@"@\((?>[^()""]|""[^""]*""|(?<open>\()|(?<-open>\)))*\)|@[A-Za-z_][\w.]*(\[[^\]]*\]|\((?>[^()""]|""[^""]*""|(?<open>\()|(?<-open>\)))*\)|\??\.\w+)*|&[a-z]+;", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Expression();

    [GeneratedRegex("\\s(aria-label|title|placeholder|alt|Label|Text|Heading|HelperText|Placeholder|Title|AriaLabel|Lead|Hint)=\"(?<text>[^\"@]+)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Spoken();

    /// <summary>What stands between a ">" and a "<" of an expression is the program's.</summary>
    [GeneratedRegex(@"T\[|T\.|=>|\?\?|&&|\|\||\bnew\b|\?\.|^\S+ [}:?]|\)\)|Assets\.", RegexOptions.None, 1000)]
    private static partial Regex Program();

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.None, 1000)]
    private static partial Regex Letters();
}
