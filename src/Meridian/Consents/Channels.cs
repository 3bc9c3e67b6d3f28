using System.Text.RegularExpressions;
using Meridian.Foundation.Platforms;

namespace Meridian.Consents;

/// <summary>Ways to reach a customer for which consent is given or withdrawn: the catalogue's platforms, e-mail, SMS, RCS, calls.</summary>
public static class Channels
{
    /// <summary>Places where people come by, and nobody is written to.</summary>
    private static readonly string[] NotReached = ["web", "store"];

    private static readonly string[] ByPhone = ["sms", "rcs", "call"];

    /// <summary>Keys of all channels, in the catalogue's order.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Platforms.Channels.Where(c => !NotReached.Contains(c.Key)).Select(c => c.Key), .. Platforms.All.Select(p => p.Key)];

    /// <summary>A channel by its key or any of its names ("WhatsApp", "E-mail", "短信").</summary>
    public static bool TryFind(string text, out string channel)
    {
        channel = Platforms.AllAndChannels.FirstOrDefault(p => p.Key == text.Trim().ToLowerInvariant())?.Key ?? (Platforms.TryName(text, out var found) ? found.Key : "");
        return All.Contains(channel, StringComparer.Ordinal);
    }

    /// <summary>Kinds of identifiers by which the channel reaches somebody.</summary>
    public static IReadOnlyList<string> Kinds(string channel)
    {
        if (channel == "email")
            return ["email"];
        if (ByPhone.Contains(channel))
            return ["phone"];
        var platform = Platforms.WithKey(channel)!;
        return platform.FindsByPhone || platform.ReachedBy == ReachedBy.Phone ? [channel, "phone"] : [channel];
    }

    /// <summary>The only channel of an identifier's kind where it has one; null where somebody must say which is meant.</summary>
    public static string? Only(string kind) => kind == "phone" ? null : All.Contains(kind, StringComparer.Ordinal) ? kind : null;
}

/// <summary>What somebody is contacted for: a short list, and words of the team's own.</summary>
public static partial class Purposes
{
    public const string Marketing = "marketing";

    public static IReadOnlyList<string> Known { get; } = [Marketing, "transactional", "service", "research", "profiling"];

    /// <summary>A purpose as it is stored: a known one, or a word of letters, digits, hyphens and underscores.</summary>
    public static bool TryRead(string text, out string purpose)
    {
        purpose = text.Trim().ToLowerInvariant();
        return Word().IsMatch(purpose) && purpose is not ("any" or "all");
    }

    [GeneratedRegex("^[a-z][a-z0-9_-]{0,39}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
