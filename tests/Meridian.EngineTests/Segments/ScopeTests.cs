using System.Text;
using System.Text.Json;
using Meridian.Activate.Lists;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Segments;

namespace Meridian.EngineTests.Segments;

/// <summary>Who is limited to countries sees what a store of these countries alone would show, in every read.</summary>
public sealed class ScopeTests : StoreTests
{
    private static readonly string[] Countries = ["US", "IN", "MX", "CN", ""];

    [Theory]
    [OnEngines(1)]
    [OnEngines(2)]
    [OnEngines(3)]
    public void Every_read_is_the_whole_one_without_what_is_out_of_scope(Engine engine, int seed)
    {
        var random = new Random(seed);
        var store = Open(engine);
        var csv = new StringBuilder("id,name,email,country,platform,last_seen_at\n");
        for (var i = 0; i < 40; i++)
        {
            var seen = random.Next(4) == 0 ? "" : $"2026-02-{random.Next(1, 6):00}";
            csv.Append($"{i},{(random.Next(3) == 0 ? "Pro%cent Ann" : "Per_son Bea")},p{random.Next(34)}@example.com,{Countries[random.Next(Countries.Length)]},{(random.Next(2) == 0 ? "WhatsApp" : "")},{seen}\n");
        }

        store.Import(csv.ToString());
        var all = Customers.List(store.Session, Scope.Whole, new CustomerFilter(), 1_000);
        foreach (var countries in new string[][] { ["US"], ["IN", "CN"], ["FR"], [] })
        {
            var scope = new Scope(Roles.Viewer, countries, "sk_000000");
            var seen = all.FindAll(c => c.Country is { } country && countries.Contains(country, StringComparer.Ordinal));
            var ids = seen.ConvertAll(c => c.ProfileId);
            Assert.Equal(ids, Customers.List(store.Session, scope, new CustomerFilter(), 1_000).Select(c => c.ProfileId));
            Assert.Equal(ids.Count, Customers.Count(store.Session, scope, new CustomerFilter()));
            Assert.Equal(0, Customers.Count(store.Session, scope, new CustomerFilter(Country: CustomerFilter.Unknown)));
            Assert.Equal(seen.Count(c => c.Country == "US"), Customers.Count(store.Session, scope, new CustomerFilter(Country: "US")));
            Assert.Equal(seen.GroupBy(c => c.Country!).ToDictionary(g => g.Key, g => (long)g.Count()), Customers.Tags(store.Session, scope, new CustomerFilter()).Where(t => t.Tag == "country").ToDictionary(t => t.Value, t => t.Customers));
            Assert.Equal(
                seen.GroupBy(c => (c.Country, c.Platforms.FirstOrDefault())).ToDictionary(g => g.Key, g => (long)g.Count()),
                Customers.Matrix(store.Session, scope, new CustomerFilter()).GroupBy(c => (c.Country, c.Platform)).ToDictionary(g => g.Key, g => g.Sum(c => c.Customers)));
            Assert.Equal(ids.Count, CustomerExport.Write(store.Session, scope, new CustomerFilter(), Path.Combine(store.Folder.Root, "out.csv")));
            foreach (var customer in all)
            {
                var sees = ids.Contains(customer.ProfileId);
                Assert.Equal(sees ? [customer.ProfileId] : [], CustomerViews.Find(store.Session, scope, customer.ProfileId.ToString()));
                Assert.Equal(sees ? [customer.ProfileId] : [], CustomerViews.Find(store.Session, scope, customer.Email!));
                Assert.Equal(sees, CustomerViews.Find(store.Session, scope, customer.ProfileId.ToString()[..13]).Count > 0);
            }

            Assert.Null(all.Find(c => !ids.Contains(c.ProfileId)) is { } hidden ? CustomerViews.Show(store.Session, scope, hidden.ProfileId) : null);
            Assert.Equal(seen.Count(c => c.Name?.Contains("o%c", StringComparison.Ordinal) == true), Customers.Search(store.Session, scope, "o%c", 1_000).Count);
            Assert.Equal(seen.Count(c => c.Name?.Contains("Per_son", StringComparison.Ordinal) == true), Customers.Search(store.Session, scope, "per_SON", 1_000).Count);
            Assert.Empty(Customers.Search(store.Session, scope, "o_c", 10));
            Assert.Empty(EventQueries.Rejected(store.Session, scope, 10));

            // Pages of any size, over equal times and none.
            var paged = new List<Guid>();
            for (CustomerPlace? after = null; ;)
            {
                var page = Customers.Page(store.Session, scope, new CustomerFilter(), random.Next(1, 9), after);
                if (page.Count == 0)
                    break;
                paged.AddRange(page.Select(p => p.Line.ProfileId));
                after = page[^1].Place;
            }

            Assert.Equal(ids, paged);
        }
    }

    [Theory, OnEngines]
    public void Events_are_those_of_customers_who_are_seen(Engine engine)
    {
        var store = Open(engine);
        foreach (var (user, country) in new[] { ("a", "IN"), ("b", "US"), ("c", "") })
        {
            store.Send($$$"""{"type":"identify","userId":"{{{user}}}","messageId":"i{{{user}}}","traits":{"country":"{{{country}}}","email":"{{{user}}}@example.com"}}""");
            store.Send($$"""{"type":"track","userId":"{{user}}","event":"Order Completed","messageId":"t{{user}}"}""");
        }

        var scope = new Scope(Roles.Viewer, ["IN"], "sk_000000");
        Assert.Equal(3, EventQueries.Count(store.Session, Scope.Whole, null, null));
        Assert.Equal(1, EventQueries.Count(store.Session, scope, null, null));
        Assert.Equal(1, EventQueries.Count(store.Session, scope, "Order Completed", null));
        Assert.Equal(0, EventQueries.Count(store.Session, scope, null, CustomerViews.Find(store.Session, Scope.Whole, "b@example.com")));
        Assert.Equal(["ta", "ia"], EventQueries.Last(store.Session, scope, null, null, 10).Select(e => e.MessageId));
        var all = EventQueries.Last(store.Session, Scope.Whole, null, null, 10);
        Assert.Equal(all.Skip(2).Select(e => e.MessageId), EventQueries.Last(store.Session, Scope.Whole, null, null, 10, new(all[1].Entry, all[1].Row)).Select(e => e.MessageId));
    }

    [Theory, OnEngines]
    public void A_customers_own_page_names_nobody_of_another_country(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,email,country,birth_date\n1,Ann Lee,ann@example.com,IN,1980-05-17\n2,Ann Lee,ann@example.com,US,1991-12-03\n");
        var (indian, american) = (store.ProfileOf("crm/1").Id, store.ProfileOf("crm/2").Id);
        Assert.NotEqual(indian, american);
        var scope = new Scope(Roles.Viewer, ["IN"], null);
        Assert.Contains(american.ToString(), Assert.Single(CustomerViews.Show(store.Session, Scope.Whole, indian)!.ReviewReasons), StringComparison.Ordinal);
        Assert.Empty(CustomerViews.Show(store.Session, scope, indian)!.ReviewReasons);
        // What joins for a while and is parted again leaves ids in the history.
        var bridge = store.Import("id,name,email,country\n9,Ann Lee,ann@example.com,IN\n", "erp");
        store.Undo(bridge);
        Assert.DoesNotContain(american.ToString(), JsonSerializer.Serialize(CustomerViews.Show(store.Session, scope, indian)), StringComparison.Ordinal);
    }

    [Theory, OnEngines]
    public async Task An_import_is_seen_by_the_key_that_brought_it_and_known_by_its_request_before_and_after_it_is_begun(Engine engine)
    {
        var store = Open(engine);
        var mine = new Scope(Roles.Operator, ["IN"], "sk_aaaaaa");
        using var stream = new MemoryStream("id,email\n1,a@example.in\n"u8.ToArray());
        using var file = await IncomingFile.ReceiveAsync(store.Folder, stream, "../x.csv", 1_000, CancellationToken.None);
        var entry = file.Land(store.Session, store.Log, file.Order("crm", null, null, mine.Key, "one:print"), store.Now).Entry;
        Assert.Equal("waiting", ImportLists.Find(store.Session, mine, store.Log, entry)!.State);
        Assert.Null(ImportLists.Find(store.Session, mine with { Key = "sk_bbbbbb" }, store.Log, entry));
        Assert.Equal((entry, "one:print"), ImportLists.OfRequest(store.Session, store.Log, "one:"));
        store.Pipeline.Run(store.Session);
        Assert.Equal((entry, "one:print"), ImportLists.OfRequest(store.Session, store.Log, "one:"));
        Assert.Null(ImportLists.OfRequest(store.Session, store.Log, "two:"));
        Assert.Equal(("applied", "x.csv"), (ImportLists.Find(store.Session, mine, store.Log, entry)!.State, ImportLists.Of(store.Session, mine).Single().FileName));
        Assert.Empty(ImportLists.Of(store.Session, mine with { Key = "sk_bbbbbb" }));
        Assert.Empty(ImportLists.Of(store.Session, mine with { Key = null }));
        Assert.Single(ImportLists.Of(store.Session, Scope.Whole));
        Assert.Null(ImportLists.Find(store.Session, Scope.Whole, store.Log, entry + 1));
        Assert.Null(ImportLists.Find(store.Session, Scope.Whole, store.Log, 0));
    }

    [Theory, OnEngines]
    public void A_key_keeps_its_countries_and_entries_of_earlier_programs_have_none(Engine engine)
    {
        var store = Open(engine);
        var made = NewKey.Make(Roles.Viewer, "default", "app", ["US, India", "us"]);
        store.Log.Append(KeyOrder.Kind, store.Now, made.Order.ToJson());
        store.Log.Append(KeyOrder.Kind, store.Now, """{"Id":"sk_old","Hash":"00","Role":"admin","Source":"default","Space":"app"}""");
        store.Pipeline.Run(store.Session);
        var keys = ApiKeys.All(store.Session).ToDictionary(k => k.Id, k => k.Countries);
        Assert.Equal(["IN", "US"], keys[made.Shown.Id]);
        Assert.Null(keys["sk_old"]);
        Assert.Equal(["IN", "US"], ApiKeys.ByHash(store.Session)[ApiKeys.Hash(made.Shown.Key)].Countries);
        Assert.Equal("countries", Assert.Throws<KeyException>(() => NewKey.Make(Roles.Viewer, "default", "app", ["Atlantis"])).Part);
        Assert.Equal("role", Assert.Throws<KeyException>(() => NewKey.Make("root", "default", "app", [])).Part);
    }
}
