using System.Text;

namespace Meridian.Ingest.Columns;

/// <summary>Names for the team's own traits, made from headers: "VIP Level" is <c>vip_level</c>, "Situação" <c>situacao</c>, "客户等级" stays.</summary>
internal static class TraitName
{
    private const int Longest = 60;

    /// <summary>The snake-case name of a header; "column_3" (from 1) for one without letters. A name of a well-known field gets "_raw", so that it never overwrites the field.</summary>
    public static string Of(string header, int index)
    {
        var name = new StringBuilder();
        foreach (var c in Composed(header))
        {
            if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark || char.IsSurrogate(c))
                AddLetter(name, c);
            else if (name.Length > 0 && name[^1] != '_')
                name.Append('_');
            if (name.Length >= Longest && !char.IsHighSurrogate(name[^1]))
                break;
        }

        var text = name.ToString().Trim('_');
        if (text.Length == 0)
            text = $"column_{index + 1}";
        return Fields.WithKey(text) is null && text != Fields.Ignore ? text : $"{text}_raw";
    }

    private static void AddLetter(StringBuilder name, char c)
    {
        if (char.IsUpper(c) && name.Length > 0 && char.IsLower(name[^1]))
            name.Append('_');
        // While a word runs the letter keeps its case, so that the boundary in "vipLevel" is still seen; it is lowered below.
        name.Append(c);
        if (name.Length > 1 && char.IsUpper(name[^2]))
            name[^2] = char.ToLowerInvariant(name[^2]);
        if (char.IsUpper(c))
            name[^1] = char.ToLowerInvariant(c);
    }

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
