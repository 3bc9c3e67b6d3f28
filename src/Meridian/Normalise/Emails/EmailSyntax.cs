using System.Buffers;
using MimeKit;

namespace Meridian.Normalise;

/// <summary>Judges whether a text is an e-mail address. MimeKit's strict parser decides; a quick check in front of it accepts only what MimeKit accepts too (a property test compares them).</summary>
public static class EmailSyntax
{
    /// <summary>RFC 5321 section 4.5.3.1: octets of a whole path, less its angle brackets.</summary>
    public const int LongestAddress = 254;

    /// <summary>RFC 5321 section 4.5.3.1.1.</summary>
    public const int LongestLocalPart = 64;

    private const string LetterDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static readonly SearchValues<char> LocalCharacters = SearchValues.Create(LetterDigits + ".!#$%&'*+-/=?^_`{|}~");
    private static readonly SearchValues<char> DomainCharacters = SearchValues.Create(LetterDigits + ".-");
    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
    };

    /// <summary>
    /// True for the common shape, judged without allocating: ASCII, a dot-atom, one @, and a host name whose last label is letters or an A-label.
    /// False says nothing: ask <see cref="TryParse"/>.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> text, out int at)
    {
        at = text.IndexOf('@');
        if (at is < 1 or > LongestLocalPart || text.Length > LongestAddress)
            return false;
        var local = text[..at];
        return !local.ContainsAnyExcept(LocalCharacters) && local[0] != '.' && local[^1] != '.' && local.IndexOf("..") < 0
            && IsHostName(text[(at + 1)..]);
    }

    /// <summary>A name of two or more labels of letters, digits and inner hyphens, the last one a possible top-level domain (RFC 1123, RFC 3696 section 2).</summary>
    public static bool IsHostName(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty || domain.ContainsAnyExcept(DomainCharacters) || domain[^1] == '.')
            return false;
        var labels = 0;
        var last = domain;
        for (var rest = domain; !rest.IsEmpty; labels++)
        {
            var dot = rest.IndexOf('.');
            last = dot < 0 ? rest : rest[..dot];
            rest = dot < 0 ? [] : rest[(dot + 1)..];
            if (last.Length is 0 or > 63 || last[0] == '-' || last[^1] == '-')
                return false;
        }
        return labels > 1 && last.Length > 1 && IsTopLevel(last);
    }

    // Top-level domains are letters, or a punycode label, which may hold digits and hyphens.
    private static bool IsTopLevel(ReadOnlySpan<char> label)
        => !label.ContainsAnyExceptInRange('A', 'z') && !label.ContainsAnyInRange('[', '`') || label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address of any shape, with a display name or not: <c>Ana &lt;ana@example.com&gt;</c>. Gives its address part as MimeKit sees it, without comments, an international domain in ASCII.</summary>
    public static bool TryParse(string text, out string address)
    {
        address = "";
        if (!MailboxAddress.TryParse(Strict, text, out var mailbox))
            return false;
        address = mailbox.GetAddress(idnEncode: true);
        return true;
    }
}
