using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

public class CsvTests : InTempFolder
{
    [Theory]
    [InlineData("name,phone\nAnna,1\nBo,2\n", ',')]
    [InlineData("name;phone\nAnna;1\nBo;2\n", ';')]
    [InlineData("name\tphone\nAnna\t1\nBo\t2\n", '\t')]
    [InlineData("name|phone\nAnna|1\nBo|2\n", '|')]
    [InlineData("name;price\nAnna;1,5\nBo;2,5\n", ';')]
    [InlineData("name;a, b, c\n\"Anna, Ms\";1,5,5\nBo;2,5,5\n", ';')]
    [InlineData("name\tnote\nAnna\ta, b\nBo\tc, d\n", '\t')]
    [InlineData("\"name\",\"a;b;c;d\"\n\"x\",\"1;2;3;4\"\n", ',')]
    [InlineData("name\nAnna, Ms\nBo; Mr\n", null)]
    [InlineData("name,phone\n", ',')]
    [InlineData("name,phone\n1\n2\n3\n", ',')]
    [InlineData("sep=;\nname;phone\nAnna;1\n", ';')]
    [InlineData("sep=|\r\nname|phone\r\n", '|')]
    public void F17_the_delimiter_is_found_in_the_content(string text, char? delimiter) => Assert.Equal(delimiter, Read(text).Facts.Delimiter);

    [Fact]
    public void A_named_delimiter_wins() => Assert.Equal(["a,b", "c"], Read("a,b;c\n1,2;3\n", new ReadOptions(Delimiter: ';')).Header);

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n", "1|2\n3|4", "lf")]
    [InlineData("a,b\r\n1,2\r\n3,4", "1|2\n3|4", "crlf, none at the end")]
    [InlineData("a,b\r1,2\r3,4\r", "1|2\n3|4", "cr only")]
    [InlineData("\uFEFFa,b\n1,2\n", "1|2", "byte order mark")]
    [InlineData("a,b\n\"1,5\",2\n", "1,5|2", "delimiter in quotes")]
    [InlineData("a,b\n\"say \"\"hi\"\"\",2\n", "say \"hi\"|2", "doubled quotes")]
    [InlineData("a,b\n\"x\ny\",2\n", "x\ny|2", "lf in quotes")]
    [InlineData("a,b\r\n\"x\r\ny\",2\r\n", "x\r\ny|2", "crlf in quotes")]
    [InlineData("a,b\n\n\n1,2\n\r\n3,4\n\n", "1|2\n3|4", "blank lines")]
    [InlineData("a,b\n , \n,\n1,2\n", "1|2", "rows of blanks")]
    [InlineData("a,b\n1, \"x, y\" \n", "1|x, y", "blanks around quotes")]
    [InlineData("a,b\n 1 ,5\" pipe\n", " 1 |5\" pipe", "untrimmed, a quote in mid-cell is a quote")]
    [InlineData("a,b\n1,\"\"\n", "1|", "empty in quotes")]
    [InlineData("a,b\n1,2,,\n", "1|2", "blank cells too many")]
    [InlineData("a,b,,\n1,2\n", "1|2||", "a header that ends in delimiters")]
    [InlineData("sep=;\na;b\n1;2\n", "1|2", "Excel's first line")]
    [InlineData("a,b\n", "", "header only")]
    [InlineData("a,b", "", "header only, no line end")]
    [InlineData("a\nx\n", "x", "one column")]
    public void F17_cells(string text, string expected, string what)
    {
        var table = Read(text);
        Assert.Equal(expected, table.Text);
        Assert.True(table.Broken.Count == 0, what);
    }

    [Theory]
    [InlineData("name,phone", "name,phone")]
    [InlineData(" name , phone ", "name,phone")]
    [InlineData("name,,phone,", "name,column 2,phone,column 4")]
    [InlineData("phone,phone,phone", "phone,phone (2),phone (3)")]
    [InlineData("phone,phone,phone (2)", "phone,phone (3),phone (2)")]
    [InlineData(",column 1", "column 1 (2),column 1")]
    [InlineData("Industry,industry", "Industry,industry")]
    public void F17_header_names(string header, string expected) => Assert.Equal(expected.Split(','), Read(header + "\n1,2\n").Header);

    [Theory]
    [InlineData("a,b,c\n1,2,3\n4,5\n6,7,8\n", "1|2|3\n6|7|8", 3, 3, "has 2 cells where the header has 3")]
    [InlineData("a,b,c\n1,2,3\n4,5,6,7\n6,7,8\n", "1|2|3\n6|7|8", 3, 3, "has 4 cells where the header has 3")]
    [InlineData("a,b\n1,2\n\n\n4\n6,7\n", "1|2\n6|7", 5, 5, "has 1 cell where the header has 2")]
    [InlineData("a,b,c\n1,2,3\n4,5", "1|2|3", 3, 3, "has 2 cells where the header has 3; the file ends here and may be cut")]
    [InlineData("a,b\n1,2\n3,\"x\"y\n5,6\n", "1|2\n5|6", 3, 3, "line 3: text follows a closing quote in cell 2")]
    [InlineData("a,b\n1,2\n3,\"x\n5,6\n7,8\n", "1|2\n5|6\n7|8", 3, 3, "line 3: the quote that opens cell 2 is never closed")]
    [InlineData("a,b\n1,2\n3,\"x\nand more\n5,6\n", "1|2\n5|6", 3, 3, "line 3: the quote that opens cell 2 is never closed; lines 4 to 4 were swallowed")]
    [InlineData("a,b\n1,2\n3,\"cut in the\nmiddle", "1|2", 3, 3, "line 3: the quote that opens cell 2 is never closed; everything after it up to the end of the file (1 lines) was swallowed")]
    [InlineData("a,b\n1,2\n3,\"x\n5,\"6\"\n7,8\n", "1|2\n5|6\n7|8", 3, 3, "line 3: text follows a closing quote in cell 2")]
    public void F17_a_bad_row_costs_that_row(string text, string kept, long row, long line, string reason)
    {
        var table = Read(text);
        Assert.Equal(kept, table.Text);
        var broken = Assert.Single(table.Broken);
        Assert.Equal((row, line, reason), (broken.Row, broken.Line, broken.Reason));
    }

    [Fact]
    public void F17_the_cells_of_a_bad_row_are_kept() => Assert.Equal(["4", "5 \"x\""], Read("a,b,c\n4,\"5 \"\"x\"\"\"\n").Broken[0].Cells);

    [Fact]
    public void F17_line_numbers_are_those_of_an_editor_and_row_numbers_those_of_a_spreadsheet()
    {
        var rows = Read("a,b\n\"1\n1\",2\n\n\"3\r\n3\r3\",4\n5,6\n").Rows;
        Assert.Equal([(2, 2), (4, 5), (5, 8)], rows.Select(r => (r.Number, r.Line)));
    }

    [Fact]
    public void F17_ten_thousand_columns_are_read()
    {
        var header = string.Join(',', Enumerable.Range(1, 10_000).Select(i => $"a rather long column name {i}"));
        var table = Read($"{header}\n{string.Join(',', Enumerable.Range(1, 10_000))}\n");
        Assert.Equal(10_000, table.Header.Count);
        Assert.Equal("10000", table.Rows[0].Cells[^1]);
    }

    [Fact]
    public void F17_ten_thousand_columns_of_one_name_are_told_apart() =>
        Assert.Equal(10_000, Read(string.Join(',', Enumerable.Repeat("x", 10_000)) + "\n").Header.Distinct().Count());

    [Fact]
    public void F17_more_than_16384_columns_are_refused() => Assert.Contains("16,385 columns", Refused(() => Read(new string(',', 16_384) + "x\n")).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Batches_of_any_size_hold_the_same_rows(int rowsAtOnce)
    {
        var path = Write("t.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 100).Select(i => i % 7 == 0 ? $"{i}\n" : i % 5 == 0 ? "\n" : $"{i},x\n")));
        var whole = Table.Read(path);
        var table = Table.Read(path, null, rowsAtOnce);
        Assert.Equal(whole.Text, table.Text);
        Assert.Equal(whole.Broken.Select(b => b.Line), table.Broken.Select(b => b.Line));
        Assert.Equal(15, table.Broken.Count);
    }

    [Fact]
    public void F18_a_record_of_900_kilobytes_is_read() => Assert.Equal(900_000, Read($"a,b\n1,{new string('x', 900_000)}\n").Rows[0].Cells[1].Length);
}
