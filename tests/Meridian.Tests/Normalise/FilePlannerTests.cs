using System.Text;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Tests.Ingest.Reading;

namespace Meridian.Tests.Normalise;

public class FilePlannerTests : InTempFolder
{
    private const string Csv = "name,phone\nAnna,+5511987654321\n";

    private IReadOnlyList<string> Notes(string name, ReadOnlySpan<byte> content, string? country = null)
    {
        var (reader, plan) = FilePlanner.Open(Write("kept", content), new ImportOrder("crm", name, "kept", "", country, null), DateTime.UnixEpoch);
        reader.Dispose();
        return plan.Notes;
    }

    private IReadOnlyList<string> Notes(string csv, string? country = null) => Notes("t.csv", Encoding.UTF8.GetBytes(csv), country);

    [Fact]
    public void A_part_that_is_not_read_is_named()
    {
        var csv = Encoding.UTF8.GetBytes(Csv);
        Assert.Empty(Notes("one.zip", Zip(("a.csv", csv), ("README.txt", csv))));
        Assert.Equal("two.zip: only a.csv is read; b.csv is not: import it on its own", Assert.Single(Notes("two.zip", Zip(("a.csv", csv), ("b.csv", csv)))));
        Assert.Equal("three.zip: only a.csv is read; b.csv, c.csv are not: import each on its own", Assert.Single(Notes("three.zip", Zip(("a.csv", csv), ("b.csv", csv), ("c.csv", csv)))));
        var rows = XlsxBuilder.Row(1, "name", "phone") + XlsxBuilder.Row(2, "Anna", "+5511987654321");
        Assert.Equal("t.xlsx: only 客户 is read; Leads is not: import it on its own", Assert.Single(Notes("t.xlsx", new XlsxBuilder().Sheet("客户", rows).Sheet("Leads", rows).Sheet("Sheet3", "").Build())));
        Assert.Equal(
            "t.json: only people is read; leads is not: import it on its own",
            Assert.Single(Notes("t.json", """{"people":[{"name":"Anna","phone":"+5511987654321"}],"leads":[{"name":"Bo"}]}"""u8)));
    }

    [Theory]
    [InlineData("Anna,+5511987654321", "+5511987654321")]
    [InlineData("Anna,(11) 98765-4321", "(11) 98765-4321")]
    [InlineData("anna@example.com,Anna", "anna@example.com")]
    public void A_first_row_that_is_a_customer_is_told(string first, string cell) =>
        Assert.Contains($"t.csv: the first row looks like a customer, not like column names (\"{cell}\"); add a header row", Notes($"{first}\n{Csv[(Csv.IndexOf('\n', StringComparison.Ordinal) + 1)..]}"));

    [Theory]
    [InlineData("name,phone,2024-01-01,20240102")]
    [InlineData("name,phone,2024-01-01 12:30,@handle")]
    [InlineData("name,phone,Phone (+55),e-mail @ work")]
    public void A_header_with_dates_and_signs_is_a_header(string header) =>
        Assert.DoesNotContain(Notes($"{header}\nAnna,+5511987654321,1,2\n"), n => n.Contains("add a header row", StringComparison.Ordinal));

    [Fact]
    public void A_country_that_the_import_names_is_not_asked_for_again()
    {
        Assert.Contains("--country", Assert.Single(Notes("phone\n123 4567\n123 4568\n")), StringComparison.Ordinal);
        Assert.Empty(Notes("phone\n123 4567\n123 4568\n", "CN"));
    }
}
