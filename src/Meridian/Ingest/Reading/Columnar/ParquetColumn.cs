using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Parquet.Data;
using Parquet.Schema;

namespace Meridian.Ingest.Reading;

/// <summary>One leaf column of one row group, walked row by row (definition and repetition levels: Dremel, VLDB 2010, section 4).</summary>
internal abstract class ParquetColumn : IDisposable
{
    /// <summary>The next row's text; empty for null. Several values of one row are joined with ", " where the column is a list of scalars, else a JSON array.</summary>
    public abstract string Next();

    public abstract void Dispose();

    /// <summary>"address.city": the path without the layers that lists and maps add.</summary>
    public static string Name(DataField field) =>
        string.Join('.', field.Path.ToList().Where((part, i) => i == 0 || part is not ("list" or "element" or "item" or "array" or "bag" or "array_element" or "key_value")));

    /// <exception cref="UnreadableFileException">A type that no text is known for.</exception>
    public static ParquetColumn Of(string path, DataField field, RawColumnData data) => data switch
    {
        RawColumnData<ReadOnlyMemory<char>> c => new Walk<ReadOnlyMemory<char>>(field, c, v => v.ToString()),
        RawColumnData<ReadOnlyMemory<byte>> c => new Walk<ReadOnlyMemory<byte>>(field, c, v => Bytes(v.Span)),
        RawColumnData<bool> c => new Walk<bool>(field, c, v => v ? "true" : "false"),
        RawColumnData<double> c => new Walk<double>(field, c, v => CellText.Number(v.ToString("R", CultureInfo.InvariantCulture))),
        RawColumnData<float> c => new Walk<float>(field, c, v => CellText.Number(v.ToString("R", CultureInfo.InvariantCulture))),
        RawColumnData<DateTime> c => new Walk<DateTime>(field, c, Time),
        RawColumnData<DateOnly> c => new Walk<DateOnly>(field, c, v => v.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        RawColumnData<int> c => Plain(field, c),
        RawColumnData<long> c => Plain(field, c),
        // Without the zeros that the column's scale adds.
        RawColumnData<decimal> c => new Walk<decimal>(field, c, v => v.ToString("0.############################", CultureInfo.InvariantCulture)),
        RawColumnData<short> c => Plain(field, c),
        RawColumnData<ushort> c => Plain(field, c),
        RawColumnData<uint> c => Plain(field, c),
        RawColumnData<ulong> c => Plain(field, c),
        RawColumnData<byte> c => Plain(field, c),
        RawColumnData<sbyte> c => Plain(field, c),
        RawColumnData<Guid> c => Plain(field, c),
        RawColumnData<TimeSpan> c => new Walk<TimeSpan>(field, c, v => v.ToString("c", CultureInfo.InvariantCulture)),
        RawColumnData<TimeOnly> c => new Walk<TimeOnly>(field, c, v => v.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        _ => throw ReadingErrors.Parquet(path, $"has the column \"{Name(field)}\" of a type that cannot be read ({field.ClrType.Name})"),
    };

    private static Walk<T> Plain<T>(DataField field, RawColumnData<T> data)
        where T : struct, IFormattable => new(field, data, v => v.ToString(null, CultureInfo.InvariantCulture));

    private static string Time(DateTime v) => v.ToString(v.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Older writers leave the mark away that says "this is text".
    private static string Bytes(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Convert.ToHexString(bytes);

    private sealed class Walk<T>(DataField field, RawColumnData<T> data, Func<T, string> text) : ParquetColumn
        where T : struct
    {
        private readonly bool _scalars = field.MaxRepetitionLevel == 1 && !Name(field).Contains('.');
        private int _value;
        private int _level;

        public override string Next()
        {
            if (field.MaxRepetitionLevel == 0)
                return Defined() ? text(data.Values[_value++]) : "";
            var values = new List<string>();
            do
            {
                if (Defined())
                    values.Add(text(data.Values[_value++]));
            }
            while (_level < data.RepetitionLevels.Length && data.RepetitionLevels[_level] > 0);
            return values.Count == 0 ? "" : _scalars ? string.Join(", ", values) : JsonSerializer.Serialize(values, JsonText);
        }

        public override void Dispose() => data.Dispose();

        private bool Defined() => field.MaxDefinitionLevel == 0 || data.DefinitionLevels[_level++] == field.MaxDefinitionLevel;
    }

    // Names of people stay readable; nothing here goes into HTML.
    private static readonly JsonSerializerOptions JsonText = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
