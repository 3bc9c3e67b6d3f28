using System.Collections.Frozen;

namespace Meridian.Normalise;

/// <summary>What is known about mailboxes and domains: which spellings a provider delivers alike, which local parts are roles, which domains are throw-away, which are slips of the finger.</summary>
internal static class MailboxRules
{
    private readonly record struct Provider(string? Mailbox, bool DotsCount, char SubAddress);

    private static readonly FrozenDictionary<string, Provider> Exact = Providers().Where(p => !p.Domain.EndsWith(".*", StringComparison.Ordinal)).ToFrozenDictionary(p => p.Domain, p => p.Provider);
    private static readonly FrozenDictionary<string, Provider> AnyCountry = Providers().Where(p => p.Domain.EndsWith(".*", StringComparison.Ordinal)).ToFrozenDictionary(p => p.Domain[..^2], p => p.Provider);
    private static readonly FrozenSet<string> Roles = DataFile.Rows("role-mailboxes.words.tsv").Select(r => r[0].Replace("-", "", StringComparison.Ordinal)).ToFrozenSet();
    private static readonly FrozenSet<string> Disposable = DataFile.Rows("disposable-domains.tsv").Select(r => r[0]).ToFrozenSet();
    private static readonly FrozenDictionary<string, string> Typos = DataFile.Rows("email-typos.words.tsv").ToFrozenDictionary(r => r[0], r => r[1]);

    private static readonly FrozenDictionary<string, Provider>.AlternateLookup<ReadOnlySpan<char>> ExactBySpan = Exact.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, Provider>.AlternateLookup<ReadOnlySpan<char>> AnyCountryBySpan = AnyCountry.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> RolesBySpan = Roles.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> DisposableBySpan = Disposable.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> TyposBySpan = Typos.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The mailbox that a lower-case address reaches; the address itself (same instance) where the provider has no rule or the rule changes nothing.</summary>
    public static string MatchKey(string address, int at)
    {
        var domain = address.AsSpan(at + 1);
        if (!TryProvider(domain, out var provider))
            return address;
        var local = address.AsSpan(0, at);
        var sub = local.IndexOf(provider.SubAddress);
        var mailbox = sub > 0 ? local[..sub] : local;
        var drops = !provider.DotsCount && mailbox.Contains('.');
        if (mailbox.Length == local.Length && !drops && (provider.Mailbox is null || domain.SequenceEqual(provider.Mailbox)))
            return address;
        Span<char> key = stackalloc char[EmailSyntax.LongestAddress + 16];
        var length = 0;
        foreach (var c in mailbox)
        {
            if (c != '.' || provider.DotsCount)
                key[length++] = c;
        }
        // "...+x@gmail.com" cannot exist; if it is written nevertheless it must not meet every other such address at "@gmail.com".
        return length == 0 ? address : string.Concat(key[..length], "@", provider.Mailbox is null ? domain : provider.Mailbox);
    }

    private static bool TryProvider(ReadOnlySpan<char> domain, out Provider provider)
    {
        if (ExactBySpan.TryGetValue(domain, out provider))
            return true;
        var dot = domain.IndexOf('.');
        // hotmail.fr, yahoo.co.uk, outlook.com.br: one or two labels behind the name, the last one a country or com.
        return dot is > 0 and <= 7 && domain.Length - dot <= 8 && AnyCountryBySpan.TryGetValue(domain[..dot], out provider) && IsEnding(domain[(dot + 1)..]);
    }

    private static bool IsEnding(ReadOnlySpan<char> ending)
    {
        var dot = ending.IndexOf('.');
        return dot < 0 ? ending.Length == 2 || ending is "com" : ending[..dot] is "co" or "com" or "ne" && ending.Length - dot == 3;
    }

    public static bool IsRole(ReadOnlySpan<char> local)
    {
        var plus = local.IndexOf('+');
        if (plus > 0)
            local = local[..plus];
        if (local.Length > 40)
            return false;
        Span<char> letters = stackalloc char[40];
        var length = 0;
        foreach (var c in local)
        {
            if (c is not ('.' or '_' or '-'))
                letters[length++] = c;
        }
        return RolesBySpan.Contains(letters[..length]);
    }

    /// <summary>True for a listed domain and for everything below it: services hand out sub-domains too.</summary>
    public static bool IsDisposable(ReadOnlySpan<char> domain)
    {
        for (var rest = domain; ;)
        {
            if (DisposableBySpan.Contains(rest))
                return true;
            var dot = rest.IndexOf('.');
            if (dot < 0)
                return false;
            rest = rest[(dot + 1)..];
        }
    }

    /// <summary>The domain that was probably meant, or null.</summary>
    public static string? Meant(ReadOnlySpan<char> domain)
    {
        if (TyposBySpan.TryGetValue(domain, out var meant))
            return meant;
        // No top-level domain is named so; "om" and "cm" exist (Oman, Cameroon) and are only listed with a big provider's name.
        foreach (var wrong in (ReadOnlySpan<string>)[".con", ".comm", ".cpm", ".vom", ".xom", ".ocm", ".cmo"])
        {
            if (domain.EndsWith(wrong, StringComparison.Ordinal))
                return string.Concat(domain[..^wrong.Length], ".com");
        }
        return null;
    }

    private static IEnumerable<(string Domain, Provider Provider)> Providers()
        => DataFile.Rows("email-providers.words.tsv").Select(r => (r[0], new Provider(r[1] == "-" ? null : r[1], r[2] == "yes", r[3][0])));
}
