namespace Meridian.Numbers.Recipes;

/// <summary>Which source stated a fact, and how many days ago. Four bytes, because a million customers have ten of them each.</summary>
/// <param name="Source">Position in <see cref="FactSources"/>, 0 for none.</param>
public readonly record struct FactSource(ushort Source, ushort AgeDays);

/// <summary>The names behind <see cref="FactSource.Source"/>.</summary>
public sealed class FactSources
{
    private readonly List<string> _names = [""];
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);

    /// <param name="stated">"SOURCE|yyyy-MM-dd", as the query gives it; null for none.</param>
    public FactSource Read(string? stated, DateOnly today)
    {
        if (stated is null)
            return default;
        lock (_names)
            return ReadOne(stated, today);
    }

    private FactSource ReadOne(string stated, DateOnly today)
    {
        var bar = stated.LastIndexOf('|');
        var days = today.DayNumber - DateOnly.ParseExact(stated.AsSpan(bar + 1), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).DayNumber;
        var name = stated[..bar];
        if (!_numbers.TryGetValue(name, out var number))
        {
            // Past 65,535 sources the rest are told apart no more; nobody has so many.
            number = (ushort)Math.Min(_names.Count, ushort.MaxValue);
            if (number == _names.Count)
                _names.Add(name);
            _numbers.Add(name, number);
        }

        return new FactSource(number, (ushort)Math.Clamp(days, 0, ushort.MaxValue));
    }

    public string? Name(FactSource source)
    {
        lock (_names)
            return NameOf(source);
    }

    private string? NameOf(FactSource source) => source.Source < _names.Count && source.Source > 0 ? _names[source.Source] : null;
}

/// <summary>What the team's own data says of a customer, as far as number screening asks; null where nothing does.</summary>
public sealed record CustomerFacts
{
    /// <summary>Shared by all customers of one load.</summary>
    public required FactSources Sources { get; init; }

    /// <summary>"line, whatsapp": where a source says the customer can be reached.</summary>
    public string? Platforms { get; init; }

    /// <summary>Which statements name platforms, as <c>"whatsapp=handle,line=stated@SOURCE|yyyy-MM-dd"</c>, one a line; read when a platform is asked for.</summary>
    public string? PlatformEvidence { get; init; }

    /// <summary>The latest statement that names a platform.</summary>
    public FactSource PlatformFrom(string platform, DateOnly today)
    {
        var best = default(FactSource);
        foreach (var line in (PlatformEvidence ?? "").Split('\n'))
        {
            var at = line.IndexOf('@', StringComparison.Ordinal);
            if (at < 0 || !line[..at].Split(',').Any(p => p.StartsWith(platform + "=", StringComparison.Ordinal)))
                continue;
            var from = Sources.Read(line[(at + 1)..], today);
            if (best == default || from.AgeDays < best.AgeDays)
                best = from;
        }

        return best;
    }

    /// <summary>high, medium, low or silent; null where the label is "unknown".</summary>
    public string? Activity { get; init; }

    public DateOnly? LastSeen { get; init; }

    /// <summary>Also of the activity.</summary>
    public FactSource LastSeenFrom { get; init; }

    /// <summary>Messages that the customer sent.</summary>
    public long? MessagesIn { get; init; }

    public FactSource MessagesFrom { get; init; }

    /// <summary>What became of the last message to them: "delivered", "read" or "failed", with channel and reason where they were told; null where nobody told.</summary>
    public string? Delivery { get; init; }

    public FactSource DeliveryFrom { get; init; }

    /// <summary>
    /// Whether the phone was on at the last delivery: it was where a message came to it, it was not where one failed because of that. Other failures do not say, nor does what comes to a mailbox or a
    /// browser.
    /// </summary>
    public bool? WasOn => Delivery switch
    {
        null => null,
        var delivery when ElsewhereThanPhones.Contains(ChannelOf(delivery)) => null,
        var delivery when delivery.StartsWith("delivered", StringComparison.Ordinal) || delivery.StartsWith("read", StringComparison.Ordinal) => true,
        var delivery when OffWords.Any(w => delivery.Contains(w, StringComparison.OrdinalIgnoreCase)) => false,
        // A platform calls somebody unreachable who is not on it.
        var delivery when ChannelOf(delivery) is "" or "sms" or "call" or "voice" && delivery.Contains("unreachable", StringComparison.OrdinalIgnoreCase) => false,
        _ => null,
    };

    /// <summary>As gateways and networks say it.</summary>
    private static readonly string[] OffWords = ["switched off", "switched_off", "power off", "powered off", "turned off", "absent subscriber", "absent_subscriber", "关机", "關機"];

    private static readonly HashSet<string> ElsewhereThanPhones = new(["email", "e-mail", "mail", "push", "web", "webpush", "web_push", "web push", "in_app", "in-app", "inapp", "chat"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Of "failed (sms): absent subscriber"; empty where none was told.</summary>
    private static string ChannelOf(string delivery) =>
        delivery.IndexOf('(', StringComparison.Ordinal) is > 0 and var from && delivery.IndexOf(')', from) is > 0 and var to && delivery.IndexOf(':', StringComparison.Ordinal) is var colon && (colon < 0 || from < colon)
            ? delivery[(from + 1)..to].Trim().ToLowerInvariant() : "";

    public string? Gender { get; init; }

    public FactSource GenderFrom { get; init; }

    /// <summary>In years: from the date of birth, else as stated, which does not grow.</summary>
    public int? Age { get; init; }

    public FactSource AgeFrom { get; init; }

    /// <summary>True where a picture is named; that none is named proves nothing.</summary>
    public bool HasAvatar { get; init; }

    public FactSource AvatarFrom { get; init; }

    public string? Language { get; init; }

    public FactSource LanguageFrom { get; init; }

    /// <summary>The team's own trait "device".</summary>
    public string? Device { get; init; }

    public FactSource DeviceFrom { get; init; }

    /// <summary>Since when the customer is known: created, or first order.</summary>
    public DateOnly? Since { get; init; }

    public FactSource SinceFrom { get; init; }
}
