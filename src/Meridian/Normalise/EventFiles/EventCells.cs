namespace Meridian.Normalise.EventFiles;

/// <summary>Reads what the cells of a row say of what happened.</summary>
internal sealed class EventCells(EventFilePlan plan, DateTime takenAt, EventFileCounts counts)
{
    /// <summary>Earlier than this nobody's order or message was recorded by an app: it is a clock that was never set, or a spreadsheet's zero.</summary>
    private static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    public EventFilePlan Plan => plan;

    /// <summary>A time, UTC; a time without zone is UTC, as in an import.</summary>
    /// <param name="problem">Why there is none, for a person; null where the cell is empty or is a time.</param>
    public DateTime? Time(string[] cells, string field, out string? problem)
    {
        problem = null;
        if (plan.Events.Of(field) is not { } column || EventFilePlan.Cell(cells, column) is not { } text)
            return null;
        if (plan.Text(cells, Ingest.Columns.EventColumns.Clock) is { } clock)
            text = $"{text} {clock}";
        if (!DateText.TryRead(text, plan.Dates[column], out var date) || date.DateTime is not { } local)
        {
            problem = $"{plan.Header[column]} '{Cut(text)}' is not a date";
            return null;
        }

        var at = DateTime.SpecifyKind(date.Instant?.ToDateTimeUtc() ?? local.ToDateTimeUnspecified(), DateTimeKind.Unspecified);
        // Taken as it stands it would make the customer active today, or for ever.
        if (at >= Earliest && at <= takenAt.AddDays(1))
            return at;
        problem = $"{plan.Header[column]} '{Cut(text)}' is {(at < Earliest ? "too long ago" : "in the future")}";
        return null;
    }

    /// <summary>An amount; one that cannot be read is left out.</summary>
    /// <param name="hint">The currency or the country that settles what the cell leaves open.</param>
    public decimal? Money(string[] cells, string field, string? hint, ref string? currency)
    {
        if (plan.Events.Of(field) is not { } column || EventFilePlan.Cell(cells, column) is not { } text)
            return null;
        if (MoneyText.TryRead(text, hint, plan.Marks.GetValueOrDefault(column), out var amount, out var named))
        {
            currency ??= named;
            return amount;
        }

        counts.LeaveOut($"{plan.Header[column]} '{Cut(text)}' is not a number");
        return null;
    }

    public static string Cut(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
