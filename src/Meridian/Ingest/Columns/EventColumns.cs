namespace Meridian.Ingest.Columns;

/// <summary>What a table tells of what happened.</summary>
public enum EventTable
{
    Orders,
    Chat,
}

/// <summary>What the columns of a table of orders, or of a chat, say beside who the customer is.</summary>
/// <param name="Fields">Column index to field, a key of <c>event-headers.tsv</c> or <see cref="Clock"/>.</param>
public sealed record EventColumns(EventTable Kind, IReadOnlyDictionary<int, string> Fields)
{
    /// <summary>The time of day, of a table that has it in a column beside the day.</summary>
    public const string Clock = "clock";

    /// <summary>The columns of a field, in the file's order.</summary>
    public IEnumerable<int> With(string field) => Fields.Where(f => f.Value == field).Select(f => f.Key).Order();

    /// <summary>A field's column; null where the table has none.</summary>
    public int? Of(string field) => With(field).Select(i => (int?)i).FirstOrDefault();

    public bool Has(string field) => Fields.Values.Contains(field, StringComparer.Ordinal);
}
