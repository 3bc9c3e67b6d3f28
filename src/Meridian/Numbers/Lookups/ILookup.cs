namespace Meridian.Numbers.Lookups;

/// <summary>
/// A service that the team has a contract with, which says of a number whether its line is in use, of what type it is and whose. It is asked about lines only: no service that tells
/// who has an account on a messaging platform can be one.
/// </summary>
public interface ILookup : IDisposable
{
    LookupTerms Terms { get; }

    /// <summary>
    /// Asks about one number; may be called from any thread, for as many numbers at once as wanted: it waits by itself for the provider's limits. Never throws for what the provider
    /// does.
    /// </summary>
    /// <param name="e164">"+" and digits.</param>
    /// <param name="allowance">What the requests may cost; every one takes from it before it is sent.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    Task<LookupReply> AskAsync(string e164, LookupAllowance allowance, CancellationToken stop);
}

/// <summary>What a provider costs and may be asked for, by the team's configuration.</summary>
/// <param name="Name">How answers call it.</param>
/// <param name="Host">Where the numbers go; for reports and the audit.</param>
/// <param name="Cost">Millionths of the currency for one request.</param>
/// <param name="CapPerRun">Millionths.</param>
/// <param name="CapPerMonth">Millionths, by the calendar's months in UTC.</param>
/// <param name="MaxAgeDays">An answer that is younger is not asked for again.</param>
/// <param name="Purposes">For what customers' numbers may be looked up.</param>
/// <param name="AtOnce">Requests in flight.</param>
/// <param name="MostRequests">Requests that one number may take.</param>
public sealed record LookupTerms(
    string Name, string Host, long Cost, string Currency, long CapPerRun, long CapPerMonth, int MaxAgeDays, IReadOnlyList<string> Purposes, int AtOnce, int MostRequests)
{
    public const long Millionths = 1_000_000;

    public bool Allows(string purpose) => Purposes.Any(p => p.Trim().Equals(purpose.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>"0.0125 USD".</summary>
    public string Money(long millionths) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{millionths / (decimal)Millionths:0.######} {Currency}");
}

/// <summary>What became of one number.</summary>
/// <param name="Answer">Null where there is none.</param>
/// <param name="Reason">Why there is none.</param>
/// <param name="StopsRun">Whether nothing more can be asked in this run; the reason says why.</param>
public sealed record LookupReply(LookupAnswer? Answer, string? Reason, bool StopsRun)
{
    /// <summary>The allowance was used up before the number was answered.</summary>
    public static LookupReply NoAllowance { get; } = new(null, null, false);

    public static LookupReply Failed(string reason) => new(null, reason, false);

    public static LookupReply Stop(string reason) => new(null, reason, true);
}

/// <summary>Requests that may be sent; taken before each is, and given back where the provider did not take it.</summary>
public sealed class LookupAllowance
{
    private readonly long _most;
    private long _left;

    /// <param name="requests">How many at most.</param>
    public LookupAllowance(long requests) => _most = _left = requests;

    public long Used => _most - Interlocked.Read(ref _left);

    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _left) >= 0)
            return true;
        Interlocked.Increment(ref _left);
        return false;
    }

    /// <summary>A request that was taken did not reach the provider, or was turned away by it.</summary>
    public void GiveBack() => Interlocked.Increment(ref _left);
}
