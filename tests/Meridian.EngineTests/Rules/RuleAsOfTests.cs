using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Rules.Checking;
using Meridian.Rules.Explaining;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using NodaTime;

namespace Meridian.EngineTests.Rules;

/// <summary>What rules say as of an earlier instant, and why they say it.</summary>
public sealed class RuleAsOfTests : StoreTests
{
    private const string Mapping = """{"columns":{"id":"external_id","city":"city","tier":"trait:tier","email":"email"}}""";

    [Theory, OnEngines]
    public void As_of_an_earlier_instant_only_what_was_known_by_then_counts(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,city,tier,email\n1,Oslo,gold,a@example.com\n2,Oslo,,b@example.com\n", mapping: Mapping);
        store.Send(Order("o1", "1", "a@example.com", "2026-03-02T11:00:00Z"));
        var first = store.Now;
        store.Clock.Advance(Duration.FromDays(10));
        store.Import("id,city,tier,email\n1,Rome,silver,a@example.com\n3,Oslo,gold,c@example.com\n", mapping: Mapping);
        store.Send(Order("o2", "1", "a@example.com", "2026-03-11T11:00:00Z"), Order("o3", "2", "b@example.com", "2026-03-11T12:00:00Z"));
        // Told late: it had happened by then.
        store.Send(Order("o4", "2", "b@example.com", "2026-03-01T12:00:00Z"));

        Assert.Equal("1 2", Who(store, """city = "Oslo" """, first));
        Assert.Equal("2 3", Who(store, """city = "Oslo" """, null));
        Assert.Equal("1", Who(store, """tier = "gold" """, first));
        Assert.Equal("3", Who(store, """tier = "gold" """, null));
        Assert.Equal("1 2", Who(store, """identifier("email")""", first));
        Assert.Equal("1 2", Who(store, """source("crm")""", first));
        Assert.Equal("1 2", Who(store, """count("Order Completed") = 1""", first));
        Assert.Equal("1 2", Who(store, """count("Order Completed") = 2""", null));
        Assert.Equal("", Who(store, """count("Order Completed") > 0""", first.AddDays(-2)));
        Assert.Equal("1", Who(store, """count("Order Completed", within: 2 hours) = 1""", first));
        // What was said ten days ago holds a day later too, and nobody was there before.
        Assert.Equal("1 2", Who(store, """city = "Oslo" """, first.AddDays(1)));
        Assert.Equal("", Who(store, "city is missing", first.AddDays(-1)));
    }

    [Theory, OnEngines]
    public void An_explanation_gives_each_part_with_the_events_and_records_behind_it(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,city,tier,email\n1,Oslo,gold,a@example.com\n", mapping: Mapping);
        store.Send(Order("o1", "1", "a@example.com", "2026-03-01T11:00:00Z"), Order("o2", "1", "a@example.com", "2026-02-01T11:00:00Z"), Order("o3", "1", "a@example.com", "2025-12-01T11:00:00Z"));
        var words = StoreVocabulary.Of(store.Session);
        var rule = RuleChecker.Check("""city = "Oslo" and count("Order Completed", within: 60 days, where: total > 5) >= 3""", words);
        var why = RuleExplainer.Explain(store.Session, StoreFacts.Now(words, store.Now), rule, store.ProfileOf("crm/1").Id)!;

        Assert.False(why.Holds);
        Assert.Equal(2, why.Parts.Count);
        Assert.Equal(("city = \"Oslo\"", true), (why.Parts[0].Part, why.Parts[0].Holds));
        Assert.Equal(("city", "Oslo"), (why.Parts[0].Parts[0].Part, why.Parts[0].Parts[0].Value));
        Assert.Equal(["crm:1, 2026-03-02"], why.Parts[0].Parts[0].Because);
        Assert.False(why.Parts[1].Holds);
        var count = why.Parts[1].Parts[0];
        Assert.Equal("2", count.Value);
        Assert.Equal(2, count.EventsTotal);
        Assert.Equal(["o1", "o2"], count.Events.Select(e => e.MessageId));
    }

    [Theory, OnEngines]
    public void Nothing_is_explained_of_somebody_who_was_not_known_then(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,city,tier,email\n1,Oslo,gold,a@example.com\n", mapping: Mapping);
        var words = StoreVocabulary.Of(store.Session);
        var inputs = StoreFacts.AsOf(store.Session, words, store.Now.AddDays(-1));
        Assert.Null(RuleExplainer.Explain(store.Session, inputs, RuleChecker.Check("city is missing", words), store.ProfileOf("crm/1").Id));
    }

    private static string Order(string id, string user, string email, string at) => $$$"""
        {"type":"track","event":"Order Completed","messageId":"{{{id}}}","userId":"u{{{user}}}","context":{"traits":{"email":"{{{email}}}"}},"timestamp":"{{{at}}}","properties":{"total":10}}
        """;

    private static string Who(TestStore store, string rule, DateTime? asOf)
    {
        var words = StoreVocabulary.Of(store.Session);
        Sql ids = RuleSelection.Ids(store.Session, Scope.Whole, StoreFacts.Of(store.Session, words, store.Now, asOf), RuleChecker.Check(rule, words));
        return string.Join(' ', store.Session.Query($"select distinct external_id from record where source = 'crm' and profile_id in ({ids}) order by 1", r => r.Text(0)!));
    }
}
