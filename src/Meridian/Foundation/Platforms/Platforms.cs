using System.Collections.Frozen;

namespace Meridian.Foundation.Platforms;

/// <summary>
/// The catalogue of platforms on which customers are reached. Names are read in any spelling and any of our users' languages.
/// Immutable and thread-safe; reading a cell with one known name allocates nothing.
/// </summary>
public static class Platforms
{
    /// <summary>Platforms and channels, in the file's order.</summary>
    internal static IReadOnlyList<Platform> AllAndChannels { get; } = PlatformFile.Read();

    /// <summary>Every platform, in the file's order; channels are not among them.</summary>
    public static IReadOnlyList<Platform> All { get; } = [.. AllAndChannels.Where(p => p.IsPlatform)];

    /// <summary>Ways to reach or meet someone that are no platform: e-mail, SMS, a call, the team's own site, in person.</summary>
    public static IReadOnlyList<Platform> Channels { get; } = [.. AllAndChannels.Where(p => !p.IsPlatform)];

    private static readonly FrozenDictionary<string, Platform> ByKey = AllAndChannels.ToFrozenDictionary(p => p.Key, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Platform> BySpelling = IndexSpellings();

    private static readonly FrozenDictionary<string, Platform>.AlternateLookup<ReadOnlySpan<char>> Spelled =
        BySpelling.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The platform (or channel) with this key; null where there is none.</summary>
    public static Platform? WithKey(string key) => ByKey.GetValueOrDefault(key);

    /// <summary>Finds a platform by key, name or any known spelling ("微信", "WA", "whats app", "instagram.com"). False for channels.</summary>
    public static bool TryFind(ReadOnlySpan<char> text, out Platform platform) => TryName(text, out platform) && platform.IsPlatform;

    /// <summary>True for words that name a channel: "e-mail", "短信", "phone call". They are understood and give no platform.</summary>
    public static bool IsChannel(ReadOnlySpan<char> text) => TryName(text, out var found) && !found.IsPlatform;

    /// <summary>The distinct platforms that a cell names, in its order: "WhatsApp, Telegram", "WA/TG", "微信、QQ". Channels and unknown words give none.</summary>
    public static IReadOnlyList<Platform> ReadList(ReadOnlySpan<char> cell) => PlatformList.Read(cell, out _);

    /// <summary>As <see cref="ReadList(ReadOnlySpan{char})"/>; <paramref name="unknown"/> is the first part that names neither platform nor channel, null when all was understood.</summary>
    public static IReadOnlyList<Platform> ReadList(ReadOnlySpan<char> cell, out string? unknown) => PlatformList.Read(cell, out unknown);

    /// <summary>
    /// Reads a cell of the platform's own column as a handle: strips at-signs and links, checks what the platform allows, lowers the case
    /// where the platform ignores it.
    /// </summary>
    /// <param name="platform">The platform that the column is about.</param>
    /// <param name="cell">The cell as it stands.</param>
    /// <param name="handle">The handle when true; when <paramref name="reading"/> is <see cref="HandleReading.Phone"/> the text to parse as a phone; else empty.</param>
    /// <param name="reading">Why there is no handle.</param>
    public static bool TryReadHandle(Platform platform, ReadOnlySpan<char> cell, out string handle, out HandleReading reading)
    {
        reading = HandleReader.Read(platform, cell, out handle);
        return reading == HandleReading.Handle;
    }

    /// <summary>As the longer form, for a caller that asks only for handles; <paramref name="handle"/> is empty when false.</summary>
    public static bool TryReadHandle(Platform platform, ReadOnlySpan<char> cell, out string handle)
    {
        if (TryReadHandle(platform, cell, out handle, out _))
            return true;
        handle = "";
        return false;
    }

    /// <summary>Reads a link of any platform ("https://t.me/ana", "wa.me/8613…"): whose it is, and the handle or phone that it leads to.</summary>
    public static bool TryReadLink(ReadOnlySpan<char> cell, out Platform platform, out string value, out HandleReading reading)
    {
        platform = null!;
        value = "";
        reading = HandleReading.Invalid;
        cell = cell.Trim();
        if (cell.Length > 1024 || !PlatformLink.TrySplit(cell, out var host, out var path) || PlatformLink.Find(host) is not { } owner)
            return false;
        platform = owner;
        reading = PlatformLink.Read(owner, path, out value);
        return reading is HandleReading.Handle or HandleReading.Phone;
    }

    internal static bool TryName(ReadOnlySpan<char> text, out Platform platform)
    {
        Span<char> key = stackalloc char[Spelling.MaxFolded];
        var length = Spelling.Key(text, key);
        if (length > 0 && Spelled.TryGetValue(key[..length], out platform!))
            return true;
        platform = null!;
        // "l.facebook.com" as a referrer writes it.
        return text.Contains('.') && PlatformLink.TrySplit(text.Trim(), out var host, out _) && (platform = PlatformLink.Find(host)!) is not null;
    }

    private static FrozenDictionary<string, Platform> IndexSpellings()
    {
        var spellings = new Dictionary<string, Platform>(StringComparer.Ordinal);
        foreach (var platform in AllAndChannels)
        {
            string[] own = [platform.Key, platform.Name];
            foreach (var name in own.Concat(platform.OtherNames.Select(n => n.Text)))
            {
                var key = Spelling.Key(name);
                if (key.Length > 0 && !spellings.TryAdd(key, platform) && spellings[key] != platform)
                    throw new InvalidDataException($"platforms.tsv: \"{name}\" names both {spellings[key].Key} and {platform.Key}.");
            }
        }

        return spellings.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
