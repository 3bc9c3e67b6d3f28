using Meridian.Ingest.Reading;
using MiniExcelLibs;

namespace Meridian.Tests.Ingest.Reading;

public class XlsxTests : InTempFolder
{
    private const string Header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>b</t></is></c></row>";

    // Styles 0 to 7: general, 14, a Chinese date, date and time, red decimals, a time, a text with the letter d, elapsed hours.
    private const string Styles = """
        <numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.00"/>
        <numFmt numFmtId="166" formatCode="0&quot; days&quot;"/><numFmt numFmtId="167" formatCode="[h]:mm"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="22"/><xf numFmtId="165"/><xf numFmtId="20"/><xf numFmtId="166"/><xf numFmtId="167"/></cellXfs>
        """;

    private Table ReadBook(byte[] workbook) => Table.Read(Write("t.xlsx", workbook));

    [Theory]
    [InlineData("<c r=\"A2\"><v>8613800138000</v></c>", "8613800138000")]
    [InlineData("<c r=\"A2\"><v>8.613800138E12</v></c>", "8613800138000")]
    [InlineData("<c r=\"A2\"><v>8.6138001380000005E+18</v></c>", "8613800138000000000")]
    [InlineData("<c r=\"A2\"><v>19.989999999999998</v></c>", "19.99")]
    [InlineData("<c r=\"A2\"><v>1E-3</v></c>", "0.001")]
    [InlineData("<c r=\"A2\"><v>0.1</v></c>", "0.1")]
    [InlineData("<c r=\"A2\"><v>5.0</v></c>", "5")]
    [InlineData("<c r=\"A2\"><v>-12.50</v></c>", "-12.5")]
    [InlineData("<c r=\"A2\"><v>1E+300</v></c>", "1E+300")]
    [InlineData("<c r=\"A2\" t=\"b\"><v>1</v></c>", "true")]
    [InlineData("<c r=\"A2\" t=\"b\"><v>0</v></c>", "false")]
    [InlineData("<c r=\"A2\" t=\"inlineStr\"><is><t>a_x000D_\nb _x4e2d_</t></is></c>", "a\r\nb 中")]
    [InlineData("<c r=\"A2\" t=\"str\"><v>a_x000d_b_x005F_x000D_</v></c>", "a\rb_x000D_")]
    [InlineData("<c r=\"A2\" t=\"str\"><f>A1&amp;\"x\"</f><v>ax</v></c>", "ax")]
    [InlineData("<c r=\"A2\"><f>1+1</f><v>2</v></c>", "2")]
    [InlineData("<c r=\"A2\" t=\"s\"><v>0</v></c>", "shared")]
    [InlineData("<c r=\"A2\" t=\"s\"><v>1</v></c>", "rich text")]
    [InlineData("<c r=\"A2\" t=\"s\"><v>2</v></c>", "x\ry")]
    [InlineData("<c r=\"A2\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r></is></c>", "inline")]
    [InlineData("<c r=\"A2\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> x </t></is></c>", " x ")]
    [InlineData("<c r=\"A2\" t=\"d\"><v>2024-01-01T00:00:00</v></c>", "2024-01-01")]
    [InlineData("<c r=\"A2\" s=\"1\"><v>45292</v></c>", "2024-01-01")]
    [InlineData("<c r=\"A2\" s=\"2\"><v>45292</v></c>", "2024-01-01")]
    [InlineData("<c r=\"A2\" s=\"3\"><v>45292.5</v></c>", "2024-01-01 12:00:00")]
    [InlineData("<c r=\"A2\" s=\"3\"><v>45292.499999999</v></c>", "2024-01-01 12:00:00")]
    [InlineData("<c r=\"A2\" s=\"3\"><v>45292</v></c>", "2024-01-01")]
    [InlineData("<c r=\"A2\" s=\"4\"><v>45292.5</v></c>", "45292.5")]
    [InlineData("<c r=\"A2\" s=\"5\"><v>0.75</v></c>", "18:00:00")]
    [InlineData("<c r=\"A2\" s=\"6\"><v>30</v></c>", "30")]
    [InlineData("<c r=\"A2\" s=\"7\"><v>0.5</v></c>", "12:00:00")]
    [InlineData("<c r=\"A2\" s=\"1\"><v>1</v></c>", "1900-01-01")]
    [InlineData("<c r=\"A2\" s=\"1\"><v>59</v></c>", "1900-02-28")]
    [InlineData("<c r=\"A2\" s=\"1\"><v>61</v></c>", "1900-03-01")]
    [InlineData("<c r=\"A2\" s=\"1\"><v>-5</v></c>", "-5")]
    public void A_cell_becomes_the_text_a_person_means(string cell, string expected)
    {
        var book = new XlsxBuilder
        {
            Styles = Styles,
            Shared = "<si><t>shared</t></si><si><r><t>rich</t></r><r><t> text</t></r><rPh><t>PHONETIC</t></rPh></si><si><t>x_x000D_y</t></si>",
        };
        Assert.Equal(expected, ReadBook(book.Sheet("S", $"{Header}<row r=\"2\">{cell}</row>").Build()).Rows[0].Cells[0]);
    }

    [Theory]
    [InlineData("#N/A")]
    [InlineData("#REF!")]
    [InlineData("#VALUE!")]
    [InlineData("#DIV/0!")]
    [InlineData("#NAME?")]
    public void A_formula_without_a_value_is_a_blank_cell(string error) =>
        Assert.Equal("|x", ReadBook(new XlsxBuilder().Sheet("S", $"{Header}<row r=\"2\"><c r=\"A2\" t=\"e\"><f>1/0</f><v>{error}</v></c><c r=\"B2\" t=\"str\"><v>x</v></c></row>").Build()).Text);

    [Fact]
    public void Dates_of_1904_workbooks_count_from_1904() =>
        Assert.Equal("2024-01-01", ReadBook(new XlsxBuilder { Styles = Styles, From1904 = true }.Sheet("S", $"{Header}<row r=\"2\"><c s=\"1\"><v>43830</v></c></row>").Build()).Rows[0].Cells[0]);

    [Fact]
    public void Rows_keep_the_numbers_that_Excel_shows_and_blank_ones_are_passed_over()
    {
        var table = ReadBook(XlsxBuilder.Of(
            $"<row r=\"3\"/>{XlsxBuilder.Row(4, "name", "phone", "", "city")}<row r=\"6\"><c r=\"B6\"><v>1</v></c></row><row r=\"7\"><c r=\"A7\" t=\"inlineStr\"><is><t> </t></is></c></row>{XlsxBuilder.Row(9, "Bo", "2", "", "Rome")}"));
        Assert.Equal(["name", "phone", "column 3", "city"], table.Header);
        Assert.Equal("|1||\nBo|2||Rome", table.Text);
        Assert.Equal([6, 9], table.Rows.Select(r => r.Number));
    }

    [Fact]
    public void Cells_without_references_stand_in_order() =>
        Assert.Equal("x|y", ReadBook(XlsxBuilder.Of($"{Header}<row><c t=\"str\"><v>x</v></c><c t=\"str\"><v>y</v></c></row>")).Text);

    [Fact]
    public void The_first_visible_sheet_with_data_is_read_and_the_others_are_named()
    {
        var book = new XlsxBuilder().Sheet("Empty", "").Sheet("Secret", Header, hidden: true).Sheet("客户", Header + XlsxBuilder.Row(2, "x", "y")).Sheet("Title", Header).Sheet("More", Header + XlsxBuilder.Row(2, "z", ""));
        var table = ReadBook(book.Build());
        Assert.Equal("x|y", table.Text);
        Assert.Equal(("xlsx", "客户"), (table.Facts.Format, table.Facts.Part));
        Assert.Equal(["More"], table.Facts.OtherParts);
    }

    [Fact]
    public void What_another_program_wrote_is_read()
    {
        var path = Path.Combine(Folder, "m.xlsx");
        MiniExcel.SaveAs(path, new[] { new { name = "王小明", phone = 8613800138000, since = new DateTime(2024, 2, 29, 0, 0, 0, DateTimeKind.Unspecified), vip = true, total = 19.99 } });
        var table = Table.Read(path);
        Assert.Equal(["name", "phone", "since", "vip", "total"], table.Header);
        Assert.Equal("王小明|8613800138000|2024-02-29|true|19.99", table.Text);
    }

    [Fact]
    public void F17_a_row_with_more_cells_than_the_header_costs_that_row()
    {
        var table = ReadBook(XlsxBuilder.Of($"{Header}{XlsxBuilder.Row(2, "1", "2")}{XlsxBuilder.Row(3, "1", "2", "3")}{XlsxBuilder.Row(4, "4", "5")}"));
        Assert.Equal("1|2\n4|5", table.Text);
        Assert.Equal((3L, "has 3 cells where the header has 2"), (table.Broken[0].Row, table.Broken[0].Reason));
    }

    [Fact]
    public void F17_a_NUL_cell_costs_its_row()
    {
        var table = ReadBook(XlsxBuilder.Of($"{Header}{XlsxBuilder.Row(2, "x_x0000_y", "2")}{XlsxBuilder.Row(3, "4", "5")}"));
        Assert.Equal("4|5", table.Text);
        Assert.Equal("holds a NUL character", Assert.Single(table.Broken).Reason);
    }

    [Fact]
    public void F19_a_damaged_sheet_keeps_the_rows_before_the_damage()
    {
        var path = Write("t.xlsx", new XlsxBuilder().Raw("S", $"<worksheet><sheetData>{Header}{XlsxBuilder.Row(2, "x", "y")}<row r=\"3\"><c></row>").Build());
        using var reader = TableFile.Open(path);
        var batch = new RowBatch(2);
        Assert.Contains("damaged or cut off after row 3", Refused(() => reader.Read(batch, 100)).Message);
        Assert.Equal("x", batch.Cell(0, 0).ToString());
    }

    [Theory]
    [InlineData("<c r=\"XFE1\"><v>1</v></c>", "16,385 columns")]
    [InlineData("<c r=\"A1\" t=\"s\"><v>7</v></c>", "refers to a text that it does not hold")]
    public void F19_a_workbook_that_claims_too_much_is_refused(string cell, string message) =>
        Assert.Contains(message, Refused(() => ReadBook(XlsxBuilder.Of($"<row r=\"1\">{cell}</row>"))).Message);

    [Fact]
    public void F19_an_endless_tag_is_refused() =>
        Assert.Contains("longer than 1 MiB", Refused(() => ReadBook(new XlsxBuilder().Raw("S", $"<worksheet><sheetData><row r=\"1\"><c r=\"{new string('A', 8 << 20)}").Build())).Message);

    [Fact]
    public void F19_an_entity_bomb_is_refused() =>
        Refused(() => ReadBook(new XlsxBuilder().Raw("S", "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>").Build()));

    [Fact]
    public void F19_an_expanding_workbook_is_refused()
    {
        var options = new ReadOptions { Limits = DecompressionLimits.Default with { RatioFrom = 1 << 20, MaxRatio = 50 } };
        var path = Write("t.xlsx", XlsxBuilder.Of(Header + string.Concat(Enumerable.Repeat("<row></row>", 400_000))));
        Assert.Contains("expands to more than 50 times its size", Refused(() => Table.Read(path, options)).Message);
    }

    [Fact]
    public void A_workbook_of_empty_sheets_is_refused() => Assert.Contains("is empty", Refused(() => ReadBook(XlsxBuilder.Of(""))).Message);
}
