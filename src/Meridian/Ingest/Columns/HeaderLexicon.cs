using System.Collections.Frozen;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>One meaning of a phrase.</summary>
/// <param name="Field">Key of the field.</param>
/// <param name="Language">BCP 47 language in which the phrase has it; empty for names of platforms.</param>
/// <param name="Weak">Only a hint: the column's values must agree.</param>
/// <param name="MayBePart">A word for the whole name that means the given name where another column has the family name.</param>
internal sealed record Sense(string Field, string Language, bool Weak, bool MayBePart);

/// <summary>What is known about one phrase; several at once, as "address" is a field and stands before "city".</summary>
internal sealed class Phrase(string text)
{
    public string Text { get; } = text;

    public List<Sense> Senses { get; } = [];

    /// <summary>What it means where it is the whole header; within another it is not looked at ("Ad" is a Turk's given name, "ad name" an advertisement's).</summary>
    public List<Sense> AloneSenses { get; } = [];

    /// <summary>Changes nothing about what a header means.</summary>
    public bool Neutral { get; set; }

    /// <summary>Another word for a handle, beside a platform's name.</summary>
    public bool Account { get; set; }

    /// <summary>Makes the column about something or somebody else.</summary>
    public bool Foreign { get; set; }

    public IEnumerable<Sense> Strong => Senses.Where(s => !s.Weak);
}

/// <summary>All phrases of <c>headers.tsv</c>, <c>qualifiers.tsv</c> and the platforms' names, by their compact form.</summary>
internal static class HeaderLexicon
{
    /// <summary>Languages by how much of our users' data is in them; decides between senses when the file does not.</summary>
    public static readonly string[] Languages = ["en", "zh", "zh-Hant", "es", "pt", "id", "ar", "fr", "de", "hi", "ru", "vi", "th", "ja", "ko", "it", "tr", ""];

    private static readonly FrozenDictionary<string, Phrase> Phrases = Load();

    /// <summary>Characters of the longest phrase's compact form.</summary>
    public static int LongestPhrase { get; } = Phrases.Keys.Max(k => k.Length);

    public static Phrase? Find(string compact) => Phrases.GetValueOrDefault(compact);

    private static FrozenDictionary<string, Phrase> Load()
    {
        var phrases = new Dictionary<string, Phrase>(StringComparer.Ordinal);
        foreach (var row in TableResource.Read("headers.tsv", "field\tlanguage\tspellings"))
        {
            if (Fields.WithKey(row[0]) is null || !Languages.Contains(row[1]))
                throw new InvalidDataException($"headers.tsv: no field \"{row[0]}\" or no language \"{row[1]}\".");
            foreach (var spelling in Spellings(row[2]))
            {
                var text = spelling.TrimEnd('?', '~', '!');
                var marks = spelling[text.Length..];
                var phrase = At(phrases, text);
                AddSense(marks.Contains('!') ? phrase.AloneSenses : phrase.Senses, new Sense(row[0], row[1], marks.Contains('?'), marks.Contains('~')));
            }
        }

        foreach (var row in TableResource.Read("qualifiers.tsv", "role\tlanguage\twords"))
        {
            foreach (var word in Spellings(row[2]))
                SetRole(At(phrases, word), row[0]);
        }

        foreach (var platform in Platforms.All)
        {
            string[] own = [platform.Key, platform.Name];
            var names = own.Where(n => platform.OtherNames.All(o => Spelling.Key(o.Text) != Spelling.Key(n)))
                .Select(n => new PlatformName(n, Ambiguous: false))
                .Concat(platform.OtherNames);
            foreach (var name in names)
                AddSense(At(phrases, name.Text).Senses, new Sense($"{Fields.HandlePrefix}{platform.Key}", "", name.Ambiguous, MayBePart: false));
        }

        return phrases.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] Spellings(string cell) => cell.Split(" | ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Phrase At(Dictionary<string, Phrase> phrases, string text)
    {
        var compact = HeaderWords.Compact(text);
        if (compact.Length == 0)
            throw new InvalidDataException($"headers.tsv, qualifiers.tsv or platforms.tsv: \"{text}\" holds no letter.");
        return phrases.TryGetValue(compact, out var phrase) ? phrase : phrases[compact] = new Phrase(text);
    }

    private static void AddSense(List<Sense> senses, Sense sense)
    {
        // The same word in two languages is one sense for the field; it is strong if it is in any of them.
        var same = senses.FindIndex(s => s.Field == sense.Field && s.Language == sense.Language);
        if (same < 0)
            senses.Add(sense);
        else if (senses[same].Weak)
            senses[same] = sense;
    }

    private static void SetRole(Phrase phrase, string role)
    {
        switch (role)
        {
            case "neutral": phrase.Neutral = true; break;
            case "account": phrase.Account = true; break;
            case "foreign": phrase.Foreign = true; break;
            default: throw new InvalidDataException($"qualifiers.tsv: \"{role}\" is no role; neutral, account or foreign expected.");
        }
    }
}
