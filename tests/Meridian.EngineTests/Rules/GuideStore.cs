using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using Meridian.Rules.Checking;
using Meridian.Rules.Rates;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;

namespace Meridian.EngineTests.Rules;

/// <summary>The five customers of docs/rules.md, on Monday, 2 March 2026, 12:00 UTC.</summary>
internal static class GuideStore
{
    private const string Customers = """
        id,name,email,phone,country,city,language,birth date,age,whatsapp,telegram,instagram,wechat,created at,orders,total spent,consent,tier,loyalty points
        ana,Ana Lee,ana@example.com,,US,Austin,en,2003-03-02,,+1 512 555 0147,,,,2025-12-01,3,195,yes,gold,
        bo,Bo Ek,,+46 70 174 06 05,SE,Malmö,sv,,,,,,,2023-05-05,,,,,120
        fatima,Fatima Noor,fatima@example.com,,AE,Dubai,ar,1985-11-20,,,,fatima.noor,,2025-09-20,,,,silver,
        raj,Raj Rao,raj@example.com,,IN,Pune,hi,,29,,raj_rao,,,2026-01-15,1,40,,gold,
        wei,Wei Zhang,wei@example.com,,CN,Hangzhou,zh,1990-05-05,,,,,wei_zhang90,2024-01-10,,700,,,
        """;

    private const string Mapping = """
        {"columns":{"id":"external_id","name":"name","email":"email","phone":"phone","country":"country","city":"city","language":"language","birth date":"birth_date","age":"age",
        "whatsapp":"handle:whatsapp","telegram":"handle:telegram","instagram":"handle:instagram","wechat":"handle:wechat","created at":"created_at","orders":"orders_count","total spent":"total_spent",
        "consent":"marketing_consent"}}
        """;

    public static void Fill(TestStore store)
    {
        store.Import(Customers, mapping: Mapping.ReplaceLineEndings(" "));
        string[] known = ["ana", "fatima", "raj", "wei"];
        store.Send(
        [
            .. known.Select(k => $$"""{"type":"identify","userId":"{{k}}","messageId":"who-{{k}}","timestamp":"2026-03-01T00:00:00Z","traits":{"email":"{{k}}@example.com"} }"""),
            Event("ana", "Order Completed", "2026-02-10T09:00", """{"total":60,"currency":"USD","coupon":"SPRING"}"""),
            Event("ana", "Order Completed", "2026-02-20T09:00", """{"total":80,"currency":"USD"}"""),
            Event("ana", "Order Completed", "2026-02-28T09:00", """{"total":55,"currency":"USD"}"""),
            Event("ana", "Product Viewed", "2026-02-27T10:00", """{"product_id":"p1"}"""),
            Event("ana", "Product Viewed", "2026-02-27T10:05", """{"product_id":"p2"}"""),
            Event("ana", "Product Viewed", "2026-02-28T07:00", """{"product_id":"p1"}"""),
            Event("ana", "Product Added", "2026-02-28T08:00", """{"price":55}"""),
            Event("fatima", "Product Added", "2026-02-28T10:00", """{"price":120}"""),
            .. Enumerable.Range(20, 6).Select(d => Event("raj", "Message Received", $"2026-02-{d}T06:00", """{"channel":"telegram"}""")),
            Event("raj", "Lesson Finished", "2026-02-28T06:00", "{}"),
            Event("raj", "Lesson Finished", "2026-03-01T06:00", "{}"),
            Event("raj", "Lesson Finished", "2026-03-02T06:00", "{}"),
            .. new[] { "2025-08-01", "2025-08-21", "2025-09-10", "2025-10-01" }.Select(d => Event("wei", "Order Completed", $"{d}T03:00", """{"total":175,"currency":"CNY"}""")),
        ]);
        var log = new ActingLog(store.Log, "local:test");
        RateBook.State(store.Session, log, "EUR", [new(new DateOnly(2025, 7, 1), "USD", 1.1), new(new DateOnly(2025, 7, 1), "CNY", 7.7)], null, store.Now);
        TagIntake.Save(store.Session, log, new TagDefinition("vip") { Origin = TagOrigins.Manual }, null, store.Now);
        store.Pipeline.Run(store.Session);
        TagIntake.Publish(store.Session, log, "vip", null, null, store.Now);
        SegmentIntake.Save(store.Session, log, new SegmentDefinition("big_spenders", "total_spent > 500"), null, store.Now);
        store.Pipeline.Run(store.Session);
        TaggingIntake.Take(store.Session, log, new TaggingRequest(TaggingOrder.Give, "vip", null, null, "knows us well"), $"select cast({store.ProfileOf("crm/raj").Id} as uuid) as profile_id", store.Now);
        store.Pipeline.Run(store.Session);
        store.Evaluate();
    }

    /// <summary>For whom a rule holds: "Ana, Raj", or "nobody".</summary>
    public static string Matching(TestStore store, string rule)
    {
        var words = StoreVocabulary.Of(store.Session);
        var who = RuleSelection.Ids(store.Session, Scope.Whole, StoreFacts.Now(words, store.Now), RuleChecker.Check(rule, words));
        var names = store.Session.List($"select split_part(p.name, ' ', 1) from {ProfileTables.Profile} p where p.profile_id in ({who})", r => r.Text(0)!);
        return names.Count == 0 ? "nobody" : string.Join(", ", names.Order(StringComparer.Ordinal));
    }

    private static string Event(string user, string name, string at, string properties) =>
        $$"""{"type":"track","userId":"{{user}}","messageId":"{{user}}-{{name}}-{{at}}","event":"{{name}}","timestamp":"{{at}}:00Z","properties":{{properties}}}""";
}
