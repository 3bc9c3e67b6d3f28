namespace Meridian.Foundation.Platforms;

/// <summary>What sort of place a platform is; <see cref="Channel"/> is a way to reach someone that is no platform (e-mail, SMS, a call, the team's own site).</summary>
public enum PlatformKind { Messenger, Social, Community, Video, Work, Dating, Marketplace, Shop, Game, Channel }

/// <summary>What a platform knows a customer by.</summary>
public enum ReachedBy { Nothing, Phone, Handle, UserId, PageScopedId }

/// <summary>
/// One line of <c>platforms.tsv</c>.
/// </summary>
/// <param name="Key">Stable lower-case ASCII key, as stored and as written in rules: <c>whatsapp</c>.</param>
/// <param name="Name">The platform's own spelling of its name.</param>
/// <param name="Kind">What sort of place it is.</param>
/// <param name="ReachedBy">The identifier that the platform itself uses.</param>
/// <param name="FindsByPhone">True where a phone number alone leads to the customer's account, whatever <paramref name="ReachedBy"/> is.</param>
/// <param name="LinkPattern">Opens a conversation or profile; holds <c>{phone digits}</c> or <c>{handle}</c>. Null where the platform has no such link.</param>
/// <param name="Hosts">Hosts of links to a customer's page, without <c>www.</c>; an entry that ends in a colon is a link scheme.</param>
/// <param name="OtherNames">Other names and spellings, in any language; key and name are not repeated.</param>
public sealed record Platform(
    string Key,
    string Name,
    PlatformKind Kind,
    ReachedBy ReachedBy,
    bool FindsByPhone,
    string? LinkPattern,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<PlatformName> OtherNames)
{
    /// <summary>False for e-mail, SMS and the other ways to reach someone that the platform label never counts.</summary>
    public bool IsPlatform => Kind != PlatformKind.Channel;

    /// <summary>Which texts are handles here, and how links are read.</summary>
    internal HandleForm Form { get; init; } = HandleForm.None;

    /// <summary>This platform alone, so that reading a cell with one name allocates nothing.</summary>
    internal Platform[] Alone => _alone ??= [this];

    private Platform[]? _alone;

    /// <summary>The link that opens <paramref name="value"/> here: a phone as E.164 or digits, else a handle as <see cref="Platforms.TryReadHandle"/> gives it. Null where the platform has none.</summary>
    public string? Link(string value)
    {
        if (LinkPattern is null)
            return null;
        if (LinkPattern.Contains("{phone digits}", StringComparison.Ordinal))
        {
            var digits = string.Concat(value.Where(char.IsAsciiDigit));
            return digits.Length < 7 ? null : LinkPattern.Replace("{phone digits}", digits, StringComparison.Ordinal);
        }

        return LinkPattern.Replace("{handle}", Uri.EscapeDataString(value), StringComparison.Ordinal);
    }

    public bool Equals(Platform? other) => other is not null && string.Equals(Key, other.Key, StringComparison.Ordinal);

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Key;
}

/// <summary>A name of a platform; an ambiguous one ("RED", "X", "OK") means the platform only where a platform is expected, never as a column's header alone.</summary>
public sealed record PlatformName(string Text, bool Ambiguous);
