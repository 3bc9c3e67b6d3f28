namespace Meridian.Normalise.EventFiles;

/// <summary>One row of a table of orders.</summary>
internal sealed record OrderLine(EventRow Row, string? Id, decimal? Total, decimal? LineTotal, decimal? Price, decimal? Quantity, string? Currency)
{
    public string[] Cells => Row.Cells;

    /// <summary>The order's id; a spreadsheet's "17850.0" is 17850.</summary>
    public static string? IdOf(EventFilePlan plan, string[] cells)
    {
        var id = plan.Text(cells, "order_id");
        return id is { Length: > 2 } && id.EndsWith(".0", StringComparison.Ordinal) && id[..^2].All(char.IsAsciiDigit) ? id[..^2] : id;
    }

    public static OrderLine Of(EventCells cells, EventRow row)
    {
        var plan = cells.Plan;
        var currency = plan.Text(row.Cells, "currency") is { Length: 3 } code ? code.ToUpperInvariant() : null;
        var hint = currency ?? row.Who?.Country ?? plan.Customer.Country;
        return new OrderLine(
            row, IdOf(plan, row.Cells), cells.Money(row.Cells, "total", hint, ref currency), cells.Money(row.Cells, "line_total", hint, ref currency),
            cells.Money(row.Cells, "price", hint, ref currency), cells.Money(row.Cells, "quantity", hint, ref currency), currency);
    }

    /// <summary>What the line costs; null where it does not say.</summary>
    public decimal? Amount => LineTotal ?? (Price is { } price ? price * (Quantity ?? 1) : null);
}
