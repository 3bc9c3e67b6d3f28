using System.Globalization;
using Meridian.Foundation.Database;

namespace Meridian.Numbers.Lookups;

/// <summary>
/// The answers that were paid for, by number and provider, and the accounts of what was spent. Used by one thread. What is spent is reserved before a request is sent, so that a run
/// that is killed has counted too much and never too little.
/// </summary>
public sealed class LookupCache : IDisposable
{
    private const string FileName = "lookups";

    private readonly SideStore _store;

    /// <summary>Opens or makes the file in a data folder.</summary>
    public LookupCache(string data, Func<string, IDatabase> open, SideUse use = SideUse.Write) => _store = new SideStore(data, FileName, use, open, LookupTables.Schema);

    private ISession Session => _store.Session;

    /// <summary>Whether anything was ever looked up in a data folder.</summary>
    public static bool Exists(string data) => File.Exists(SideStore.PathOf(data, FileName));

    /// <summary>A provider's answers to numbers, as far as they are younger than so many days.</summary>
    public IReadOnlyDictionary<ulong, DatedAnswer> Find(string provider, IEnumerable<ulong> numbers, DateTime now, int maxAgeDays)
    {
        Load(numbers.Select(NumberSet.Unpack));
        var after = now.AddDays(-maxAgeDays);
        return Session.Query(
            $"""
            select a.number, a.provider, a.status, a.type, a.ported, a.carrier, a.remark, a.answered_at, a.good_for_days
            from {LookupTables.Answer} a join {LookupTables.Asked} q on q.number = a.number where a.provider = {provider} and a.answered_at > {after}
            """, Read).ToDictionary(a => a.Number, a => a.Answer);
    }

    /// <summary>For every number that was looked up its youngest answer, whoever gave it, that is not too old by the configuration it was asked under.</summary>
    public IEnumerable<(ulong Number, DatedAnswer Answer)> Current(DateTime now) => Session.Query(
        $"""
        select number, provider, status, type, ported, carrier, remark, answered_at, good_for_days from (
            select a.*, row_number() over (partition by number order by answered_at desc, provider) as place from {LookupTables.Answer} a
            where status <> 'unknown' or type is not null or ported is not null or carrier is not null) a
        where place = 1
        """, Read).Where(a => a.Answer.At.AddDays(a.Answer.GoodForDays) > now);

    /// <summary>Millionths that were spent with a provider, or are reserved, in the month of an instant.</summary>
    public long Spent(LookupTerms terms, DateTime now) => Session.Count(
        $"select cast(sum(millionths) as bigint) from {LookupTables.Spend} where provider = {terms.Name} and currency = {terms.Currency} and month = {Month(now)}");

    /// <summary>Counts requests before they are sent; committed when this returns.</summary>
    public void Reserve(LookupTerms terms, DateTime now, long requests)
    {
        using var transaction = Session.Begin();
        Add(terms, now, requests);
        transaction.Commit();
    }

    /// <summary>Keeps answers in place of older ones and takes back what was reserved and not used: one transaction.</summary>
    /// <param name="reservedAt">The instant given to <see cref="Reserve"/>.</param>
    public void Keep(LookupTerms terms, DateTime reservedAt, long unused, IReadOnlyCollection<(ulong Number, DatedAnswer Answer)> answers)
    {
        using var transaction = Session.Begin();
        Add(terms, reservedAt, -unused);
        Session.Execute(Session.Dialect.CreateTemporaryLike(LookupTables.Answered, LookupTables.Answer));
        using (var writer = Session.Append(LookupTables.Answered))
        {
            foreach (var (number, (answer, provider, at, days)) in answers)
            {
                writer.Add(NumberSet.Unpack(number)).Add(provider).Add(LineStatusWords.Of(answer.Status)).Add(answer.Type).Add(answer.Ported).Add(answer.Carrier).Add(answer.Remark)
                    .Add(at).Add((long)days);
                writer.EndRow();
            }

            writer.Complete();
        }

        Session.Execute($"delete from {LookupTables.Answer} where provider = {terms.Name} and number in (select number from {LookupTables.Answered})");
        Session.Execute($"insert into {LookupTables.Answer} select * from {LookupTables.Answered}");
        transaction.Commit();
    }

    /// <summary>
    /// Erases what is known of a person's numbers, for good: the file is written anew without them (<see cref="SideUse.Erase"/>). The audit keeps no number, only hashes under a key of this folder.
    /// </summary>
    /// <param name="e164">"+" and digits.</param>
    /// <returns>Answers that were erased.</returns>
    public long Forget(IEnumerable<string> e164)
    {
        // In every form: an older program kept a number as it was asked for.
        Load(e164.SelectMany(n => NumberSet.Forms(NumberSet.Pack(n))).Select(NumberSet.Unpack));
        return _store.Erase([LookupTables.Answer], LookupTables.All, $"number in (select number from {LookupTables.Asked})");
    }

    public void Dispose() => _store.Dispose();

    private static string Month(DateTime at) => at.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static (ulong Number, DatedAnswer Answer) Read(IRow row)
    {
        _ = LineStatusWords.TryRead(row.Text(2), out var status);
        var answer = new LookupAnswer(status, row.Text(3), row.IsNull(4) ? null : row.Bool(4), row.Text(5), row.Text(6));
        return (NumberSet.Pack(row.Text(0)), new DatedAnswer(answer, row.Text(1)!, row.Time(7), (int)row.Long(8)));
    }

    private void Load(IEnumerable<string> numbers)
    {
        Session.Execute(Session.Dialect.CreateTemporary(LookupTables.Asked, $"select number from {LookupTables.Answer} limit 0"));
        using var writer = Session.Append(LookupTables.Asked);
        foreach (var number in numbers)
        {
            writer.Add(number);
            writer.EndRow();
        }

        writer.Complete();
    }

    private void Add(LookupTerms terms, DateTime at, long requests)
    {
        var (month, millionths) = (Month(at), requests * terms.Cost);
        var changed = Session.Execute(
            $"""
            update {LookupTables.Spend} set requests = requests + {requests}, millionths = millionths + {millionths}
            where provider = {terms.Name} and currency = {terms.Currency} and month = {month}
            """);
        if (changed == 0)
            Session.Execute($"insert into {LookupTables.Spend} (provider, currency, month, requests, millionths) values ({terms.Name}, {terms.Currency}, {month}, {requests}, {millionths})");
    }
}
