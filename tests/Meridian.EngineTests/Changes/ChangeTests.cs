using Meridian.Changes;
using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using NodaTime;

namespace Meridian.EngineTests.Changes;

/// <summary>What is told of customers' changes, and what is not.</summary>
public sealed class ChangeTests : StoreTests
{
    private const string Three = "id,name,email,phone,country\n1,Ann,ann@example.com,,GB\n2,Bo,bo@example.com,,SE\n3,Cy,,+12025550143,US\n";

    private static List<ChangeLine> All(ISession session) => ChangeFeed.Read(session, Scope.Whole, new ChangeFilter(), 100_000);

    /// <summary>What is told of a tag, in order: "entered gold", "left".</summary>
    private static string Told(TestStore store, string tag) => string.Join(", ", All(store.Session).Where(c => c.Tag == tag).Select(c => c.Value == TagTables.Yes ? c.What : $"{c.What} {c.Value}"));

    private static string Order(string user, int number, string at) =>
        $$"""{"messageId":"{{user}}-{{number}}","type":"track","userId":"{{user}}","event":"Order Completed","properties":{"total":10},"timestamp":"{{at}}"}""";

    /// <summary>Follows all changes: what they say is what is, each entered once and left once.</summary>
    private static void AssertTold(TestStore store)
    {
        var had = new HashSet<(Guid, string, string)>();
        foreach (var c in All(store.Session).Where(c => c.Tag is not null))
            Assert.True(c.What == ChangeKinds.Entered ? had.Add((c.ProfileId!.Value, c.Tag!, c.Value!)) : had.Remove((c.ProfileId!.Value, c.Tag!, c.Value!)), $"{c.Key} is told of nobody who could");
        var has = store.Session.List($"select profile_id, tag, value from {TagTables.Assignment}", r => (r.Id(0), r.Text(1)!, r.Text(2)!)).ToHashSet();
        Assert.True(had.SetEquals(has), $"told and not so: {string.Join(' ', had.Except(has))}; so and not told: {string.Join(' ', has.Except(had))}");
        Assert.Equal(All(store.Session).Count, All(store.Session).Select(c => c.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory, OnEngines]
    public void Who_follows_the_changes_has_exactly_what_customers_have(Engine engine)
    {
        var store = Open(engine);
        var first = store.Import(Three);
        AssertTold(store);
        store.Define("europe", "country in (\"GB\", \"SE\")");
        store.Define(new TagDefinition("tier") { Values = [new TagValue("gold", "country = \"US\""), new TagValue("other", "country is not missing")] });
        AssertTold(store);
        Assert.Equal("entered, entered", Told(store, "europe"));
        store.Give("tier", "gold", "crm/1");
        AssertTold(store);
        // Two who become one, and are parted again: what the one had goes with them, and comes back.
        var second = store.Import("id,name,email,phone\n9,Ann C,ann@example.com,+12025550143\n", "shop");
        Assert.Equal("crm/1 crm/3 shop/9 | crm/2", store.Partition());
        AssertTold(store);
        store.Undo(second);
        AssertTold(store);
        Assert.Equal(["merged", "split"], All(store.Session).Select(c => c.What).Where(w => w is ChangeKinds.Merged or ChangeKinds.Split));
        store.Send(Order("ann", 1, "2026-03-01T10:00:00Z"), Order("ann", 2, "2026-03-01T11:00:00Z"));
        store.Send(Order("bo", 1, "2026-03-01T10:00:00Z"));
        store.Clock.Advance(Duration.FromDays(ChangeRetention.Days - 1));
        store.Evaluate();
        AssertTold(store);
        store.Retire("europe");
        Assert.Equal("entered, entered", Told(store, "europe").Replace(", left", "", StringComparison.Ordinal));
        store.Undo(first);
        AssertTold(store);
    }

    [Theory, OnEngines]
    public void A_store_that_is_made_again_tells_the_same_under_the_same_keys(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define("europe", "country in (\"GB\", \"SE\")");
        store.Import("id,name,email,phone\n9,Ann C,ann@example.com,+12025550143\n", "shop");
        store.Undo(store.Last);
        store.Give("europe", null, "crm/3");
        store.Clock.Advance(Duration.FromDays(ChangeRetention.Days - 1));
        store.Evaluate();
        store.Define("europe", "country = \"SE\"");
        var told = All(store.Session);
        Assert.True(told.Count > 20);
        Assert.Equal(told, store.Replayed(All));
    }

    [Theory, OnEngines]
    public void A_new_version_that_gives_the_same_is_no_change(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Define("europe", "country in (\"GB\", \"SE\")");
        store.Define("europe", "country = \"GB\" or country = \"SE\"");
        Assert.Equal("entered, entered", Told(store, "europe"));
    }

    [Theory, OnEngines]
    public void What_a_crash_takes_back_is_not_told_and_what_is_so_is_told_once(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Save(new TagDefinition("europe") { Rule = "country in (\"GB\", \"SE\")" });
        var before = All(store.Session).Count;
        TagIntake.Publish(store.Session, store.Log, "europe", null, null, store.Now);
        var calls = CommitOf(store);
        // The commit, and the calls before it, which are the outbox's.
        for (var back = 0; back < 4; back++)
        {
            Assert.Throws<SimulatedCrashException>(() => new Pipeline(store.Folder, store.Log).Run(new FailingSession(store.Session, calls - back)));
            Assert.Equal((before, ""), (All(store.Session).Count, store.Having("europe")));
        }

        store.Restart();
        store.Pipeline.Run(store.Session);
        Assert.Equal("crm/1 crm/2", store.Having("europe"));
        Assert.Equal("entered, entered", Told(store, "europe"));
        AssertTold(store);
    }

    /// <summary>At which call to the engine the entry that waits is committed.</summary>
    private static int CommitOf(TestStore store)
    {
        var spy = new CommitSpy(store.Session);
        Assert.Throws<SimulatedCrashException>(() => new Pipeline(store.Folder, store.Log).Run(spy));
        return spy.Calls;
    }

    [Theory, OnEngines]
    public void Of_an_erased_person_nothing_is_told_but_that_somebody_was_erased(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Import("id,name,email,phone\n9,Ann C,ann@example.com,\n", "shop");
        store.Define("europe", "country in (\"GB\", \"SE\")");
        var person = store.ProfileOf("crm/1").Id;
        var records = store.Session.List($"select record_id from {Meridian.Resolve.ResolveTables.Record} where profile_id = {person}", r => r.Id(0));
        Assert.Contains(All(store.Session), c => c.ProfileId == person);
        var subject = Subject.Of(store.Session, [person]);
        Erasures.Order(store.Session, store.Log, store.Folder, subject, 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.DoesNotContain(All(store.Session), c => records.Contains(c.ProfileId ?? default) || records.Contains(c.OtherId ?? default));
        Assert.Equal((ChangeKinds.Erased, 1L), (All(store.Session)[^1].What, All(store.Session)[^1].Many!.Value));
        AssertTold(store);
        Assert.Equal(All(store.Session).Select(c => c.Key), store.Replayed(All).Select(c => c.Key));
    }

    [Theory, OnEngines]
    public void Consent_that_a_message_or_a_person_states_is_told(Engine engine)
    {
        var store = Open(engine);
        store.Import(Three);
        store.Send("""{"messageId":"m1","type":"identify","userId":"ann","traits":{"email":"ann@example.com","marketingConsent":"no"}}""");
        Assert.Equal([("consent", "withdrawn")], All(store.Session).Where(c => c.What == ChangeKinds.Consent).Select(c => (c.What, c.Value!)));
        AssertTold(store);
    }

    [Theory, OnEngines]
    public void A_tag_that_very_many_get_at_once_is_told_in_one_row(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country\n" + string.Concat(Enumerable.Range(0, (int)TagChanges.Most + 1).Select(i => $"{i},Name {i},{(i < 3 ? "SE" : "GB")}\n")));
        store.Define("all", "true");
        store.Define("swedish", "country = \"SE\"");
        var told = All(store.Session);
        Assert.Equal([("entered", null, TagChanges.Most + 1)], told.Where(c => c.Tag == "all").Select(c => (c.What, c.ProfileId, c.Many!.Value)));
        Assert.Equal(3, told.Count(c => c.Tag == "swedish" && c.ProfileId is not null));
        Assert.True(told.Count < 100, $"{told.Count} rows");
        // Who may see only some does not learn how many there are.
        Assert.All(ChangeFeed.Read(store.Session, new Scope(Roles.Viewer, ["SE"], "k"), new ChangeFilter(0, "all"), 10), c => Assert.Null(c.Many));
        Assert.Equal(3, ChangeFeed.Read(store.Session, new Scope(Roles.Viewer, ["SE"], "k"), new ChangeFilter(0, "swedish"), 10).Count);
        Assert.Empty(ChangeFeed.Read(store.Session, new Scope(Roles.Viewer, ["GB"], "k"), new ChangeFilter(0, "swedish"), 10));
    }
}
