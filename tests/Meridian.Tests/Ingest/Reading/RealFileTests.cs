namespace Meridian.Tests.Ingest.Reading;

/// <summary>The public data sets of shared/data, with the row counts that its SOURCES.md gives.</summary>
public class RealFileTests
{
    [Theory]
    [InlineData("identity_febrl1.csv", ',', 1000, "rec_id", "soc_sec_id")]
    [InlineData("identity_febrl3.csv", ',', 5000, "rec_id", "soc_sec_id")]
    [InlineData("identity_fake1000.csv", ',', 1000, "unique_id", "cluster")]
    [InlineData("identity_historical_25k_a.csv", ',', 24932, "unique_id", "occupation")]
    [InlineData("identity_restaurants_phone.csv", '|', 864, "id", "type")]
    [InlineData("phone_examples_all_regions.csv", ',', 992, "region", "e164")]
    [InlineData("phone_messy_a.csv", ',', 3811, "region", "e164")]
    [InlineData("churn_telco_ibm.csv", ',', 7043, "gender", "Churn")]
    [InlineData("retail_uci_nonuk_a.csv", ',', 25627, "InvoiceNo", "Country")]
    [InlineData("retail_uci_uk_a.csv", ',', 16465, "InvoiceNo", "Country")]
    [InlineData("uplift_hillstrom_a.csv", ',', 31984, "recency", "spend")]
    public void A_public_file_is_read_whole(string file, char delimiter, int rows, string first, string last)
    {
        var path = SharedData.Find(file);
        Assert.SkipWhen(path is null, "shared/data is not here");
        var table = Table.Read(path);
        Assert.Equal((delimiter, rows), (table.Facts.Delimiter, table.Rows.Count));
        Assert.Empty(table.Broken);
        Assert.Contains(first, table.Header);
        Assert.Contains(last, table.Header);
    }
}
