using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise.EventFiles;

/// <summary>How a table of orders or of a chat is read: fixed before its first row.</summary>
/// <param name="Events">What happened, by columns.</param>
/// <param name="Customer">Who the customer is: read as an import of the same file reads it. Of a chat that names only sender and recipient: the customer as sender.</param>
/// <param name="AsRecipient">Of such a chat: the customer as recipient; else null.</param>
internal sealed record EventFilePlan(
    string Path, ReadOptions Options, IReadOnlyList<string> Header, EventColumns Events, IReadOnlyDictionary<int, DateReading> Dates, IReadOnlyDictionary<int, DecimalMark> Marks,
    ImportPlan Customer, ImportPlan? AsRecipient, IReadOnlyList<string> Notes)
{
    internal static readonly string[] DateFields = ["ordered_at", "paid_at", "refunded_at", "sent_at", "delivered_at", "read_at", "failed_at"];
    private static readonly string[] MoneyFields = ["total", "line_total", "refund_total", "price", "discount", "shipping", "tax", "quantity"];

    /// <param name="order">Of the file, as an import has it; its mapping may name the fields of events too.</param>
    /// <param name="at">When it is taken in.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    /// <exception cref="EventFileException">It is no table of orders or of a chat, or lacks what one needs.</exception>
    public static EventFilePlan Open(string path, ImportOrder order, DateTime at) => Of(EventFileSketch.Of(path, order), at);

    /// <exception cref="EventFileException">It is no table of orders or of a chat, or lacks what one needs.</exception>
    public static EventFilePlan Of(EventFileSketch sketch, DateTime at)
    {
        var (path, order, sample) = (sketch.Path, sketch.Order, sketch.Sample);
        if (sketch.NoHeader is { } cell)
            throw new EventFileException(EventFileFault.NoHeader, $"{path}: the first row looks like data, not like column names (\"{cell}\"). Add a row of names on top (order id, order date, total, phone, ...), then import it again.");
        if (sketch.Events is not { } events)
            throw new EventFileException(EventFileFault.NoEvents, $"{path}: its columns ({Few(sample.Header)}) tell of no orders and of no chat. A list of customers is brought in with: meridian import {System.IO.Path.GetFileName(path)} --source {order.Source}. Else name the columns in a mapping: {{\"columns\": {{\"Nr\": \"order_id\", \"When\": \"ordered_at\"}}}}");
        if (!sketch.SaysWhen)
            throw new EventFileException(EventFileFault.NoTime, $"{path}: no column says when it happened. Name it in a mapping: {{\"columns\": {{\"When\": \"{(events.Kind == EventTable.Orders ? "ordered_at" : "sent_at")}\"}}}}");

        var notes = new List<string>();
        var dates = DateColumns.Orders(path, sketch.Options, sample, [.. events.Fields.Where(f => DateFields.Contains(f.Value)).OrderBy(f => f.Key).Select(f => (f.Key, sample.Header[f.Key]))], sketch.Mapping, notes);
        var marks = events.Fields.Where(f => MoneyFields.Contains(f.Value)).ToDictionary(f => f.Key, f => FilePlanner.DecimalMarkOf(sample.Rows, f.Key));
        var customer = sketch.Customer(null, at);
        ImportPlan? recipient = null;
        if (!Identifies(customer) && events.Kind == EventTable.Chat && events.Has("sender"))
            (customer, recipient) = (sketch.Customer("sender", at), events.Has("recipient") ? sketch.Customer("recipient", at) : null);
        if (!Identifies(customer))
            throw new EventFileException(EventFileFault.NoCustomer, $"{path}: no column says who the customer is: a phone, e-mail, handle or customer id is needed. Name it in a mapping: {{\"columns\": {{\"Buyer\": \"phone\"}}}}");
        // That a date or an id means something else in a list of customers is not worth a word here.
        notes.InsertRange(0, SampleNotes.Of(order.FileName, sample.Facts, sample.Header));
        return new EventFilePlan(path, sketch.Options, sample.Header, events, dates, marks, customer, recipient, notes);
    }

    /// <summary>The cells of a field's column, cleaned; null where there is no such column or nothing in it.</summary>
    public string? Text(IReadOnlyList<string> cells, string field) => Events.Of(field) is { } column ? Cell(cells, column) : null;

    public static string? Cell(IReadOnlyList<string> cells, int column) => CellText.CleanKnown(cells[column]) is { IsEmpty: false } text ? text.ToString() : null;

    private static bool Identifies(ImportPlan plan) => plan.Columns.Any(c => c.Identifies) || plan.PhoneColumns.Any(c => c.Identifies);

    private static string Few(IReadOnlyList<string> header) => string.Join(", ", header.Take(6)) + (header.Count > 6 ? ", ..." : "");
}
