using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>
/// Everything that is said of consent, from both places where it stands: <see cref="ConsentTables.Consent"/>, and the statements of rows and messages, whose one word is of marketing on
/// all channels. How it is weighed: a withdrawal holds against every grant but the person's own act behind it; times tie in its favour.
/// </summary>
internal static class Statements
{
    /// <summary>A condition on a statement called <c>c</c>: it speaks of a channel and a purpose.</summary>
    private static Sql Covers(string channel, string purpose) => $"(c.channel is null or c.channel = {channel}) and (c.purpose is null or c.purpose = {purpose})";

    /// <summary>The same of statements that speak of marketing, on whatever channel.</summary>
    private static Sql CoversMarketing => $"(c.purpose is null or c.purpose = {Purposes.Marketing})";

    /// <summary>What is said of identifiers: (target, granted, own, stated_at).</summary>
    /// <param name="asked">The name of a common table (match_key, kind, space, value, target) of those that are asked for.</param>
    public static Sql OfTargets(Table asked, string channel, string purpose) => $"""
        select c.target, c.granted, c.own, c.stated_at from {ConsentTables.Consent} c where c.target in (select t.target from {asked} t) and {Covers(channel, purpose)}
        {(purpose == Purposes.Marketing ? Rows(asked) : Sql.Empty)}
        """;

    /// <summary>What rows and messages say of the identifiers that they name. Of an import that is not whole nothing is said yet.</summary>
    private static Sql Rows(Table asked) => $"""
        union all
        select n.target, v.marketing_consent = 'granted' as granted, coalesce(v.own_act, false) as own, v.stated_at
        from ({Named(asked)}) n join {StatementTables.RecordVersion} v on v.record_id = n.record_id and v.entry = n.entry and v.row_no = n.row_no
        where v.marketing_consent is not null and {Imports.Whole($"v.entry")}
        """;

    /// <summary>Where identifiers are named: (target, record_id, entry, row_no). By match key, of which engines have an order, and only where there is none by the value.</summary>
    /// <param name="asked">As in <see cref="OfTargets"/>.</param>
    public static Sql Named(Table asked) => $"""
        select t.target, i.record_id, i.entry, i.row_no from {ResolveTables.Identifier} i join {asked} t on t.match_key = i.match_key
        union all
        select t.target, i.record_id, i.entry, i.row_no from {ResolveTables.Identifier} i join {asked} t on i.kind = t.kind and i.space = t.space and i.value = t.value
        where t.match_key is null and i.match_key is null
        """;

    /// <summary>Withdrawals of people: (profile_id, stated_at), by whichever of their records or identifiers.</summary>
    /// <param name="profiles">A query of the profiles that are asked for.</param>
    public static Sql Withdrawn(Sql profiles, string channel, string purpose) => $"""
        select r.profile_id, c.stated_at from {ConsentTables.Consent} c join {ResolveTables.Record} r on r.record_id = c.record_id
        where not c.granted and r.profile_id in ({profiles}) and {Covers(channel, purpose)}
        union all
        select k.profile_id, c.stated_at from {ConsentTables.Consent} c join ({Carried(profiles)}) k on k.target = c.target
        where not c.granted and {Covers(channel, purpose)}
        {(purpose == Purposes.Marketing ? RowsWithdrawn(profiles) : Sql.Empty)}
        """;

    private static Sql RowsWithdrawn(Sql profiles) => $"""
        union all
        select r.profile_id, v.stated_at from {StatementTables.RecordVersion} v join {ResolveTables.Record} r on r.record_id = v.record_id
        where v.marketing_consent = 'withdrawn' and r.profile_id in ({profiles}) and {Imports.Whole($"v.entry")}
        """;

    /// <summary>What is said of people for marketing, of which their trait is made: (profile_id, channel, granted, own, stated_at).</summary>
    /// <remarks>Statements of an import that is just being derived are among them, as among the other traits.</remarks>
    public static Sql OfProfiles(Sql profiles) => $"""
        select r.profile_id, c.channel, c.granted, c.own, c.stated_at from {ConsentTables.Consent} c join {ResolveTables.Record} r on r.record_id = c.record_id
        where r.profile_id in ({profiles}) and {CoversMarketing}
        union all
        select k.profile_id, c.channel, c.granted, c.own, c.stated_at from {ConsentTables.Consent} c join ({Carried(profiles)}) k on k.target = c.target where {CoversMarketing}
        union all
        select r.profile_id, cast(null as varchar) as channel, v.marketing_consent = 'granted' as granted, coalesce(v.own_act, false) as own, v.stated_at
        from {StatementTables.RecordVersion} v join {ResolveTables.Record} r on r.record_id = v.record_id
        where v.marketing_consent is not null and r.profile_id in ({profiles})
        """;

    /// <summary>
    /// The targets that profiles have: (profile_id, target). A value that more people share than its limit is nobody's own: what is said of it is said of it alone.
    /// </summary>
    public static Sql Carried(Sql profiles) => $"""
        select distinct r.profile_id, {Targets.OfIdentifier} as target from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id
        where r.profile_id in ({profiles}) and not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = i.match_key)
        """;

    /// <summary>The targets that one profile has.</summary>
    public static Sql CarriedBy(ProfileRecords records) => $"""
        select {Targets.OfIdentifier} from {ResolveTables.Identifier} i
        where {records.Are($"i.record_id")} and not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = i.match_key)
        """;
}
