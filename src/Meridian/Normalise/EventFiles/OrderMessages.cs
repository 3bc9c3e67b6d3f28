using System.Text.Json;
using Meridian.Foundation.Hashing;

namespace Meridian.Normalise.EventFiles;

/// <summary>
/// The rows of one order are one Order Completed with its products; what was refunded is an Order Refunded beside it; what was never paid, or cancelled, is nothing.
/// Ids are made from the order's, so that the next export of the same shop says nothing twice.
/// </summary>
internal sealed class OrderMessages(EventCells cells, EventFileCounts counts)
{
    /// <summary>A longer one is the product's whole description.</summary>
    private const int LongestName = 500;

    private readonly EventFilePlan _plan = cells.Plan;
    private readonly Dictionary<Guid, int> _seen = [];
    private OrderScan _scan = null!;

    public IEnumerable<FileMessage> Read()
    {
        _scan = OrderScan.Of(_plan);
        // Orders whose lines stand in several places wait for the end; all others are whole when the next begins.
        var waiting = new Dictionary<string, List<OrderLine>>(StringComparer.Ordinal);
        var current = new List<OrderLine>();
        foreach (var row in EventRows.Read(_plan, counts.LeaveOut))
        {
            counts.Rows++;
            if (row.Broken)
            {
                yield return FileMessage.Refuse(_plan, row, row.Problem!);
                continue;
            }

            var line = OrderLine.Of(cells, row);
            // Some shops write the order's number, date and customer on its first line only.
            var follows = current.Count > 0 && (line.Id is null ? _plan.Events.Has("order_id") && !SaysWhen(row) && row.Who is null : line.Id == current[0].Id);
            if (!follows)
            {
                foreach (var message in Of(current))
                    yield return message;
                current = line.Id is { } id && _scan.Scattered.Contains(ContentHash.Of64(id)) ? Among(waiting, id) : [];
            }

            current.Add(line);
            if (line.Id is { } mine && waiting.ContainsKey(mine))
                current = [];
        }

        foreach (var message in Of(current).Concat(waiting.Values.SelectMany(Of)))
            yield return message;
    }

    private static List<OrderLine> Among(Dictionary<string, List<OrderLine>> waiting, string id) => waiting.TryGetValue(id, out var lines) ? lines : waiting[id] = [];

    private bool SaysWhen(EventRow row) => _plan.Text(row.Cells, "ordered_at") is not null || _plan.Text(row.Cells, "paid_at") is not null;

    private IEnumerable<FileMessage> Of(List<OrderLine> lines)
    {
        if (lines.Count == 0)
            yield break;
        var first = lines[0];
        var name = first.Id is null ? "" : $"order {EventCells.Cut(first.Id)}: ";
        var outcome = Outcome(lines);
        if (outcome is OrderOutcome.Open or OrderOutcome.Cancelled)
        {
            counts.PassedOver++;
            yield break;
        }

        if (When(lines, out var problem) is not { } at)
        {
            yield return FileMessage.Refuse(_plan, first.Row, name + (problem ?? "the row does not say when"));
            yield break;
        }

        if (lines.Select(l => l.Row.Who).FirstOrDefault(w => w is not null) is not { } who)
        {
            yield return FileMessage.Refuse(_plan, first.Row, name + (first.Row.Problem ?? "no usable identifier: nothing says who the customer is"));
            yield break;
        }

        var currency = lines.Select(l => l.Currency).FirstOrDefault(c => c is not null);
        var total = Total(lines);
        var id = first.Id ?? EventMessage.IdOf(_seen, ["order", $"{at.Ticks}", $"{who.RecordId:N}", .. lines.SelectMany(l => l.Cells)]);
        // A shop's till writes what was given back as an order of less than nothing.
        if (!(total < 0))
            yield return new FileMessage(Completed(id, at, who, total, currency, lines), first.Row.Line);
        if (total < 0 || outcome is OrderOutcome.Refunded or OrderOutcome.PartlyRefunded)
        {
            var back = total < 0 ? -total : lines.Select(l => Extra(l, "refund_total")).FirstOrDefault(r => r > 0) ?? (outcome == OrderOutcome.Refunded ? total : null);
            var refundedAt = cells.Time(first.Cells, "refunded_at", out _) ?? at;
            yield return new FileMessage(EventMessage.Write($"refund:{id}", "Order Refunded", refundedAt, who, json => Write(json, id, back, currency, total < 0 ? lines : [])), first.Row.Line);
        }
    }

    /// <summary>An order of hundreds of lines may be longer than a message: it is kept without them rather than not at all.</summary>
    private byte[] Completed(string id, DateTime at, RecordVersion who, decimal? total, string? currency, List<OrderLine> lines)
    {
        var whole = EventMessage.Write($"order:{id}", "Order Completed", at, who, json => Write(json, id, total, currency, lines));
        if (whole.Length <= Messages.MessageJson.MostBytes || lines.Count == 1)
            return whole;
        counts.LeaveOut($"the products of order {EventCells.Cut(id)}, which are too many for one message");
        return EventMessage.Write($"order:{id}", "Order Completed", at, who, json => Write(json, id, total, currency, []));
    }

    private DateTime? When(List<OrderLine> lines, out string? problem)
    {
        problem = null;
        foreach (var line in lines)
        {
            if ((cells.Time(line.Cells, "ordered_at", out var wrong) ?? cells.Time(line.Cells, "paid_at", out _)) is { } at)
                return at;
            problem ??= wrong;
        }

        return null;
    }

    /// <summary>What became of the order by all its columns and lines. A word that is not known counts as bought: shops have their own for "on its way".</summary>
    private OrderOutcome Outcome(List<OrderLine> lines)
    {
        var outcome = OrderOutcome.Completed;
        foreach (var line in lines)
        {
            foreach (var column in _plan.Events.With("status"))
            {
                if (EventFilePlan.Cell(line.Cells, column) is not { } text)
                    continue;
                if (OrderStatusWords.TryRead(text, out var said))
                    outcome = said > outcome ? said : outcome;
                else
                    counts.Note($"{_plan.Header[column]} '{EventCells.Cut(text)}' is not known: taken as bought");
            }

            if (outcome < OrderOutcome.Cancelled && _plan.Text(line.Cells, "cancelled_at") is not null)
                outcome = OrderOutcome.Cancelled;
            if (outcome is not (OrderOutcome.Refunded or OrderOutcome.PartlyRefunded) && _plan.Text(line.Cells, "refunded_at") is not null)
                outcome = OrderOutcome.Refunded;
        }

        // "Paid" beside an amount given back.
        return outcome == OrderOutcome.Completed && lines.Exists(l => Extra(l, "refund_total") > 0) ? OrderOutcome.PartlyRefunded : outcome;
    }

    private decimal? Total(List<OrderLine> lines)
    {
        var totals = lines.Select(l => l.Total).Where(t => t is not null).ToList();
        if (totals.Count > 0)
            return _scan.TotalsOfLines ? totals.Sum() : totals[0];
        return lines.TrueForAll(l => l.Amount is null) ? null : lines.Sum(l => l.Amount ?? 0);
    }

    private decimal? Extra(OrderLine line, string field)
    {
        string? currency = line.Currency;
        return cells.Money(line.Cells, field, line.Currency ?? line.Row.Who?.Country ?? _plan.Customer.Country, ref currency);
    }

    private void Write(Utf8JsonWriter json, string id, decimal? total, string? currency, List<OrderLine> lines)
    {
        EventMessage.Text(json, "order_id", id);
        EventMessage.Number(json, "total", total);
        EventMessage.Text(json, "currency", currency);
        if (lines.Count == 0)
            return;
        foreach (var field in (ReadOnlySpan<string>)["discount", "shipping", "tax"])
            EventMessage.Number(json, field, Extra(lines[0], field));
        EventMessage.Text(json, "coupon", _plan.Text(lines[0].Cells, "coupon"));
        if (!_plan.Events.Has("sku") && !_plan.Events.Has("product"))
            return;
        json.WriteStartArray("products");
        foreach (var line in lines)
        {
            json.WriteStartObject();
            EventMessage.Text(json, "sku", _plan.Text(line.Cells, "sku"));
            EventMessage.Text(json, "name", _plan.Text(line.Cells, "product") is { Length: > LongestName } name ? name[..LongestName] + "…" : _plan.Text(line.Cells, "product"));
            EventMessage.Number(json, "quantity", line.Quantity is { } quantity ? Math.Abs(quantity) : null);
            EventMessage.Number(json, "price", line.Price);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
