using System.Collections.Concurrent;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Review;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Meridian.Web.Pages.Access;
using CustomerLists = Meridian.Segments.Customers;

namespace Meridian.Web.Pages.Overview;

/// <summary>What stands at the top: who there is, and where.</summary>
public sealed record OverviewTop(DateTime At, OverviewFigures Figures, IReadOnlyList<MatrixCell> Cells, IReadOnlyList<CountryActivity> Countries, OpenCounts Open);

/// <summary>How it goes.</summary>
public sealed record OverviewTrend(IReadOnlyList<PlatformRates> Rates, IReadOnlyList<GrowthMonth> Growth, IReadOnlyList<TagChange> Changes, IReadOnlyDictionary<string, TagDefinition> Tags);

/// <summary>
/// The figures of the first page, counted once for all who may see the same: while the store stays as it is, and for a moment while it changes all the time. Everybody begins here, and a browser asks
/// twice, once for the page and once for its life.
/// </summary>
public sealed class OverviewBook(Pump pump)
{
    /// <summary>What was counted this short ago is shown again although something came in since.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    /// <summary>Labels turn with time, and other servers change a shared store.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>How far back tags' changes and messages count.</summary>
    public const int ChangeDays = 7;

    private readonly ConcurrentDictionary<string, (DateTime At, long Applied, object Counted)> _kept = new(StringComparer.Ordinal);

    public Task<OverviewTop> Top(PageStore store) => Of(store, "top", (session, scope, now) => new OverviewTop(
        now, CustomerFigures.Figures(session, scope), CustomerLists.Matrix(session, scope, new CustomerFilter()), CustomerFigures.Countries(session, scope), OpenQuestions.Count(session, scope)));

    public Task<OverviewTrend> Trend(PageStore store) => Of(store, "trend", (session, scope, now) => new OverviewTrend(
        CustomerFigures.Rates(session, scope, DateOnly.FromDateTime(now)), CustomerFigures.Growth(session, scope), CustomerFigures.Changes(session, scope, now.AddDays(-ChangeDays)),
        TagBook.All(session).ToDictionary(t => t.Key, t => t.Definition, StringComparer.Ordinal)));

    private Task<T> Of<T>(PageStore store, string part, Func<ISession, Scope, DateTime, T> count)
        where T : class
    {
        return store.Read(Right.ReadLabels, (session, scope) =>
        {
            var (now, applied) = (store.Now, pump.AppliedTo);
            // Imports are told of by who brought them, where somebody is limited.
            var key = $"{part} {scope.Role} {(scope.IsLimited ? string.Join(',', scope.Countries!.Order(StringComparer.Ordinal)) + " " + scope.Key : "")}";
            if (_kept.TryGetValue(key, out var kept) && (now - kept.At < Moment || (kept.Applied == applied && now - kept.At < Longest)))
                return (T)kept.Counted;
            var counted = count(session, scope, now);
            _kept[key] = (now, applied, counted);
            return counted;
        });
    }
}
