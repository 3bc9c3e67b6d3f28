using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>Tags that rules give, as teams ask for them, and what people say beside them.</summary>
public sealed class RuleTagTests : StoreTests
{
    private static string Order(string user, int number, string at, double total = 10) =>
        $$"""{"messageId":"{{user}}-{{number}}","type":"track","userId":"{{user}}","event":"Order Completed","properties":{"order_id":"{{user}}-{{number}}","total":{{total}}},"timestamp":"{{at}}"}""";

    private static string Is(string user, string traits) => $$"""{"messageId":"is-{{user}}","type":"identify","userId":"{{user}}","traits":{{{traits}}},"timestamp":"2026-03-01T10:00:00Z"}""";

    [Theory, OnEngines]
    public void Three_purchases_in_thirty_days_give_a_tag_and_time_takes_it(Engine engine)
    {
        var store = Open(engine);
        store.Define("loyal", "count(\"Order Completed\", within: 30 days) >= 3");
        store.Send(Order("ann", 1, "2026-02-10T10:00:00Z"), Order("ann", 2, "2026-02-20T10:00:00Z"), Order("bo", 1, "2026-02-20T10:00:00Z"));
        Assert.Equal("", store.Having("loyal"));
        store.Send(Order("ann", 3, "2026-03-02T11:00:00Z"));
        Assert.Equal("app/ann", store.Having("loyal"));
        store.Clock.Advance(Duration.FromDays(9));
        store.Evaluate();
        Assert.Equal("app/ann", store.Having("loyal"));
        store.Clock.Advance(Duration.FromDays(1));
        store.Evaluate();
        Assert.Equal("", store.Having("loyal"));
        var spell = Assert.Single(TagQueries.Of(store.Session, store.ProfileOf("app/ann").Id, "loyal").Spells);
        Assert.Equal(("rule", 1), (spell.Origin, spell.Version));
        Assert.NotNull(spell.Until);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Of_values_that_exclude_one_another_the_first_whose_rule_holds_is_had(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,birth date\n1,Ann,2000-03-04\n2,Bo,1980-01-01\n3,Cy,1950-01-01\n4,Di,\n");
        store.Define(new TagDefinition("age_group") { Values = [new TagValue("young", "age < 26"), new TagValue("middle", "age < 60"), new TagValue("senior", "age is not missing")] });
        Assert.Equal("crm/1=young crm/2=middle crm/3=senior", store.Having("age_group"));
        // Two days later it is Ann's birthday.
        store.Clock.Advance(Duration.FromDays(2));
        store.Evaluate();
        Assert.Equal("crm/1=middle crm/2=middle crm/3=senior", store.Having("age_group"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_new_version_moves_customers_and_the_old_one_brings_them_back(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n1,Ann,GB\n2,Bo,SE\n3,Cy,IN\n");
        store.Define("europe", "country in (\"GB\", \"SE\")");
        Assert.Equal("crm/1 crm/2", store.Having("europe"));
        store.Define("europe", "country in (\"SE\")");
        Assert.Equal("crm/2", store.Having("europe"));
        store.Publish("europe", version: 1);
        Assert.Equal("crm/1 crm/2", store.Having("europe"));
        Assert.Equal(2, TagQueries.Of(store.Session, store.ProfileOf("crm/1").Id, "europe").Spells.Count);
        Assert.Single(TagQueries.Of(store.Session, store.ProfileOf("crm/2").Id, "europe").Spells);
        store.Retire("europe");
        Assert.Equal("", store.Having("europe"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Tags_that_depend_on_tags_and_segments_follow_them(Engine engine)
    {
        var store = Open(engine);
        store.SaveSegment("rich", "total_spent > 100");
        store.Define("a_british", "country = \"GB\"");
        store.Define("best", "tag(\"a_british\") and segment(\"rich\")");
        store.Import("id,name,country,total spent\n1,Ann,GB,150\n2,Bo,GB,50\n3,Cy,SE,150\n");
        Assert.Equal("crm/1", store.Having("best"));
        // A person's word is what depends on it sees.
        store.Give("a_british", null, "crm/3");
        store.TakeAway("a_british", "crm/1");
        Assert.Equal("crm/2 crm/3", store.Having("a_british"));
        Assert.Equal("crm/3", store.Having("best"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void No_rule_overrides_a_person_and_the_conflict_is_shown_until_it_is_released(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n1,Ann,GB\n2,Bo,SE\n");
        store.Define("european", "country = \"SE\"");
        store.Give("european", null, "crm/1");
        store.TakeAway("european", "crm/2");
        store.Evaluate();
        store.Define("european", "country in (\"SE\", \"FR\")");
        Assert.Equal("crm/1", store.Having("european"));
        Assert.Equal(["european: not by local:test, the rule says yes", "european: yes by local:test, the rule says not"], store.Conflicts());
        store.Release("european", "crm/1", "crm/2");
        Assert.Equal("crm/2", store.Having("european"));
        Assert.Empty(store.Conflicts());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Where_person_and_rule_agree_there_is_no_conflict(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n1,Ann,GB\n2,Bo,SE\n");
        store.Define("european", "country = \"SE\"");
        store.Give("european", null, "crm/2");
        store.TakeAway("european", "crm/1");
        Assert.Empty(store.Conflicts());
        Assert.Equal(("yes", "by local:test", 1.0), store.Label("crm/2", "european"));
        store.Release("european", "crm/2");
        Assert.Equal("rule, version 1", store.Label("crm/2", "european").Because);
        Assert.Single(TagQueries.Of(store.Session, store.ProfileOf("crm/2").Id, "european").Spells);
    }

    [Theory, OnEngines]
    public void A_built_in_label_gives_way_to_the_team_s_rule_and_comes_back(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country,last seen\n1,Ann,GB,2026-03-01\n2,Bo,SE,2025-01-01\n");
        Assert.Equal("crm/1=medium crm/2=silent", store.Having("activity"));
        store.Define(new TagDefinition("activity") { Kind = "activity", Values = [new TagValue("high", "country = \"GB\""), new TagValue("silent", "true")] });
        Assert.Equal("crm/1=high crm/2=silent", store.Having("activity"));
        store.Import("id,name,country,last seen\n3,Cy,GB,2026-03-01\n");
        Assert.Equal("crm/1=high crm/2=silent crm/3=high", store.Having("activity"));
        Assert.Single(TagQueries.Of(store.Session, store.ProfileOf("crm/2").Id, "activity").Spells);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertSound();
        store.Retire("activity");
        Assert.Equal("crm/1=medium crm/2=silent crm/3=medium", store.Having("activity"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_preview_says_who_would_enter_and_leave_and_changes_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n1,Ann,GB\n2,Bo,SE\n3,Cy,IN\n4,Di,SE\n");
        store.Define("europe", "country = \"GB\"");
        store.TakeAway("europe", "crm/4");
        store.Save(new TagDefinition("europe") { Rule = "country = \"SE\"" });
        var digest = store.DigestParts();
        var preview = TagPreviews.Of(store.Session, Scope.Whole, "europe", null, store.Now);
        Assert.Equal((1, 1, 1, 1, 0), (preview.Now, preview.Then, preview.Enter, preview.Leave, preview.Change));
        Assert.Equal(("Bo", "Ann"), (Assert.Single(preview.Entering).Name, Assert.Single(preview.Leaving).Name));
        Assert.Equal(digest, store.DigestParts());
        var swedish = TagPreviews.Of(store.Session, new Scope("analyst", ["SE"], null), "europe", null, store.Now);
        Assert.Equal((0, 1, 1, 0), (swedish.Now, swedish.Then, swedish.Enter, swedish.Leave));
        store.Publish("europe");
        Assert.Equal("crm/2", store.Having("europe"));
        store.Save(new TagDefinition("tier") { Values = [new TagValue("one", "country = \"GB\""), new TagValue("two", "true")] });
        Assert.Equal([new PreviewValue("one", 0, 1), new PreviewValue("two", 0, 3)], TagPreviews.Of(store.Session, Scope.Whole, "tier", null, store.Now).Values);
        store.Publish("tier");
        store.Save(new TagDefinition("tier") { Values = [new TagValue("one", "country = \"SE\""), new TagValue("two", "true")] });
        Assert.Equal(3, TagPreviews.Of(store.Session, Scope.Whole, "tier", null, store.Now).Change);
    }

    [Theory, OnEngines]
    public void What_would_make_no_sense_by_a_new_version_keeps_it_from_being_published(Engine engine)
    {
        var store = Open(engine);
        store.Define(new TagDefinition("tier") { Values = [new TagValue("gold", "age > 50"), new TagValue("silver", "true")] });
        store.Define("best", "tag(\"tier\") = \"gold\"");
        store.Save(new TagDefinition("tier") { Values = [new TagValue("first", "age > 50")] });
        var error = Assert.Throws<DefinitionException>(() => store.Publish("tier"));
        Assert.StartsWith("tag best, which names this tag, would make no sense: line 1, column ", error.Message, StringComparison.Ordinal);
    }

    [Theory, OnEngines]
    public void Undo_merge_and_late_messages_leave_the_tags_that_the_log_gives(Engine engine)
    {
        var store = Open(engine);
        store.Define("spender", "sum(\"Order Completed\".total) >= 25");
        store.Define(new TagDefinition("vip") { Origin = TagOrigins.Manual });
        store.Send(Is("ann", "\"email\":\"ann@example.com\""), Order("ann", 1, "2026-03-01T10:00:00Z", 15), Is("bo", "\"email\":\"bo@example.com\""), Order("bo", 1, "2026-03-01T10:00:00Z", 15));
        Assert.Equal("", store.Having("spender"));
        var joining = store.Import("id,name,email,phone\n1,Ann,ann@example.com,+447400123456\n2,Ann B,bo@example.com,+447400123456\n");
        if (store.ProfileOf("app/ann").Id == store.ProfileOf("crm/1").Id)
            store.Give("vip", null, "crm/1");
        store.Evaluate();
        store.Undo(joining);
        store.Send(Order("bo", 2, "2026-02-27T10:00:00Z", 10));
        Assert.Equal("app/bo", store.Having("spender"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }
}
