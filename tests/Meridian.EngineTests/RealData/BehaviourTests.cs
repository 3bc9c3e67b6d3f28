using System.Globalization;
using System.Text.Json;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Resolve;
using Meridian.Rules.Checking;
using Meridian.Rules.Vocabulary;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tests;
using Sylvan.Data.Csv;

namespace Meridian.EngineTests.RealData;

/// <summary>
/// What real customers did: recency, frequency, money and repeat purchases by rules are those that plain LINQ counts in the raw files. A British retailer's invoices with cancellations (UCI Online
/// Retail, CC BY 4.0), and CDNOW's buyers of 1997 (Fader and Hardie) with the summary that others computed of them.
/// </summary>
public sealed class BehaviourTests : StoreTests
{
    private const string Completed = "Order Completed";
    private const string Refunded = "Order Refunded";

    private sealed record Deed(string Customer, string Name, DateTime At, decimal Total, string Id);

    [Theory]
    [OnEngines("retail_uci_uk_a.csv")]
    [OnEngines("retail_uci_nonuk_a.csv")]
    public void A_retailers_orders_and_cancellations_give_by_rule_what_they_give_by_hand(Engine engine, string file)
    {
        if (SharedData.Find(file) is not { } path)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var deeds = Invoices(path);
        var (store, now) = (Open(engine), new DateTime(2011, 12, 10));
        Send(store, deeds);
        var customers = deeds.GroupBy(d => d.Customer, StringComparer.Ordinal).Select(g => (Id: g.Key, Orders: g.Where(d => d.Name == Completed).ToList(), Refunds: g.Where(d => d.Name == Refunded).ToList())).ToList();

        // Frequency, and repeat purchases within half a year.
        foreach (var least in new[] { 1, 2, 3, 5, 10 })
        {
            Same($"count(\"Order Completed\") >= {least}", customers.Where(c => c.Orders.Count >= least));
            Same($"count(\"Order Completed\", within: 180 days) >= {least}", customers.Where(c => c.Orders.Count(o => o.At > now.AddDays(-180)) >= least));
        }

        Same("count(\"Order Completed\") = 0 and count(\"Order Refunded\") > 0", customers.Where(c => c.Orders.Count == 0 && c.Refunds.Count > 0));
        Same("count(\"Order Refunded\", between: 2011-01-01 and 2011-07-01) >= 1", customers.Where(c => c.Refunds.Any(r => r.At >= new DateTime(2011, 1, 1) && r.At < new DateTime(2011, 7, 1))));

        // Recency.
        foreach (var days in new[] { 14, 60, 180 })
            Same($"days_since(last(\"Order Completed\")) > {days}", customers.Where(c => c.Orders.Count > 0 && (now - c.Orders.Max(o => o.At)).TotalDays > days));

        // Money, net of what was cancelled; thresholds that nobody's sum lies on to the cent.
        foreach (var least in new[] { 300.005m, 1_000.005m, 2_500.005m })
        {
            var text = least.ToString(CultureInfo.InvariantCulture);
            Same($"sum(\"Order Completed\".total) - sum(\"Order Refunded\".total) > {text}", customers.Where(c => c.Orders.Sum(o => o.Total) - c.Refunds.Sum(r => r.Total) > least));
            Same($"avg(\"Order Completed\".total, where: total > 0) > {text}", customers.Where(c => c.Orders.Where(o => o.Total > 0).ToList() is { Count: > 0 } paid && paid.Average(o => o.Total) > least));
            Same($"count(\"Order Completed\", where: total > {text}) >= 2", customers.Where(c => c.Orders.Count(o => o.Total > least) >= 2));
        }

        // The best fifth of those who ordered, and the ten who spent most.
        var spent = customers.Where(c => c.Orders.Count > 0).ToDictionary(c => c.Id, c => c.Orders.Sum(o => o.Total), StringComparer.Ordinal);
        Same("percentile(sum(\"Order Completed\".total)) >= 80 and count(\"Order Completed\") > 0", customers.Where(c => spent.TryGetValue(c.Id, out var mine)
            && (spent.Values.Count(v => v <= mine) + (customers.Count - spent.Count)) * 100.0 / customers.Count >= 80));
        Same("rank(sum(\"Order Completed\".total)) <= 10", customers.Where(c => spent.TryGetValue(c.Id, out var mine) && spent.Values.Count(v => v > mine) < 10));

        // Cancelled soon after an order, whatever was cancelled.
        Same("sequence(\"Order Completed\" then \"Order Refunded\" within 7 days)", customers.Where(c => c.Orders.Any(o => c.Refunds.Any(r => r.At > o.At && r.At <= o.At.AddDays(7)))));

        void Same(string rule, IEnumerable<(string Id, List<Deed>, List<Deed>)> expected) =>
            Assert.Equal(expected.Select(c => c.Id).Order(StringComparer.Ordinal), Found(store, rule, now));
    }

    [Theory, OnEngines]
    public void CDNOWs_repeat_purchases_are_those_of_the_published_summary(Engine engine)
    {
        if (SharedData.Find("cdnow_sample.txt") is not { } path || SharedData.Find("cdnow_summary.csv") is not { } summaryPath)
        {
            Assert.Skip("shared/data is not here");
            return;
        }

        var deeds = File.ReadLines(path).Select((line, row) => (Words: line.Split(' ', StringSplitOptions.RemoveEmptyEntries), Row: row)).Select(l => new Deed(
            l.Words[1], Completed, DateTime.ParseExact(l.Words[2], "yyyyMMdd", CultureInfo.InvariantCulture), decimal.Parse(l.Words[4], CultureInfo.InvariantCulture), $"cd{l.Row}")).ToList();
        var summary = File.ReadLines(summaryPath).Skip(1).Select(l => l.Split(',')).Select(l => (Repeats: int.Parse(l[1], CultureInfo.InvariantCulture), Weeks: double.Parse(l[2], CultureInfo.InvariantCulture), Known: double.Parse(l[3], CultureInfo.InvariantCulture))).ToList();
        var (store, now) = (Open(engine), new DateTime(1998, 7, 1));
        Send(store, deeds);
        var before = "before: 1997-10-01";

        // Of 39 weeks: days with a purchase behind the first, weeks until the last of them, weeks since the first.
        foreach (var repeats in new[] { 0, 1, 2, 5, 10 })
            Count($"active_days(\"Order Completed\", {before}) = {repeats + 1}", summary.Count(s => s.Repeats == repeats));
        foreach (var days in new[] { 0.5, 7.5, 70.5, 200.5 })
            Count($"days_since(first(\"Order Completed\")) - days_since(last(\"Order Completed\", {before})) > {days.ToString(CultureInfo.InvariantCulture)}", summary.Count(s => s.Weeks * 7 > days));
        foreach (var days in new[] { 230.5, 260.5 })
            Count($"days_since(first(\"Order Completed\")) - 274 > {days.ToString(CultureInfo.InvariantCulture)}", summary.Count(s => s.Known * 7 > days));

        // And of the whole year and a half, by the raw file.
        var customers = deeds.GroupBy(d => d.Customer, StringComparer.Ordinal).ToList();
        Count("count(\"Order Completed\", between: 1997-10-01 and 1998-07-01) >= 3", customers.Count(c => c.Count(d => d.At >= new DateTime(1997, 10, 1)) >= 3));
        Count("sum(\"Order Completed\".total) > 100.005", customers.Count(c => c.Sum(d => d.Total) > 100.005m));
        Count("usual_gap() <= 30", customers.Count(c => Gap([.. c.Select(d => d.At.Date).Distinct().Order()]) <= 30));
        Count("days_since(last()) > 3 * usual_gap()", customers.Count(c => (now - c.Max(d => d.At)).TotalDays > 3 * Gap([.. c.Select(d => d.At.Date).Distinct().Order()])));

        void Count(string rule, int expected)
        {
            Assert.InRange(expected, 1, summary.Count - 1);
            Assert.True(expected == Found(store, rule, now).Count, $"{rule}: {Found(store, rule, now).Count} instead of {expected}");
        }
    }

    /// <summary>The median of the days between; null below three.</summary>
    private static double? Gap(List<DateTime> days)
    {
        var gaps = days.Skip(1).Zip(days, (b, a) => (b - a).TotalDays).Order().ToList();
        return gaps.Count < 3 ? null : (gaps[(gaps.Count - 1) / 2] + gaps[gaps.Count / 2]) / 2;
    }

    /// <summary>One order or cancellation for each invoice of a known customer.</summary>
    private static List<Deed> Invoices(string path)
    {
        var lines = new List<(string Invoice, string Customer, DateTime At, decimal Amount)>();
        using var reader = CsvDataReader.Create(path);
        var (invoice, customer, at, quantity, price) = (reader.GetOrdinal("InvoiceNo"), reader.GetOrdinal("CustomerID"), reader.GetOrdinal("InvoiceDate"), reader.GetOrdinal("Quantity"), reader.GetOrdinal("UnitPrice"));
        while (reader.Read())
        {
            if (reader.GetString(customer).Length > 0)
                lines.Add((reader.GetString(invoice), reader.GetString(customer), reader.GetDateTime(at), reader.GetInt32(quantity) * reader.GetDecimal(price)));
        }

        return [.. lines.GroupBy(l => l.Invoice, StringComparer.Ordinal).Select(g => new Deed(
            g.First().Customer, g.Key.StartsWith('C') ? Refunded : Completed, g.Min(l => l.At), Math.Abs(g.Sum(l => l.Amount)), g.Key))];
    }

    private static void Send(TestStore store, IEnumerable<Deed> deeds)
    {
        foreach (var part in deeds.Chunk(400))
        {
            store.Receive([.. part.Select(d => JsonSerializer.Serialize(new
            {
                type = "track", userId = "customer " + d.Customer, messageId = d.Id, @event = d.Name, timestamp = d.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), properties = new { total = d.Total, order_id = d.Id },
            }))]);
        }

        store.Pipeline.Run(store.Session);
        store.AssertConserved(deeds.Count());
    }

    /// <summary>The customers for whom a rule holds.</summary>
    private static List<string> Found(TestStore store, string rule, DateTime now)
    {
        var words = new RuleVocabulary { Events = [Completed, Refunded] };
        var query = RuleSelection.Ids(store.Session, Scope.Whole, StoreFacts.Now(words, now), RuleChecker.Check(rule, words));
        return [.. store.Session.List($"select distinct i.value from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id where i.kind = 'user_id' and r.profile_id in ({query})", r => r.Text(0)!["customer ".Length..])
            .Order(StringComparer.Ordinal)];
    }
}
