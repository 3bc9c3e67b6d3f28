using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise.EventFiles;

/// <summary>What a table of events lacks to be read as one.</summary>
public enum EventFileFault
{
    /// <summary>Its first row is data.</summary>
    NoHeader,

    /// <summary>It tells of no orders and of no chat.</summary>
    NoEvents,

    /// <summary>No column says when it happened.</summary>
    NoTime,

    /// <summary>No column says who the customer is.</summary>
    NoCustomer,
}

/// <summary>A table that is not read as orders or as a chat; the message says what is wrong and what to do.</summary>
public sealed class EventFileException(EventFileFault fault, string message) : UnreadableFileException(message)
{
    public EventFileFault Fault => fault;
}

/// <summary>A table of events as its first rows show it: what they tell of what happened, before it is asked whether that is enough.</summary>
/// <param name="Order">Of the file, as an import has it.</param>
/// <param name="Events">Null for a table that tells of no orders and of no chat.</param>
internal sealed record EventFileSketch(string Path, ImportOrder Order, Mapping? Mapping, ReadOptions Options, FileSample Sample, EventColumns? Events)
{
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static EventFileSketch Of(string path, ImportOrder order)
    {
        var mapping = order.Mapping is null ? null : Mapping.Parse(order.Mapping, EventHeaders.Fields);
        var options = FilePlanner.Options(mapping, path);
        var sample = FileSample.Of(path, options);
        return new EventFileSketch(path, order, mapping, options, sample, EventHeaders.Recognise(sample.Header, sample.Rows, mapping, Reads));
    }

    /// <summary>A cell of the first row that looks like data; null where it holds names.</summary>
    public string? NoHeader => SampleNotes.CustomerIn(Sample.Facts, Sample.Header);

    public bool SaysWhen => Events?.Fields.Values.Any(f => f is "ordered_at" or "paid_at" or "sent_at") == true;

    /// <summary>How an import of the same file would read who the customer is, without the columns of events.</summary>
    /// <param name="who">The field of events whose column names the customer; null where the customer has columns of their own.</param>
    public ImportPlan Customer(string? who, DateTime at)
    {
        var columns = new List<KeyValuePair<string, string>>();
        foreach (var (index, header) in Sample.Header.Index())
        {
            if (Events?.Fields.GetValueOrDefault(index) is { } field)
                columns.Add(new(header, field == who ? Fields.AnyHandle : Fields.Ignore));
            else if (Mapping?.TargetOf(header) is { } target && !EventHeaders.Fields.Contains(target))
                columns.Add(new(header, target));
        }

        var own = new Mapping([.. columns.DistinctBy(c => Mapping.HeaderKey(c.Key), StringComparer.Ordinal)], Mapping?.Country, Mapping?.DateOrder, Mapping?.Encoding);
        return FilePlanner.Plan(Path, Order with { Mapping = own.ToJson() }, at, Sample, out _);
    }

    /// <summary>Whether a cell can be a value of a field, where the column's name leaves it open.</summary>
    private static bool Reads(string field, string cell) => field switch
    {
        "direction" => DirectionWords.TryRead(cell, out _),
        "status" => OrderStatusWords.TryRead(cell, out _),
        "delivery" => DeliveryWords.TryRead(cell, out _),
        "total" or "price" or "shipping" or "tax" or "quantity" => MoneyText.TryRead(cell, null, out _, out _),
        _ when EventFilePlan.DateFields.Contains(field) => DateText.TryRead(cell, new DateReading(DateOrder.Ambiguous, DayFirstIfAmbiguous: true, BareNumbers: true), out _),
        _ => true,
    };
}
