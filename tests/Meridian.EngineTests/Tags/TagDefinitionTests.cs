using Meridian.Audit;
using Meridian.EngineTests.Store;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Tags;

/// <summary>What a team may say of its tags, and what becomes of it.</summary>
public sealed class TagDefinitionTests : StoreTests
{
    private const string People = "id,name,country\n1,Ann,GB\n2,Bo,SE\n";

    private static readonly TagDefinition Vip = new("vip") { Origin = TagOrigins.Manual };

    private static string Versions(TestStore store, string key) => string.Join(", ", TagBook.Versions(store.Session, key).Select(v => $"{v.Version} {v.Status}").Reverse());

    private static string Refusal(Func<object> act) => Assert.Throws<DefinitionException>(act).Message;

    [Theory, OnEngines]
    public void Each_save_is_a_version_and_one_is_published(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.Save(Vip, "first thought");
        Assert.Equal("1 draft", Versions(store, "vip"));
        store.Save(Vip with { Notes = "second thought" });
        Assert.Equal("1 superseded, 2 draft", Versions(store, "vip"));
        store.Publish("vip");
        store.Save(Vip with { Notes = "third" });
        Assert.Equal("1 superseded, 2 published, 3 draft", Versions(store, "vip"));
        store.Publish("vip", version: 1);
        Assert.Equal("1 published, 2 superseded, 3 draft", Versions(store, "vip"));
        store.Publish("vip");
        store.Retire("vip");
        Assert.Equal("1 superseded, 2 superseded, 3 retired", Versions(store, "vip"));
        store.Publish("vip");
        Assert.Equal("1 superseded, 2 superseded, 3 published", Versions(store, "vip"));
        var first = TagBook.Versions(store.Session, "vip")[^1];
        Assert.Equal(("first thought", "local:test", TestStore.Start.ToDateTimeUtc()), (first.Reason, first.Author, first.SavedAt));
        store.DeleteTag("vip");
        Assert.Equal("", Versions(store, "vip"));
        store.Save(Vip);
        Assert.Equal("4 draft", Versions(store, "vip"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Assert.Null(AuditReading.Verify(store.Session, store.Log, store.Folder).Fault);
        Assert.Contains(AuditReading.List(store.Session, "local:test", null, 50), r => (r.Act.Action, r.Act.Subject) == ("tag.publish", "tag vip"));
    }

    [Theory, OnEngines]
    public void What_is_not_there_is_said_with_the_nearest_name(Engine engine)
    {
        var store = Open(engine);
        store.Save(Vip);
        Assert.Equal("There is no tag 'vpi'. Did you mean 'vip'?", Assert.Throws<NoSuchDefinitionException>(() => store.Publish("vpi")).Message);
        Assert.Equal("The tag 'vip' has no version 7; it has 1.", Assert.Throws<NoSuchDefinitionException>(() => store.Publish("vip", 7)).Message);
        Assert.Equal("The tag 'vip' is not published.", Assert.Throws<NoSuchDefinitionException>(() => store.Retire("vip")).Message);
        store.Publish("vip");
        Assert.Equal("The tag 'vip' has no draft. Save one first, or name the version to go back to.", Assert.Throws<NoSuchDefinitionException>(() => store.Publish("vip")).Message);
        Assert.Equal("The tag 'activity' is a built-in label, which the team has not defined itself.", Assert.Throws<NoSuchDefinitionException>(() => store.Retire("activity")).Message);
    }

    [Theory, OnEngines]
    public void A_definition_that_makes_no_sense_is_refused_with_all_that_is_wrong(Engine engine)
    {
        var store = Open(engine);
        Assert.Equal("key: 'VIP!' is no key: letters a to z, digits and _, a letter first, at most 64", Refusal(() => store.Save(Vip with { Key = "VIP!" })));
        Assert.Equal("key: 'country' is what sources say of a customer, and no rule can make it; take another key", Refusal(() => store.Save(Vip with { Key = "country" })));
        Assert.Equal("key: 'age' means a trait in rules; take another key, such as age_tag", Refusal(() => store.Save(Vip with { Key = "age" })));
        Assert.Equal("rule: a tag that people give has no rule; leave it out, or make the origin \"rule\"", Refusal(() => store.Save(Vip with { Rule = "age > 3" })));
        Assert.Equal("kind: 'colour' is none of region, platform, activity, attribute, need, behaviour, value, risk", Refusal(() => store.Save(Vip with { Kind = "colour" })));
        Assert.Equal(
            "colour: 'red' is no colour such as #1f77b4; values[1].value: 'a' is there twice",
            Refusal(() => store.Save(Vip with { Colour = "red", Values = [new TagValue("a"), new TagValue("a")] })));
        Assert.Equal("values[1].rule: is missing for 'old'; the last value may have true, which all the others get", Refusal(() => store.Save(new TagDefinition("age_group") { Values = [new TagValue("young", "age < 30"), new TagValue("old")] })));
        Assert.StartsWith("rule: line 1, column ", Refusal(() => store.Save(new TagDefinition("broken") { Rule = "age > (3" })), StringComparison.Ordinal);
        Assert.Equal("names: 'English' is no language; write en, zh-Hans, zh-Hant, pt-BR, ...", Refusal(() => store.Save(Vip with { Names = new Dictionary<string, string> { ["English"] = "VIP" } })));
        Assert.Empty(TagBook.All(store.Session));
    }

    [Theory, OnEngines]
    public void A_cycle_is_refused_and_named(Engine engine)
    {
        var store = Open(engine);
        store.Define("a", "age > 3");
        store.Define("b", "tag(\"a\") and age > 4");
        store.SaveSegment("of_b", "tag(\"b\")");
        store.Define("c", "segment(\"of_b\") or age = 5");
        Assert.Equal("rule: it would depend on itself: tag a -> tag c -> segment of_b -> tag b -> tag a", Refusal(() => store.Save(new TagDefinition("a") { Rule = "tag(\"c\")" })));
        Assert.Equal("rule: it would depend on itself: segment of_b -> tag c -> segment of_b", Refusal(() => store.SaveSegment("of_b", "tag(\"c\")")));
        Assert.Equal("rule: it would depend on itself: tag d -> tag d", Refusal(() => store.Save(new TagDefinition("d") { Rule = "tag(\"d\")" })));
        Assert.Equal(["a", "b", "c"], TagBook.Published(store.Session).Select(t => t.Key));
    }

    [Theory, OnEngines]
    public void What_others_depend_on_stays_and_they_are_named(Engine engine)
    {
        var store = Open(engine);
        store.Define("z_base", "age > 3");
        store.Define("a_upper", "tag(\"z_base\")");
        store.SaveSegment("seg", "z_base and age > 4");
        Assert.Equal(["z_base", "a_upper"], TagBook.Published(store.Session).Select(t => t.Key));
        Assert.Equal("key: the tag 'z_base' cannot be retired: segment seg, tag a_upper name it. Change or end those first", Refusal(() => store.Retire("z_base")));
        store.DeleteTag("a_upper");
        Assert.Equal("key: the tag 'z_base' cannot be deleted: segment seg names it. Change or end that first", Refusal(() => store.DeleteTag("z_base")));
        store.DeleteSegment("seg");
        store.DeleteTag("z_base");
        Assert.Empty(TagBook.All(store.Session));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_tag_that_names_a_draft_is_published_behind_it(Engine engine)
    {
        var store = Open(engine);
        store.Save(new TagDefinition("inner") { Rule = "age > 3" });
        store.Save(new TagDefinition("outer") { Rule = "tag(\"inner\")" });
        Assert.Equal("rule: tag inner is not published; publish it first", Refusal(() => store.Publish("outer")));
        store.Publish("inner");
        store.Publish("outer");
        Assert.Equal(["inner", "outer"], TagBook.Published(store.Session).Select(t => t.Key));
    }

    [Fact]
    public void A_definition_is_the_same_after_a_way_through_json()
    {
        var tag = new TagDefinition("value_tier")
        {
            Kind = "value",
            Names = new Dictionary<string, string> { ["en"] = "Value", ["zh-Hans"] = "价值", ["zh-Hant"] = "價值" },
            Descriptions = new Dictionary<string, string> { ["en"] = "By what they spent" },
            Folder = "Money/Tiers",
            Colour = "#00ff7f",
            Owner = "Sales",
            TimeToLiveDays = 30,
            Notes = "see the handbook",
            Values = [new TagValue("high", "total_spent > 1000") { Names = new Dictionary<string, string> { ["en"] = "High" } }, new TagValue("low", "true")],
        };
        var json = tag.ToJson();
        Assert.Equal(json, TagDefinition.FromJson(json).ToJson());
        Assert.Contains("\"time_to_live_days\":30", json, StringComparison.Ordinal);
        Assert.Contains("价值", json, StringComparison.Ordinal);
        Assert.Equal(("价值", "價值", "Value", "Value"), (tag.NameIn("zh-Hans-CN"), tag.NameIn("zh-Hant"), tag.NameIn("de"), tag.NameIn("en-GB")));
        Assert.Equal([("high", "total_spent > 1000"), ("low", "true")], TagDefinition.FromJson(json).Rules);
        Assert.Throws<System.Text.Json.JsonException>(() => TagDefinition.FromJson("""{"key":"vip","ruel":"age > 3"}"""));
    }
}
