using System.Data.Common;
using System.Globalization;

namespace Meridian.Foundation.Database;

/// <summary>The current row of a driver's reader.</summary>
public sealed class ReaderRow(DbDataReader reader) : IRow
{
    // Asked once a column: a conversion by way of an object costs a boxed value for each row.
    private readonly bool?[] _isLong = new bool?[reader.FieldCount];

    public int Columns { get; } = reader.FieldCount;

    public bool IsNull(int column) => reader.IsDBNull(column);

    public string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public long Long(int column) =>
        (_isLong[column] ??= reader.GetFieldType(column) == typeof(long)) ? reader.GetInt64(column) : Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    public double Double(int column) => Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);

    public bool Bool(int column) => reader.GetBoolean(column);

    public Guid Id(int column) => reader.GetGuid(column);

    public DateTime Time(int column) => reader.GetDateTime(column);

    public DateOnly Date(int column) => reader.GetFieldValue<DateOnly>(column);

    public object? Value(int column) => reader.IsDBNull(column) ? null : reader.GetValue(column);
}
