using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Resolve;
using Meridian.Tests;

namespace Meridian.EngineTests.RealData;

/// <summary>3,811 phones of 131 regions in 16 spellings; the reference libraries read 3,550 of them (google/libphonenumber examples, Apache-2.0).</summary>
public sealed class MessyPhoneTests : StoreTests
{
    /// <summary>The right number is the record's id, so that a number read wrongly is a second phone of its record.</summary>
    private const string Mapping =
        """{"columns":{"raw":"phone","default_region":"country","e164":"external_id","region":"ignore","type":"ignore","spelling":"trait:spelling"}}""";

    [Theory, OnEngines]
    public void Every_spelling_of_every_number_is_read_right(Engine engine)
    {
        var path = SharedData.Find("phone_messy_a.csv");
        if (path is null)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var store = Open(engine);
        var import = store.ImportFile(path, "phones", mapping: Mapping);
        Assert.Equal((3_811L, 3_811L, 0L), (import.Rows, import.Accepted, import.Warnings));
        Assert.Empty(store.Session.List(
            $"""
            select r.external_id || ' was read as ' || i.value from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id
            where i.kind = 'phone' and i.value <> r.external_id
            """,
            r => r.Text(0)));
        Assert.Equal(
            File.ReadLines(path).Skip(1).Select(l => l[(l.LastIndexOf(',') + 1)..]).ToHashSet(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            store.Session.List($"select distinct value from {ResolveTables.Identifier} where kind = 'phone'", r => r.Text(0)!).Order(StringComparer.Ordinal));
    }
}
