using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>
/// A withdrawal is for good until the person themselves takes it back: no file's "yes" overrides it, and no undo takes it out. (Of the statements of a profile the
/// withdrawal survives, see <see cref="TraitColumns"/>.)
/// </summary>
public static class Withdrawals
{
    private const string Withdrawn = "withdrawn";

    /// <summary>For stores of earlier programs, which kept any word as it was and let a later yes win.</summary>
    public static IReadOnlyList<Sql> Settle =>
    [
        $"update {StatementTables.RecordVersion} set marketing_consent = null where marketing_consent not in ('granted', 'withdrawn')",
        $"update {ProfileTables.Profile} set marketing_consent = null where marketing_consent not in ('granted', 'withdrawn')",
        $"""
        update {ProfileTables.Profile} set marketing_consent = 'withdrawn' where profile_id in (
            select r.profile_id from {ResolveTables.Record} r join {StatementTables.RecordVersion} v on v.record_id = r.record_id where v.marketing_consent = 'withdrawn')
        """,
    ];

    /// <summary>Keeps the withdrawals of an import that is about to be taken out; before its statements go, in the same transaction.</summary>
    public static void Keep(ISession session, long import) =>
        session.Execute($"""
            insert into {ConsentTables.KeptWithdrawal} (record_id, match_key, stated_at, entry)
            select distinct v.record_id, cast(null as uuid), v.stated_at, v.entry from {StatementTables.RecordVersion} v
            where v.entry = {import} and v.marketing_consent = {Withdrawn}
            union
            select distinct v.record_id, i.match_key, v.stated_at, v.entry from {StatementTables.RecordVersion} v
            join {ResolveTables.Identifier} i on i.record_id = v.record_id and i.entry = v.entry and i.row_no = v.row_no
            where v.entry = {import} and v.marketing_consent = {Withdrawn} and i.match_key is not null
            """);

    /// <summary>Gives the withdrawals that were kept to the profiles that an entry made; after <see cref="ProfileRefresher.Make"/>, in the same transaction.</summary>
    public static void Apply(ISession session, EntryRange range)
    {
        if (session.Count($"select count(*) from (select 1 from {ConsentTables.KeptWithdrawal} limit 1) k") == 0)
            return;
        session.Execute($"""
            update {ProfileTables.Profile} set marketing_consent = {Withdrawn}
            where made = {range.Last} and profile_id in (
                select r.profile_id from {ConsentTables.KeptWithdrawal} k join {ResolveTables.Record} r on r.record_id = k.record_id
                union
                select r.profile_id from {ConsentTables.KeptWithdrawal} k
                join {ResolveTables.Identifier} i on i.match_key = k.match_key join {ResolveTables.Record} r on r.record_id = i.record_id
                where not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = k.match_key))
            """);
    }

    /// <summary>Rows of an import that say yes for somebody who said no: they stay opted out, and the report says so. The first ones, and how many.</summary>
    public static (IReadOnlyList<RowWarning> First, long All) Overruled(ISession session, long entry)
    {
        var rows = (Sql)$"""
            {StatementTables.RecordVersion} v join {ResolveTables.Record} r on r.record_id = v.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where v.entry = {entry} and v.marketing_consent = 'granted' and p.marketing_consent = {Withdrawn}
            """;
        var all = session.Count($"select count(*) from {rows}");
        return (all == 0 ? [] : session.List(
            $"select v.row_no from {rows} order by v.row_no limit {Imports.WarningsKept}",
            r => new RowWarning(r.Long(0), "marketing_consent", "granted", RowWarning.OptedOut)), all);
    }
}
