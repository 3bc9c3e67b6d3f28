using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian.EngineTests.Resolve;

/// <summary>What joins records and what does not: limits void a value for all who carry it, and some values never join anybody.</summary>
public sealed class LimitTests : StoreTests
{
    private const string Apart = "crm/1 | crm/2";
    private const string Together = "crm/1 crm/2";

    [Theory]
    [OnEngines(5, 1)]
    [OnEngines(6, 6)]
    [OnEngines(9, 9)]
    public void A_phone_of_up_to_five_names_joins_and_of_more_joins_nobody(Engine engine, int names, int profiles)
    {
        var store = Open(engine);
        store.Import(SharedBy(1, names));
        Assert.Equal(profiles, store.Profiles().Count);
    }

    [Theory, OnEngines]
    public void One_name_on_many_records_is_one_person(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"{i},Ann Lee,+447400123456\n")));
        Assert.Single(store.Profiles());
    }

    [Theory, OnEngines]
    public void Crossing_the_limit_later_takes_the_earlier_joins_apart(Engine engine)
    {
        var store = Open(engine);
        store.Import(SharedBy(1, 5));
        var first = Assert.Single(store.Profiles()).Id;
        store.Import("id,name,phone\n6,Person F,+447400123456\n");
        Assert.Equal("crm/1 | crm/2 | crm/3 | crm/4 | crm/5 | crm/6", store.Partition());
        Assert.Equal(first, store.ProfileOf("crm/1").Id);
        Assert.Equal("+447400123456", Assert.Single(store.Session.List(
            $"select distinct i.value from {ResolveTables.VoidedValue} v join {ResolveTables.Identifier} i on i.match_key = v.match_key", r => r.Text(0)!)));
    }

    [Theory, OnEngines]
    public void What_another_value_joins_stays_joined_when_a_limit_is_crossed(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,email\n1,Person A,+447400123456,a@example.com\n2,Person B,+447400123456,a@example.com\n");
        store.Import(SharedBy(3, 5));
        Assert.Equal("crm/1 crm/2 | crm/3 | crm/4 | crm/5 | crm/6 | crm/7", store.Partition());
    }

    [Theory, OnEngines]
    public void A_voided_value_joins_nobody_who_comes_later(Engine engine)
    {
        var store = Open(engine);
        store.Import(SharedBy(1, 6));
        store.Import("id,name,phone\n1,Person A,+447400123456\n", "shop");
        Assert.Equal(7, store.Profiles().Count);
    }

    [Theory, OnEngines]
    public void A_name_that_a_known_record_gets_later_counts_too(Engine engine)
    {
        var store = Open(engine);
        store.Import(SharedBy(1, 5));
        store.Import("id,name\n5,Person Z\n");
        Assert.Equal(5, store.Profiles().Count);
    }

    [Theory, OnEngines]
    public void One_record_that_went_by_many_names_shares_its_phone_with_nobody_and_is_no_finding(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"1,Person {(char)('A' + i)},+447400123456\n")));
        Assert.Equal("crm/1", store.Partition());
    }

    [Theory, OnEngines]
    public void Nameless_records_that_their_source_tells_apart_count_as_people(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,phone\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"{i},+447400123456\n")));
        Assert.Equal(6, store.Profiles().Count);
    }

    [Theory, OnEngines]
    public void Nameless_records_that_turn_out_to_be_one_name_join_as_if_the_name_had_come_first(Engine engine)
    {
        var nameless = "id,phone\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"{i},+447400123456\n"));
        var named = "id,name\n" + string.Concat(Enumerable.Range(1, 6).Select(i => $"{i},Ann Lee\n"));
        var (first, second) = (Open(engine), Open(engine));
        first.Import(nameless);
        first.Import(named);
        second.Import(named);
        second.Import(nameless);
        Assert.Equal(second.Partition(), first.Partition());
    }

    [Theory]
    // Six nameless people and one of them gets a name: five and a name are within the limit. Of seven, six nameless stay above it.
    [OnEngines(6, 1)]
    [OnEngines(7, 7)]
    public void A_name_for_one_of_the_nameless_is_judged_with_all_who_share_the_phone(Engine engine, int people, int profiles)
    {
        var nameless = "id,phone\n" + string.Concat(Enumerable.Range(1, people).Select(i => $"{i},+447400123456\n"));
        const string named = "id,name\n1,Ann Lee\n";
        var (first, second) = (Open(engine), Open(engine));
        first.Import(nameless);
        first.Import(named);
        second.Import(named);
        second.Import(nameless);
        Assert.Equal((profiles, profiles), (first.Profiles().Count, second.Profiles().Count));
    }

    [Theory]
    [OnEngines("info@example.com", "info@example.com", Apart)]
    [OnEngines("Sales@Example.com", "sales@example.com", Apart)]
    [OnEngines("noreply@example.com", "noreply@example.com", Apart)]
    [OnEngines("ann@example.com", "ANN@EXAMPLE.COM", Together)]
    [OnEngines("ann.lee@gmail.com", "annlee+shop@googlemail.com", Together)]
    [OnEngines("ann.lee@example.com", "annlee@example.com", Apart)]
    public void Emails_join_by_mailbox_and_role_addresses_never(Engine engine, string one, string other, string partition)
    {
        var store = Open(engine);
        store.Import($"id,name,email\n1,Ann Lee,{one}\n2,Ann Lee,{other}\n");
        Assert.Equal(partition, store.Partition());
    }

    [Theory]
    // Brazil's ninth digit and Mexico's old 1, for mobiles only; a landline is the number that it is.
    [OnEngines("+55 11 8765-4321", "+55 11 98765-4321", Together)]
    [OnEngines("+55 11 3765-4321", "+55 11 93765-4321", Apart)]
    [OnEngines("+52 1 55 1234 5678", "+52 55 1234 5678", Together)]
    [OnEngines("+54 9 11 2345-6789", "+54 11 15 2345-6789", Together)]
    [OnEngines("+54 9 11 2345-6789", "+54 11 2345-6789", Apart)]
    [OnEngines("+49 (0) 170 1234567", "0049 170 1234567", Together)]
    [OnEngines("+44 7400 123456", "+44 (0)7400 123456", Together)]
    [OnEngines("+44 7400 123456", "+44 7400 123457", Apart)]
    // Typed to get past a form.
    [OnEngines("+1 111 111 1111", "+1 111 111 1111", Apart)]
    [OnEngines("+1 123 456 7890", "+1 123 456 7890", Apart)]
    [OnEngines("+44 0000 000000", "+44 0000 000000", Apart)]
    public void Phones_join_by_number_and_made_up_numbers_never(Engine engine, string one, string other, string partition)
    {
        var store = Open(engine);
        store.Import($"id,name,phone\n1,Ann Lee,{one}\n2,Ann Lee,{other}\n", mapping: """{"columns":{"phone":"phone"}}""");
        Assert.Equal(partition, store.Partition());
    }

    [Theory]
    [OnEngines("u-17", Together)]
    [OnEngines("null", Apart)]
    [OnEngines("0000", Apart)]
    [OnEngines("0", Apart)]
    [OnEngines("anonymous", Apart)]
    [OnEngines("Anonymous", Apart)]
    [OnEngines("undefined", Apart)]
    public void A_user_id_joins_but_a_word_for_nobody_does_not(Engine engine, string user, string partition)
    {
        var store = Open(engine);
        store.Import($"id,user_id,name\n1,{user},Ann Lee\n2,{user},Bob Ray\n", mapping: """{"columns":{"id":"external_id","user_id":"user_id"}}""");
        Assert.Equal(partition, store.Partition());
    }

    [Theory]
    [OnEngines("0000")]
    [OnEngines("null")]
    [OnEngines("anonymous")]
    public void A_customer_id_that_names_nobody_makes_no_record_of_many_people(Engine engine, string id)
    {
        var store = Open(engine);
        store.Import($"id,name,email\n{id},Ann Lee,ann@example.com\n{id},Bob Ray,bob@example.com\n", mapping: """{"columns":{"id":"external_id"}}""");
        Assert.Equal("crm/ann@example.com | crm/bob@example.com", store.Partition());
    }

    [Theory, OnEngines]
    public void The_same_user_id_of_two_shops_is_two_people(Engine engine)
    {
        var store = Open(engine);
        store.Import("user_id,name\n42,Ann Lee\n", "shop-a");
        store.Import("user_id,name\n42,Ann Lee\n", "shop-b");
        Assert.Equal("shop-a/42 | shop-b/42", store.Partition());
    }

    [Theory, OnEngines]
    public void Two_user_ids_of_one_app_never_share_a_profile_and_the_weakest_kind_gives_way(Engine engine)
    {
        var store = Open(engine);
        store.Import(
            "id,user_id,name,phone,email\n1,u1,Ann Lee,+447400123456,\n2,u2,Ann Lee,+447400123456,\n3,,Ann Lee,,ann@example.com\n1,u1,Ann Lee,,ann@example.com\n",
            mapping: """{"columns":{"id":"external_id","user_id":"user_id"}}""");
        // The phone joins both users and goes; the e-mail is stronger and stays.
        Assert.Equal("crm/1 crm/3 | crm/2", store.Partition());
    }

    [Theory, OnEngines]
    public void A_user_id_that_birth_dates_keep_from_joining_still_keeps_users_apart(Engine engine)
    {
        var store = Open(engine);
        store.Import(
            "id,user_id,phone,birth_date\n1,u2,,1980-05-17\n2,u2,,1991-12-03\n3,u2,+447400123456,\n4,u1,+447400123456,\n",
            mapping: """{"columns":{"id":"external_id","user_id":"user_id","phone":"phone"}}""");
        Assert.Equal("crm/1 | crm/2 | crm/3 | crm/4", store.Partition());
    }

    /// <summary>One phone on records with different names.</summary>
    private static string SharedBy(int firstId, int names) =>
        "id,name,phone\n" + string.Concat(Enumerable.Range(firstId, names).Select(i => $"{i},Person {(char)('A' + i - 1)},+447400123456\n"));
}
