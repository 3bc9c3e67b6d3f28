using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Governance;
using Meridian.Review;

namespace Meridian.EngineTests.Review;

/// <summary>What waits for a person, and what sources leave out.</summary>
public sealed class OpenQuestionsTests : StoreTests
{
    [Theory, OnEngines]
    public void Pairs_that_may_be_one_are_told_to_who_sees_both(Engine engine)
    {
        var store = Open(engine);
        Assert.Equal(0, OpenQuestions.Count(store.Session, Scope.Whole).All);
        store.Import("id,name,phone,birth_date,country\n1,Ann Lee,+12025550143,1990-01-02,US\n2,Bea Lee,+12025550143,1992-03-04,CA\n3,Cy Orr,+912225550144,,US\n");
        var counts = OpenQuestions.Count(store.Session, Scope.Whole);
        Assert.Equal(1, counts.Merges);
        var merge = OpenQuestions.Merges(store.Session, Scope.Whole, 10).Single();
        Assert.Equal(["Ann Lee", "Bea Lee"], new[] { merge.FirstName, merge.SecondName }.Order(StringComparer.Ordinal));
        Assert.Equal(("phone", "+12025550143"), (merge.Kind, merge.Value));
        Assert.Equal(1, OpenQuestions.Count(store.Session, new Scope(Roles.Viewer, ["US", "CA"], null)).Merges);
        var limited = new Scope(Roles.Viewer, ["US"], null);
        Assert.Equal(0, OpenQuestions.Count(store.Session, limited).Merges);
        Assert.Empty(OpenQuestions.Merges(store.Session, limited, 10));
        Assert.Null(OpenQuestions.Count(store.Session, limited).Dead);
    }

    [Theory, OnEngines]
    public void A_contradicting_country_and_rejected_rows_and_messages_are_counted(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,country\n1,Ann Lee,+912225550144,US\n2,Bo Fay,+12025550143,US\n,,,\n");
        store.Send("""{"type":"track","userId":"u1","messageId":"bad"}""");
        var counts = OpenQuestions.Count(store.Session, Scope.Whole);
        Assert.Equal((1L, 1L, 0L), (counts.Countries, counts.RejectedMessages, counts.Dead));
        var doubt = OpenQuestions.Countries(store.Session, Scope.Whole, 10).Single();
        Assert.Equal(("Ann Lee", "US", "country"), (doubt.Name, doubt.Country, doubt.Because));
        Assert.Empty(OpenQuestions.Countries(store.Session, new Scope(Roles.Viewer, ["IN"], null), 10));
    }

    [Theory, OnEngines]
    public void Missing_fields_are_told_by_source_country_and_month(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,email,country,marketing_consent\n1,Ann Lee,+12025550143,,US,yes\n2,,+12025550144,bo@example.com,US,\n3,Cy Orr,,cy@example.com,,\n");
        store.Clock.Advance(NodaTime.Duration.FromDays(40));
        store.Send("""{"type":"identify","userId":"u1","messageId":"m1","traits":{"name":"Raj","email":"raj@example.com","country":"IN"} }""");
        long Missing(MissingRow row, string field) => row.Missing[MissingFields.Names.ToList().IndexOf(field)];
        var sources = MissingFields.Of(store.Session, Scope.Whole, MissingBy.Source, null, null, 10);
        Assert.Equal([("crm", 3L), ("app", 1L)], sources.Select(s => (s.Key!, s.Records)));
        Assert.Equal([1, 1, 1, 2], new[] { "name", "phone", "email", "consent" }.Select(f => Missing(sources[0], f)));
        Assert.Equal([("US", 2L), ("IN", 1L), (null, 1L)], MissingFields.Of(store.Session, Scope.Whole, MissingBy.Country, null, null, 10).Select(s => (s.Key, s.Records)));
        Assert.Equal([("2026-03", 3L), ("2026-04", 1L)], MissingFields.Of(store.Session, Scope.Whole, MissingBy.Month, null, null, 10).Select(s => (s.Key!, s.Records)));
        Assert.Equal([("crm", 2L)], MissingFields.Of(store.Session, Scope.Whole, MissingBy.Source, null, "US", 10).Select(s => (s.Key!, s.Records)));
        Assert.Equal([("app", 1L)], MissingFields.Of(store.Session, new Scope(Roles.Viewer, ["IN"], null), MissingBy.Source, null, null, 10).Select(s => (s.Key!, s.Records)));
    }

    [Theory, OnEngines]
    public void How_far_the_store_is_behind_its_log_is_told_and_what_files_brought(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,country\n1,Ann Lee,ann@example.com,US\n");
        store.Define("european", "country = \"FR\"");
        Assert.Empty(OpenQuestions.Count(store.Session, Scope.Whole).BrokenTags);
        var condition = StoreCare.Condition(store.Session, store.Log, store.Folder);
        Assert.Equal((store.Log.Last, 0L, null), (condition.LogLast, condition.Waiting, condition.WaitingSince));
        store.Receive(["""{"type":"identify","userId":"u1","messageId":"m1"}"""]);
        Assert.Equal((1L, store.Now), (StoreCare.Condition(store.Session, store.Log, store.Folder).Waiting, StoreCare.Condition(store.Session, store.Log, store.Folder).WaitingSince));
        Assert.Equal([("crm", 1L, 1L)], StoreCare.Files(store.Session, Scope.Whole).Select(f => (f.Source, f.Imports, f.Rows)));
        Assert.Empty(StoreCare.Files(store.Session, new Scope(Roles.Viewer, ["US"], "sk_000000")));
    }
}
