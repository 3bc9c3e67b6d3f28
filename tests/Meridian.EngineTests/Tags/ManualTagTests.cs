using Meridian.EngineTests.Store;
using Meridian.Privacy;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>Tags that people give and take: to whom they belong, how long, and what becomes of them when customers are joined, parted and erased.</summary>
public sealed class ManualTagTests : StoreTests
{
    private const string Three = "id,name,email\n1,Ann,ann@example.com\n2,Bo,bo@example.com\n3,Cy,cy@example.com\n";

    private static readonly TagDefinition Vip = new("vip") { Origin = TagOrigins.Manual };
    private static readonly TagDefinition Tier = new("tier") { Origin = TagOrigins.Manual, Values = [new TagValue("gold"), new TagValue("silver")] };

    [Theory, OnEngines]
    public void A_tag_is_given_and_taken_and_the_same_again_changes_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define(Vip, Tier);
        Assert.Equal((2, 0), Counts(store.Give("vip", null, "crm/1", "crm/2")));
        Assert.Equal("crm/1 crm/2", store.Having("vip"));
        Assert.Equal((1, 1), Counts(store.Give("vip", null, "crm/1", "crm/3")));
        Assert.Equal((1, 0), Counts(store.TakeAway("vip", "crm/2")));
        Assert.Equal("crm/1 crm/3", store.Having("vip"));
        store.Give("tier", "gold", "crm/1");
        store.Give("tier", "silver", "crm/1");
        Assert.Equal("crm/1=silver", store.Having("tier"));
        Assert.Equal((0, 1), Counts(store.Say(TaggingOrder.Take, "tier", "gold", null, null, "crm/1")));
        Assert.Equal((1, 0), Counts(store.Say(TaggingOrder.Take, "tier", "silver", null, null, "crm/1")));
        Assert.Equal("", store.Having("tier"));
        Assert.Equal((1, 0), Counts(store.Release("tier", "crm/1")));
        Assert.Equal((0, 1), Counts(store.Release("tier", "crm/1")));
        Assert.Equal(("yes", "by local:test", 1.0), store.Label("crm/1", "vip"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Only_a_published_tag_and_one_of_its_values_can_be_given(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Save(Vip);
        store.Define(Tier);
        Assert.Equal("The tag 'vip' is not published: nobody can have it yet.", Assert.Throws<NoSuchDefinitionException>(() => store.Give("vip", null, "crm/1")).Message);
        Assert.Equal("value: say which value of 'tier': gold, silver", Assert.Throws<DefinitionException>(() => store.Give("tier", null, "crm/1")).Message);
        Assert.Equal("value: 'bronze' is none of the values of 'tier': gold, silver", Assert.Throws<DefinitionException>(() => store.Give("tier", "bronze", "crm/1")).Message);
        store.Publish("vip");
        Assert.Equal("value: the tag 'vip' has no values: customers have it or not", Assert.Throws<DefinitionException>(() => store.Give("vip", "gold", "crm/1")).Message);
        Assert.Equal("until: 2026-03-01 00:00 is over", Assert.Throws<DefinitionException>(() => store.Say(TaggingOrder.Give, "vip", null, new DateTime(2026, 3, 1), null, "crm/1")).Message);
    }

    [Theory, OnEngines]
    public void A_tag_ends_when_its_time_is_over(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define(Vip with { TimeToLiveDays = 10 });
        store.Give("vip", null, "crm/1");
        store.Say(TaggingOrder.Give, "vip", null, store.Now.AddDays(2), "for the fair", "crm/2");
        store.Clock.Advance(Duration.FromDays(3));
        store.Evaluate();
        Assert.Equal("crm/1", store.Having("vip"));
        store.Clock.Advance(Duration.FromDays(8));
        store.Evaluate();
        Assert.Equal("", store.Having("vip"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Of_customers_who_become_one_the_latest_word_counts_and_each_keeps_it_when_they_are_parted(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define(Vip, Tier);
        store.Give("tier", "gold", "crm/1");
        store.Give("tier", "silver", "crm/2");
        var joining = store.Import("id,name,email,phone\n1,Ann,ann@example.com,+447400123456\n2,Bo,bo@example.com,+447400123456\n", "crm");
        Assert.Equal("crm/1 crm/2 | crm/3", store.Partition());
        Assert.Equal("crm/1=silver", store.Having("tier"));
        store.Give("vip", null, "crm/2");
        store.Undo(joining);
        Assert.Equal("crm/1 | crm/2 | crm/3", store.Partition());
        Assert.Equal("crm/1=gold crm/2=silver", store.Having("tier"));
        Assert.Equal("crm/1 crm/2", store.Having("vip"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void What_was_said_of_a_customer_waits_for_them_while_their_import_is_undone(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import(Three);
        store.Define(Vip);
        store.Give("vip", null, "crm/1");
        store.Undo(import);
        Assert.Equal("", store.Having("vip"));
        store.Import(Three);
        Assert.Equal("crm/1", store.Having("vip"));
        store.AssertSound();
    }

    [Theory, OnEngines]
    public void Messages_and_files_leave_a_tag_as_it_was_given(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define(Vip);
        store.Give("vip", null, "crm/1");
        store.Send("""{"messageId":"m1","type":"identify","userId":"ann","traits":{"email":"ann@example.com","name":"Ann B"},"timestamp":"2026-03-02T12:00:00Z"}""");
        store.Import("id,name,email\n1,Ann C,ann@example.com\n4,Di,di@example.com\n");
        Assert.Equal("app/ann", store.Having("vip"));
        var since = TagQueries.Of(store.Session, store.ProfileOf("crm/1").Id, "vip");
        Assert.Equal(["yes, ended: False"], since.Spells.Select(s => $"{s.Value}, ended: {s.Until is not null}"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void An_erased_customer_is_in_no_statement_and_no_entry_of_the_log(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define(Vip);
        store.Say(TaggingOrder.Give, "vip", null, null, "as ann@example.com asked", "crm/1", "crm/2");
        var record = store.ProfileOf("crm/1").Id;
        Assert.Contains($"{record}", string.Join('\n', store.Log.Read(1).Select(e => e.Text)), StringComparison.Ordinal);
        Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [record]), 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal("crm/2", store.Having("vip"));
        Assert.Equal([null], TagQueries.Of(store.Session, store.ProfileOf("crm/2").Id, "vip").Statements.Select(s => s.Reason));
        var log = string.Join('\n', store.Log.Read(1).Select(e => e.Text));
        Assert.DoesNotContain($"{record}", log, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@example.com", log, StringComparison.Ordinal);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void History_tells_spells_and_words_and_a_day_in_the_past_is_as_it_was(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n1,Ann,GB\n2,Bo,SE\n");
        store.Define(Vip);
        var before = store.Now;
        store.Clock.Advance(Duration.FromDays(1));
        store.Say(TaggingOrder.Give, "vip", null, null, "met at the fair", "crm/1", "crm/2");
        var during = store.Now;
        store.Clock.Advance(Duration.FromDays(1));
        store.TakeAway("vip", "crm/1");
        var ann = store.ProfileOf("crm/1").Id;
        var history = TagQueries.Of(store.Session, ann, "vip");
        Assert.Equal(["2026-03-03 to 2026-03-04 manual 1"], history.Spells.Select(s => $"{s.Since:yyyy-MM-dd} to {s.Until:yyyy-MM-dd} {s.Origin} {s.Version}"));
        Assert.Equal(["given met at the fair local:test", "taken  local:test"], history.Statements.Select(s => $"{s.Said} {s.Reason} {s.By}"));
        string Counts(DateTime at) => string.Join(' ', TagQueries.CountsAsOf(store.Session, Foundation.Governance.Scope.Whole, "vip", at).Select(c => $"{c.Value} {c.Customers}"));
        Assert.Equal(("", "yes 2", "yes 1"), (Counts(before), Counts(during), Counts(store.Now)));
        var british = new Foundation.Governance.Scope("viewer", ["GB"], null);
        Assert.Equal(1, Assert.Single(TagQueries.CountsAsOf(store.Session, british, "vip", during)).Customers);
        Assert.Contains(TagQueries.AsOf(store.Session, ann, during), s => s.Tag == "vip");
        Assert.DoesNotContain(TagQueries.AsOf(store.Session, ann, store.Now), s => s.Tag == "vip");
        Assert.Equal(
            ["2026-03-03 +2 -0", "2026-03-04 +0 -1"],
            TagQueries.Flow(store.Session, Foundation.Governance.Scope.Whole, "vip", new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 9)).Select(f => $"{f.Day:yyyy-MM-dd} +{f.Entered} -{f.Left}"));
        Assert.Empty(TagQueries.Flow(store.Session, Foundation.Governance.Scope.Whole, "vip", new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 9)));
    }

    [Theory, OnEngines]
    public void A_list_of_identifiers_names_customers_and_says_which_name_nobody(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone\n1,Ann,ann@example.com,+447400123456\n2,Bo,bo@example.com,\n3,Cy,,+447400123473\n");
        store.Import("id,name\n2,Somebody Else\n", "shop");
        store.Define(Vip);
        var id = store.ProfileOf("crm/3").Id;
        var refused = IdentifierList.Resolve(
            store.Session, Foundation.Governance.Scope.Whole, [(2, "Ann@Example.com"), (3, "07400 123473"), (4, $"{id}"), (5, "crm:2"), (6, "2"), (7, "nobody@example.com")], "GB");
        Assert.Equal(["6 2 is of 2 customers; name one by its id", "7 nobody@example.com no customer has it"], refused.Select(r => $"{r.Place} {r.Text} {r.Reason}"));
        TaggingIntake.Take(store.Session, store.Log, new TaggingRequest(TaggingOrder.Give, "vip", null, null, null), IdentifierList.Profiles, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal("crm/1 crm/2 crm/3", store.Having("vip"));
    }

    private static (long, long) Counts(TaggingReceipt receipt) => (receipt.Customers, receipt.Unchanged);
}
