using Meridian.EngineTests.Store;
using Meridian.Foundation.Governance;
using Meridian.Rules.Checking;
using Meridian.Rules.Syntax;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.EngineTests.Rules;

/// <summary>Every construct of the rule language on a handful of customers; the clock stands at <see cref="TestStore.Start"/>, Monday 2026-03-02 12:00 UTC.</summary>
public sealed class RuleTests : StoreTests
{
    private const string Customers = """
        id,name,country,language,time_zone,email,whatsapp,telegram,born,age,created,points,tier
        1,Ann Lee,US,en,America/New_York,ann@example.com,+14155550101,,1990-03-02,,2025-10-01,120,gold
        2,Bo Lim,IN,hi,Asia/Kolkata,bo@example.com,,@bolim,2000-02-29,,2024-01-01,9.5,silver
        3,Cy Straße,DE,de,Europe/Berlin,cy@example.com,,,,30,2026-02-28,x,
        4,Dan,AE,ar,Asia/Dubai,,+971501234567,,2026-03-03,,,,
        5,Eve,CN,zh-Hans,Asia/Shanghai,eve@example.com,,,1988-02-28,,2026-03-02,-3,gold
        """;

    private const string Mapping = """
        {"columns":{"id":"external_id","name":"name","country":"country","language":"language","time_zone":"time_zone","email":"email","whatsapp":"handle:whatsapp","telegram":"handle:telegram",
        "born":"birth_date","age":"age","created":"created_at","points":"trait:points","tier":"trait:tier"}}
        """;

    private static readonly (string Rule, string Customers)[] Cases =
    [
        // Traits, in and between, and missing values.
        ("""country = "US" """, "1"),
        ("""country in ("US", "India") """, "1 2"),
        ("""country != "US" """, "2 3 4 5"),
        ("""not country = "US" """, "2 3 4 5"),
        ("""area = "Middle East" """, "4"),
        ("""language = "zh" """, "5"),
        ("age between 18 and 36", "1 2 3"),
        ("age = 36", "1"),
        ("age = 26", "2"),
        ("age is missing", "4"),
        ("birthday", "1"),
        ("birth_date is not missing", "1 2 5"),
        ("age < 100", "1 2 3 5"),
        ("not age < 100", "4"),
        ("created_at >= 2026-02-28", "3 5"),
        ("created_at > 6 months ago", "1 3 5"),
        ("days_since(created_at) < 3", "3 5"),
        ("""weekday = "monday" """, "1 2 3 4 5"),
        ("today = 2026-03-02", "1 2 3 4 5"),
        // Traits of the team's own.
        ("points > 9", "1 2"),
        ("points < 100", "2 5"),
        ("points is missing", "4"),
        ("""tier = "gold" """, "1 5"),
        ("""trait("tier") != "gold" """, "2"),
        // Texts.
        ("""name contains "l" """, "1 2"),
        ("""name starts with "ANN" """, "1"),
        ("""name ends with "straße" """, "3"),
        ("""name matches "^[A-D]\\w+$" """, "4"),
        ("""name matches "\\bLi" """, "2"),
        // Platforms, identifiers, sources, labels.
        ("""platform("whatsapp")""", "1 4"),
        ("""platform("telegram") or platform("line")""", "2"),
        ("""identifier("email")""", "1 2 3 5"),
        ("""source("crm")""", "1 2 3 4 5"),
        ("""activity = "unknown" """, "2 3 4 5"),
        ("""activity""", "1 2 3 4 5"),
        ("""tag("high_interaction")""", ""),
        // Events.
        ("""count("Order Completed") >= 2""", "1"),
        ("""count("Order Completed", within: 30 days) = 1""", "1"),
        ("""count("Order Completed", within: 30 days, where: total >= 50) = 1""", "1"),
        ("""count("Order Completed", within: 30 days, where: currency = "EUR") = 1""", ""),
        ("""count("Order Completed", where: currency = "EUR" or items > 2) = 2""", "1"),
        ("""count("Order Completed", between: 60 days and 30 days) = 1""", "1"),
        ("""count("Order Completed", before: 30 days) = 1""", "1"),
        ("""count("Order Completed", between: 2026-01-01 and 2026-02-01) = 1""", "1"),
        ("""count("Order Completed") = 0""", "2 3 4 5"),
        ("""sum("Order Completed".total) = 90.5""", "1"),
        ("""sum("Order Completed".total, within: 1 day) = 0""", "1 2 3 4 5"),
        ("""avg("Order Completed".items) = 2""", "1"),
        ("""max("Order Completed".items) = 3 and min("Order Completed".items) = 1""", "1"),
        ("""distinct("Order Completed".currency) = 2""", "1"),
        ("""first("Order Completed".currency) = "EUR" and last("Order Completed".currency) = "USD" """, "1"),
        ("""days_since(last("Order Completed")) = 10""", "1"),
        ("""days_since(last()) < 11""", "1"),
        ("""last("Order Completed") is missing""", "2 3 4 5"),
        ("active_days() = 3", "1"),
        ("usual_gap() is missing", "1 2 3 4 5"),
        ("streak() = 0", "1 2 3 4 5"),
        ("""sum("Order Completed".total) / count("Order Completed") > 45""", "1"),
        ("""sum("Order Completed".total) / 0 > 45""", ""),
        // Sequences.
        ("""sequence("Product Added" then "Order Completed" within 2 days)""", "1"),
        ("""sequence("Product Added" then "Order Completed" within 23 hours)""", ""),
        ("""sequence("Order Completed" then no "Product Added" within 24 hours)""", "1"),
        ("""sequence("Order Completed" then "Product Added" then "Order Completed" where total > 50 within 1 day)""", "1"),
        ("""sequence("Product Added" then no "Order Completed" within 24 hours)""", ""),
        ("""sequence("Product Added" then "Order Completed", within: 5 days)""", ""),
        // Places among others.
        ("percentile(points) >= 66", "1 2"),
        ("percentile(points) > 67", "1"),
        ("percentile(points) < 50", "5"),
        ("rank(points) <= 2", "1 2"),
        ("rank(points) = 2", "2"),
        ("rank(points, per: country) = 1", "1 2 5"),
        // Consent.
        ("""consent("email", "marketing")""", "2"),
        ("""age between 18 and 30 and not tag("high_interaction") and consent("email", "marketing")""", "2"),
    ];

    [Theory, OnEngines]
    public void Each_rule_holds_for_those_it_should(Engine engine)
    {
        var store = Prepared(engine);
        var words = StoreVocabulary.Of(store.Session);
        var wrong = new List<string>();
        foreach (var (rule, customers) in Cases)
        {
            try
            {
                var found = Names(store, RuleSelection.Ids(store.Session, Scope.Whole, StoreFacts.Now(words, store.Now), RuleChecker.Check(rule, words)));
                if (found != customers)
                    wrong.Add($"{rule}: {found} instead of {customers}");
            }
            catch (Exception e) when (e is System.Data.Common.DbException or RuleException)
            {
                wrong.Add($"{rule}: {e.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    private TestStore Prepared(Engine engine)
    {
        var store = Open(engine);
        store.Import(Customers, mapping: Mapping);
        store.Send(
            Order("o1", "2026-01-20T12:00:00Z", """{"total":40,"currency":"EUR","items":1}"""),
            """{"type":"track","event":"Product Added","messageId":"a1","externalId":"x","traits":{},"timestamp":"2026-02-19T12:00:00Z","userId":"u1"}""",
            Order("o2", "2026-02-20T12:00:00Z", """{"total":50.5,"currency":"USD","items":"3"}"""),
            """{"type":"identify","messageId":"i1","userId":"u1","traits":{"email":"ann@example.com"}}""",
            """{"type":"identify","messageId":"i2","userId":"u2","context":{"userAgent":"x"},"traits":{"email":"bo@example.com","marketing_consent":true}}""");
        return store;
    }

    private static string Order(string id, string at, string properties) =>
        $$"""{"type":"track","event":"Order Completed","messageId":"{{id}}","userId":"u1","timestamp":"{{at}}","properties":{{properties}}}""";

    private static string Names(TestStore store, Meridian.Foundation.Database.Sql ids) => string.Join(' ', store.Session.Query(
        $"select distinct external_id from record where source = 'crm' and profile_id in ({ids}) order by 1", r => r.Text(0)!));
}
