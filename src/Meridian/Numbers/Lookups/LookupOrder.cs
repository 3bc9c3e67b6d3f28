namespace Meridian.Numbers.Lookups;

/// <summary>What a run was told, and what it may cost.</summary>
/// <param name="Purpose">What the look-up is for, as the person who runs it states it; kept in the audit.</param>
/// <param name="Who">Who runs it; kept in the audit.</param>
/// <param name="Cap">Millionths that this run may cost.</param>
/// <param name="MaxAgeDays">An answer that is younger is not asked for again.</param>
/// <param name="Known">The store's customers.</param>
public sealed record LookupOrder(string Purpose, string Who, long Cap, int MaxAgeDays, KnownCustomers Known)
{
    internal const string Generated = "not asked: a made-up number";

    /// <summary>Why a number must not be looked up, whoever asks; null where it may be.</summary>
    internal string? Refuses(in ScreenedNumber number, LookupTerms terms)
    {
        if (number.Verdict != NumberVerdict.Valid)
            return "not asked: " + number.Reason;
        if (Known.IsErased(number))
            return "not asked: " + NumberScreen.Erased;
        if (!Known.TryFind(number.MatchKey, out _))
            return null;
        if (Known.IsSuppressed(number.MatchKey))
            return "not asked: " + NumberScreen.OptedOut;
        // Customers gave their numbers for what they were told; a list's owner answers for the list.
        return terms.Allows(Purpose) ? null : "not asked: a customer's number, and the configuration does not allow this purpose for customers";
    }
}

/// <summary>What became of a run. <c>Numbers = Cached + Answered + Failed + NotAsked</c>.</summary>
public sealed record LookupCounts
{
    public long Rows { get; set; }

    /// <summary>Different numbers.</summary>
    public long Numbers { get; set; }

    /// <summary>Answered by the cache.</summary>
    public long Cached { get; set; }

    /// <summary>Answered by the provider now.</summary>
    public long Answered { get; set; }

    /// <summary>Asked, without an answer that could be used.</summary>
    public long Failed { get; set; }

    public long NotAsked { get; set; }

    /// <summary>Requests that count as sent.</summary>
    public long Requests { get; set; }

    /// <summary>Why the run ended before every number was asked, or null.</summary>
    public string? Stopped { get; set; }

    /// <summary>Whether it was the cost cap.</summary>
    public bool AtCap { get; set; }

    /// <summary>Different numbers by status, answered or not.</summary>
    public SortedDictionary<string, long> Statuses { get; } = new(StringComparer.Ordinal);

    /// <summary>Different numbers without an answer, by why.</summary>
    public SortedDictionary<string, long> Reasons { get; } = new(StringComparer.Ordinal);
}
