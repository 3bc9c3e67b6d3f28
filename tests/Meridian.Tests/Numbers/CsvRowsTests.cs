using CsCheck;
using Meridian.Ingest;
using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class CsvRowsTests
{
    /// <summary>Two writers of one rule must not drift apart; only what is protected already differs.</summary>
    [Fact]
    public void Cells_are_written_as_the_export_writes_them() =>
        Gen.String[Gen.Char["ab,;\"'=+-@ \r\n\t019é"], 0, 6].Array[1, 4].Sample(
            cells =>
            {
                cells = [.. cells.Where(c => !c.StartsWith('\''))];
                using var expected = new StringWriter();
                CsvText.WriteRow(expected, cells);
                var rows = CsvRows.Rent();
                foreach (var cell in cells)
                    rows.Add(cell);
                rows.EndRow();
                Assert.Equal(expected.ToString(), rows.ToString());

                var utf8 = CsvRows.Rent();
                foreach (var cell in cells)
                    utf8.AddUtf8(System.Text.Encoding.UTF8.GetBytes(cell));
                utf8.EndRow();
                Assert.Equal(expected.ToString(), utf8.ToString());
            },
            iter: 5_000);

    [Fact]
    public void A_protected_cell_gets_no_second_apostrophe()
    {
        var rows = CsvRows.Rent();
        rows.Add("'+49 151");
        rows.EndRow();
        Assert.Equal("'+49 151\r\n", rows.ToString());
    }
}
