using Meridian.Events;
using Meridian.Ingest;

namespace Meridian.Web.Pages.Imports;

/// <summary>A file as the list of imports shows it: of customers, or of events.</summary>
/// <param name="Entry">The log's, by which it is called.</param>
/// <param name="Rows">Of a file of messages, the messages.</param>
/// <param name="Created">New customers; null where that is not to be told.</param>
internal sealed record ImportShelf(long Entry, bool IsOfEvents, string File, string Source, DateTime At, string State, long Rows, long? Created, long? Duplicates, long Rejected)
{
    public string Address => IsOfEvents ? $"/imports/events/{Entry}" : $"/imports/{Entry}";

    /// <summary>Both kinds, the newest first.</summary>
    public static IReadOnlyList<ImportShelf> Of(IEnumerable<ImportLine> imports, IEnumerable<EventFileLine> events) =>
    [
        .. imports.Select(i => new ImportShelf(i.ImportId, IsOfEvents: false, i.File, i.Source, i.At, i.State, i.Rows, i.ProfilesCreated, i.Duplicates, i.Rejected))
            .Concat(events.Select(f => new ImportShelf(f.Entry, IsOfEvents: true, f.File, f.Source, f.At, f.State, f.Rows > 0 ? f.Rows : f.Received, null, f.Duplicate, f.Rejected)))
            .OrderByDescending(i => i.Entry),
    ];
}
