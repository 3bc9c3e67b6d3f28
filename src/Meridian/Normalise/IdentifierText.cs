using Meridian.Foundation.Platforms;

namespace Meridian.Normalise;

/// <summary>Reads the one address or handle that a person names ("ana@example.com", "+55 11 98765-4321", "telegram:ana", a link): by it they can be reached, whether or not they are a customer.</summary>
public static class IdentifierText
{
    /// <summary>The identifier, as a row of a file would give it; false with the reason in words for a person.</summary>
    /// <param name="country">Where national numbers are from, ISO 3166-1 alpha-2; null where they must be international.</param>
    public static bool TryRead(string text, string? country, out Identifier identifier, out string? problem)
    {
        (identifier, problem) = (null!, null);
        text = text.Trim();
        if (text.Length is 0 or > 512)
        {
            problem = text.Length == 0 ? "is empty" : "is longer than 512 characters";
            return false;
        }

        if (Platforms.TryReadLink(text, out var platform, out var value, out var reading))
            return Handle(platform, value, reading, country, out identifier, out problem);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, rest) = colon > 0 ? (text[..colon].Trim().ToLowerInvariant(), text[(colon + 1)..].Trim()) : ("", text);
        if (kind is "mailto" or "email" || (kind.Length == 0 && text.Contains('@') && !text.StartsWith('@')))
            return Mail(rest, out identifier, out problem);
        if (kind is "tel" or "phone" or "sms" || (kind.Length == 0 && text.Count(char.IsDigit) >= 6))
            return Phone(rest, country, out identifier, out problem);
        if (kind.Length > 0 && Platforms.TryFind(kind, out platform))
        {
            Platforms.TryReadHandle(platform, rest, out value, out reading);
            return Handle(platform, value, reading, country, out identifier, out problem);
        }

        problem = text.StartsWith('@') ? "names no platform: write telegram:ana" : "is no e-mail address, no phone number and no platform:handle";
        return false;
    }

    private static bool Mail(string text, out Identifier identifier, out string? problem)
    {
        identifier = null!;
        if (!EmailText.TryRead(text, out var email, out problem))
        {
            problem ??= "is not an e-mail address";
            return false;
        }

        identifier = new Identifier("email", "", email.Value, email.IsRole ? null : RowNormaliser.MatchKey("email", "", email.MatchKey), email.IsRole ? "role" : null, null);
        return true;
    }

    private static bool Phone(string text, string? country, out Identifier identifier, out string? problem)
    {
        identifier = null!;
        if (!PhoneText.TryRead(text, country, null, null, out var phone, out problem))
            return false;
        identifier = new Identifier("phone", "", phone.E164, phone.MayJoin ? RowNormaliser.MatchKey("phone", "", phone.MatchText) : null, phone.IsValid ? null : "possible", phone.Type);
        return true;
    }

    private static bool Handle(Platform platform, string value, HandleReading reading, string? country, out Identifier identifier, out string? problem)
    {
        (identifier, problem) = (null!, null);
        if (reading == HandleReading.Phone)
            return Phone(value, country, out identifier, out problem);
        if (reading != HandleReading.Handle)
        {
            problem = $"is not a {platform.Name} handle";
            return false;
        }

        identifier = new Identifier(platform.Key, "", value, RowNormaliser.MatchKey(platform.Key, "", value), null, null);
        return true;
    }
}
