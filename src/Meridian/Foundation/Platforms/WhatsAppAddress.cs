namespace Meridian.Foundation.Platforms;

/// <summary>WhatsApp's own addresses (JIDs), as its exports and libraries write them: <c>8613800138000@s.whatsapp.net</c>, <c>…:12@s.whatsapp.net</c>, <c>…@c.us</c>.</summary>
internal static class WhatsAppAddress
{
    /// <summary>True when the text is such an address. <paramref name="phone"/> is "+" and its digits; empty for groups, broadcasts and hidden ids, which reach no phone.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out string phone)
    {
        phone = "";
        var at = text.LastIndexOf('@');
        if (at <= 0)
            return false;
        var server = text[(at + 1)..];
        if (server.Equals("g.us", StringComparison.OrdinalIgnoreCase) || server.Equals("lid", StringComparison.OrdinalIgnoreCase)
            || server.Equals("broadcast", StringComparison.OrdinalIgnoreCase) || server.Equals("newsletter", StringComparison.OrdinalIgnoreCase))
            return true;
        if (!server.Equals("s.whatsapp.net", StringComparison.OrdinalIgnoreCase) && !server.Equals("c.us", StringComparison.OrdinalIgnoreCase))
            return false;

        var user = text[..at];
        // What follows a colon or a dot is the linked device, not the number.
        var device = user.IndexOfAny(':', '.');
        if (device >= 0)
            user = user[..device];
        if (user.StartsWith("+", StringComparison.Ordinal))
            user = user[1..];
        if (user.Length is >= 7 and <= 15 && !user.ContainsAnyExceptInRange('0', '9'))
            phone = $"+{user}";
        return true;
    }
}
