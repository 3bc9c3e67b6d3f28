using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Resolve;

/// <summary>A profile id is minted once; in a merge the oldest survives and the others redirect for ever; in a split each record's first id returns.</summary>
public sealed class ProfileIdTests : StoreTests
{
    [Theory, OnEngines]
    public void A_merge_keeps_the_oldest_id_and_the_other_still_finds_the_profile(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email\n1,Ann Lee,ann@example.com\n");
        store.Import("id,name,phone\n1,Ann Lee,+447400123456\n", "sms");
        var (older, younger) = (store.ProfileOf("crm/1").Id, store.ProfileOf("sms/1").Id);
        store.Import("id,name,email,phone\n9,Ann Lee,ann@example.com,+447400123456\n", "shop");

        var profile = Assert.Single(store.Profiles());
        Assert.Equal(older, profile.Id);
        Assert.Equal([older], CustomerViews.Find(store.Session, Scope.Whole, younger.ToString()));
        var view = CustomerViews.Show(store.Session, Scope.Whole, older, younger)!;
        Assert.Equal(younger.ToString(), view.RedirectedFrom);
        Assert.Contains(view.History, h => h.What == $"took in profile {younger}");
    }

    [Theory, OnEngines]
    public void A_split_gives_each_record_its_first_id_back(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email\n1,Ann Lee,ann@example.com\n");
        store.Import("id,name,phone\n1,Ann Lee,+447400123456\n", "sms");
        var before = store.Profiles();
        var join = store.Import("id,name,email,phone\n9,Ann Lee,ann@example.com,+447400123456\n", "shop");
        store.Undo(join);
        Assert.Equal(before.Select(p => p.Id), store.Profiles().Select(p => p.Id));
    }

    [Theory, OnEngines]
    public void Each_identifier_of_a_profile_finds_it(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,phone,telegram\n17,Ann Lee,Ann@Example.com,+44 7400 123456,@ann_lee\n");
        var id = store.ProfileOf("crm/17").Id;
        Assert.All(
            ["17", "crm:17", "ann@example.com", "ANN@example.com", "+447400123456", "+44 7400 123456", "@ann_lee", "ann_lee", id.ToString()],
            text => Assert.Equal([id], CustomerViews.Find(store.Session, Scope.Whole, text)));
        Assert.Empty(CustomerViews.Find(store.Session, Scope.Whole, "nobody@example.com"));
    }

    [Theory, OnEngines]
    public void Ids_do_not_depend_on_the_run(Engine engine)
    {
        const string csv = "id,name,email\n1,Ann Lee,ann@example.com\n2,Ann Lee,ann@example.com\n3,Bob Ray,bob@example.com\n";
        var (one, other) = (Open(engine), Open(engine));
        one.Import(csv);
        other.Import(csv);
        Assert.Equal(one.Digest(), other.Digest());
    }
}
