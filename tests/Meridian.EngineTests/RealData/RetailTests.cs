using System.Globalization;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tests;
using Sylvan.Data.Csv;

namespace Meridian.EngineTests.RealData;

/// <summary>Invoice lines of a British retailer's customers in 37 countries (UCI Online Retail, CC BY 4.0).</summary>
public sealed class RetailTests : StoreTests
{
    private const string Mapping =
        """{"columns":{"InvoiceNo":"ignore","StockCode":"ignore","Description":"ignore","Quantity":"ignore","InvoiceDate":"last_order_at","UnitPrice":"ignore","CustomerID":"external_id","Country":"country"}}""";

    /// <summary>Names of the file that are no country by their common name.</summary>
    private static readonly Dictionary<string, string?> Special = new(StringComparer.Ordinal)
    {
        ["EIRE"] = "IE",
        ["USA"] = "US",
        ["European Community"] = null,
        ["Unspecified"] = null,
        ["Channel Islands"] = null,
    };

    [Theory]
    [OnEngines("retail_uci_nonuk_a.csv")]
    [OnEngines("retail_uci_uk_a.csv")]
    public void Customers_per_country_are_those_of_the_file(Engine engine, string file)
    {
        var path = SharedData.Find(file);
        if (path is null)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var lines = Lines(path);
        var store = Open(engine);
        var import = store.ImportFile(path, "retail", mapping: Mapping);
        var named = lines.Where(l => l.Customer.Length > 0).ToList();
        Assert.Equal((lines.Count, named.Count, lines.Count - named.Count), (import.Rows, import.Accepted, import.Rejected));

        // A customer who moved lives where the file last says so.
        var expected = named.GroupBy(l => l.Customer, StringComparer.Ordinal)
            .Select(g => g.Select(l => Code(l.Country)).LastOrDefault(c => c is not null))
            .GroupBy(c => c ?? "").ToDictionary(g => g.Key, g => (long)g.Count(), StringComparer.Ordinal);
        Assert.Equal(expected.Values.Sum(), import.Created);
        Assert.Equal(
            expected.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key} {c.Value}"),
            Customers.Matrix(store.Session, Scope.Whole, new CustomerFilter()).GroupBy(c => c.Country ?? "").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Sum(c => c.Customers)}"));
    }

    [Theory, OnEngines]
    public void The_columns_are_recognised_without_a_word(Engine engine)
    {
        var path = SharedData.Find("retail_uci_uk_a.csv");
        if (path is null)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var store = Open(engine);
        var import = store.ImportFile(path, "retail");
        Assert.Equal(Lines(path).Where(l => l.Customer.Length > 0).Select(l => l.Customer).Distinct(StringComparer.Ordinal).Count(), import.Created);
        Assert.Equal(import.Created, Customers.Count(store.Session, Scope.Whole, new CustomerFilter("GB")));
    }

    private static string? Code(string name)
    {
        if (Special.TryGetValue(name, out var code))
            return code;
        var region = CultureInfo.GetCultures(CultureTypes.SpecificCultures).Select(c => new RegionInfo(c.Name))
            .FirstOrDefault(r => r.EnglishName == name || r.EnglishName.Replace(" SAR China", "", StringComparison.Ordinal) == name);
        return region?.TwoLetterISORegionName ?? throw new InvalidOperationException($"{name} is a country that .NET does not know");
    }

    private static List<(string Customer, string Country)> Lines(string path)
    {
        using var reader = CsvDataReader.Create(path);
        var (customer, country) = (reader.GetOrdinal("CustomerID"), reader.GetOrdinal("Country"));
        var lines = new List<(string, string)>();
        while (reader.Read())
            lines.Add((reader.GetString(customer), reader.GetString(country)));
        return lines;
    }
}
