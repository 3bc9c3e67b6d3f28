using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Segments;
using NodaTime;

namespace Meridian.EngineTests.Profiles;

/// <summary>Per trait: the most trusted source, then the most recent statement, then the most complete; what lost is kept and shown.</summary>
public sealed class SurvivorshipTests : StoreTests
{
    [Theory, OnEngines]
    public void The_most_trusted_source_wins_over_the_most_recent(Engine engine)
    {
        var store = Open(engine);
        Sources.Save(store.Session, "crm", null);
        store.Session.Execute($"update {IngestTables.Source} set trust = 90 where name = 'crm'");
        store.Import("id,email,city\n1,ann@example.com,Rome\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,city\n1,ann@example.com,Oslo\n", "shop");
        Assert.Equal("Rome", Trait(store, "city").Value);
    }

    [Theory, OnEngines]
    public void Among_equals_the_most_recent_statement_wins(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city\n1,ann@example.com,Rome\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,city\n1,ann@example.com,Oslo\n", "shop");
        Assert.Equal("Oslo", Trait(store, "city").Value);
    }

    [Theory, OnEngines]
    public void What_a_source_last_changed_counts_from_then_and_not_from_the_import(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city,updated_at\n1,ann@example.com,Rome,2026-01-10\n");
        store.Import("id,email,city,updated_at\n1,ann@example.com,Oslo,2024-01-10\n", "shop");
        Assert.Equal("Rome", Trait(store, "city").Value);
    }

    [Theory, OnEngines]
    public void A_date_that_has_not_come_does_not_make_a_statement_the_most_recent(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city,updated_at\n1,ann@example.com,Rome,2099-01-10\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,city\n1,ann@example.com,Oslo\n", "shop");
        Assert.Equal("Oslo", Trait(store, "city").Value);
    }

    [Theory, OnEngines]
    public void Of_the_same_time_the_fuller_statement_wins(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city,gender,company\n1,ann@example.com,Rome,female,Acme\n2,ann@example.com,Oslo,,\n");
        store.Import("id,email,city\n1,ann@example.com,Bern\n", "shop");
        Assert.Equal("Rome", Trait(store, "city").Value);
    }

    [Theory, OnEngines]
    public void A_statement_that_is_silent_on_a_trait_leaves_it_to_the_next(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city,company\n1,ann@example.com,Rome,Acme\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,city,company\n1,ann@example.com,Oslo,\n", "shop");
        Assert.Equal(("Oslo", "Acme"), (Trait(store, "city").Value, Trait(store, "company").Value));
    }

    [Theory, OnEngines]
    public void Every_trait_names_the_record_that_it_came_from(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,city,company,VIP level,birth_date,total_spent,last_seen_at\n1,Ann Lee,ann@example.com,Rome,Acme,gold,1980-05-17,12.50,2026-02-20 08:30\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,name,email,city,VIP level,created_at,orders_count\n7,Ann B. Lee,ann@example.com,Oslo,silver,2020-02-03,3\n", "shop");
        var view = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!;
        Assert.All(view.Traits, t => Assert.True(t.From is not null, $"{t.Trait} = {t.Value} comes from nowhere"));
        var from = view.Traits.ToDictionary(t => t.Trait, t => $"{t.From!.Source}/{t.From.ExternalId} row {t.From.Row}", StringComparer.Ordinal);
        Assert.Equal(("shop/7 row 2", "crm/1 row 2", "shop/7 row 2", "crm/1 row 2"), (from["city"], from["company"], from["created_at"], from["birth_date"]));
        Assert.Equal(2, view.Records.Count);
    }

    [Theory, OnEngines]
    public void What_lost_is_listed_with_its_record(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,city\n1,ann@example.com,Rome\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,city\n7,ann@example.com,Oslo\n", "shop");
        var other = Assert.Single(Trait(store, "city").Others);
        Assert.Equal(("Rome", "crm"), (other.Value, other.From.Source));
    }

    [Theory, OnEngines]
    public void The_teams_own_traits_survive_each_by_itself(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,email,VIP level,Shoe size\n1,ann@example.com,gold,39\n");
        store.Clock.Advance(Duration.FromDays(1));
        store.Import("id,email,VIP level\n1,ann@example.com,silver\n", "shop");
        var traits = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.Traits.ToDictionary(t => t.Trait, t => t.Value, StringComparer.Ordinal);
        Assert.Equal(("silver", "39"), (traits.GetValueOrDefault("vip_level"), traits.GetValueOrDefault("shoe_size")));
    }

    [Theory, OnEngines]
    public void Every_label_names_statements_that_it_rests_on(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,phone,platform,country,last_seen_at,active_days_30,language,created_at\n1,Ann Lee,+12025550143,WhatsApp,US,2026-03-01,9,en,2026-02-20\n");
        var labels = CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf("crm/1").Id)!.Labels;
        Assert.Equal(["activity", "country", "data_quality", "language", "life_stage", "platform"], labels.Select(l => l.Tag).Where(t => t != "time_zone"));
        Assert.All(labels.Where(l => l.Tag != "data_quality"), l => Assert.NotEmpty(l.Evidence));
        Assert.All(labels, l => Assert.InRange(l.Confidence, 0.01, 1));
    }

    private static TraitView Trait(TestStore store, string trait) =>
        CustomerViews.Show(store.Session, Scope.Whole, store.Profiles().Single().Id)!.Traits.Single(t => t.Trait == trait);
}
