using System.Globalization;
using System.Text;
using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>Names for the team's own traits, made from headers: "VIP Level" is <c>vip_level</c>, "Situação" <c>situacao</c>, "客户等级" stays.</summary>
internal static class TraitName
{
    private const int Longest = 60;

    /// <summary>The snake-case name of a header; "column_3" (from 1) for one without letters. A name of a well-known field gets "_raw", so that it never overwrites the field.</summary>
    public static string Of(string header, int index)
    {
        var letters = Composed(header);
        // "vipLevel" is two words; the capital inside "WhatsApp opt-in" is not, since its words are told apart already.
        var isCased = letters.All(IsWordCharacter) && !Platforms.TryFind(header, out _);
        var name = new StringBuilder();
        for (var i = 0; i < letters.Length && (name.Length < Longest || char.IsLowSurrogate(letters[i])); i++)
        {
            var isWord = IsWordCharacter(letters[i]);
            if (name.Length > 0 && name[^1] != '_' && (!isWord || (isCased && HeaderWords.BeginsWord(letters, i))))
                name.Append('_');
            if (isWord)
                name.Append(char.ToLowerInvariant(letters[i]));
        }

        var text = name.ToString().Trim('_');
        if (text.Length == 0)
            text = $"column_{index + 1}";
        return Fields.WithKey(text) is null && text != Fields.Ignore ? text : $"{text}_raw";
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Compatibility forms levelled; accents dropped from Latin letters only, as nobody can type them into a rule, while other scripts' marks are letters.</summary>
    private static string Composed(string header)
    {
        var text = new StringBuilder(header.Length);
        foreach (var rune in header.EnumerateRunes())
            text.Append(rune.ToString());
        var apart = text.ToString().Normalize(NormalizationForm.FormKD);
        text.Clear();
        for (var i = 0; i < apart.Length; i++)
        {
            var isAccent = apart[i] is >= '\u0300' and <= '\u036F';
            if (!isAccent || !EndsInLatin(text))
                text.Append(apart[i]);
        }

        return text.ToString().Normalize(NormalizationForm.FormC);
    }

    private static bool EndsInLatin(StringBuilder text) => text.Length > 0 && text[^1] < '\u0250';
}
