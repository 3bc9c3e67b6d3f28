using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Tests.Ingest.Reading;

namespace Meridian.Tests.Ingest;

public class RejectedFileTests : InTempFolder
{
    private int _files;

    private string Rejects(Table table)
    {
        var path = Path.Combine(Folder, $"rejects-{_files++}.csv");
        using var file = new RejectedFile(path, table.Header);
        file.Append([.. table.Broken.Select(b => new RejectedRow(b.Row, b.Line, "", "", b.Reason, b.Cells))]);
        return path;
    }

    [Fact]
    public void Cells_beyond_the_header_are_kept_and_wait_to_be_mended()
    {
        var path = Rejects(Read("a,b,c\n1,2,3\n4,5,\"6\",\"7, or 8\",9\n"));
        Assert.Equal("a,b,c,_extra,_row,_line,_column,_value,_reason\r\n4,5,6,\"7, or 8, 9\",3,3,,,has 5 cells where the header has 3\r\n", File.ReadAllText(path));

        var again = Table.Read(path);
        Assert.Empty(again.Rows);
        Assert.Equal("has cells beyond the header in _extra: mend the row and empty _extra", Assert.Single(again.Broken).Reason);

        // A second rejection loses nothing and adds no second report.
        Assert.Equal(
            "a,b,c,_extra,_row,_line,_column,_value,_reason\r\n4,5,6,\"7, or 8, 9\",2,2,,,has cells beyond the header in _extra: mend the row and empty _extra\r\n",
            File.ReadAllText(Rejects(again)));

        File.WriteAllText(path, File.ReadAllText(path).Replace("\"7, or 8, 9\"", "", StringComparison.Ordinal));
        Assert.StartsWith("4|5|6||3|3|", Table.Read(path).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_of_rejects_waits_to_be_mended_as_well()
    {
        var book = XlsxBuilder.Of(
            XlsxBuilder.Row(1, "a", "b", "_extra", "_reason") + XlsxBuilder.Row(2, "1", "2", "3", "has 3 cells") + XlsxBuilder.Row(3, "4", "5", "", "has 3 cells"));
        var table = Table.Read(Write("t.xlsx", book));
        Assert.Equal("4|5||has 3 cells", table.Text);
        Assert.Equal(["1", "2", "3", "has 3 cells"], Assert.Single(table.Broken).Cells);
    }

    [Fact]
    public void A_column_that_another_program_calls_so_is_a_column() => Assert.Equal("1|2", Read("a,_extra\n1,2\n").Text);
}
