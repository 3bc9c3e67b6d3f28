using CsCheck;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Review;

namespace Meridian.EngineTests.Resolve;

/// <summary>Who may be one is decided by a person, and the word holds until it is taken back.</summary>
public sealed class DecisionTests(ITestOutputHelper output) : StoreTests
{
    private const string Doubt = "id,name,email,phone,birth_date,country\n1,Ann Lee,ann@example.com,,1980-05-17,GB\n2,Ann Lee,ann@example.com,+447400123456,1991-12-03,GB\n";

    [Theory, OnEngines]
    public void One_person_joins_whatever_contradicts_it_and_is_taken_back(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt);
        var before = store.DigestParts();
        var receipt = Decide(store, DecisionOrder.One);
        Assert.Equal((DecisionOrder.One, DecisionOrder.Open), (receipt.Verdict, receipt.Before));
        Assert.Equal("crm/1 crm/2", store.Partition());
        Assert.Empty(store.ReviewPairs());
        Assert.Equal(0, OpenQuestions.Count(store.Session, Scope.Whole).Merges);
        Assert.Empty(store.Check());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Assert.Null(Decide(store, DecisionOrder.One).Entry);

        Assert.Equal(DecisionOrder.One, Decide(store, DecisionOrder.Open).Before);
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Equal(["crm/1 crm/2"], store.ReviewPairs());
        Assert.Equal(before, store.DigestParts());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Two_people_stay_apart_and_nobody_is_asked_again_even_when_their_dates_agree(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt);
        Decide(store, DecisionOrder.Two);
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Equal(0, OpenQuestions.Count(store.Session, Scope.Whole).Merges);
        store.Import("id,birth_date\n2,1980-05-17\n");
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Empty(store.Check());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Decide(store, DecisionOrder.Open);
        Assert.Equal("crm/1 crm/2", store.Partition());
    }

    [Theory, OnEngines]
    public void Who_goes_with_one_of_them_goes_with_both_and_the_word_outlives_an_undo(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt);
        Decide(store, DecisionOrder.One);
        store.Import("id,name,email,birth_date\n3,Ann Lee,ann@example.com,1980-05-17\n4,Ann Lee,ann@example.com,1991-12-03\n5,Ann Lee,ann@example.com,\n", "shop");
        Assert.Equal("crm/1 crm/2 shop/3 shop/4 shop/5", store.Partition());
        Assert.Empty(store.ReviewPairs());
        var other = store.Import("id,name,phone,birth_date\n6,Ann Lee,+447400123456,1970-01-01\n", "web");
        Assert.Equal("crm/1 crm/2 shop/3 shop/4 shop/5 | web/6", store.Partition());
        store.Undo(other);
        Assert.Equal("crm/1 crm/2 shop/3 shop/4 shop/5", store.Partition());
        Assert.Empty(store.Check());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_record_that_is_undone_and_comes_again_is_one_again_though_it_shares_nothing_any_more(Engine engine)
    {
        var store = Open(engine);
        var first = store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n");
        store.Import("id,name,email,birth_date\n2,Ann Lee,ann@example.com,1991-12-03\n");
        Decide(store, DecisionOrder.One);
        store.Undo(first);
        Assert.Equal("crm/2", store.Partition());
        store.Import("id,name,phone\n1,Ann Lee,+447400123499\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
        Assert.Empty(store.Check());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Only_who_sees_both_decides_and_only_where_something_is_in_doubt(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt + "3,Cy Orr,cy@example.com,,,US\n4,Cy Orr,cy2@example.com,,,US\n");
        var (a, b) = (store.ProfileOf("crm/1").Id, store.ProfileOf("crm/2").Id);
        Assert.Null(MergeDecisions.Take(store.Session, new Scope(Roles.Operator, ["US"], null), store.Log, a, b, DecisionOrder.One, store.Now));
        Assert.Null(MergeComparison.Of(store.Session, new Scope(Roles.Operator, ["US"], null), a, b));
        Assert.Null(MergeDecisions.Take(store.Session, Scope.Whole, store.Log, store.ProfileOf("crm/3").Id, store.ProfileOf("crm/4").Id, DecisionOrder.One, store.Now));
        Assert.Null(MergeDecisions.Take(store.Session, Scope.Whole, store.Log, a, Guid.Empty, DecisionOrder.One, store.Now));
        Assert.Throws<DecisionException>(() => MergeDecisions.Take(store.Session, Scope.Whole, store.Log, a, b, "maybe", store.Now));
        Assert.NotNull(MergeDecisions.Take(store.Session, new Scope(Roles.Operator, ["GB"], null), store.Log, a, b, DecisionOrder.One, store.Now));
    }

    [Theory, OnEngines]
    public void What_agrees_and_what_contradicts_stands_side_by_side(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt);
        var (a, b) = (store.ProfileOf("crm/1").Id, store.ProfileOf("crm/2").Id);
        var compared = MergeComparison.Of(store.Session, Scope.Whole, a, b)!;
        Assert.Equal(["two different birth dates"], compared.Reasons);
        Assert.Contains(new ComparedValue("email", "ann@example.com", "ann@example.com", true), compared.Identifiers);
        Assert.Contains(new ComparedValue("phone", null, "+447400123456", null), compared.Identifiers);
        Assert.Contains(new ComparedValue("birth_date", "1980-05-17", "1991-12-03", false), compared.Traits);
        Assert.Equal((DecisionOrder.Open, null), (compared.Verdict, compared.At));
        Decide(store, DecisionOrder.One);
        Assert.Equal(DecisionOrder.One, MergeComparison.Of(store.Session, Scope.Whole, a, b)!.Verdict);
        Assert.Equal(DecisionOrder.One, Assert.Single(MergeDecisions.Of(store.Session, Scope.Whole, a)).Verdict);
    }

    [Theory, OnEngines]
    public void A_withdrawal_that_was_stated_while_they_were_one_stays_with_both(Engine engine)
    {
        var store = Open(engine);
        store.Import(Doubt);
        Decide(store, DecisionOrder.One);
        store.Import("id,marketing_consent\n2,no\n");
        Decide(store, DecisionOrder.Open);
        Assert.Equal("withdrawn", Consent(store, "crm/1"));
        Assert.Equal("withdrawn", Consent(store, "crm/2"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    /// <summary>Messages pass a decision that waits, and are then judged by it all the same.</summary>
    [Theory, OnEngines]
    public void A_device_of_two_users_whom_a_person_made_one_is_no_shared_one(Engine engine)
    {
        var store = Open(engine);
        store.Send(User("m1", "u1", "1980-05-17"), User("m2", "u2", "1991-12-03"));
        store.Send(Visit("m3", "u1", "x"));
        Join(store, "u1", "u2");
        Assert.Single(store.Profiles());
        store.Send(Visit("m4", "u2", "x"), Visit("m5", null, "x"));
        Assert.Single(store.Profiles());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_device_that_two_users_shared_is_theirs_once_a_person_makes_them_one_and_shared_again_when_it_is_taken_back(Engine engine)
    {
        var store = Open(engine);
        store.Send(User("m1", "u1", "1980-05-17"), User("m2", "u2", "1991-12-03"));
        store.Send(Visit("m3", "u1", "x"), Visit("m4", "u2", "x"), Visit("m5", null, "x"));
        var before = store.DigestParts();
        Assert.Equal(3, store.Profiles().Count);
        Join(store, "u1", "u2");
        Assert.Single(store.Profiles());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Join(store, "u1", "u2", DecisionOrder.Open);
        Assert.Equal(before, store.DigestParts());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    private static void Join(TestStore store, string a, string b, string verdict = DecisionOrder.One)
    {
        Guid Of(string user) => store.Session.List($"select record_id from {Meridian.Resolve.ResolveTables.Record} where external_id = {user}", r => r.Id(0)).Single();
        Assert.NotNull(MergeDecisions.Take(store.Session, Scope.Whole, store.Log, Of(a), Of(b), verdict, store.Now)!.Entry);
        store.Pipeline.Run(store.Session);
    }

    private static string User(string id, string user, string born) =>
        $$$"""{"type":"identify","messageId":"{{{id}}}","userId":"{{{user}}}","timestamp":"2026-03-02T10:00:00Z","traits":{"name":"Ann Lee","email":"ann@example.com","birthday":"{{{born}}}"}}""";

    private static string Visit(string id, string? user, string visitor) =>
        $$"""{"type":"page","name":"Home","messageId":"{{id}}",{{(user is null ? "" : $"\"userId\":\"{user}\",")}}"anonymousId":"{{visitor}}","timestamp":"2026-03-02T11:00:00Z"}""";

    /// <summary>Decisions at any time, undos between them: the store is that of the log, and the audit finds nothing.</summary>
    [Theory, OnEngines]
    public void Random_worlds_with_decisions_are_made_again_from_their_log(Engine engine) =>
        Gen.Select(World.Rows, Gen.Int[0, 1_000_000]).Sample((rows, seed) => AssertSame(engine, World.Files(rows, seed), new Random(seed)), output.WriteLine, iter: Sampling.Cases(4, engine), threads: 1);

    private static void AssertSame(Engine engine, IReadOnlyList<WorldFile> files, Random draw)
    {
        using var store = new TestStore(engine);
        var imports = new List<Meridian.Ingest.ImportState>();
        foreach (var file in files)
        {
            imports.Add(store.Import(file.Csv, file.Source, mapping: WorldFile.Mapping));
            foreach (var merge in OpenQuestions.Merges(store.Session, Scope.Whole, 10).Where(_ => draw.Next(2) == 0))
            {
                MergeDecisions.Take(store.Session, Scope.Whole, store.Log, merge.First, merge.Second, draw.Next(2) == 0 ? DecisionOrder.One : DecisionOrder.Two, store.Now);
                store.Pipeline.Run(store.Session);
            }
        }

        if (draw.Next(2) == 0)
            store.Undo(imports[draw.Next(imports.Count)]);
        Assert.True(store.Check().Count == 0, $"{World.Print(files)}{string.Join('\n', store.Check())}");
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    /// <summary>What was said of somebody goes with them, out of the log too.</summary>
    [Theory]
    [OnEngines(DecisionOrder.One)]
    [OnEngines(DecisionOrder.Two)]
    public void An_erasure_takes_the_decision_along(Engine engine, string verdict)
    {
        var store = Open(engine);
        store.Import(Doubt);
        var (first, second) = (Record(store, "1"), Record(store, "2"));
        Decide(store, verdict);
        Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [store.ProfileOf("crm/2").Id]), 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal(verdict == DecisionOrder.One ? "" : "crm/1", store.Partition());
        Assert.Equal(0, store.Session.Count($"select count(*) from {ResolveTables.Decision}"));
        Assert.DoesNotContain(store.Log.Read(1), e => e.Text.Contains(second.ToString(), StringComparison.Ordinal) || (verdict == DecisionOrder.One && e.Text.Contains(first.ToString(), StringComparison.Ordinal)));
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.AssertSound();
    }

    private static DecisionReceipt Decide(TestStore store, string verdict)
    {
        var receipt = MergeDecisions.Take(store.Session, Scope.Whole, store.Log, Record(store, "1"), Record(store, "2"), verdict, store.Now)!;
        store.Pipeline.Run(store.Session);
        return receipt;
    }

    private static string? Consent(TestStore store, string record) =>
        Meridian.Segments.CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf(record).Id)!.Traits.FirstOrDefault(t => t.Trait == "marketing_consent")?.Value;

    private static Guid Record(TestStore store, string id) =>
        store.Session.List($"select record_id from {Meridian.Resolve.ResolveTables.Record} where source = {"crm"} and external_id = {id}", r => r.Id(0)).Single();
}
