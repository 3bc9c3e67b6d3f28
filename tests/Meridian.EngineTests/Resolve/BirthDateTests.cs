using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.EngineTests.Resolve;

/// <summary>Two different complete birth dates are never one person without a person's word; names never veto.</summary>
public sealed class BirthDateTests : StoreTests
{
    [Theory, OnEngines]
    public void Two_birth_dates_stay_apart_and_the_pair_waits_for_a_person(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,1991-12-03\n");
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Equal(["crm/1 crm/2"], store.ReviewPairs());
        Assert.Single(CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.ReviewReasons);
    }

    [Theory, OnEngines]
    public void Equal_birth_dates_and_a_missing_one_join(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,1980-05-17\n3,Ann Lee,ann@example.com,\n");
        Assert.Equal("crm/1 crm/2 crm/3", store.Partition());
        Assert.Empty(store.ReviewPairs());
    }

    [Theory, OnEngines]
    public void A_month_and_day_without_a_year_is_not_complete_and_vetoes_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,12-03\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
    }

    [Theory, OnEngines]
    public void Names_never_veto(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email\n1,Ann Lee,ann@example.com\n2,Robert Ray,ann@example.com\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
    }

    [Theory, OnEngines]
    public void Two_birth_dates_that_meet_only_through_a_third_record_wait_for_a_person_too(Engine engine)
    {
        var store = Open(engine);
        store.Import(
            "id,name,email,phone,birth_date\n1,Ann Lee,ann@example.com,,1980-05-17\n2,Ann Lee,ann@example.com,+447400123456,\n3,Ann Lee,,+447400123456,1991-12-03\n");
        // The weaker phone gives way to the e-mail.
        Assert.Equal("crm/1 crm/2 | crm/3", store.Partition());
        Assert.NotEmpty(store.ReviewPairs());
    }

    [Theory, OnEngines]
    public void A_birth_date_that_comes_later_takes_the_join_apart(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
        store.Import("id,birth_date\n2,1991-12-03\n");
        Assert.Equal("crm/1 | crm/2", store.Partition());
        Assert.Equal(["crm/1 crm/2"], store.ReviewPairs());
    }

    [Theory, OnEngines]
    public void A_birth_date_that_is_put_right_joins_and_leaves_nothing_to_decide(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,1991-12-03\n");
        store.Import("id,birth_date\n2,1980-05-17\n");
        Assert.Equal("crm/1 crm/2", store.Partition());
        Assert.Empty(store.ReviewPairs());
    }

    [Theory, OnEngines]
    public void A_pair_that_a_limit_parts_is_no_longer_to_be_decided(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,birth_date\n1,Person A,+447400123456,1980-05-17\n2,Person B,+447400123456,1991-12-03\n");
        Assert.Equal(["crm/1 crm/2"], store.ReviewPairs());
        store.Import("id,name,phone\n3,Person C,+447400123456\n4,Person D,+447400123456\n5,Person E,+447400123456\n6,Person F,+447400123456\n");
        Assert.Equal(6, store.Profiles().Count);
        Assert.Empty(store.ReviewPairs());
    }

    [Theory, OnEngines]
    public void A_record_that_states_two_birth_dates_resolves_the_same_in_any_order_of_files(Engine engine)
    {
        const string other = "id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n";
        const string one = "id,name,email,birth_date\n2,Ann Lee,ann@example.com,1980-05-17\n";
        const string two = "id,name,email,birth_date\n2,Ann Lee,ann@example.com,1991-12-03\n";
        var (first, second) = (Open(engine), Open(engine));
        foreach (var csv in new[] { other, one, two })
            first.Import(csv);
        foreach (var csv in new[] { other, two, one })
            second.Import(csv);
        Assert.Equal(first.Partition(), second.Partition());
    }
}
