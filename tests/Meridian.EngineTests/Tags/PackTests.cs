using System.Globalization;
using System.Text.RegularExpressions;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Rules.Syntax;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Packs;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>The worked examples of the packs: customers in words, and who has the tag. The clock stands at 2026-03-02 12:00 UTC.</summary>
public sealed class PackTests : StoreTests
{
    [Theory, OnEngines]
    public void Every_pack_installs_into_an_empty_store(Engine engine)
    {
        var store = Open(engine);
        foreach (var pack in TagPacks.All)
        {
            var receipts = Install(store, pack.Key, publish: false);
            Assert.Equal(pack.Tags.Select(t => t.Key), receipts.Select(r => r.Key));
            Assert.All(receipts, r => Assert.Equal((PackReceipt.Saved, 1), (r.Outcome, r.Version)));
        }

        Assert.Equal(TagPacks.All.Sum(p => p.Tags.Count), TagBook.All(store.Session).Count);
    }

    [Theory, OnEngines]
    public void A_rebuild_gives_the_same(Engine engine)
    {
        var store = Open(engine);
        Buyers(store, "wei", "ana");
        Order(store, "wei", 175, 212, 192, 172, 152);
        Install(store, "churn_risk");
        Assert.Equal("wei=high", Having(store, "churn_risk"));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void A_tag_of_the_team_s_own_is_kept_unless_it_is_to_be_replaced(Engine engine)
    {
        var store = Open(engine);
        store.Define("repeat_buyer", "orders_count > 7");
        Assert.Equal(PackReceipt.Kept, Install(store, "value").Single(r => r.Key == "repeat_buyer").Outcome);
        Assert.Equal("orders_count > 7", TagBook.PublishedOf(store.Session, "repeat_buyer")!.Definition.Rule);
        Assert.Equal((PackReceipt.Published, 2), Install(store, "value", replace: true).Where(r => r.Key == "repeat_buyer").Select(r => (r.Outcome, r.Version)).Single());
        Assert.Equal("""count("Order Completed") >= 2""", TagBook.PublishedOf(store.Session, "repeat_buyer")!.Definition.Rule);
    }

    [Theory, OnEngines]
    public void Drafts_are_had_by_nobody(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,country\nana,US\n");
        Assert.All(Install(store, "region", publish: false), r => Assert.Equal(PackReceipt.Saved, r.Outcome));
        Assert.Equal("", Having(store, "market"));
        Assert.Empty(TagBook.Published(store.Session));
    }

    [Theory, OnEngines]
    public void Region(Engine engine)
    {
        var store = Open(engine);
        store.Import("""
            id,name,country,city,created_at
            ana,Ana of Austin registered in December,US,Austin,2025-12-01
            old,An American since long,US,Boston,2024-01-01
            wei,Wei,CN,上海市,2024-01-01
            hong,Somebody in Hong Kong,HK,Hong Kong,2024-01-01
            fatima,Fatima,AE,Dubai,2024-01-01
            cy,Cy,SE,Lund,2024-01-01
            bo,Bo whom nobody can place,,,2024-01-01
            """);
        Install(store, "region");
        Assert.Equal("ana=north_america cy=europe fatima=middle_east hong=greater_china old=north_america wei=greater_china", Having(store, "market"));
        Assert.Equal("ana", Having(store, "us_newcomer"));
        Assert.Equal("wei=shanghai", Having(store, "china_city"));
        Assert.Equal("bo", Having(store, "place_unknown"));
        store.Clock.Advance(Duration.FromDays(92));
        store.Evaluate();
        Assert.Equal("", Having(store, "us_newcomer"));
    }

    [Theory, OnEngines]
    public void Platform(Engine engine)
    {
        var store = Open(engine);
        Customers(store, """
            id,name,email,country,whatsapp,telegram,instagram,phone
            ana,Ana in the US on WhatsApp,ana@example.com,US,+1 512 555 0147,,,
            raj,Raj in India on Telegram,raj@example.com,IN,,raj_rao,,
            fatima,Fatima in the UAE on Instagram,fatima@example.com,AE,,,fatima.noor,
            cy,Cy has an address and nothing else,cy@example.com,SE,,,,
            bo,Bo has a phone and nothing else,bo@example.com,SE,,,,+46 70 174 06 05
            """);
        // Ana did something on six days of this month, the last yesterday; Raj wrote once a week for ten weeks, on Telegram, twice on WhatsApp too; Fatima wrote six times last week.
        Send(store, "ana", "Product Viewed", "{}", [1, 3, 5, 8, 13, 21]);
        Send(store, "raj", "Message Received", """{"platform":"telegram"}""", [.. Enumerable.Range(0, 10).Select(w => (7 * w) + 1)]);
        Send(store, "raj", "Message Received", """{"platform":"whatsapp"}""", [2, 9]);
        Send(store, "fatima", "Message Received", """{"platform":"instagram"}""", [2, 3, 4, 5, 6, 7]);
        Install(store, "platform");
        Assert.Equal("ana raj", Having(store, "reach_chat"));
        Assert.Equal("cy fatima", Having(store, "reach_email_only"));
        Assert.Equal("raj=telegram", Having(store, "preferred_chat"));
        Assert.Equal("ana", Having(store, "us_whatsapp_active"));
        Assert.Equal("raj", Having(store, "india_telegram_online"));
        Assert.Equal("fatima", Having(store, "uae_instagram_engaged"));
    }

    [Theory, OnEngines]
    public void Activity(Engine engine)
    {
        var store = Open(engine);
        Customers(store, "id,name,email,last_seen_at\nana,Ana,ana@example.com,\nbo,Bo was last seen 40 days ago,bo@example.com,2026-01-21\nraj,Raj,raj@example.com,\ncy,Nobody knows of Cy,cy@example.com,\n");
        Send(store, "ana", "Product Viewed", "{}", [1, 5, 9, 14, 20]);
        Send(store, "raj", "Message Received", "{}", [3, 4, 5, 6, 7, 8, 35, 42, 49, 56, 63, 70, 77]);
        Install(store, "activity");
        Assert.Equal("ana=high bo=low cy=unknown raj=high", Having(store, "activity"));
        Assert.Equal("raj", Having(store, "high_interaction"));
        Assert.Equal("raj", Having(store, "long_term_online"));
    }

    [Theory, OnEngines]
    public void Value(Engine engine)
    {
        var store = Open(engine);
        Buyers(store, "six", "two", "one", "five", "late", "fresh", "gone", "none");
        Order(store, "six", 200, 40, 80, 120, 160, 200, 240);
        Order(store, "two", 60, 100, 200);
        Order(store, "one", 30, 100);
        Order(store, "five", 140, 14, 60, 100, 150, 200);
        Order(store, "late", 140, 150, 160, 170, 180, 190);
        Order(store, "fresh", 20, 20);
        Order(store, "gone", 900, 700);
        Install(store, "value");
        Assert.Equal("five=medium fresh=low late=medium one=low six=high two=medium", Having(store, "value_tier"));
        Assert.Equal("five=champion fresh=promising gone=lapsed late=at_risk one=cooling six=loyal two=cooling", Having(store, "rfm"));
        Assert.Equal("five late six two", Having(store, "repeat_buyer"));
        Assert.Equal("six", Having(store, "top_spender"));
    }

    [Theory, OnEngines]
    public void Life_stage(Engine engine)
    {
        var store = Open(engine);
        Customers(store, """
            id,name,email,country,birth_date,created_at,last_order_at
            ana,Ana has been known for 20 days and was born on 2 March,ana@example.com,US,2003-03-02,2026-02-10,
            bo,Bo came in 2023 and ordered two months ago,bo@example.com,SE,1960-01-01,2023-05-05,2026-01-02
            cy,Cy was last seen ordering four months ago,cy@example.com,SE,2010-01-01,2023-05-05,2025-11-02
            lo,Lo seven,lo@example.com,SE,,2023-05-05,2025-07-30
            no,Of No nothing dates from,no@example.com,SE,,,
            wei,Wei turns 36 in May,wei@example.com,CN,1990-05-05,2023-05-05,
            """);
        Send(store, "wei", "Product Viewed", "{}", [2, 400]);
        Install(store, "life_stage");
        Assert.Equal("ana=new bo=active cy=lapsing lo=lost wei=active", Having(store, "life_stage"));
        Assert.Equal("wei", Having(store, "won_back"));
        Assert.Equal("ana=young bo=senior cy=minor wei=middle", Having(store, "age_group"));
        Assert.Equal("ana", Having(store, "birthday_today"));
    }

    [Theory, OnEngines]
    public void Who_turns_35_moves_on_the_day_in_their_own_zone(Engine engine)
    {
        var store = Open(engine);
        store.Import("id,name,country,time_zone,birth_date\nwei,Wei of Shanghai,CN,Asia/Shanghai,1991-03-03\nana,Ana of Austin,US,America/Chicago,1991-03-03\n");
        Install(store, "life_stage");
        Assert.Equal("ana=young wei=young", Having(store, "age_group"));
        store.Clock.Reset(Instant.FromUtc(2026, 3, 2, 17, 0));
        store.Evaluate();
        Assert.Equal("ana=young wei=middle", Having(store, "age_group"));
        store.Clock.Reset(Instant.FromUtc(2026, 3, 3, 7, 0));
        store.Evaluate();
        Assert.Equal("ana=middle wei=middle", Having(store, "age_group"));
    }

    [Theory, OnEngines]
    public void Churn_risk(Engine engine)
    {
        var store = Open(engine);
        Buyers(store, "wei", "cy", "ana", "nobody");
        Order(store, "wei", 175, 212, 192, 172, 152);
        Order(store, "cy", 200, 40);
        Order(store, "cy", 80, 10);
        Order(store, "ana", 50, 7, 37, 67, 97);
        Install(store, "churn_risk");
        Assert.Equal("wei", Having(store, "no_recent_purchase"));
        Assert.Equal("wei", Having(store, "out_of_rhythm"));
        Assert.Equal("cy", Having(store, "spend_halved"));
        Assert.Equal("ana=low cy=medium wei=high", Having(store, "churn_risk"));
    }

    [Theory, OnEngines]
    public void Ecommerce(Engine engine)
    {
        var store = Open(engine);
        Buyers(store, "ana", "fatima", "raj", "bo", "back");
        Order(store, "ana", 60, 20, 10);
        Send(store, "ana", "Order Completed", """{"total":60,"coupon":"SPRING"}""", [2, 40]);
        Send(store, "ana", "Order Completed", """{"total":60,"coupon":"AUTUMN"}""", [150]);
        Send(store, "fatima", "Product Added", """{"price":120}""", [2]);
        Send(store, "ana", "Product Added", "{}", [3]);
        Order(store, "raj", 40, 6);
        for (var p = 1; p <= 6; p++)
            Send(store, "bo", "Product Viewed", $$"""{"product_id":"p{{p}}"}""", [p]);
        Order(store, "back", 10, 100, 110, 120);
        Send(store, "back", "Order Refunded", "{}", [90, 105]);
        Install(store, "ecommerce");
        Assert.Equal("ana", Having(store, "frequent_buyer"));
        // Ana put something into her cart three days ago and ordered a day later.
        Assert.Equal("fatima", Having(store, "cart_abandoned"));
        Assert.Equal("raj", Having(store, "first_order_new"));
        Assert.Equal("ana", Having(store, "coupon_hunter"));
        Assert.Equal("bo", Having(store, "browses_without_buying"));
        Assert.Equal("back", Having(store, "sends_back"));
        store.Clock.Advance(Duration.FromDays(12));
        store.Evaluate();
        Assert.Equal("", Having(store, "frequent_buyer"));
    }

    [Theory, OnEngines]
    public void Finance(Engine engine)
    {
        var store = Open(engine);
        Customers(store, "id,name,email,assets,risk_appetite,age\nlin,Lin has assets of 2.3 million,lin@example.com,2300000,,40\ndi,Di takes risks,di@example.com,5000,growth,30\nkid,Kid takes risks too,kid@example.com,,growth,16\nbo,Bo,bo@example.com,,,50\ngot,Got was granted a loan,got@example.com,,,50\n");
        Send(store, "lin", "Fund Viewed", "{}", [1, 3, 8]);
        Send(store, "bo", "Deposit Made", """{"amount":300000}""", [10, 200]);
        Send(store, "bo", "Loan Calculator Used", "{}", [3, 4]);
        Send(store, "got", "Loan Calculator Used", "{}", [3, 4]);
        Send(store, "got", "Loan Granted", "{}", [2]);
        Install(store, "finance");
        Assert.Equal("bo lin", Having(store, "high_net_worth"));
        Assert.Equal("di lin", Having(store, "investment_minded"));
        Assert.Equal("bo", Having(store, "loan_need"));
    }

    [Theory, OnEngines]
    public void Retail(Engine engine)
    {
        var store = Open(engine);
        Buyers(store, "ana", "bo", "wei");
        // 2025-12-12 is 80 days ago, 2025-11-29 and 2025-12-05 are 93 and 87, 2026-02-01 is 29.
        Order(store, "ana", 10, 80, 200);
        Order(store, "bo", 10, 93, 87);
        Order(store, "wei", 10, 29);
        Send(store, "ana", "Product Viewed", """{"category":"Shoes"}""", [3, 7, 7.1]);
        Send(store, "wei", "Product Added", """{"category":"Shoes"}""", [30.5]);
        Install(store, "retail");
        Assert.Equal("ana bo", Having(store, "year_end_shopper"));
        Assert.Equal("wei", Having(store, "lunar_new_year_shopper"));
        Assert.Equal("bo", Having(store, "season_only"));
        Assert.Equal("ana", Having(store, "interested_in_shoes"));
        Assert.Equal("ana", Having(store, "looked_not_bought_shoes"));
    }

    [Fact]
    public void Packs_are_named_in_the_three_languages_and_explain_themselves()
    {
        Assert.Equal(["region", "platform", "activity", "value", "life_stage", "churn_risk", "ecommerce", "finance", "retail"], TagPacks.All.Select(p => p.Key));
        var tags = TagPacks.All.SelectMany(p => p.Tags).ToList();
        Assert.Equal(tags.Count, tags.Select(t => t.Key).Distinct().Count());
        string[] languages = ["en", "zh-Hans", "zh-Hant"];
        Assert.All(TagPacks.All, p =>
        {
            Assert.Equal(languages, p.Names.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(languages, p.Descriptions.Keys.Order(StringComparer.Ordinal));
        });
        Assert.All(tags, t =>
        {
            Assert.Equal(languages, t.Names!.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(languages, t.Descriptions!.Keys.Order(StringComparer.Ordinal));
            Assert.All(t.Values ?? [], v => Assert.Equal(languages, v.Names!.Keys.Order(StringComparer.Ordinal)));
            Assert.Contains("Example: ", t.Notes, StringComparison.Ordinal);
            Assert.All(t.Rules, r => Assert.Equal(r.Rule, RuleFormatter.Format(RuleText.Parse(r.Rule))));
        });
    }

    [Fact]
    public void The_page_lists_what_the_packs_hold()
    {
        var path = Path.Combine(Root(), "docs", "packs.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var made = Regex.Replace(
            page, "(?<=<!-- made by PackTests -->\n).*?(?=\n<!-- end -->)", string.Join("\n\n", TagPacks.All.Select(Listed)).Replace("$", "$$", StringComparison.Ordinal), RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        if (Environment.GetEnvironmentVariable("MERIDIAN_GOLDEN") == "write")
            File.WriteAllText(path, made);
        Assert.True(made == page, "docs/packs.md is not what the packs hold. Run this test with MERIDIAN_GOLDEN=write and look at the difference.");
    }

    private static string Listed(TagPack pack) =>
        $"### {pack.NameIn("en")}: `{pack.Key}`\n\n{pack.DescriptionIn("en")}\n\n| tag | 简体 | 繁體 | who has it | |\n|---|---|---|---|---|\n"
        + string.Join('\n', pack.Tags.Select(t => $"| `{t.Key}`{(t.Values is null ? "" : $": {string.Join(", ", t.Values.Select(v => v.Value))}")} | {t.NameIn("zh-Hans")} | {t.NameIn("zh-Hant")} | {t.Descriptions!["en"]} | {t.Notes} |"));

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }

    internal static IReadOnlyList<PackReceipt> Install(TestStore store, string pack, bool publish = true, bool replace = false) =>
        PackInstall.Run(store.Session, new ActingLog(store.Log, "local:test"), TagPacks.Find(pack), publish, replace, store.Now, () => store.Pipeline.Run(store.Session));

    /// <summary>Who have a tag, by their ids in the list of customers, with its value where it has values: "ana bo=gold".</summary>
    /// <summary>Who has a tag, with the value where it has some, by id.</summary>
    internal static string Having(TestStore store, string tag)
    {
        var names = store.Profiles().ToDictionary(p => p.Id, p => p.Records.First(r => r.StartsWith("crm/", StringComparison.Ordinal))[4..]);
        return string.Join(' ', store.Session.List(
            $"select profile_id, value from {TagTables.Assignment} where tag = {tag}", r => $"{names[r.Id(0)]}{(r.Text(1) == TagTables.Yes ? "" : $"={r.Text(1)}")}").Order(StringComparer.Ordinal));
    }

    private static void Customers(TestStore store, string csv) => store.Import(csv);

    private static void Buyers(TestStore store, params string[] ids) => Customers(store, $"id,email,country\n{string.Concat(ids.Select(i => $"{i},{i}@example.com,MX\n"))}");

    private static void Order(TestStore store, string who, int total, params double[] daysAgo) => Send(store, who, "Order Completed", $$"""{"total":{{total}}}""", daysAgo);

    private static void Send(TestStore store, string who, string name, string properties, double[] daysAgo) => store.Send([.. daysAgo.Select(d =>
    {
        var at = (TestStore.Start - Duration.FromMinutes(d * 1440)).ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$$"""{"type":"track","messageId":"{{{who}}}-{{{name}}}-{{{properties.GetHashCode(StringComparison.Ordinal)}}}-{{{d}}}","event":"{{{name}}}","timestamp":"{{{at}}}","context":{"traits":{"email":"{{{who}}}@example.com"}},"properties":{{{properties}}} }""";
    })]);
}
