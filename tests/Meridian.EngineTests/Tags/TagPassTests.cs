using System.Globalization;
using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Tags;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>When everybody's tags are evaluated, and by which cut-offs.</summary>
public sealed class TagPassTests : StoreTests
{
    private const string Mapping = """{"columns":{"id":"external_id","spent":"total_spent"}}""";

    /// <summary>More new customers than are labelled with those who were there before.</summary>
    private const int Many = 20_001;

    [Theory, OnEngines]
    public void Customers_of_a_large_file_have_their_tags_whether_it_is_the_first_or_not(Engine engine)
    {
        var store = Open(engine);
        store.Define("odd", "total_spent = 1");
        store.Import(Spent(1, Many, i => i % 2), mapping: Mapping);
        Assert.Equal((Many + 1) / 2, Having(store, "odd"));
        store.Clock.Advance(Duration.FromHours(1));
        store.Import(Spent(Many + 1, Many, i => i % 2), mapping: Mapping);
        Assert.Equal(Many, Having(store, "odd"));
    }

    [Theory, OnEngines]
    public void Rankings_are_found_anew_with_each_day_and_each_publishing_and_not_between(Engine engine)
    {
        var store = Open(engine);
        store.Import(Spent(1, 4, i => 10 * i), mapping: Mapping);
        store.Define("top", "percentile(total_spent) >= 75");
        Assert.Equal("crm/3 crm/4", store.Having("top"));
        // Half an hour later four come who spent far more: by the cut-off of before they are among the top, and nobody leaves it.
        store.Clock.Advance(Duration.FromMinutes(30));
        store.Import(Spent(5, 4, i => 1000 + i), mapping: Mapping);
        Assert.Equal("crm/3 crm/4 crm/5 crm/6 crm/7 crm/8", store.Having("top"));
        store.Define("other", "total_spent > 0");
        Assert.Equal("crm/6 crm/7 crm/8", store.Having("top"));
        store.Clock.Advance(Duration.FromHours(1));
        store.Import(Spent(9, 4, i => 5000 + i), mapping: Mapping);
        Assert.Equal("crm/10 crm/11 crm/12 crm/6 crm/7 crm/8 crm/9", store.Having("top"));
        store.Clock.Advance(Duration.FromDays(1));
        store.Evaluate();
        Assert.Equal("crm/10 crm/11 crm/12 crm/9", store.Having("top"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    private static long Having(TestStore store, string tag) => Meridian.Foundation.Database.SessionQueries.Count(store.Session, $"select count(*) from {TagTables.Assignment} where tag = {tag}");

    private static string Spent(int first, int count, Func<int, int> spent)
    {
        var text = new StringBuilder("id,spent\n");
        for (var i = first; i < first + count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},{spent(i)}\n");
        return text.ToString();
    }
}
