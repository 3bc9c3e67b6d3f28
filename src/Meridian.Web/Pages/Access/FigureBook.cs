using System.Collections.Concurrent;
using System.Diagnostics;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;

namespace Meridian.Web.Pages.Access;

/// <summary>Figures as they can be shown at once.</summary>
/// <param name="Fresh">Where these are of a moment ago, those of now, which are being counted; null where they are of now.</param>
public sealed record Figures<T>(T Shown, Task<T>? Fresh);

/// <summary>
/// Figures over all customers that pages begin with, counted once for all who may see the same: while the store stays as it is, and for a moment while it changes all the time. What takes long to
/// count is shown as it was while it is counted anew.
/// </summary>
public sealed class FigureBook(Pump pump, OpenStore store)
{
    /// <summary>What was counted this short ago is shown again although something came in since.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    /// <summary>Labels turn with time, and other servers change a shared store.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>What is counted as quickly as this is counted while the page waits, so that nobody sees what was.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(150);

    /// <summary>Answers that are kept: of more, all are counted anew.</summary>
    private const int Most = 500;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<object>>> _counting = new(StringComparer.Ordinal);
    private int _forgotten;

    /// <param name="part">What is counted: another name for each <paramref name="count"/>.</param>
    /// <exception cref="NotAllowedException">The right is missing.</exception>
    public async Task<Figures<T>> Of<T>(PageStore page, Right right, string part, Func<ISession, Scope, DateTime, T> count)
        where T : class
    {
        var scope = await page.Insist(right, "page").ConfigureAwait(false);
        // Imports are told of by who brought them, where somebody is limited.
        var key = $"{part} {scope.Role} {(scope.IsLimited ? string.Join(',', scope.Countries!.Order(StringComparer.Ordinal)) + " " + scope.Key : "")}";
        var (now, applied, forgotten) = (page.Now, pump.AppliedTo, Volatile.Read(ref _forgotten));
        if (_kept.TryGetValue(key, out var kept))
        {
            var age = now - kept.At;
            if (age < Moment || (kept.Applied == applied && age < Longest))
                return new Figures<T>((T)kept.Counted, null);
            if (kept.Took > Quick)
                return new Figures<T>((T)kept.Counted, Count());
        }

        return new Figures<T>(await Count().ConfigureAwait(false), null);

        // Several who ask at once wait for one count.
        async Task<T> Count() => (T)await _counting.GetOrAdd($"{forgotten} {key}", turn => new Lazy<Task<object>>(() => Task.Run<object>(() =>
        {
            try
            {
                var watch = Stopwatch.StartNew();
                using var session = store.OpenSession();
                var counted = count(session, scope, now);
                if (_kept.Count >= Most)
                    _kept.Clear();
                // What was counted before somebody changed something is not what they look for.
                if (forgotten == Volatile.Read(ref _forgotten))
                    _kept[key] = new Kept(now, applied, watch.Elapsed, counted);
                return counted;
            }
            finally
            {
                _counting.TryRemove(turn, out var _);
            }
        }))).Value.ConfigureAwait(false);
    }

    /// <summary>Somebody changed something in a page, and looks whether it is so.</summary>
    public void Forget()
    {
        Interlocked.Increment(ref _forgotten);
        _kept.Clear();
    }

    private sealed record Kept(DateTime At, long Applied, TimeSpan Took, object Counted);
}
