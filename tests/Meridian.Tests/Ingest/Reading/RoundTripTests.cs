using System.Text;
using CsCheck;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

/// <summary>Whatever RFC 4180 can say, in any delimiter and encoding, comes back as it went in.</summary>
public class RoundTripTests : InTempFolder
{
    private static readonly string[] Pieces =
    [
        "a", "Z", "7", " ", "  ", "\"", "\"\"", ",", ";", "\t", "|", "\n", "\r\n", "\r", "'", "=", "\\", "é", "ł", "李", "小", "Ж", "م", "😀", "\u200E", "\u00A0", "\uFFFD", "sep=",
    ];

    private static readonly Gen<string> Cell = Gen.OneOf(Pieces).Array[0, 6].Select(string.Concat);

    private static readonly Gen<string[][]> Rows = Gen.Int[1, 5].SelectMany(columns => Cell.Array[columns].Array[0, 12]);

    private static readonly Gen<string> Encodings = Gen.OneOf("utf-8", "utf-8 with mark", "utf-16", "utf-16BE", "utf-32", "utf-32BE", "gb18030");

    [Fact]
    public void F17_any_table_written_as_RFC_4180_is_read_back_identically()
    {
        var path = Path.Combine(Folder, "t.csv");
        Gen.Select(Rows, Gen.OneOf(',', ';', '\t', '|'), Encodings, Gen.OneOf("\n", "\r\n", "\r"), Gen.Bool, Gen.Bool).Sample(
            (rows, delimiter, encoding, newLine, quoteAll, endsInNewLine) =>
            {
                var columns = rows.Length == 0 ? 2 : rows[0].Length;
                var header = Enumerable.Range(1, columns).Select(i => $"name {i}").ToArray();
                var lines = new[] { header }.Concat(rows).Select(r => string.Join(delimiter, r.Select(c => Quote(c, delimiter, quoteAll))));
                Save(path, string.Join(newLine, lines) + (endsInNewLine ? newLine : ""), encoding);

                // With every cell in quotes the delimiter must be found; bare cells may hold others, so there it is named.
                var table = Table.Read(path, new ReadOptions(
                    encoding == "gb18030" ? Encoding.GetEncoding(54936) : null,
                    quoteAll ? null : delimiter), rowsAtOnce: 5);

                Assert.Equal(header, table.Header);
                Assert.Empty(table.Broken);
                Assert.Equal(rows.Where(r => !r.All(string.IsNullOrWhiteSpace)), table.Rows.Select(r => r.Cells));
                Assert.Equal(Numbers(rows), table.Rows.Select(r => r.Number));
                Assert.Equal(StartLines(rows), table.Rows.Select(r => r.Line));
            },
            iter: 1000,
            threads: 1);
    }

    private static IEnumerable<long> Numbers(string[][] rows) => rows.Select((r, i) => (r, i)).Where(x => !x.r.All(string.IsNullOrWhiteSpace)).Select(x => x.i + 2L);

    private static IEnumerable<long> StartLines(string[][] rows)
    {
        var line = 2L;
        foreach (var row in rows)
        {
            if (!row.All(string.IsNullOrWhiteSpace))
                yield return line;
            line += 1 + row.Sum(c => c.Replace("\r\n", "\n", StringComparison.Ordinal).Count(x => x is '\r' or '\n'));
        }
    }

    private static string Quote(string cell, char delimiter, bool always) =>
        always || cell.AsSpan().IndexOfAny("\"\r\n") >= 0 || cell.Contains(delimiter) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static void Save(string path, string text, string encoding)
    {
        var named = encoding switch { "utf-8 with mark" => new UTF8Encoding(true), "utf-8" => new UTF8Encoding(false), "gb18030" => Encoding.GetEncoding(54936), _ => Encoding.GetEncoding(encoding) };
        File.WriteAllBytes(path, [.. encoding == "gb18030" ? [] : named.GetPreamble(), .. named.GetBytes(text)]);
    }
}
