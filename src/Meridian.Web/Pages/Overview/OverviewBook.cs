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

/// <summary>The figures of the first page: everybody begins here, and a browser asks twice, once for the page and once for its life.</summary>
public sealed class OverviewBook(FigureBook figures)
{
    /// <summary>How far back tags' changes and messages count.</summary>
    public const int ChangeDays = 7;

    public Task<Figures<OverviewTop>> Top(PageStore store) => figures.Of(store, Right.ReadLabels, "top", (session, scope, now) => new OverviewTop(
        now, CustomerFigures.Figures(session, scope), CustomerLists.Matrix(session, scope, new CustomerFilter()), CustomerFigures.Countries(session, scope), OpenQuestions.Count(session, scope)));

    public Task<Figures<OverviewTrend>> Trend(PageStore store) => figures.Of(store, Right.ReadLabels, "trend", (session, scope, now) => new OverviewTrend(
        CustomerFigures.Rates(session, scope, DateOnly.FromDateTime(now)), CustomerFigures.Growth(session, scope), CustomerFigures.Changes(session, scope, now.AddDays(-ChangeDays)),
        TagBook.All(session).ToDictionary(t => t.Key, t => t.Definition, StringComparer.Ordinal)));
}
