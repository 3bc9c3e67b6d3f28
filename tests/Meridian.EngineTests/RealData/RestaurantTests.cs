using Meridian.EngineTests.Store;
using Meridian.Tests;

namespace Meridian.EngineTests.RealData;

/// <summary>864 restaurant records with US phones as people typed them; the truth names 112 pairs (AI-team-UoA/pyJedAI, Apache-2.0).</summary>
public sealed class RestaurantTests : StoreTests
{
    [Theory, OnEngines]
    public void Messy_phones_join_the_restaurants_at_least_as_well_as_their_digits_do(Engine engine)
    {
        var (path, truthPath) = (SharedData.Find("identity_restaurants_phone.csv"), SharedData.Find("identity_restaurants_phone_truth.csv"));
        if (path is null || truthPath is null)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var store = Open(engine);
        var import = store.ImportFile(path, "guide", country: "US");
        Assert.Equal((864L, 864L, 0L), (import.Rows, import.Accepted, import.Rejected));
        // Distinct digits are 748; one number breaks off in the middle ("310/788-") and joins nobody.
        Assert.Equal(748, import.Created);
        Assert.Equal(748, store.Profiles().Count);

        var truth = File.ReadLines(truthPath).Select(l => l.Split('|')).Select(p => Pair(int.Parse(p[0]), int.Parse(p[1]))).ToHashSet();
        var found = store.Profiles().SelectMany(p => Pairs([.. p.Records.Select(r => int.Parse(r["guide/".Length..]))])).ToHashSet();
        var right = found.Count(truth.Contains);
        var (precision, recall) = (right / (double)found.Count, right / (double)truth.Count);
        Assert.Equal((112, 122, 108), (truth.Count, found.Count, right));
        Assert.InRange(2 * precision * recall / (precision + recall), 0.92, 1);
    }

    private static IEnumerable<(int, int)> Pairs(IReadOnlyList<int> ids) =>
        from i in Enumerable.Range(0, ids.Count) from j in Enumerable.Range(i + 1, ids.Count - i - 1) select Pair(ids[i], ids[j]);

    private static (int, int) Pair(int a, int b) => a < b ? (a, b) : (b, a);
}
