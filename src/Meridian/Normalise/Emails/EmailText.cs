using System.Globalization;

namespace Meridian.Normalise;

/// <summary>Reads e-mail addresses as people and exports write them.</summary>
public static class EmailText
{
    // Thread-safe once configured. UseStd3AsciiRules refuses names with blanks, underscores and the like.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Reads one address. <c>mailto:</c>, a display name, angle brackets, quotes and punctuation behind the address are taken off. A cell of nothing gives false
    /// and no problem.
    /// </summary>
    /// <param name="cell">The cell as it stands in the file.</param>
    /// <param name="email">The address, if true is returned.</param>
    /// <param name="problem">Why it is none, in words for a person, to be put after the value; null for a blank cell.</param>
    public static bool TryRead(ReadOnlySpan<char> cell, out Email email, out string? problem)
    {
        email = default;
        problem = null;
        var text = CellText.CleanKnown(cell);
        if (text.IsEmpty)
            return false;
        if (EmailSyntax.IsPlain(text, out var at))
        {
            email = Make(text, at);
            return true;
        }
        if (text.Length > 2 * EmailSyntax.LongestAddress)
        {
            problem = "too long for an e-mail address";
            return false;
        }
        return TryReadSlowly(text, out email, out problem);
    }

    /// <summary>A sentence on a probable slip of the finger ("gmial.com may be gmail.com"), or null. The address is stored as given: only its owner can say what was meant.</summary>
    public static string? Warning(in Email email)
    {
        var domain = email.Value[(email.Value.LastIndexOf('@') + 1)..];
        return MailboxRules.Meant(domain) is { } meant ? $"{domain} may be {meant}" : null;
    }

    private static Email Make(ReadOnlySpan<char> address, int at)
    {
        var value = string.Create(address.Length, address, static (lower, source) => source.ToLowerInvariant(lower));
        var local = value.AsSpan(0, at);
        return new(value, MailboxRules.MatchKey(value, at), MailboxRules.IsRole(local), MailboxRules.IsDisposable(value.AsSpan(at + 1)));
    }

    private static bool TryReadSlowly(ReadOnlySpan<char> cell, out Email email, out string? problem)
    {
        email = default;
        // NFKC turns the full-width ＠ and letters of an East Asian keyboard into ordinary ones.
        var text = Unwrap(UnicodeForm.ToNfkc(cell));
        problem = Obvious(text);
        if (problem is not null)
            return false;
        if (!EmailSyntax.TryParse(text.ToString(), out var address) || address.LastIndexOf('@') is var at && at < 1)
        {
            problem = "not the form of an e-mail address";
            return false;
        }
        var domain = address[(at + 1)..].TrimEnd('.');
        if (domain.StartsWith('['))
        {
            problem = "a number in brackets instead of a domain";
            return false;
        }
        if (!domain.Contains('.', StringComparison.Ordinal))
        {
            problem = "no dot after the @";
            return false;
        }
        if (!TryAscii(domain, out var host))
        {
            problem = $"'{domain}' is not a domain name";
            return false;
        }
        if (at > EmailSyntax.LongestLocalPart || at + 1 + host.Length > EmailSyntax.LongestAddress)
        {
            problem = "too long for an e-mail address";
            return false;
        }
        email = Make(string.Concat(address.AsSpan(0, at), "@", host), at);
        return true;
    }

    /// <summary>Takes off what surrounds the address until nothing changes.</summary>
    private static ReadOnlySpan<char> Unwrap(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var before = text.Length;
            text = CellText.Trim(text);
            // MimeKit reads a display name too, but only one quoted as RFC 5322 wants it: "Silva, João <joao@example.com>" is not.
            var open = text.LastIndexOf('<');
            if (open >= 0 && text[^1] == '>' && text[open..].Contains('@'))
                text = text[(open + 1)..^1];
            if (text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
            {
                text = text[7..];
                var query = text.IndexOf('?');
                if (query > text.IndexOf('@'))
                    text = text[..query];
            }
            foreach (var label in (ReadOnlySpan<string>)["e-mail:", "email:", "mail:", "correo:", "邮箱:", "電郵:"])
            {
                if (text.StartsWith(label, StringComparison.OrdinalIgnoreCase))
                    text = text[label.Length..];
            }
            text = text.TrimEnd(".,;:!?。、，；");
            if (text.Length > 1 && (text[0], text[^1]) is ('(', ')') or ('[', ']') or ('"', '"') or ('\'', '\'') or ('“', '”') or ('«', '»'))
                text = text[1..^1];
            if (text.Length == before)
                return text;
        }
    }

    private static string? Obvious(ReadOnlySpan<char> text)
    {
        var at = text.IndexOf('@');
        if (at < 0)
            return "no @";
        var quoted = text.Length > 0 && text[0] == '"';
        if (text.Count('@') > 1 && !quoted)
            return text.ContainsAny(",;/ \n") ? "more than one address" : "two @ signs";
        if (at == 0)
            return "nothing before the @";
        if (at == text.Length - 1)
            return "nothing after the @";
        if (quoted)
            return null;
        if (text.ContainsAny(" \t\r\n"))
            return "a blank inside the address";
        if (text[0] == '.' || text[at - 1] == '.' || text[..at].IndexOf("..") >= 0)
            return "a dot in a wrong place before the @";
        if (text[at..].IndexOf("..") >= 0)
            return "two dots after the @";
        return text[at..].Contains('.') ? null : "no dot after the @";
    }

    private static bool TryAscii(string domain, out string host)
    {
        host = domain;
        if (!System.Text.Ascii.IsValid(domain))
        {
            try
            {
                host = Idn.GetAscii(domain);
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
        return EmailSyntax.IsHostName(host);
    }
}
