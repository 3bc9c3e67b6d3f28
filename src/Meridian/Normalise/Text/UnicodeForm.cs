using System.Buffers;
using System.Text;

namespace Meridian.Normalise;

/// <summary>Brings text to one Unicode form. Never throws: a lone surrogate becomes U+FFFD.</summary>
public static class UnicodeForm
{
    private static readonly SearchValues<char> PrintableAscii = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(i => (char)i).ToArray());

    /// <summary>True if <see cref="ToNfkc"/> might change the text.</summary>
    public static bool MustNormalise(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAnyExcept(PrintableAscii);
        if (first < 0)
            return false;
        foreach (var c in text[first..])
        {
            if (!CharacterClass.IsStableInNfkc(c))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The text in Unicode form NFKC (UAX #15): full-width forms, ligatures and compatibility spaces become ordinary ones, accents are composed. Marks that
    /// show nothing go (joiners stay), as do control characters other than tab, line feed and carriage return. Reading its own output changes nothing.
    /// </summary>
    public static string ToNfkc(ReadOnlySpan<char> text)
    {
        if (!MustNormalise(text))
            return text.ToString();
        var kept = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var length = KeepVisible(text, kept);
            var visible = kept.AsSpan(0, length);
            return visible.IsNormalized(NormalizationForm.FormKC) ? visible.ToString() : Normalised(visible, NormalizationForm.FormKC);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(kept);
        }
    }

    /// <summary>Copies what shows, with lone surrogates and U+FFFE, U+FFFF replaced; <paramref name="destination"/> must be as long as the text. Returns the length.</summary>
    internal static int KeepVisible(ReadOnlySpan<char> text, Span<char> destination)
    {
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                destination[length++] = c;
                destination[length++] = text[++i];
            }
            else if (char.IsSurrogate(c) || c >= '\uFFFE')
            {
                // .NET's Normalize throws on both: half a character, and the two code points that are none.
                destination[length++] = '\uFFFD';
            }
            else if (!CharacterClass.IsInvisible(c) && (!char.IsControl(c) || c is '\t' or '\n' or '\r'))
            {
                destination[length++] = c;
            }
        }
        return length;
    }

    /// <summary>The well-formed text in the form asked for.</summary>
    internal static string Normalised(ReadOnlySpan<char> text, NormalizationForm form)
    {
        // 18 is the longest expansion of one character under NFKC (U+FDFA, UAX #15 section "Stabilised strings").
        var buffer = ArrayPool<char>.Shared.Rent(Math.Max(64, text.Length * 3));
        try
        {
            return text.TryNormalize(buffer, out var length, form) ? new string(buffer, 0, length) : text.ToString().Normalize(form);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
