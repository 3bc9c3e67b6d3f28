using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Meridian.Web.Pages;

/// <summary>
/// Sentences of the engine in the language of who reads them. The engine says in English what is wrong with a row, a rule or a file, because what it says stands in files, logs and answers of the
/// API too; here such a sentence is recognised by its form. The forms stand in <c>Said/*.tsv</c>: the English with a place for each value, <c>{0}</c>, or for a sentence within the sentence,
/// <c>{0!}</c>; then the same in each other language. A test keeps them complete.
/// </summary>
public static partial class SaidTexts
{
    /// <summary>What somebody wrote may stand in a sentence, so no form may take long to be tried.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    /// <summary>Characters of a form that could fit by chance.</summary>
    private const int FewWords = 16;

    /// <summary>Sentences within sentences.</summary>
    private const int Deepest = 6;

    /// <param name="Opening">The words before its first place.</param>
    /// <param name="Telling">The longest words of it.</param>
    /// <param name="Words">Characters of the words.</param>
    private sealed record Form(string English, string Opening, string Telling, int Words, IReadOnlyList<string> Others)
    {
        private Regex? _pattern;

        /// <summary>Whether it only joins sentences: then it says nothing by itself, and fits what it does not know.</summary>
        public bool IsFrame { get; } = !Literals(English).Any(l => l.Any(char.IsLetter));

        public Regex Pattern => _pattern ??= new Regex(
            "^" + Places().Replace(Regex.Escape(English).Replace("}", "\\}", StringComparison.Ordinal), "(?<a${n}>.*?)") + "$",
            RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture, Patience);
    }

    /// <summary>Of several forms that fit, the one that says most of the sentence itself.</summary>
    private static readonly Form[] Forms = [.. Read().OrderByDescending(f => f.Words)];

    private static readonly FrozenDictionary<string, int> Columns =
        Texts.Languages.Select(l => l.Code).Where(l => l != "en").Select((l, i) => (l, i)).ToFrozenDictionary(l => l.l, l => l.i, StringComparer.Ordinal);

    /// <summary>A sentence in another language; null where it is to be read in English, or its form is not known.</summary>
    public static string? Of(string language, string english) => Columns.TryGetValue(language, out var column) ? Of(column, english, 0) : null;

    /// <summary>All forms, for the tests.</summary>
    public static IEnumerable<IReadOnlyList<string>> All => Forms.Select(f => (IReadOnlyList<string>)[f.English, .. f.Others]);

    private static string? Of(int column, string english, int depth)
    {
        if (depth == Deepest)
            return null;
        foreach (var form in Forms)
        {
            if (!english.StartsWith(form.Opening, StringComparison.Ordinal) || !english.Contains(form.Telling, StringComparison.Ordinal))
                continue;
            try
            {
                if (form.Pattern.Match(english) is { Success: true } found && Fill(form, form.Others[column], found, column, depth) is { } said)
                    return said;
            }
            catch (RegexMatchTimeoutException)
            {
                // Another form may fit; else it is read in English.
            }
        }

        return null;
    }

    private static string? Fill(Form form, string text, Match found, int column, int depth)
    {
        var filled = new StringBuilder();
        var from = 0;
        foreach (Match place in Place().Matches(text))
        {
            filled.Append(text, from, place.Index - from);
            from = place.Index + place.Length;
            var value = found.Groups["a" + place.Groups["n"].Value].Value;
            var isSentence = place.Groups["said"].Success;
            var said = isSentence ? Of(column, value, depth + 1) : value;
            // A short form fits many sentences: where a value of it is a sentence, or is not known, it is another's.
            if ((said is null && form.IsFrame) || (!isSentence && form.Words < FewWords && value.Contains(". ", StringComparison.Ordinal)))
                return null;
            filled.Append(said ?? value);
        }

        return filled.Append(text, from, text.Length - from).ToString();
    }

    private static IEnumerable<Form> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("said/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
            {
                var cells = line.Split('\t');
                var literals = Literals(cells[0]);
                yield return new Form(cells[0], literals[0], literals.MaxBy(l => l.Length)!, literals.Sum(l => l.Length), cells[1..]);
            }
        }
    }

    /// <summary>The words between the places of a form.</summary>
    internal static IReadOnlyList<string> Literals(string form)
    {
        var (literals, from) = (new List<string>(), 0);
        foreach (Match place in Place().Matches(form))
        {
            literals.Add(form[from..place.Index]);
            from = place.Index + place.Length;
        }

        literals.Add(form[from..]);
        return literals;
    }

    [GeneratedRegex(@"\{(?<n>\d)(?<said>!)?\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();

    /// <summary>The same in a form that is escaped for a pattern.</summary>
    [GeneratedRegex(@"\\\{(?<n>\d)!?\\\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Places();
}
