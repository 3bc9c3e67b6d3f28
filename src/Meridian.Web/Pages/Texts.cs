using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Meridian.Web.Pages;

/// <summary>
/// What the pages say, in the language of the person who reads. The texts stand in files beside the pages, <c>AREA.LANGUAGE.json</c>: one object of keys and texts each. A test keeps the
/// languages complete.
/// </summary>
public sealed class Texts
{
    /// <summary>BCP 47, and what the language is called in itself.</summary>
    public static IReadOnlyList<(string Code, string Name)> Languages { get; } = [("en", "English"), ("zh-Hans", "简体中文"), ("zh-Hant", "繁體中文")];

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> ByLanguage = Read();

    /// <summary>The language at hand.</summary>
    public static string Language => Closest(CultureInfo.CurrentUICulture.Name);

    /// <summary>A text; the key itself where there is none, so that a slip is seen.</summary>
    public string this[string key] => Find(Language, key) ?? key;

    /// <summary>A text with its places filled, numbers and dates as people of the language write them.</summary>
    public string this[string key, params object?[] values] => string.Format(CultureInfo.CurrentCulture, this[key], values);

    /// <summary>A text of a number of things: the key with <c>.one</c> for one, where the language has it.</summary>
    public string Count(string key, long count, params object?[] values) =>
        string.Format(CultureInfo.CurrentCulture, (count == 1 ? ByLanguage[Language].GetValueOrDefault(key + ".one") : null) ?? this[key], [count, .. values]);

    /// <summary>A text by a value that is known only when it runs, such as a role; the value itself where there is none.</summary>
    public string Of(string prefix, string? value) => value is null ? "" : Find(Language, $"{prefix}.{value}") ?? value;

    /// <summary>What went wrong, for a person.</summary>
    public string Said(Exception error) => error switch
    {
        Api.ProblemException problem when problem.Kind == Api.Problems.Busy => this["failed.busy"],
        // Several faults are several sentences, each known by itself.
        Rules.Syntax.RuleException rule => string.Join("\n", rule.Errors.Select(e => Said(e.ToString()))),
        Tags.Definitions.DefinitionException definition => string.Join(" ", definition.Faults.Select(f => SaidTexts.Of(Language, $"{f.Part}: {f.Message}") ?? $"{f.Part}: {Said(f.Message)}")),
        _ => Said(error.Message),
    };

    /// <summary>A sentence of the engine in the language at hand; in English where it is not known in it.</summary>
    public string Said(string english) => SaidTexts.Of(Language, english) ?? english;

    /// <summary>All keys of a language, for the tests.</summary>
    public static IReadOnlyDictionary<string, string> All(string language) => ByLanguage[language];

    internal static string? Find(string language, string key) => ByLanguage[language].GetValueOrDefault(key) ?? ByLanguage["en"].GetValueOrDefault(key);

    /// <summary>The language of the pages that comes closest to one that is asked for: <c>zh-TW</c> is written as <c>zh-Hant</c>.</summary>
    public static string Closest(string culture)
    {
        for (var asked = CultureInfo.GetCultureInfo(culture); asked.Name.Length > 0; asked = asked.Parent)
        {
            if (ByLanguage.ContainsKey(asked.Name))
                return asked.Name;
        }

        return culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-Hans" : "en";
    }

    private static FrozenDictionary<string, FrozenDictionary<string, string>> Read()
    {
        var texts = Languages.ToDictionary(l => l.Code, _ => new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("texts/", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var language = name[..^".json".Length].Split('.')[^1];
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                if (!texts[language].TryAdd(key, text))
                    throw new InvalidOperationException($"The text '{key}' stands twice in the files of {language}; {name} is one of them.");
            }
        }

        return texts.ToFrozenDictionary(l => l.Key, l => l.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
    }
}
