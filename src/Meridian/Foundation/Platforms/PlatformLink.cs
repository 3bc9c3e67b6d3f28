using System.Collections.Frozen;

namespace Meridian.Foundation.Platforms;

/// <summary>Links to a customer's page or conversation: which platform, and whom.</summary>
internal static class PlatformLink
{
    private static readonly FrozenDictionary<string, Platform> ByHost = Index();

    private static readonly string[] Devices = ["www.", "m.", "l.", "lm.", "web.", "mobile."];

    /// <summary>Takes "https://t.me/ana", "t.me/ana", "tg://resolve?domain=ana" apart. False for text that is no link of a known host.</summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out string host, out string path)
    {
        host = path = "";
        if (text.ContainsAny(' ', '\t', '\n') || !text.ContainsAny('.', ':'))
            return false;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            var isWeb = text[..scheme].Equals("http", StringComparison.OrdinalIgnoreCase) || text[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase);
            var rest = text[(scheme + 3)..];
            return isWeb ? SplitHost(rest, out host, out path) : SplitScheme(text[..scheme], rest, out host, out path);
        }

        var colon = text.IndexOf(':');
        if (colon > 0 && SplitScheme(text[..colon], text[(colon + 1)..], out host, out path))
            return true;
        return SplitHost(text, out host, out path);
    }

    /// <summary>The platform whose links have this host (or "tg:" scheme); null for any other.</summary>
    public static Platform? Find(string host) => ByHost.GetValueOrDefault(host);

    /// <summary>The handle or phone that a link of <paramref name="platform"/> leads to.</summary>
    public static HandleReading Read(Platform platform, string path, out string value)
    {
        foreach (var form in platform.Form.Paths)
        {
            var found = form.Match(path);
            if (found is null)
                continue;
            if (form.IsPhone)
            {
                // Links carry numbers in international form, with or without the plus. Zalo's are national ("0912…"): those are left as they are.
                var digits = string.Concat(found.Where(char.IsAsciiDigit));
                if (digits.Length is < 7 or > 15 || found.Any(char.IsAsciiLetter))
                    continue;
                value = digits[0] == '0' && !found.Contains('+', StringComparison.Ordinal) ? digits : $"+{digits}";
                return HandleReading.Phone;
            }

            if (HandleReader.ReadPlain(platform, found, out value) == HandleReading.Handle)
                return HandleReading.Handle;
        }

        value = "";
        return HandleReading.Invalid;
    }

    private static bool SplitScheme(ReadOnlySpan<char> scheme, ReadOnlySpan<char> rest, out string host, out string path)
    {
        host = $"{scheme.ToString().ToLowerInvariant()}:";
        path = rest.TrimStart('/').ToString();
        return ByHost.ContainsKey(host);
    }

    private static bool SplitHost(ReadOnlySpan<char> text, out string host, out string path)
    {
        var end = text.IndexOfAny('/', '?', '#');
        host = (end < 0 ? text : text[..end]).ToString().ToLowerInvariant();
        path = end < 0 ? "" : text[end..].TrimStart('/').ToString();
        foreach (var device in Devices)
        {
            if (!ByHost.ContainsKey(host) && host.StartsWith(device, StringComparison.Ordinal))
                host = host[device.Length..];
        }

        // "es.linkedin.com", "pt-br.facebook.com": the language stands before the host.
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        if (!ByHost.ContainsKey(host) && dot is >= 2 and <= 5 && ByHost.ContainsKey(host[(dot + 1)..]))
            host = host[(dot + 1)..];
        return ByHost.ContainsKey(host);
    }

    private static FrozenDictionary<string, Platform> Index() => Platforms.AllAndChannels
        .SelectMany(p => p.Hosts.Select(h => (Host: h, Platform: p)))
        .ToFrozenDictionary(x => x.Host, x => x.Platform, StringComparer.Ordinal);
}
