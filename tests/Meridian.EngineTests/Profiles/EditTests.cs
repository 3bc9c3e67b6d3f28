using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Privacy;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using NodaTime;

namespace Meridian.EngineTests.Profiles;

/// <summary>A person's edit wins until they release it, whatever becomes of the customer.</summary>
public sealed class EditTests : StoreTests
{
    private const string Two = "id,name,email,city,country,tier\n1,Ann Lee,ann@example.com,Leeds,GB,gold\n2,Bo Ek,bo@example.com,Lund,SE,\n";

    [Theory, OnEngines]
    public void An_edit_wins_over_what_comes_later_and_a_release_gives_back_what_the_sources_say(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        var receipt = store.Edit("crm/1", Scope.Whole, "she wrote", ("name", "Ana López"), ("city", "York"), ("tier", "platinum"), ("shoe_size", "39"));
        Assert.Equal(
            ["city Leeds York False", "tier gold platinum False", "shoe_size  39 False", "name Ann Lee Ana López False", "given_name   False", "family_name   False"],
            receipt.Changed.Select(c => $"{c.Trait} {c.Before} {c.Value} {c.Released}"));
        store.Import("id,name,email,city,country,tier\n1,Ann Lie,ann@example.com,Hull,GB,silver\n");
        Assert.Equal(("Ana López", "York", "platinum", "39"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city"), store.Trait("crm/1", "tier"), store.Trait("crm/1", "shoe_size")));
        var city = store.View("crm/1").Traits.Single(t => t.Trait == "city");
        Assert.Equal((null, "local:test", "she wrote", TestStore.Start.ToDateTimeUtc()), (city.From, city.Edit!.By, city.Edit.Reason, DateTime.SpecifyKind(city.Edit.At, DateTimeKind.Utc)));
        Assert.Equal(["Hull", "Leeds"], city.Others.Select(o => o.Value));
        Assert.Contains(store.View("crm/1").History, h => h.What == "city edited: York by local:test (she wrote)");
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());

        Assert.Equal(["York"], store.Edit("crm/1", ("city", null)).Changed.Select(c => c.Before));
        store.Edit("crm/1", ("name", null), ("shoe_size", null));
        Assert.Equal(("Ann Lie", "Hull", "platinum", null), (store.Trait("crm/1", "name"), store.Trait("crm/1", "city"), store.Trait("crm/1", "tier"), store.Trait("crm/1", "shoe_size")));
        Assert.Equal(["tier"], store.View("crm/1").Edits.Select(e => e.Trait));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void The_same_again_and_a_release_of_nothing_are_no_entry(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Edit("crm/1", ("city", "York"));
        var last = store.Log.Last;
        Assert.Equal(["city", "company"], store.Edit("crm/1", ("city", " York "), ("company", null)).Unchanged.Order(StringComparer.Ordinal));
        Assert.Equal(last, store.Log.Last);
    }

    [Theory, OnEngines]
    public void Country_language_and_time_zone_follow_the_person_and_their_labels_say_so(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Edit("crm/1", ("country", "Brasil"));
        Assert.Equal(("BR", "edit", true), store.Region("crm/1"));
        Assert.Equal(("BR", "edit", 1.0), store.Label("crm/1", "country"));
        Assert.Equal(("pt", "country", 0.5), store.Label("crm/1", "language"));
        Assert.Equal("local:test", store.View("crm/1").Labels.Single(l => l.Tag == "country").Edit!.By);
        store.Edit("crm/1", ("language", "German"), ("time_zone", "Europe/Berlin"));
        Assert.Equal(("de", "edit", 1.0), store.Label("crm/1", "language"));
        Assert.Equal(("Europe/Berlin", "edit", 1.0), store.Label("crm/1", "time_zone"));
        store.Edit("crm/1", ("country", null), ("language", null), ("time_zone", null));
        Assert.Equal(("GB", "country", false), store.Region("crm/1"));
        Assert.Equal(("en", "country", 0.5), store.Label("crm/1", "language"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Nothing_can_be_said_to_be_known(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Edit("crm/1", ("city", ""), ("tier", ""), ("name", " "));
        Assert.Equal((null, null, null), (store.Trait("crm/1", "city"), store.Trait("crm/1", "tier"), store.Trait("crm/1", "name")));
        Assert.Equal(["city ", "family_name ", "given_name ", "name ", "tier "], store.View("crm/1").Edits.Select(e => $"{e.Trait} {e.Value}"));
        Assert.Equal("nobody is from nowhere: name one, or release it", Fault(store, ("country", "")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_part_of_a_name_keeps_the_other(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,first name,last name\n1,Ann,Lee\n");
        store.Edit("crm/1", ("family_name", "García"));
        Assert.Equal(("Ann García", "Ann", "García"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "given_name"), store.Trait("crm/1", "family_name")));
        store.Edit("crm/1", ("given_name", null));
        Assert.Equal(("Ann Lee", "Ann", "Lee"), (store.Trait("crm/1", "name"), store.Trait("crm/1", "given_name"), store.Trait("crm/1", "family_name")));
    }

    [Theory]
    [OnEngines("country", "Atlantis", "'Atlantis' is not a country: write an ISO 3166-1 code such as US, or a name")]
    [OnEngines("birth_date", "3000-01-01", "'3000-01-01' is not a date that can be read in one way only: write it as 1990-04-03")]
    [OnEngines("birth_date", "2027-01-01", "'2027-01-01' is not a possible date of birth")]
    [OnEngines("birth_date", "03/04/1990", "'03/04/1990' is not a date that can be read in one way only: write it as 1990-04-03")]
    [OnEngines("age", "200", "'200' is not an age")]
    [OnEngines("phone", "+4474001", "identifiers are not edited: they say which records are one customer. Import a file that has the right one")]
    [OnEngines("telegram", "@ann", "identifiers are not edited: they say which records are one customer. Import a file that has the right one")]
    [OnEngines("marketing_consent", "yes", "what a customer agreed to is stated as a consent: 'meridian consents', POST /api/v1/consents")]
    public void What_cannot_be_is_told_and_nothing_is_done(Engine engine, string trait, string value, string message)
    {
        var store = Shared(engine);
        Assert.Equal(message, Fault(store, (trait, value)));
        Assert.Equal(1, store.Log.Last);
    }

    [Theory, OnEngines]
    public void All_faults_are_told_and_a_slip_is_no_new_trait(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        var e = Assert.Throws<EditException>(() => EditIntake.Take(store.Session, Scope.Whole, store.Log, store.ProfileOf("crm/1").Id,
            new EditRequest(new Dictionary<string, string?> { ["citty"] = "Rome", ["orders_count"] = "7" }), store.Now));
        Assert.Equal(["citty", "orders_count"], e.Faults.Select(f => f.Trait));
        Assert.StartsWith("no customer has a trait of this name; did you mean city?", e.Faults[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("is what apps count or date, and not edited.", e.Faults[1].Message, StringComparison.Ordinal);
    }

    [Theory, OnEngines]
    public void Of_customers_who_become_one_the_latest_edit_counts_and_each_keeps_it_when_they_are_parted(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Edit("crm/1", ("city", "York"));
        store.Edit("crm/2", ("city", "Oslo"), ("company", "Acme"));
        var joining = store.Import("id,email,phone\n1,ann@example.com,+447400123456\n2,bo@example.com,+447400123456\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
        Assert.Equal(("Oslo", "Acme"), (store.Trait("crm/1", "city"), store.Trait("crm/1", "company")));
        store.Edit("crm/1", ("job_title", "Baker"));
        store.Undo(joining);
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Equal(("York", null, "Baker"), (store.Trait("crm/1", "city"), store.Trait("crm/1", "company"), store.Trait("crm/1", "job_title")));
        Assert.Equal(("Oslo", "Acme", "Baker"), (store.Trait("crm/2", "city"), store.Trait("crm/2", "company"), store.Trait("crm/2", "job_title")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void An_edit_waits_while_the_import_of_its_customer_is_undone_and_messages_leave_it(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import(Two);
        store.Edit("crm/1", ("city", "York"));
        store.Undo(import);
        store.Import(Two);
        Assert.Equal("York", store.Trait("crm/1", "city"));
        store.Send("""{"messageId":"m1","type":"identify","userId":"ann","traits":{"email":"ann@example.com","address":{"city":"Bath"}},"timestamp":"2026-03-02T12:00:00Z"}""");
        Assert.Equal("York", store.Trait("app/ann", "city"));
        Assert.Contains("Bath", store.View("app/ann").Traits.Single(t => t.Trait == "city").Others.Select(o => o.Value));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Who_sees_some_countries_only_neither_sends_a_customer_out_of_them_nor_sees_others(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        var british = new Scope(Roles.Operator, ["GB", "IE"], "sk_1");
        Assert.Null(EditIntake.Take(store.Session, british, store.Log, store.ProfileOf("crm/2").Id, new EditRequest(new Dictionary<string, string?> { ["city"] = "Rome" }), store.Now));
        store.Edit("crm/1", british, null, ("city", "Cork"), ("country", "IE"));
        Assert.Equal("country: The key is limited to GB, IE, and the customer would be out of its sight. Ask somebody without this limit.",
            Assert.Throws<EditOutOfScopeException>(() => store.Edit("crm/1", british, null, ("country", "FR"))).Message);
        // The sources have this one elsewhere, and a release would tell where.
        store.Edit("crm/2", ("country", "GB"));
        Assert.Throws<EditOutOfScopeException>(() => store.Edit("crm/2", british, null, ("country", null)));
        store.Edit("crm/1", british, null, ("country", null));
        Assert.Equal("GB", store.Region("crm/1").Country);
    }

    [Theory, OnEngines]
    public void An_erased_customer_is_in_no_edit_and_the_others_keep_theirs(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Edit("crm/1", Scope.Whole, "as ann@example.com asked", ("name", "Secret Person"), ("city", "York"));
        store.Edit("crm/2", ("city", "Oslo"), ("notes", "sister of ann@example.com"));
        var record = store.ProfileOf("crm/1").Id;
        Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [record]), 1, "asked for it", suppress: true, store.Now);
        store.Pipeline.Run(store.Session);
        Assert.Equal(("Oslo", null), (store.Trait("crm/2", "city"), store.Trait("crm/2", "notes")));
        var log = string.Join('\n', store.Log.Read(1).Select(e => e.Text));
        foreach (var trace in new[] { $"{record}", "ann@example.com", "Secret Person", "York" })
            Assert.DoesNotContain(trace, log, StringComparison.Ordinal);
        Assert.Equal(0, store.Session.Count($"select count(*) from {ProfileTables.Edit} where record_id = {record} or value like {"%ann@%"}"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Subject.Delete(store.Folder, store.Log.Last);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        Assert.Null(Audit.Verified(store));
    }

    [Theory, OnEngines]
    public void Facts_of_an_earlier_day_know_the_edits_of_that_day(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        store.Clock.Advance(Duration.FromDays(1));
        store.Edit("crm/1", ("city", "York"));
        store.Clock.Advance(Duration.FromDays(1));
        store.Edit("crm/1", ("city", "Bath"));
        string? CityAt(int days)
        {
            var past = new Table("past_profile");
            ProfileRefresher.MakeAsOf(store.Session, past, TestStore.Start.Plus(Duration.FromDays(days)).Plus(Duration.FromHours(1)).ToDateTimeUtc());
            return store.Session.List($"select city from {past} where profile_id = {store.ProfileOf("crm/1").Id}", r => r.Text(0)).Single();
        }

        Assert.Equal(("Leeds", "York", "Bath"), (CityAt(0), CityAt(1), CityAt(2)));
    }

    [Theory, OnEngines]
    public void Screening_says_that_a_fact_is_a_persons_word(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,phone,gender,language\n1,+447400123456,m,en\n");
        store.Edit("crm/1", ("gender", "female"));
        var known = Meridian.Numbers.KnownCustomers.WithFacts(store.Session, store.Now);
        Assert.True(known.TryFind(Meridian.Numbers.NumberSet.Match(Meridian.Numbers.NumberSet.Pack("+447400123456")), out _, out var facts));
        Assert.Equal("female", facts!.Gender);
        Assert.Equal(("edit", "crm"), (facts.Sources.Name(facts.GenderFrom), facts.Sources.Name(facts.LanguageFrom)));
    }

    private static string Fault(TestStore store, params (string Trait, string? Value)[] traits) =>
        Assert.Single(Assert.Throws<EditException>(() => store.Edit("crm/1", traits)).Faults).Message;

    private TestStore Shared(Engine engine)
    {
        var store = Open(engine);
        store.Import(Two);
        return store;
    }

    private static class Audit
    {
        public static string? Verified(TestStore store) => Meridian.Audit.AuditReading.Verify(store.Session, store.Log, store.Folder).Fault?.ToString();
    }
}
