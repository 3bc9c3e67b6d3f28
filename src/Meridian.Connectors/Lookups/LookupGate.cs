using System.Threading.RateLimiting;

namespace Meridian.Connectors.Lookups;

/// <summary>
/// When a provider may be asked: so many requests a second, so many at once, not before it asked to wait, and not at all any more when too many numbers in a row failed or it refused.
/// </summary>
internal sealed class LookupGate : IDisposable
{
    /// <summary>A second is dealt out in this many parts at most: finer ones the timer does not keep.</summary>
    private const int Parts = 10;

    private readonly LookupLimits _limits;
    private readonly TimeProvider _time;
    private readonly TokenBucketRateLimiter _rate;
    private readonly SemaphoreSlim _atOnce;
    private readonly Lock _lock = new();
    private DateTimeOffset _notBefore;
    private int _failures;
    private string? _stopped;

    public LookupGate(LookupLimits limits, TimeProvider time)
    {
        (_limits, _time) = (limits, time);
        _atOnce = new SemaphoreSlim(limits.AtOnce, limits.AtOnce);
        var tokens = Math.Max(1, (int)(limits.PerSecond / Parts));
        _rate = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds(tokens / limits.PerSecond),
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Why nothing is asked any more, or null.</summary>
    public string? Stopped
    {
        get
        {
            lock (_lock)
                return _stopped;
        }
    }

    /// <summary>Waits for a place among those in flight.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken stop)
    {
        await _atOnce.WaitAsync(stop);
        return new Place(_atOnce);
    }

    /// <summary>Waits until one more request may be sent.</summary>
    public async Task WaitAsync(CancellationToken stop)
    {
        using var token = await _rate.AcquireAsync(1, stop);
        while (Pause() is { } pause && pause > TimeSpan.Zero)
            await Task.Delay(pause, _time, stop);
    }

    /// <summary>The provider asked everybody to wait.</summary>
    public void Hold(TimeSpan pause)
    {
        lock (_lock)
        {
            var until = _time.GetUtcNow() + pause;
            _notBefore = until > _notBefore ? until : _notBefore;
        }
    }

    public void Stop(string why)
    {
        lock (_lock)
            _stopped ??= why;
    }

    /// <summary>The provider did its work for a number.</summary>
    public void Worked()
    {
        lock (_lock)
            _failures = 0;
    }

    /// <summary>A number failed after all retries; too many in a row end it.</summary>
    public void Failed(string host, string reason)
    {
        lock (_lock)
        {
            if (++_failures >= _limits.StopAfterFailures)
                _stopped ??= $"{host} failed for {_failures} numbers in a row, the last time because {reason}";
        }
    }

    public void Dispose()
    {
        _rate.Dispose();
        _atOnce.Dispose();
    }

    private TimeSpan? Pause()
    {
        lock (_lock)
            return _notBefore - _time.GetUtcNow();
    }

    private sealed class Place(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
