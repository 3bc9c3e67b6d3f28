using Meridian.Ingest.Reading;
using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class NumberFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("phone\n+4915112345678\n", true, "phone")]
    [InlineData("+4915112345678\n+4915112345679\n", false, "number")]
    [InlineData("+4915112345678\n", false, "number")]
    [InlineData("12345\n+4915112345678\n", false, "number")]
    [InlineData("Ana,+4915112345678\nBob,+4915112345679\n", false, "number")]
    [InlineData("name,Tel.\nAna,+4915112345678\n", true, "Tel.")]
    [InlineData("name,whatsapp\nAna,+4915112345678\n", true, "whatsapp")]
    [InlineData("姓名;手机\n李;13812345678\n", true, "手机")]
    [InlineData("Phone 2\n+4915112345678\n", true, "Phone 2")]
    public void The_column_is_found_and_a_first_line_that_is_a_number_is_a_row(string text, bool header, string column)
    {
        using var file = Open(text);
        Assert.Equal((header, column), (file.HasHeader, file.Columns[file.Phone]));
    }

    /// <summary>The first line is judged by what the rows say of the column, or by the country that stands in it.</summary>
    [Theory]
    [InlineData("0171 1234567,Anna\n+49 171 1234568,Bert\n+49 171 1234569,Curd\n")]
    [InlineData("0171 1234567,Anna,DE\n0171 1234568,Bert,DE\n0171 1234569,Curd,DE\n")]
    [InlineData("15012345678,Anna\n13912345678,Bert\n18612345678,Curd\n")]
    [InlineData("13912345678\n")]
    public void A_first_line_with_a_national_number_is_a_row(string text)
    {
        using var file = Open(text);
        Assert.False(file.HasHeader);
        Assert.All(Numbers(file), n => Assert.Equal(NumberVerdict.Valid, n.Verdict));
    }

    /// <summary>Eleven digits that also read as +1 and ten: valid so in two of five cases.</summary>
    [Theory]
    [InlineData("姓名,手机号\n张三,15812345678\n", "+8615812345678")]
    [InlineData("phone\n13912345678\n15812345678\n13012345678\n", "+8613912345678 +8615812345678 +8613012345678")]
    [InlineData("电话\n010-65551234\n13012345678\n", "+861065551234 +8613012345678")]
    [InlineData("name,country code,phone\nRaj,91,9876501234\nAnn,+44,7911123456\nLi,0086,13800138000\nCy,7,9123456789\n", "+919876501234 +447911123456 +8613800138000 +79123456789")]
    [InlineData("phone,country\n13912345678,CN\n13012345678,US\n13912345679,CN\n", "+8613912345678 +13012345678 +8613912345679")]
    // North America's, some of which look like China's.
    [InlineData("phone\n12025550143\n15812345678\n13012345678\n17032345678\n", "+12025550143 +15812345678 +13012345678 +17032345678")]
    [InlineData("手机\n12025550143\n12125550143\n13012345678\n", "+12025550143 +12125550143 +13012345678")]
    public void Chinas_mobile_numbers_are_told_by_the_header_or_by_most_of_the_column(string text, string expected)
    {
        using var file = Open(text);
        Assert.Equal(expected, string.Join(' ', Numbers(file).Select(n => n.E164)));
    }

    [Fact]
    public void A_country_that_the_caller_names_comes_before_a_guess_at_bare_numbers()
    {
        using var file = Open("手机号\n15812345678\n13012345678\n", country: "US");
        Assert.Equal(["+15812345678", "+13012345678"], Numbers(file).Select(n => n.E164));
    }

    private static List<ScreenedNumber> Numbers(NumberFile file) => [.. NumberStream.Read([file], null, default).SelectMany(s => s.Numbers.Take(s.Count).ToList())];

    [Fact]
    public void The_first_line_and_broken_rows_come_in_their_places()
    {
        using var file = Open("Ana,+4915112345678,\nBob,+4915112345679,x\n\nBad,\"+49\"151,y\nEve,+4915112345678,z\nTwo,1\n");
        var slices = NumberStream.Read([file], null, default).ToList();
        var rows = slices.SelectMany(s => Enumerable.Range(0, s.Count).Select(r => (s.RowNumber(r), s.Cell(r, 0).ToString(), s.Numbers[r].E164))).ToList();
        Assert.Equal(
            [(1, "Ana", "+4915112345678"), (2, "Bob", "+4915112345679"), (4, "Bad", null), (5, "Eve", "+4915112345678"), (6, "Two", null)],
            rows);
        Assert.Equal("", slices[0].Cell(0, 2).ToString());
    }

    [Fact]
    public void Blank_lines_before_the_first_row_count_as_a_spreadsheet_counts_them()
    {
        using var file = Open("\n\n+4915112345678\n\n+4915112345679\n");
        Assert.Equal([3, 5], NumberStream.Read([file], null, default).SelectMany(s => Enumerable.Range(0, s.Count).Select(s.RowNumber)));
    }

    [Theory]
    [InlineData("b", 1)]
    [InlineData("3", 2)]
    public void A_column_is_named_by_header_or_position(string column, int expected)
    {
        using var file = Open("a,B,c\nx,y,+4915112345678\n", column);
        Assert.Equal(expected, file.Phone);
    }

    [Fact]
    public void A_file_without_phones_names_its_columns() =>
        Assert.Contains("a, b", Assert.Throws<UnreadableFileException>(() => Open("a,b\nx,y\n")).Message, StringComparison.Ordinal);

    private NumberFile Open(string text, string? column = null, string? country = null)
    {
        var path = Path.Combine(_folder.FullName, "list.csv");
        File.WriteAllText(path, text);
        return NumberFile.Open(path, country, column);
    }
}
