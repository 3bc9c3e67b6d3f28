using System.Security.Cryptography;
using System.Text;
using Meridian.Activate.Audiences;
using Meridian.Consents;
using Meridian.EngineTests.Consents;
using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Segments;
using static Meridian.EngineTests.Consents.Consenting;

namespace Meridian.EngineTests.Segments;

/// <summary>Hashed audience files: who consented is in them, in the form that the platform hashes itself, and nobody else.</summary>
public sealed class AudienceTests : StoreTests
{
    private const string People = "id,name,country,email,phone\n"
        + "1,Ann,GB,A.n.n@Gmail.com,+447400123456\n"
        + "2,Bo,SE,bo@example.com,\n"
        + "3,Cy,GB,cy@example.com,+447400123457\n"
        + "4,Di,IN,,\n"
        + "5,Ed,GB,ed@example.com,\n"
        + "6,Flo,GB,,+447400123458\n";

    private static readonly Sql Everybody = $"select p.profile_id from {ProfileTables.Profile} p";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private TestStore Filled(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        // Bo says nothing; Cy granted and withdrew; Ed granted and is on a list; Flo may be called and not written to.
        store.Say(Grant("a.n.n@gmail.com"), Grant("+447400123456", "sms"), Grant("cy@example.com"), Grant("ed@example.com"), Grant("+447400123458", "call"));
        store.Say(Withdraw("cy@example.com"));
        store.Suppress("ed@example.com");
        return store;
    }

    private static AudienceCounts Write(TestStore store, AudienceForm form, out string[] lines, string purpose = Purposes.Marketing, Scope? scope = null)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("meridian-audience-").FullName, "audience.csv");
        var counts = AudienceFile.Write(store.Session, scope ?? Scope.Whole, Everybody, purpose, form, path);
        lines = File.ReadAllLines(path);
        Assert.Equal(["audience.csv"], Directory.GetFiles(Path.GetDirectoryName(path)!).Select(Path.GetFileName));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return counts;
    }

    [Theory, OnEngines]
    public void Only_who_consented_is_in_it_and_of_the_others_it_is_told_why_not(Engine engine)
    {
        var store = Filled(engine);
        var counts = Write(store, AudienceForm.Google, out var lines);
        Assert.Equal(new AudienceCounts(6, 1, 1, 1, NoAddress: 1, Suppressed: 1, Withdrawn: 1, NoConsent: 2), counts);
        Assert.Equal(counts.Members, counts.Included + counts.NoAddress + counts.Suppressed + counts.Withdrawn + counts.NoConsent);
        Assert.Equal(["Email,Phone", $"{Hash("ann@gmail.com")},{Hash("+447400123456")}"], lines);
        Assert.Equal(counts, AudienceFile.Count(store.Session, Scope.Whole, Everybody, Purposes.Marketing));
    }

    [Theory, OnEngines]
    public void Each_platform_gets_what_it_hashes_itself(Engine engine)
    {
        Write(Filled(engine), AudienceForm.Meta, out var lines);
        Assert.Equal(["email,phone", $"{Hash("a.n.n@gmail.com")},{Hash("447400123456")}"], lines);
    }

    [Theory, OnEngines]
    public void Another_purpose_needs_its_own_consent(Engine engine)
    {
        var store = Filled(engine);
        Assert.Equal(0, Write(store, AudienceForm.Google, out var lines, "research").Included);
        Assert.Equal(["Email,Phone"], lines);
        store.Say(Grant("bo@example.com", purpose: "research"));
        Assert.Equal(1, Write(store, AudienceForm.Google, out lines, "research").Emails);
        Assert.Equal($"{Hash("bo@example.com")},", lines[1]);
    }

    [Theory, OnEngines]
    public void Who_sees_some_countries_only_takes_only_those_out(Engine engine)
    {
        var counts = Write(Filled(engine), AudienceForm.Google, out var lines, scope: new Scope(Roles.Analyst, ["SE"], "key"));
        Assert.Equal((1, 0, 1), (counts.Members, counts.Included, counts.NoConsent));
        Assert.Single(lines);
    }

    [Theory, OnEngines]
    public void Several_addresses_of_one_customer_stand_below_each_other(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone\n1,Ann,ann@example.com,+447400123456\n");
        store.Import("id,name,email,phone\n7,Ann,ann@work.example,+447400123456\n", "shop");
        store.Say(Grant("ann@example.com"), Grant("ann@work.example"), Grant("+447400123456", "sms"));
        var counts = Write(store, AudienceForm.Google, out var lines);
        Assert.Equal((1, 2, 1), (counts.Included, counts.Emails, counts.Phones));
        Assert.Equal([$"{Hash("ann@example.com")},{Hash("+447400123456")}", $"{Hash("ann@work.example")},"], lines[1..]);
    }

    [Theory, OnEngines]
    public void A_definition_that_is_being_written_is_previewed_without_being_saved(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        var preview = TagPreviews.Of(store.Session, Scope.Whole, new Meridian.Tags.Definitions.TagDefinition("british") { Rule = "country = \"GB\"" }, store.Now);
        Assert.Equal((4, 0, 4), (preview.Enter, preview.Now, preview.Then));
        Assert.Empty(Meridian.Tags.Definitions.TagBook.All(store.Session));
        store.Define("british", "country = \"GB\"");
        var trend = Assert.Single(Meridian.Tags.TagQueries.Trends(store.Session, Scope.Whole, DateOnly.FromDateTime(store.Now.AddDays(-30))), t => t.Tag == "british");
        Assert.Equal((4, 0), (trend.Entered, trend.Left));
    }
}
