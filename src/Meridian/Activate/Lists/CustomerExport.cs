using System.Text.Encodings.Web;
using System.Text.Json;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Segments;
using Meridian.Tags;
using MiniExcelLibs;
using Parquet;
using Parquet.Schema;

namespace Meridian.Activate.Lists;

/// <summary>
/// Writes customers with their identifiers, labels and traits as CSV, XLSX, JSON lines or Parquet. The columns are named as the import reads them, so an
/// export comes in again as it went out.
/// </summary>
public static class CustomerExport
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] First = ["profile_id", "external_ids", "phone", "email", "handles", "platform", "country", "language", "time_zone", "activity", "life_stage", "data_quality"];

    /// <summary>Customers put together at once.</summary>
    private const int PageRows = 40_000;

    public static IReadOnlyList<string> Columns { get; } = [.. First, .. TraitColumns.All.Select(t => t.Column.Name), "custom"];

    public static bool Supports(string path) => Path.GetExtension(path).ToLowerInvariant() is ".csv" or ".xlsx" or ".jsonl" or ".parquet";

    /// <returns>Customers written. The file appears whole or not at all.</returns>
    public static long Write(ISession session, Scope scope, CustomerFilter filter, string path)
    {
        var part = path + ".part";
        try
        {
            var rows = new CountedRows(Rows(session, scope, filter));
            switch (Path.GetExtension(path).ToLowerInvariant())
            {
                case ".csv":
                    WriteCsv(rows, part);
                    break;
                case ".xlsx":
                    WriteXlsx(rows, part);
                    break;
                case ".jsonl":
                    WriteJson(rows, part);
                    break;
                default:
                    WriteParquet(rows, part).GetAwaiter().GetResult();
                    break;
            }

            File.Move(part, path, overwrite: true);
            return rows.Count;
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>Customers in the order of their ids, some thousands at a time: put together at once, the rows of a million do not fit the engine's memory.</summary>
    private static IEnumerable<string?[]> Rows(ISession session, Scope scope, CustomerFilter filter)
    {
        var all = new Table("export_all");
        session.Execute(session.Dialect.CreateTemporary(all, $"""
            select p.profile_id, row_number() over (order by p.profile_id) as place from {ProfileTables.Profile} p where {filter.Where(session.Dialect, scope)}
            """));
        var count = session.Count($"select count(*) from {all}");
        for (var from = 0L; from < count; from += PageRows)
        {
            foreach (var row in Page(session, all, from))
                yield return row;
        }
    }

    private static IEnumerable<string?[]> Page(ISession session, Table all, long from)
    {
        var page = new Table("export_customer");
        session.Execute(session.Dialect.CreateTemporary(page, $"""
            select p.* from {ProfileTables.Profile} p join {all} a on a.profile_id = p.profile_id where a.place > {from} and a.place <= {from + PageRows}
            """));
        var traits = Sql.Join(", ", TraitColumns.All.Select(t => (Sql)$"cast(p.{t.Column} as varchar)"));
        var count = Columns.Count;
        return session.Query(
            $"""
            select cast(p.profile_id as varchar), i.external_ids, i.phone, i.email, i.handles, a.platform, p.country, p.language, p.time_zone, a.activity, a.life_stage, a.data_quality,
                {traits}, p.custom
            from {page} p
            left join (
                select d.profile_id,
                    string_agg(case when d.kind in ('external_id', 'user_id') then d.space || ':' || d.value end, '; ' order by d.space, d.value) as external_ids,
                    string_agg(case when d.kind = 'phone' then d.value end, '; ' order by d.value) as phone,
                    string_agg(case when d.kind = 'email' then d.value end, '; ' order by d.value) as email,
                    string_agg(case when d.kind not in ('phone', 'email', 'external_id', 'user_id') then d.kind || ':' || d.value end, '; ' order by d.kind, d.value) as handles
                from (
                    select distinct r.profile_id, n.kind, n.space, n.value from {page} g
                    join {ResolveTables.Record} r on r.profile_id = g.profile_id join {ResolveTables.Identifier} n on n.record_id = r.record_id
                    where {Imports.Whole($"n.entry")}) d
                group by d.profile_id) i on i.profile_id = p.profile_id
            left join (
                select t.profile_id,
                    string_agg(case when t.tag = 'platform' then t.value end, ', ' order by t.value) as platform,
                    max(case when t.tag = 'activity' then t.value end) as activity, max(case when t.tag = 'life_stage' then t.value end) as life_stage,
                    max(case when t.tag = 'data_quality' then t.value end) as data_quality
                from {page} g join {TagTables.Assignment} t on t.profile_id = g.profile_id group by t.profile_id) a on a.profile_id = p.profile_id
            order by p.profile_id
            """,
            r =>
            {
                var cells = new string?[count];
                for (var i = 0; i < count; i++)
                    cells[i] = r.Text(i);
                return cells;
            });
    }

    private static void WriteCsv(IEnumerable<string?[]> rows, string path)
    {
        // The byte-order mark is what makes Excel read the file as UTF-8.
        using var writer = new StreamWriter(path, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        CsvText.WriteRow(writer, Columns);
        foreach (var row in rows)
            CsvText.WriteRow(writer, row);
    }

    private static void WriteXlsx(IEnumerable<string?[]> rows, string path)
    {
        var returns = false;
        var plain = path + ".plain";
        try
        {
            using (var stream = File.Create(plain))
                SaveSheet(stream, rows, cell => returns |= cell.Contains('\r', StringComparison.Ordinal));
            if (returns)
            {
                using var workbook = File.OpenRead(plain);
                using var stream = File.Create(path);
                CarriageReturns.Escape(workbook, stream);
            }
            else
            {
                File.Move(plain, path, overwrite: true);
            }
        }
        finally
        {
            File.Delete(plain);
        }
    }

    private static void SaveSheet(Stream stream, IEnumerable<string?[]> rows, Action<string> look) =>
        // Every cell is text: a phone stays a phone, and nothing that begins with "=" is a formula.
        MiniExcel.SaveAs(stream, rows.Select(row =>
        {
            var cells = new Dictionary<string, object?>(Columns.Count, StringComparer.Ordinal);
            for (var i = 0; i < Columns.Count; i++)
            {
                cells[Columns[i]] = row[i] is { } cell ? CsvText.Guard(cell) : null;
                if (row[i] is { } text)
                    look(text);
            }

            return cells;
        }), sheetName: "customers");

    private static void WriteJson(IEnumerable<string?[]> rows, string path)
    {
        using var stream = File.Create(path);
        using var writer = new Utf8JsonWriter(stream, Json);
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            for (var i = 0; i < Columns.Count; i++)
            {
                if (row[i] is not { } cell)
                    continue;
                writer.WritePropertyName(Columns[i]);
                if (Columns[i] == "custom")
                    writer.WriteRawValue(cell);
                else
                    writer.WriteStringValue(cell);
            }

            writer.WriteEndObject();
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private static async Task WriteParquet(IEnumerable<string?[]> rows, string path)
    {
        const int groupRows = 50_000;
        var fields = Columns.Select(c => new DataField<string>(c)).ToArray();
        await using var stream = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema([.. fields]), stream);
        foreach (var group in rows.Chunk(groupRows))
        {
            using var part = writer.CreateRowGroup();
            for (var column = 0; column < fields.Length; column++)
                await part.WriteAsync(fields[column], group.Select(row => row[column]).ToArray()!);
        }
    }

    private sealed class CountedRows(IEnumerable<string?[]> rows) : IEnumerable<string?[]>
    {
        public long Count { get; private set; }

        public IEnumerator<string?[]> GetEnumerator()
        {
            foreach (var row in rows)
            {
                Count++;
                yield return row;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
