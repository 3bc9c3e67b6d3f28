using System.Globalization;
using CsCheck;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest.Reading;
using Meridian.Rules.Rates;
using Meridian.Rules.Syntax;

namespace Meridian.EngineTests.Rules;

/// <summary>Amounts of many currencies in one. The clock stands at 2026-03-02 12:00 UTC.</summary>
public sealed class RateTests : StoreTests
{
    private static readonly DateOnly Monday = new(2026, 2, 2);

    [Theory, OnEngines]
    public void An_amount_is_turned_by_the_rate_of_its_day_or_the_latest_before(Engine engine)
    {
        var store = Open(engine);
        State(store, (Monday, "USD", 1.0), (Monday, "CNY", 8), (Monday.AddDays(4), "CNY", 10), (Monday.AddDays(7), "USD", 2));
        Bought(store, "before", "2026-02-01", 80, "CNY");
        Bought(store, "monday", "2026-02-02", 80, "CNY");
        Bought(store, "thursday", "2026-02-05", 80, "CNY");
        Bought(store, "friday", "2026-02-06", 80, "CNY");
        Bought(store, "later", "2026-02-20", 80, "CNY");
        Bought(store, "base", "2026-02-20", 30, "EUR");
        Bought(store, "same", "2026-01-01", 7, "usd");
        Bought(store, "unknown", "2026-02-20", 80, "INR");
        Bought(store, "none", "2026-02-20", 80, null);
        Assert.Equal(
            ["base 60", "before -", "friday 8", "later 16", "monday 10", "none -", "same 7", "thursday 10", "unknown -"],
            new[] { "base", "before", "friday", "later", "monday", "none", "same", "thursday", "unknown" }.Select(who => $"{who} {Amount(store, who)}"));
        Assert.Equal("", Names(store, "sum(\"Order Completed\".total, currency: \"USD\") > 60"));
        Assert.Equal("base", Names(store, "sum(\"Order Completed\".total, currency: \"USD\") >= 60"));
        Assert.Equal("base", Names(store, "max(\"Order Completed\".total, currency: \"EUR\", within: 30 days) > 16"));
    }

    [Theory, OnEngines]
    public void Sums_and_averages_are_of_turned_amounts_and_tags_follow_new_rates(Engine engine)
    {
        var store = Open(engine);
        Bought(store, "ana", "2026-02-10", 100, "CNY");
        Bought(store, "ana", "2026-02-11", 10, "USD");
        Tags.Tagging.Define(store, "rich", "sum(\"Order Completed\".total, currency: \"USD\") >= 30");
        Assert.Equal("", Names(store, "tag(\"rich\")"));
        State(store, (Monday, "USD", 1), (Monday, "CNY", 5));
        Assert.Equal("ana", Names(store, "avg(\"Order Completed\".total, currency: \"USD\") = 15"));
        Assert.Equal(1, store.Session.Count($"select count(*) from {Meridian.Tags.TagTables.Assignment} where tag = 'rich'"));
        // The last word counts, and the log makes the same again.
        State(store, (Monday, "CNY", 50));
        Assert.Equal(0, store.Session.Count($"select count(*) from {Meridian.Tags.TagTables.Assignment} where tag = 'rich'"));
        Assert.Equal(["CNY 50", "USD 1"], RateBook.All(store.Session).Select(r => FormattableString.Invariant($"{r.Currency} {r.Rate}")));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void Rates_that_make_no_sense_are_refused(Engine engine)
    {
        var store = Open(engine);
        Assert.Contains("no rate is stated", Assert.Throws<RateException>(() => State(store)).Message, StringComparison.Ordinal);
        Assert.Contains("is no rate", Assert.Throws<RateException>(() => State(store, (Monday, "USD", 0))).Message, StringComparison.Ordinal);
        Assert.Contains("is no rate", Assert.Throws<RateException>(() => State(store, (Monday, "Taler", 2))).Message, StringComparison.Ordinal);
        Assert.Contains("is no rate", Assert.Throws<RateException>(() => State(store, (Monday, "USD", double.NaN))).Message, StringComparison.Ordinal);
        Assert.Contains("has not been yet; state rates until 2026-03-09", Assert.Throws<RateException>(() => State(store, (new DateOnly(2206, 1, 15), "USD", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("is null", Assert.Throws<RateException>(() => RateBook.State(store.Session, new ActingLog(store.Log, "local:test"), "EUR", [null!], null, store.Now)).Message, StringComparison.Ordinal);
        State(store, (Monday, "usd", 1.1));
        Assert.Equal("USD", Assert.Single(RateBook.All(store.Session)).Currency);
        var other = Assert.Throws<RateException>(() => RateBook.State(store.Session, new ActingLog(store.Log, "local:test"), "USD", [new(Monday, "CNY", 7)], null, store.Now));
        Assert.Equal("the rates that are there are per one EUR, and these are per one USD; state them per EUR", other.Message);
    }

    [Theory, OnEngines]
    public void An_amount_of_nothing_that_there_is_is_left_out(Engine engine)
    {
        var store = Open(engine);
        State(store, (Monday, "USD", 1e-9), (Monday, "CNY", 1e9));
        Bought(store, "huge", "2026-02-20", 1e308, "USD");
        Bought(store, "tiny", "2026-02-20", 5e-324, "CNY");
        Bought(store, "some", "2026-02-20", 1, "EUR");
        Assert.Equal("some", Names(store, "max(\"Order Completed\".total, currency: \"CNY\") > 0"));
        Assert.Equal("some", Names(store, "max(\"Order Completed\".total, currency: \"USD\") > 0"));
    }

    /// <summary>As two servers could have written them at once: what the log has first counts.</summary>
    [Theory, OnEngines]
    public void Rates_per_another_currency_than_the_first_are_passed_over(Engine engine)
    {
        var store = Open(engine);
        State(store, (Monday, "USD", 2));
        store.Log.Append(RateOrder.Kind, store.Now, new RateOrder("USD", [new CurrencyRate(Monday, "EUR", 7), new CurrencyRate(Monday, "CNY", 7)]).ToJson());
        store.Pipeline.Run(store.Session);
        Assert.Equal(["USD 2"], RateBook.All(store.Session).Select(r => FormattableString.Invariant($"{r.Currency} {r.Rate}")));
        Bought(store, "ana", "2026-02-20", 10, "EUR");
        Assert.Equal("ana", Names(store, "sum(\"Order Completed\".total, currency: \"USD\") = 20"));
    }

    /// <summary>Later days, earlier ones, gaps and corrections, in whatever order they come.</summary>
    [Theory, OnEngines]
    public void The_days_are_the_same_however_the_rates_came(Engine engine) => Gen.Select(Gen.Int[0, 40], Gen.OneOf(["USD", "CNY", "JPY"]), Gen.Int[1, 9]).Array[1, 30].Sample(
        stated =>
        {
            var rates = stated.Select(r => (Monday.AddDays(r.Item1 - 20), r.Item2, (double)r.Item3)).ToArray();
            var (once, often) = (Open(engine), Open(engine));
            State(once, rates);
            foreach (var some in rates.Chunk(4))
                State(often, some);
            Assert.Equal(Days(once), Days(often));
            Assert.Contains(Days(once), d => d.StartsWith("EUR ", StringComparison.Ordinal));
        }, iter: Sampling.Cases(6, engine), threads: 1);

    private static List<string> Days(TestStore store) => store.Session.List(
        $"select currency, day, per_base from {RateTables.Daily} order by 1, 2", r => string.Create(CultureInfo.InvariantCulture, $"{r.Text(0)} {r.Date(1):yyyy-MM-dd} {r.Double(2)}"));

    [Theory, OnEngines]
    public void More_rates_than_one_entry_holds_are_all_there(Engine engine)
    {
        var store = Open(engine);
        var first = new DateOnly(1970, 1, 1);
        State(store, [.. Enumerable.Range(0, 20_000).SelectMany(d => new[] { "USD", "CNY", "JPY" }.Select(c => (first.AddDays(d), c, 1 + (d / 1000.0))))]);
        Assert.Equal(["CNY", "JPY", "USD"], RateBook.All(store.Session).Where(r => r == new RateLine(r.Currency, "EUR", first, first.AddDays(19_999), 20_000, 20.999)).Select(r => r.Currency));
        Assert.Equal(80_000, store.Session.Count($"select count(*) from {RateTables.Daily}"));
    }

    [Fact]
    public void Files_of_both_shapes_are_read_and_cells_that_state_nothing_left_out()
    {
        var folder = Directory.CreateTempSubdirectory("meridian-rates-");
        try
        {
            Assert.Equal("2026-11-27 USD 1.09; 2026-11-27 JPY 163.2; 2026-11-26 JPY 162 | ", Read("Date,USD,JPY,Weather,\n2026-11-27,1.09,163.2,fine,\n2026-11-26,N/A,162,,\n"));
            Assert.Equal(
                "2026-11-27 CNY 7.8 | 3 'soon' is no day; write 2026-01-31; 4 'TALER' is no currency; write a code such as USD; 5 '-1' is no rate; write a number above 0 such as 1.0956",
                Read("currency,rate,date\ncny,7.8,2026-11-27\nCNY,7.8,soon\nTaler,2,2026-11-27\nCNY,-1,2026-11-26\n"));
            Assert.Contains("holds no rates", Assert.Throws<UnreadableFileException>(() => Read("name,email\nAna,a@example.com\n")).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        string Read(string text)
        {
            var path = Path.Combine(folder.FullName, "rates.csv");
            File.WriteAllText(path, text);
            var (rates, rejected) = RateFile.Read(path);
            return $"{string.Join("; ", rates.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Day:yyyy-MM-dd} {r.Currency} {r.Rate}")))} | {string.Join("; ", rejected.Select(r => $"{r.Row} {r.Reason}"))}";
        }
    }

    [Fact]
    public void The_currency_is_written_read_and_checked()
    {
        const string Rule = "sum(\"Order Completed\".total, within: 30 days, currency: \"USD\") > 500";
        Assert.Equal(Rule, RuleFormatter.Format(RuleText.Parse(Rule)));
        Assert.Equal(Rule, RuleFormatter.Format(RuleJson.FromJson(RuleJson.ToJson(RuleText.Parse(Rule)))));
    }

    private static string Amount(TestStore store, string who)
    {
        foreach (var number in new[] { 7, 8, 10, 16, 60 })
        {
            if (Names(store, string.Create(CultureInfo.InvariantCulture, $"sum(\"Order Completed\".total, currency: \"USD\") = {number}")).Split(", ").Contains(who))
                return number.ToString(CultureInfo.InvariantCulture);
        }

        return "-";
    }

    private static string Names(TestStore store, string rule) => GuideStore.Matching(store, rule) is var found && found == "nobody" ? "" : found;

    private static void State(TestStore store, params (DateOnly Day, string Currency, double Rate)[] rates)
    {
        RateBook.State(store.Session, new ActingLog(store.Log, "local:test"), "EUR", [.. rates.Select(r => new CurrencyRate(r.Day, r.Currency, r.Rate))], null, store.Now);
        store.Pipeline.Run(store.Session);
    }

    private static void Bought(TestStore store, string who, string day, double total, string? currency)
    {
        var of = currency is null ? "" : $",\"currency\":\"{currency}\"";
        store.Send(
            $$$"""{"type":"identify","userId":"{{{who}}}","messageId":"i-{{{who}}}","timestamp":"2026-01-01T00:00:00Z","traits":{"name":"{{{who}}}"}}""",
            string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"track","userId":"{{{who}}}","messageId":"{{{who}}}-{{{day}}}","event":"Order Completed","timestamp":"{{{day}}}T10:00:00Z","properties":{"order_id":"{{{who}}}-{{{day}}}","total":{{{total}}}{{{of}}}}}"""));
    }
}
