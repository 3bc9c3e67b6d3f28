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
    /// <summary>What was counted so short ago is shown again although something came in since: at least the first, at most the second, and between them what keeps a count at a twentieth of the time.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5), LongMoment = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The same where nothing came in: labels turn with time, and other servers change a shared store. Counting over a large store takes both cores from those who look at other pages (1 M customers,
    /// all figures of the overview once a minute: every twelfth page took a second).
    /// </summary>
    private static readonly TimeSpan While = TimeSpan.FromMinutes(1), LongWhile = TimeSpan.FromMinutes(10);

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
            if (age < Within(Moment, 20 * kept.Took, LongMoment) || (kept.Applied == applied && age < Within(While, 400 * kept.Took, LongWhile)))
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

    private static TimeSpan Within(TimeSpan least, TimeSpan wanted, TimeSpan most) => wanted < least ? least : wanted > most ? most : wanted;

    private sealed record Kept(DateTime At, long Applied, TimeSpan Took, object Counted);
}
