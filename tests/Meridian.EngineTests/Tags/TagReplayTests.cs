using System.Globalization;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Tags;

/// <summary>What a draft would have done, day by day. The clock stands at 2026-03-02 12:00 UTC.</summary>
public sealed class TagReplayTests : StoreTests
{
    private static readonly DateOnly First = new(2026, 2, 10);

    [Theory, OnEngines]
    public void A_draft_is_replayed_day_by_day_and_nothing_changes(Engine engine)
    {
        var store = Open(engine);
        Bought(store, "ana", "2026-02-10T09:00:00Z", "2026-02-12T09:00:00Z");
        Bought(store, "bo", "2026-02-12T23:59:59Z");
        store.Save(new TagDefinition("buyer") { Rule = "count(\"Order Completed\", within: 3 days) >= 1" });
        var digest = store.DigestParts();

        Assert.Equal(
            ["02-09 0 +0 -0", "02-10 1 +1 -0", "02-11 1 +0 -0", "02-12 2 +1 -0", "02-13 2 +0 -0", "02-14 2 +0 -0", "02-15 0 +0 -2", "02-16 0 +0 -0"],
            Replay(store, "buyer", First.AddDays(-1), First.AddDays(6)));
        Assert.Equal(digest, store.DigestParts());
        Assert.Empty(TagBook.Published(store.Session));
    }

    [Theory, OnEngines]
    public void Values_exclude_one_another_and_each_day_has_each(Engine engine)
    {
        var store = Open(engine);
        Bought(store, "ana", "2026-02-10T09:00:00Z", "2026-02-11T09:00:00Z");
        store.Save(new TagDefinition("tier") { Values = [new TagValue("often", "count(\"Order Completed\") >= 2"), new TagValue("once", "count(\"Order Completed\") = 1")] });
        Assert.Equal(
            ["02-10 often 0 +0 -0", "02-10 once 1 +1 -0", "02-11 often 1 +1 -0", "02-11 once 0 +0 -1"],
            TagReplays.Of(store.Session, Scope.Whole, "tier", null, First, First.AddDays(1), store.Now).Select(d => FormattableString.Invariant($"{d.Day:MM-dd} {d.Value} {d.Customers} +{d.Entered} -{d.Left}")));
    }

    /// <summary>Each day's number is that of the rule asked as of that day's end.</summary>
    [Theory, OnEngines]
    public void A_replayed_day_is_what_a_count_as_of_its_end_says(Engine engine)
    {
        var store = Open(engine);
        for (var i = 0; i < 30; i++)
            Bought(store, $"c{i}", [.. Enumerable.Range(0, i % 4).Select(n => First.AddDays(((i * 7) + (n * 5)) % 18).ToDateTime(new TimeOnly(i % 24, 30)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))]);
        const string Rule = "count(\"Order Completed\", within: 5 days) >= 1 and not (count(\"Order Completed\") >= 3)";
        store.Save(new TagDefinition("now_and_then") { Rule = Rule });
        store.SaveSegment("same", Rule);
        var days = TagReplays.Of(store.Session, Scope.Whole, "now_and_then", null, First, First.AddDays(19), store.Now);
        Assert.Equal(
            days.Select(d => SegmentViews.Count(store.Session, Scope.Whole, "same", store.Now, d.Day.AddDays(1).ToDateTime(TimeOnly.MinValue).AddMicroseconds(-1)).Customers),
            days.Select(d => d.Customers));
        Assert.True(days.Select(d => d.Customers).Distinct().Count() > 3);
        Assert.All(days.Zip(days.Skip(1)), p => Assert.Equal(p.Second.Customers - p.First.Customers, p.Second.Entered - p.Second.Left));
    }

    [Theory, OnEngines]
    public void Only_customers_who_may_be_seen_are_counted(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,country,last_order\n1,US,2026-02-11\n2,IN,2026-02-11\n");
        store.Save(new TagDefinition("all") { Rule = "true" });
        var today = DateOnly.FromDateTime(store.Now);
        Assert.Equal(2, Assert.Single(TagReplays.Of(store.Session, Scope.Whole, "all", null, today, today, store.Now)).Customers);
        Assert.Equal(1, Assert.Single(TagReplays.Of(store.Session, Scope.Whole with { Countries = ["IN"] }, "all", null, today, today, store.Now)).Customers);
        // Before the file came nobody was known.
        Assert.Equal(0, TagReplays.Of(store.Session, Scope.Whole, "all", null, today.AddDays(-1), today, store.Now)[0].Customers);
    }

    [Theory, OnEngines]
    public void Days_and_tags_that_make_no_sense_are_refused(Engine engine)
    {
        var store = Open(engine);
        store.Save(new TagDefinition("vip") { Origin = TagOrigins.Manual });
        store.Save(new TagDefinition("all") { Rule = "true" });
        Assert.Contains("behind the last", Refused(store, "all", First, First.AddDays(-1)), StringComparison.Ordinal);
        Assert.Contains("has not been yet; today is 2026-03-02", Refused(store, "all", First, new DateOnly(2026, 3, 3)), StringComparison.Ordinal);
        Assert.Contains("at most 366", Refused(store, "all", First.AddDays(-366), First), StringComparison.Ordinal);
        Assert.Contains("no rule to replay", Refused(store, "vip", First, First), StringComparison.Ordinal);
        Assert.Throws<NoSuchDefinitionException>(() => TagReplays.Of(store.Session, Scope.Whole, "none", null, First, First, store.Now));
        Assert.Throws<NoSuchDefinitionException>(() => TagReplays.Of(store.Session, Scope.Whole, "all", 7, First, First, store.Now));
    }

    private static string Refused(TestStore store, string tag, DateOnly from, DateOnly to) =>
        Assert.Throws<DefinitionException>(() => TagReplays.Of(store.Session, Scope.Whole, tag, null, from, to, store.Now)).Message;

    private static IEnumerable<string> Replay(TestStore store, string tag, DateOnly from, DateOnly to) =>
        TagReplays.Of(store.Session, Scope.Whole, tag, null, from, to, store.Now).Select(d => FormattableString.Invariant($"{d.Day:MM-dd} {d.Customers} +{d.Entered} -{d.Left}"));

    private static void Bought(TestStore store, string who, params string[] times)
    {
        store.Send($$$"""{"type":"identify","userId":"{{{who}}}","messageId":"i-{{{who}}}","timestamp":"2026-01-01T00:00:00Z","traits":{"name":"{{{who}}}"}}""");
        if (times.Length > 0)
            store.Send([.. times.Select((t, i) => $$$"""{"type":"track","userId":"{{{who}}}","messageId":"{{{who}}}-{{{i}}}","event":"Order Completed","timestamp":"{{{t}}}","properties":{"order_id":"{{{who}}}-{{{i}}}","total":10}}""")]);
    }
}
