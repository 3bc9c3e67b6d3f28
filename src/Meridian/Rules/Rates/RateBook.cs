using Meridian.Foundation.Database;
using Meridian.Foundation.Geography;
using Meridian.Foundation.Log;

namespace Meridian.Rules.Rates;

/// <summary>A currency of which rates are known.</summary>
/// <param name="Base">What the rates are per one of.</param>
/// <param name="Days">On how many days a rate was stated.</param>
/// <param name="Rate">The latest.</param>
public sealed record RateLine(string Currency, string Base, DateOnly First, DateOnly Last, long Days, double Rate);

/// <summary>What became of rates that were stated.</summary>
/// <param name="Entry">Of the log, the last of them.</param>
public sealed record RateReceipt(long Entry, string Base, int Rates, int Currencies, DateOnly First, DateOnly Last);

/// <summary>Rates cannot be taken in; the message says why and what to do.</summary>
public sealed class RateException(string part, string message) : Exception(message)
{
    /// <summary>"base" or "rates".</summary>
    public string Part => part;
}

/// <summary>Rates of exchange: taken in, written by the log's entries, and read.</summary>
public static class RateBook
{
    private static readonly Table Fresh = new("batch_rate");

    /// <summary>So that no entry of the log is large.</summary>
    private const int RatesOfEntry = 50_000;

    /// <summary>What all currencies have been since 1999 is half of it.</summary>
    public const int Most = 500_000;

    /// <summary>States rates, for the first time or anew. Nothing is applied here.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who states them is kept.</param>
    /// <param name="baseCurrency">What they are per one of; that of rates that were stated before.</param>
    /// <exception cref="RateException">There are none, one makes no sense, or those before are per another currency.</exception>
    public static RateReceipt State(ISession session, ILog log, string baseCurrency, IReadOnlyList<CurrencyRate> rates, string? reason, DateTime now)
    {
        var per = baseCurrency.Trim().ToUpperInvariant();
        if (Currencies.Get(per) is null)
            throw new RateException("base", $"'{baseCurrency}' is no currency; write a code such as EUR");
        if (Base(session) is { } before && before != per)
            throw new RateException("base", $"the rates that are there are per one {before}, and these are per one {per}; state them per {before}");
        if (rates.Count is 0 or > Most)
            throw new RateException("rates", rates.Count == 0 ? "no rate is stated" : $"at most {Most:N0} rates can be stated at once");
        if (rates.Any(r => r is null))
            throw new RateException("rates", "one of them is null");
        if (rates.FirstOrDefault(r => r.Currency is null || Currencies.Get(r.Currency) is null || !IsRate(r.Rate) || r.Day.Year < 1970) is { } wrong)
            throw new RateException("rates", FormattableString.Invariant($"{wrong.Day:yyyy-MM-dd} {wrong.Currency} {wrong.Rate} is no rate: a day since 1970, a currency such as USD and a number above 0 are one"));
        if (rates.FirstOrDefault(r => r.Day > LastOf(now)) is { } early)
            throw new RateException("rates", FormattableString.Invariant($"{early.Day:yyyy-MM-dd} has not been yet; state rates until {LastOf(now):yyyy-MM-dd} at most"));
        rates = [.. rates.Select(r => r with { Currency = Currencies.Get(r.Currency)!.Code })];
        var entry = 0L;
        var chunks = rates.Chunk(RatesOfEntry).ToList();
        foreach (var (index, chunk) in chunks.Index())
            entry = log.Append(RateOrder.Kind, now, new RateOrder(per, chunk, More: index < chunks.Count - 1, reason).ToJson()).Entry;
        return new RateReceipt(entry, per, rates.Count, rates.Select(r => r.Currency).Distinct(StringComparer.Ordinal).Count(), rates.Min(r => r.Day), rates.Max(r => r.Day));
    }

    internal static bool IsRate(double rate) => rate is >= 1e-9 and <= 1e9;

    /// <summary>Some are published for a day that has begun elsewhere; a slip in a year would make days without end.</summary>
    private static DateOnly LastOf(DateTime now) => DateOnly.FromDateTime(now).AddDays(7);

    /// <summary>The currencies of which rates are known, by code; the base is not among them.</summary>
    public static List<RateLine> All(ISession session) => session.List(
        $"""
        select s.currency, s.base, min(s.day), max(s.day), count(*), max(case when s.place = 1 then s.per_base end) from (
            select r.*, row_number() over (partition by r.currency order by r.day desc) as place from {RateTables.Stated} r) s
        group by s.currency, s.base order by s.currency
        """,
        r => new RateLine(r.Text(0)!, r.Text(1)!, r.Date(2), r.Date(3), r.Long(4), r.Double(5)));

    /// <summary>What all rates are per one of; null while there are none.</summary>
    public static string? Base(ISession session) => session.First($"select max(base) from {RateTables.Stated}", r => r.Text(0));

    /// <summary>The last day of which a rate is known; null while there is none. Days behind it have its rates.</summary>
    internal static DateOnly? LastDay(ISession session) => session.First($"select max(day) from {RateTables.Daily}", r => r.IsNull(0) ? (DateOnly?)null : r.Date(0));

    /// <summary>Applies the log entry; inside the caller's transaction.</summary>
    /// <returns>Whether all of what was stated together is there now.</returns>
    internal static bool Apply(ISession session, LogEntry entry)
    {
        var order = RateOrder.FromJson(entry.Text);
        // Two servers may have taken in the first rates at once, each per another currency: the log's order decides.
        if (Base(session) is { } before && before != order.Base)
            return false;
        var rates = order.Rates.Where(r => r.Currency != order.Base && r.Day <= LastOf(entry.At)).GroupBy(r => (r.Currency, r.Day)).Select(g => g.Last()).ToList();
        if (rates.Count == 0)
            return !order.More;
        session.Execute(session.Dialect.CreateTemporary(Fresh, $"select currency, day, per_base from {RateTables.Stated} limit 0"));
        using (var writer = session.Append(Fresh))
        {
            foreach (var rate in rates)
            {
                writer.Add(rate.Currency).Add(rate.Day).Add(rate.Rate);
                writer.EndRow();
            }

            writer.Complete();
        }

        session.Execute($"delete from {RateTables.Stated} where exists (select 1 from {Fresh} f where f.currency = {RateTables.Stated}.currency and f.day = {RateTables.Stated}.day)");
        session.Execute($"insert into {RateTables.Stated} (currency, day, per_base, base, entry) select f.currency, f.day, f.per_base, {order.Base}, {entry.Entry} from {Fresh} f");
        MakeDaily(session, order.Base, rates.Min(r => r.Day));
        return !order.More;
    }

    /// <summary>Makes the days anew from the first that changed on.</summary>
    private static void MakeDaily(ISession session, string baseCurrency, DateOnly changed)
    {
        // Days that nobody spoke of yet have the latest rates before them.
        var first = LastDay(session) is { } known && known < changed ? known.AddDays(1) : changed;
        var rates = session.List($"select currency, per_base from {RateTables.Daily} where day = {first.AddDays(-1)}", r => (Currency: r.Text(0)!, Rate: r.Double(1)))
            .ToDictionary(r => r.Currency, r => r.Rate, StringComparer.Ordinal);
        rates[baseCurrency] = 1;
        var stated = session.List($"select day, currency, per_base from {RateTables.Stated} where day >= {first} order by day", r => (Day: r.Date(0), Currency: r.Text(1)!, Rate: r.Double(2)));
        session.Execute($"delete from {RateTables.Daily} where day >= {first}");
        using var writer = session.Append(RateTables.Daily);
        var next = 0;
        for (var day = first; day <= stated[^1].Day; day = day.AddDays(1))
        {
            for (; next < stated.Count && stated[next].Day == day; next++)
                rates[stated[next].Currency] = stated[next].Rate;
            foreach (var (currency, rate) in rates)
            {
                writer.Add(currency).Add(day).Add(rate);
                writer.EndRow();
            }
        }

        writer.Complete();
    }
}
