namespace Meridian.Foundation.Platforms;

/// <summary>Tells whether text is written like a phone number. Whether it is one is for the phone rules.</summary>
internal static class PhoneShape
{
    private const int FewestDigits = 7;
    private const int MostDigits = 15;

    /// <summary>
    /// True for 7 to 15 digits with nothing but phone punctuation. <paramref name="marked"/> tells that it can hardly be an account number:
    /// it begins with a plus, a double or a trunk zero, "tel:" or "p:", or is written in groups.
    /// </summary>
    public static bool Of(ReadOnlySpan<char> text, out bool marked)
    {
        marked = false;
        if (text.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) || text.StartsWith("p:", StringComparison.OrdinalIgnoreCase))
        {
            marked = true;
            text = text[(text.IndexOf(':') + 1)..].Trim();
        }

        var digits = 0;
        var leadingZero = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
            {
                if (digits == 0)
                    leadingZero = c == '0';
                digits++;
            }
            else if (c is '+' && i == 0)
            {
                marked = true;
            }
            else if (c is ' ' or '(' or ')' or '-' or '/' or '.' or '\u00A0')
            {
                marked = true;
            }
            else
            {
                return false;
            }
        }

        marked |= leadingZero && digits >= 9;
        return digits is >= FewestDigits and <= MostDigits;
    }

    /// <summary>Digits enough for a phone, whatever stands around them.</summary>
    public static bool HoldsDigits(ReadOnlySpan<char> text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
                digits++;
        }

        return digits >= FewestDigits;
    }
}
