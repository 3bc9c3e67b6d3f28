using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Packs;

namespace Meridian.EngineTests.Tags;

/// <summary>A team's own numbers for activity. The clock stands at 2026-03-02 12:00 UTC.</summary>
public sealed class ActivityThresholdTests : StoreTests
{
    private const string Customers = """
        id,last_seen,active_days_30,messages_received
        ana,2026-02-28,3,2
        bo,2026-02-10,1,0
        cy,2025-12-20,1,0

        """;

    [Theory, OnEngines]
    public void Customers_follow_the_numbers_and_the_built_in_labels_come_back(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers);
        Assert.Equal("ana=medium bo=medium cy=low", Activities(store));
        Assert.Equal((7, 4), (Numbers(store)!["high_within"], Numbers(store)!["high_days"]));

        Assert.Equal(["activity"], Set(store, ("high_days", 3), ("medium_within", 14), ("messages", 5)));
        Assert.Equal("ana=high bo=low cy=low", Activities(store));
        Assert.Equal((7, 3, 14, 90), (Numbers(store)!["high_within"], Numbers(store)!["high_days"], Numbers(store)!["medium_within"], Numbers(store)!["low_within"]));
        Assert.Empty(Set(store, ("high_days", 3)));

        // One day, which rules write another way.
        Assert.Equal(["activity", "high_interaction"], Set(store, ("high_within", 1), ("low_within", 25), ("messages", 2)));
        Assert.Equal("ana=medium bo=low cy=silent", Activities(store));
        Assert.Equal(1, Numbers(store)!["high_within"]);
        Assert.Equal("ana", PackTests.Having(store, "high_interaction"));

        Assert.Equal(["activity", "high_interaction"], Set(store, [.. ActivityThresholds.All.Select(t => (t.Key, t.BuiltIn))]));
        Assert.Equal("ana=medium bo=medium cy=low", Activities(store));
        Assert.Equal("built-in", store.Session.First($"select min(origin) from {TagTables.Assignment} where tag = 'activity'", r => r.Text(0)));
        Assert.Equal("", PackTests.Having(store, "high_interaction"));
    }

    [Theory, OnEngines]
    public void A_rule_of_the_team_s_own_making_is_left_alone(Engine engine)
    {
        var store = Open(engine);
        var pack = TagPacks.Find("activity").Tags.First(t => t.Key == "high_interaction");
        store.Define(pack with { Rule = $"{pack.Rule} and country = \"IN\"" });
        Assert.Null(ActivityThresholds.Of(store.Session, "high_interaction"));
        Assert.Contains("edit the tag", Assert.Throws<DefinitionException>(() => Set(store, ("messages", 3))).Message, StringComparison.Ordinal);
        // The others can be set beside it, and names of the team's own stay.
        store.Define(TagPacks.Find("activity").Tags.First(t => t.Key == "long_term_online") with { Owner = "Li" });
        Assert.Equal(["long_term_online"], Set(store, ("weeks", 6)));
        var own = TagBook.PublishedOf(store.Session, "long_term_online")!.Definition;
        Assert.Equal(("Li", "active_weeks(within: 12 weeks) >= 6"), (own.Owner, own.Rule));
    }

    [Theory, OnEngines]
    public void Numbers_that_make_no_sense_are_refused(Engine engine)
    {
        var store = Open(engine);
        Assert.Equal(
            ["high_days: must be 1 to 30", "low_within: must be more than medium_within, which is 90", "weeks: must be 1 to 12"],
            Assert.Throws<DefinitionException>(() => Set(store, ("high_days", 31), ("medium_within", 90), ("low_within", 90), ("weeks", 0))).Faults.Select(f => $"{f.Part}: {f.Message}").Order());
        Assert.Empty(TagBook.All(store.Session));
    }

    private static IReadOnlyDictionary<string, int>? Numbers(TestStore store) => ActivityThresholds.Of(store.Session, "activity");

    private static IReadOnlyList<string> Set(TestStore store, params (string Key, int Number)[] numbers) => ActivityThresholds.Set(
        store.Session, new ActingLog(store.Log, "local:test"), numbers.ToDictionary(n => n.Key, n => n.Number, StringComparer.Ordinal), "test", store.Now, () => store.Pipeline.Run(store.Session));

    private static string Activities(TestStore store) => PackTests.Having(store, "activity");
}
