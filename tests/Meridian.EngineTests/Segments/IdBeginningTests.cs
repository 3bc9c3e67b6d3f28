using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Segments;

/// <summary>Customers are found by as much of their id as somebody types, and nobody else is.</summary>
public sealed class IdBeginningTests : StoreTests
{
    [Theory, OnEngines]
    public void Every_beginning_finds_its_customer_alone(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i},Customer {(char)('A' + (i % 26))}\n")));
        var ids = store.Profiles().Select(p => p.Id.ToString()).ToList();
        // Ids at both ends of the order, where a stretch would be cut.
        foreach (var id in new[] { ids.Min(StringComparer.Ordinal)!, ids.Max(StringComparer.Ordinal)!, ids[7] })
        {
            for (var length = 8; length < id.Length; length++)
            {
                Assert.Equal([id], Found(id[..length]));
                Assert.Equal([id], CustomerViews.Find(store.Session, Scope.Whole, id[..length].ToUpperInvariant()).Select(g => g.ToString()));
            }
        }

        Assert.Empty(Found(ids[0][..8] + "0"));
        Assert.Null(IdBeginning.Condition(ids[0][..7], $"r.record_id"));
        Assert.Null(IdBeginning.Condition("0123-5678", $"r.record_id"));
        Assert.Null(IdBeginning.Condition("zz345678", $"r.record_id"));

        IEnumerable<string> Found(string text) => Customers.List(store.Session, Scope.Whole, new CustomerFilter { Text = text }, 10).Select(c => c.ProfileId.ToString());
    }
}
