using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise.EventFiles;

/// <summary>A column of a table of events.</summary>
/// <param name="Field">What it is taken for: a field of events, one of customers, or <see cref="Fields.Ignore"/>.</param>
/// <param name="Said">Whether a person said so.</param>
/// <param name="Samples">As in <see cref="ColumnPreview"/>.</param>
public sealed record EventColumnPreview(string Header, string Field, bool Said, IReadOnlyList<string> Samples);

/// <summary>A table of orders or of a chat before it is taken in.</summary>
/// <param name="Kind">Null where it tells of neither.</param>
/// <param name="Fault">What it lacks; null where it can be taken in.</param>
public sealed record EventFilePreview(FileFacts Facts, EventTable? Kind, IReadOnlyList<EventColumnPreview> Columns, IReadOnlyList<string> Notes, EventFileFault? Fault)
{
    /// <param name="order">Of the file, as an import has it; its mapping may name the fields of events too.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static EventFilePreview Of(string path, ImportOrder order)
    {
        var sketch = EventFileSketch.Of(path, order);
        try
        {
            var plan = EventFilePlan.Of(sketch, DateTime.UnixEpoch);
            return Of(sketch, plan.Customer, plan.Notes, null);
        }
        catch (EventFileException e)
        {
            return Of(sketch, sketch.Customer(null, DateTime.UnixEpoch), [], e.Fault);
        }
    }

    /// <summary>Whether a file that nobody said anything of is a table of events; other formats than tables are not asked.</summary>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static bool Recognises(string path, ImportOrder order) =>
        EventFileSketch.Of(path, order with { Mapping = null }) is { NoHeader: null, SaysWhen: true, Sample.Facts.Format: "csv" or "xlsx" };

    private static EventFilePreview Of(EventFileSketch sketch, ImportPlan customer, IReadOnlyList<string> notes, EventFileFault? fault)
    {
        var used = customer.Columns.Concat(customer.PhoneColumns).Where(c => EventMessage.IsUsed(c.Kind)).Select(c => c.Index).ToHashSet();
        return new EventFilePreview(sketch.Sample.Facts, sketch.Events?.Kind,
        [
            .. sketch.Sample.Header.Select((header, i) => new EventColumnPreview(
                header, sketch.Events?.Fields.GetValueOrDefault(i) ?? (used.Contains(i) ? customer.Guesses.Columns[i].Field : Fields.Ignore), sketch.Mapping?.TargetOf(header) is not null,
                FilePreview.Samples(sketch.Sample.Rows, i).Samples)),
        ], notes, fault);
    }
}
