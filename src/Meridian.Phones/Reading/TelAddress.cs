namespace Meridian.Phones.Reading;

/// <summary>Finds the part of a text that is the number: behind words, or by the parameters of a <c>tel:</c> address (RFC 3966).</summary>
internal static class TelAddress
{
    private const string Context = ";phone-context=";
    private const string Scheme = "tel:";
    private const string Subaddress = ";isub=";

    /// <param name="joined">Room for twice the text: a context of digits is put before the number.</param>
    /// <returns>False when the text has a context that is none.</returns>
    public static bool TryExtract(ReadOnlySpan<char> text, Span<char> joined, out ReadOnlySpan<char> body)
    {
        if (!text.Contains(';'))
        {
            body = Possible(text);
            return true;
        }

        body = default;
        var at = text.IndexOf(Context);
        if (at < 0)
        {
            body = Possible(text);
        }
        else
        {
            var context = text[(at + Context.Length)..];
            if (context.IndexOf(';') is var end and >= 0)
                context = context[..end];
            var scheme = text.IndexOf(Scheme);
            var start = scheme < 0 ? 0 : scheme + Scheme.Length;
            if (!IsContext(context) || start > at)
                return false;

            // A domain says who gave the number, not what precedes it.
            var prefix = context[0] == '+' ? context : [];
            prefix.CopyTo(joined);
            text[start..at].CopyTo(joined[prefix.Length..]);
            body = joined[..(prefix.Length + at - start)];
        }

        if (body.IndexOf(Subaddress) is var sub and > 0)
            body = body[..sub];
        return true;
    }

    /// <summary>From the first plus or digit on, without what cannot end a number and without a second number behind a slash.</summary>
    private static ReadOnlySpan<char> Possible(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && !NumberShape.IsPlus(text[start]) && !char.IsDigit(text[start]))
            start++;
        text = text[start..];
        var end = text.Length;
        while (end > 0 && text[end - 1] != '#' && !char.IsLetterOrDigit(text[end - 1]))
            end--;
        text = text[..end];
        if (!text.ContainsAny('/', '\\'))
            return text;

        // "530 58 3302/x2303" is two extensions of one number.
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('/' or '\\'))
                continue;
            var next = i + 1;
            while (next < text.Length && text[next] == ' ')
                next++;
            if (next < text.Length && text[next] == 'x')
                return text[..i];
            i = next - 1;
        }

        return text;
    }

    private static bool IsContext(ReadOnlySpan<char> context)
    {
        if (context.Length == 0)
            return false;
        return context[0] == '+' ? IsGlobalNumber(context[1..]) : IsDomain(context);
    }

    private static bool IsGlobalNumber(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length && text[i] is '-' or '.' or '(' or ')')
            i++;
        if (i == text.Length || !char.IsDigit(text[i]))
            return false;
        while (i < text.Length && (text[i] is '-' or '.' or '(' or ')' || char.IsDigit(text[i])))
            i++;
        return NumberShape.IsEnd(text, i);
    }

    /// <summary>
    /// Labels with dots between them, the last one beginning with a letter. As in the reference, a hyphen inside any but the last label may be followed by
    /// one character only.
    /// </summary>
    private static bool IsDomain(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (Label(text, at) is var next && next > at && next < text.Length && text[next] == '.' && !NumberShape.IsEnd(text, next + 1))
            at = next + 1;
        var i = at;
        while (i < text.Length && char.IsAsciiLetter(text[i]))
            i++;
        if (i == at)
            return false;
        i = Hyphenated(text, i, needsHyphen: false);
        return NumberShape.IsEnd(text, i) || (text[i] == '.' && NumberShape.IsEnd(text, i + 1));
    }

    private static int Label(ReadOnlySpan<char> text, int at)
    {
        var i = at;
        while (i < text.Length && IsAlphanumeric(text[i]))
            i++;
        return i == at ? at : Hyphenated(text, i, needsHyphen: true);
    }

    private static int Hyphenated(ReadOnlySpan<char> text, int at, bool needsHyphen)
    {
        while (true)
        {
            var i = at;
            while (i < text.Length && text[i] == '-')
                i++;
            if (i == text.Length || !IsAlphanumeric(text[i]) || (needsHyphen && i == at))
                return at;
            at = i + 1;
        }
    }

    private static bool IsAlphanumeric(char c) => char.IsAsciiLetter(c) || char.IsDigit(c);
}
