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

    /// <summary>
    /// Keeps the withdrawals of an import that is about to be taken out, each under the record that stated it and under each identifier of its row; before its statements go, in
    /// the same transaction.
    /// </summary>
    /// <param name="stays">Withdrawals of others who were one with somebody only through the import, as its undo says; they stay with these records.</param>
    public static void Keep(ISession session, long import, IReadOnlyList<StayingWithdrawal> stays)
    {
        session.Execute($"""
            insert into {ConsentTables.Consent} (entry, row_no, record_id, target, kind, space, value, match_key, purpose, granted, stated_at, own, source)
            select distinct v.entry, v.row_no, v.record_id, cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as varchar), cast(null as uuid), {Purposes.Marketing}, false, v.stated_at, false, m.source
            from {StatementTables.RecordVersion} v left join {IngestTables.Import} m on m.entry = v.entry
            where v.entry = {import} and v.marketing_consent = {Withdrawn}
            union
            select distinct v.entry, v.row_no, v.record_id, {Targets.OfIdentifier}, i.kind, i.space, i.value, i.match_key, {Purposes.Marketing}, false, v.stated_at, false, m.source
            from {StatementTables.RecordVersion} v join {ResolveTables.Identifier} i on i.record_id = v.record_id and i.entry = v.entry and i.row_no = v.row_no
            left join {IngestTables.Import} m on m.entry = v.entry
            where v.entry = {import} and v.marketing_consent = {Withdrawn}
            """);
        Stay(session, stays);
    }

    /// <summary>Keeps withdrawals with records that were one with who stated them; inside the caller's transaction.</summary>
    public static void Stay(ISession session, IReadOnlyList<StayingWithdrawal> stays)
    {
        if (stays.Count == 0)
            return;
        using var writer = session.Append(ConsentTables.Consent);
        foreach (var w in stays)
        {
            writer.Add(w.Entry).Add(w.Row).Add(w.Record).Add((string?)null).Add((string?)null).Add((string?)null).Add((string?)null).Add((Guid?)null)
                .Add((string?)null).Add(Purposes.Marketing).Add((bool?)false).Add((DateTime?)w.At).Add((bool?)false)
                .Add((string?)null).Add((string?)null).Add((string?)null).Add((string?)null);
            writer.EndRow();
        }

        writer.Complete();
    }

    /// <summary>
    /// What stays when an import is undone: withdrawals stated while it stood, with each record that was the same customer then. Looked up when the undo is asked for and told in its log entry,
    /// because who was one with whom is not to be found out later.
    /// </summary>
    public static IReadOnlyList<StayingWithdrawal> Staying(ISession session, long import) => session.List(
        $"""
        select distinct o.record_id, v.entry, v.row_no, v.stated_at from {StatementTables.RecordVersion} v
        join {ResolveTables.Record} r on r.record_id = v.record_id join {ResolveTables.Record} o on o.profile_id = r.profile_id and o.record_id <> r.record_id
        where v.marketing_consent = {Withdrawn} and (v.entry >= {import} or v.stated_at > (select m.started_at from {IngestTables.Import} m where m.entry = {import})) and {Imports.Whole($"v.entry")}
          and r.profile_id in (select x.profile_id from {ResolveTables.Record} x join {StatementTables.RecordVersion} y on y.record_id = x.record_id where y.entry = {import})
          and exists (select 1 from {StatementTables.RecordVersion} z where z.record_id = o.record_id and z.entry <> {import})
        order by 2, 3, 1
        """,
        r => new StayingWithdrawal(r.Id(0), r.Long(1), r.Long(2), r.Time(3)));

    /// <summary>What stays when customers are parted who were one by a person's word: withdrawals that rows stated since, with each other record that is the same customer.</summary>
    /// <param name="since">The entry in which it was said that they are one.</param>
    public static IReadOnlyList<StayingWithdrawal> StayingSince(ISession session, Guid profile, long since) => session.List(
        $"""
        select distinct o.record_id, v.entry, v.row_no, v.stated_at from {StatementTables.RecordVersion} v
        join {ResolveTables.Record} r on r.record_id = v.record_id join {ResolveTables.Record} o on o.profile_id = r.profile_id and o.record_id <> r.record_id
        where r.profile_id = {profile} and v.marketing_consent = {Withdrawn} and v.entry > {since} and {Imports.Whole($"v.entry")} order by 2, 3, 1
        """,
        r => new StayingWithdrawal(r.Id(0), r.Long(1), r.Long(2), r.Time(3)));

    /// <summary>Settles the trait of the profiles that an entry made; after <see cref="ProfileRefresher.Make"/>, in the same transaction.</summary>
    /// <remarks>The profile's maker lets a withdrawal win over everything, which is right for all but those of whom more is said than their rows say, and those who took it back themselves.</remarks>
    public static void Apply(ISession session, EntryRange range)
    {
        var made = (Sql)$"select p.profile_id from {ProfileTables.Profile} p where p.made = {range.Last}";
        var own = (Sql)$"""
            select r.profile_id from {StatementTables.RecordVersion} v join {ResolveTables.Record} r on r.record_id = v.record_id join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            where v.own_act and v.marketing_consent = 'granted' and p.made = {range.Last} and p.marketing_consent = {Withdrawn}
            """;
        var stated = session.Count($"select count(*) from (select 1 from {ConsentTables.Consent} limit 1) k") == 0
            ? Sql.Empty
            : (Sql)$"""
                union
                select r.profile_id from {ConsentTables.Consent} c join {ResolveTables.Record} r on r.record_id = c.record_id where r.profile_id in ({made})
                union
                select k.profile_id from {ConsentTables.Consent} c join ({Statements.Carried(made)}) k on k.target = c.target
                """;
        session.Execute(session.Dialect.CreateTemporary(ConsentTables.Settled, $"{own} {stated}"));
        SettleTrait(session);
        ConsentChanges.NoteMade(session, range);
    }

    /// <summary>Settles the trait of the profiles in <see cref="ConsentTables.Settled"/> from all that is said of them; inside the caller's transaction.</summary>
    internal static void SettleTrait(ISession session)
    {
        if (session.Count($"select count(*) from {ConsentTables.Settled}") == 0)
            return;
        // A withdrawal on one channel counts: who reads the trait knows no channels, and must write to nobody who does not want it.
        session.Execute($"""
            with {ConsentTables.Said} as ({Statements.OfProfiles($"select profile_id from {ConsentTables.Settled}")})
            update {ProfileTables.Profile} set marketing_consent = f.state from (
                select t.profile_id, case
                    when exists (
                        select 1 from {ConsentTables.Said} w where w.profile_id = t.profile_id and not w.granted and not exists (
                            select 1 from {ConsentTables.Said} o where o.profile_id = w.profile_id and o.granted and o.own and o.stated_at > w.stated_at and (o.channel is null or o.channel = w.channel)))
                        then {Withdrawn}
                    when exists (select 1 from {ConsentTables.Said} g where g.profile_id = t.profile_id and g.granted) then 'granted' end as state
                from {ConsentTables.Settled} t) f
            where {ProfileTables.Profile}.profile_id = f.profile_id
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
