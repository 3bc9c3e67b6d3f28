using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Ingest;
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
    public void Every_spelling_of_every_number_is_read_right_or_not_at_all(Engine engine)
    {
        var path = SharedData.Find("phone_messy_a.csv");
        if (path is null)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var store = Open(engine);
        var import = store.ImportFile(path, "phones", mapping: Mapping);
        Assert.Equal((3_811L, 3_811L), (import.Rows, import.Accepted));
        // Ascension and Tristan da Cunha have calling codes but no ISO 3166-1 code, so a country column cannot name them; six of their numbers need it.
        var unknown = Imports.Warnings(store.Session, import.Entry);
        Assert.Equal((9, 6), (unknown.Count(w => w.Column == "default_region"), unknown.Count(w => w.Column == "raw")));
        Assert.All(unknown.Where(w => w.Column == "default_region"), w => Assert.Contains(w.Value, new[] { "AC", "TA" }));
        Assert.Subset(unknown.Where(w => w.Column == "default_region").Select(w => w.Row).ToHashSet(), unknown.Select(w => w.Row).ToHashSet());
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
