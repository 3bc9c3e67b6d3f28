using Meridian.Foundation.Database;

namespace Meridian.CliTests.Running;

/// <summary>Everything that the tables of a store hold, as text, whatever tables there are.</summary>
internal static class StoreText
{
    public static IEnumerable<string> Of(ISession session)
    {
        var tables = session.List($"select table_name from information_schema.tables where table_catalog = 'store'", r => r.Text(0)!);
        Assert.True(tables.Count > 15, "the store's tables are not found");
        foreach (var table in tables)
        {
            var name = new Table(table);
            foreach (var row in session.Query($"select cast(t as varchar) from {name} t", r => r.Text(0) ?? ""))
                yield return row;
        }
    }
}
