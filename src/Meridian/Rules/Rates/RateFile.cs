using System.Globalization;
using Meridian.Foundation.Geography;
using Meridian.Ingest.Reading;

namespace Meridian.Rules.Rates;

/// <summary>A row, or a cell of one, that states no rate.</summary>
/// <param name="Row">As a spreadsheet counts.</param>
public sealed record RejectedRate(long Row, string Reason);

/// <summary>
/// Reads rates from a table in any format that customers come in, in either of two shapes: columns <c>date</c>, <c>currency</c> and <c>rate</c>; or a column <c>date</c> and one for each currency, as
/// the European Central Bank publishes them (eurofxref-hist.csv). A cell that is empty or "N/A" states nothing.
/// </summary>
public static class RateFile
{
    private const int RowsAtOnce = 2048;

    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd", "dd MMMM yyyy", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    /// <exception cref="UnreadableFileException">It is no table, or of neither shape.</exception>
    public static (List<CurrencyRate> Rates, List<RejectedRate> Rejected) Read(string path)
    {
        using var reader = TableFile.Open(path);
        var header = reader.Header.Select(h => h.Trim().ToUpperInvariant()).ToList();
        var day = header.FindIndex(h => h is "DATE" or "DAY");
        var (currency, rate) = (header.IndexOf("CURRENCY"), header.FindIndex(h => h is "RATE" or "PER_BASE"));
        var wide = header.Select((h, i) => (Code: h, Column: i)).Where(c => c.Column != day && Currencies.Get(c.Code) is not null).ToList();
        if (day < 0 || ((currency < 0 || rate < 0) && wide.Count == 0))
            throw new UnreadableFileException($"{Path.GetFileName(path)} holds no rates: it needs the columns date, currency and rate, or date and one for each currency (USD, JPY, ...). It has: {string.Join(", ", reader.Header)}.");
        var (rates, rejected, batch) = (new List<CurrencyRate>(), new List<RejectedRate>(), new RowBatch(header.Count));
        while (reader.Read(batch, RowsAtOnce))
        {
            for (var row = 0; row < batch.Count; row++)
            {
                if (!DateOnly.TryParseExact(batch.Cell(row, day).Trim(), Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on.Year is < 1970 or > 9998)
                {
                    rejected.Add(new RejectedRate(batch.RowNumber(row), $"'{batch.Cell(row, day)}' is no day; write 2026-01-31"));
                    continue;
                }

                if (currency >= 0 && rate >= 0)
                    Take(batch.RowNumber(row), on, batch.Cell(row, currency).Trim().ToString().ToUpperInvariant(), batch.Cell(row, rate).Trim());
                else
                    wide.ForEach(c => Take(batch.RowNumber(row), on, c.Code, batch.Cell(row, c.Column).Trim()));
            }

            rejected.AddRange(batch.Broken.Select(b => new RejectedRate(b.Row, b.Reason)));
            batch.Clear();
        }

        return (rates, rejected);

        void Take(long row, DateOnly on, string code, ReadOnlySpan<char> text)
        {
            if (text.IsEmpty || text.Equals("N/A", StringComparison.OrdinalIgnoreCase))
                return;
            if (Currencies.Get(code) is null)
                rejected.Add(new RejectedRate(row, $"'{code}' is no currency; write a code such as USD"));
            else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !RateBook.IsRate(number))
                rejected.Add(new RejectedRate(row, $"'{text}' is no rate; write a number above 0 such as 1.0956"));
            else
                rates.Add(new CurrencyRate(on, code, number));
        }
    }
}
