using System.Globalization;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>Activity by windows that end now and begin open: (now - d, now]. The clock stands at <see cref="TestStore.Start"/>, 2026-03-02 12:00 UTC.</summary>
public sealed class ActivityTests : StoreTests
{
    private const string Mapping = """{"columns":{"id":"external_id","seen":"last_seen_at","ordered":"last_order_at","days":"active_days_30","messages":"messages_in"}}""";

    [Theory]
    // Seconds since last seen, active days of the last 30.
    [OnEngines(0, 4, "high")]
    [OnEngines((7 * 86_400) - 1, 4, "high")]
    [OnEngines(7 * 86_400, 4, "medium")]
    [OnEngines((7 * 86_400) - 1, 3, "medium")]
    [OnEngines((7 * 86_400) - 1, 30, "high")]
    [OnEngines((30 * 86_400) - 1, 30, "medium")]
    [OnEngines(30 * 86_400, 30, "low")]
    [OnEngines((90 * 86_400) - 1, 0, "low")]
    [OnEngines(90 * 86_400, 0, "silent")]
    [OnEngines(900 * 86_400, 0, "silent")]
    public void Recency_and_days_decide_to_the_second(Engine engine, int secondsAgo, int days, string activity)
    {
        var store = Open(engine);
        store.Import($"id,seen,days\n1,{Ago(secondsAgo)},{days}\n", mapping: Mapping);
        Assert.Equal(activity, store.Tag("crm/1", "activity"));
    }

    [Theory]
    [OnEngines("id,seen\n1,2026-03-02 11:59:00\n", "medium")]
    [OnEngines("id,seen,messages\n1,2026-03-02 11:59:00,40\n", "high")]
    [OnEngines("id,seen,messages\n1,2026-03-02 11:59:00,3\n", "medium")]
    [OnEngines("id,seen,messages,days\n1,2026-03-02 11:59:00,40,1\n", "medium")]
    [OnEngines("id,ordered\n1,2026-02-20\n", "medium")]
    [OnEngines("id,ordered,seen\n1,2026-02-20,2025-01-01\n", "medium")]
    [OnEngines("id,days\n1,9\n", "medium")]
    [OnEngines("id,messages\n1,40\n", "unknown")]
    [OnEngines("id,name\n1,Ann Lee\n", "unknown")]
    [OnEngines("id,seen\n1,2027-01-01\n", "unknown")]
    public void What_a_file_says_decides(Engine engine, string csv, string activity)
    {
        var store = Open(engine);
        store.Import(csv, mapping: Mapping);
        Assert.Equal(activity, store.Tag("crm/1", "activity"));
    }

    [Theory, OnEngines]
    public void A_time_that_has_not_come_is_not_what_a_label_rests_on(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,seen,ordered\n1,2027-01-01,2026-02-20\n", mapping: Mapping);
        Assert.Equal(("medium", "last order column"), (store.Label("crm/1", "activity").Value, store.Label("crm/1", "activity").Because));
    }

    [Theory, OnEngines]
    public void Labels_turn_with_time_and_what_ended_is_history(Engine engine)
    {
        var store = Open(engine);
        store.Import($"id,seen,days\n1,{Ago(86_400)},9\n", mapping: Mapping);
        var values = new List<string> { store.Tag("crm/1", "activity") };
        foreach (var days in new[] { 6, 23, 60 })
        {
            store.Clock.Advance(Duration.FromDays(days));
            store.Evaluate();
            values.Add(store.Tag("crm/1", "activity"));
        }

        Assert.Equal(["high", "medium", "low", "silent"], values);
        Assert.Equal(
            ["high 2026-03-02 2026-03-08", "medium 2026-03-08 2026-03-31", "low 2026-03-31 2026-05-30"],
            store.Session.Query(
                $"select value, since, until from {TagTables.History} where tag = 'activity' order by until",
                r => string.Create(CultureInfo.InvariantCulture, $"{r.Text(0)} {r.Time(1):yyyy-MM-dd} {r.Time(2):yyyy-MM-dd}")));
        Assert.Contains(CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.History, h => h.What.StartsWith("activity = high ended", StringComparison.Ordinal));
    }

    [Theory, OnEngines]
    public void A_label_that_holds_keeps_its_since(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,seen,days\n1,2026-03-01,9\n", mapping: Mapping);
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,seen,days\n1,2026-03-02,9\n", mapping: Mapping);
        store.Evaluate();
        var label = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.Labels.Single(l => l.Tag == "activity");
        Assert.Equal(("high", new DateTime(2026, 3, 2, 12, 0, 0)), (label.Value, label.Since));
    }

    [Theory, OnEngines]
    public void An_import_does_not_leave_the_labels_of_others_behind_the_published_instant(Engine engine)
    {
        var store = Open(engine);
        store.Import($"id,seen,days\n1,{Ago(86_400)},9\n", mapping: Mapping);
        store.Clock.Advance(Duration.FromDays(20));
        store.Import("id,name\n2,Bob Ray\n", "shop");
        // "Current" means at the published instant: either it stays where the labels are, or the labels go with it.
        var published = LabelRefresher.EvaluatedTo(store.Session);
        Assert.Equal(published == store.Now ? "medium" : "high", store.Tag("crm/1", "activity"));
    }

    [Theory]
    [OnEngines(5, 29, "yes")]
    [OnEngines(4, 1, "")]
    [OnEngines(50, 31, "")]
    public void High_interaction_is_five_messages_in_thirty_days(Engine engine, int messages, int daysAgo, string expected)
    {
        var store = Open(engine);
        store.Import($"id,seen,messages\n1,{Ago(daysAgo * 86_400)},{messages}\n", mapping: Mapping);
        Assert.Equal(expected, store.Tag("crm/1", "high_interaction"));
    }

    private static string Ago(int seconds) =>
        (TestStore.Start - Duration.FromSeconds(seconds)).ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
