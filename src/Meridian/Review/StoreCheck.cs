using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Resolve.Decisions;
using Meridian.Tags;
using Meridian.Tags.Manual;

namespace Meridian.Review;

/// <summary>One thing that does not hold in the store, with how many rows break it and an example.</summary>
public sealed record Finding(string Rule, long Rows, string? Example);

/// <summary>Audits the store: what the pipeline promises is asked of the data itself.</summary>
public static class StoreCheck
{
    /// <returns>Every rule that was asked, with the number of rows that break it (0: it holds).</returns>
    public static IReadOnlyList<Finding> Run(ISession session, IdentityLimits limits)
    {
        Finding Rule(string name, Sql broken) => session.First(
            $"select count(*), min(cast(x.id as varchar)) from ({broken}) x", r => new Finding(name, r.Long(0), r.Text(1)))!;
        return
        [
            Rule("every record is there once", $"select record_id as id from {ResolveTables.Record} group by record_id having count(*) > 1"),
            Rule("every record has a statement", $"""
                select record_id as id from {ResolveTables.Record} r where not exists (select 1 from {StatementTables.RecordVersion} v where v.record_id = r.record_id)
                """),
            Rule("every record has an identifier", $"""
                select record_id as id from {ResolveTables.Record} r where not exists (select 1 from {ResolveTables.Identifier} i where i.record_id = r.record_id)
                """),
            Rule("every statement belongs to a record", $"""
                select record_id as id from {StatementTables.RecordVersion} v where {Imports.Whole($"v.entry")} and not exists (select 1 from {ResolveTables.Record} r where r.record_id = v.record_id)
                """),
            Rule("every identifier belongs to a record", $"""
                select record_id as id from {ResolveTables.Identifier} i where {Imports.Whole($"i.entry")} and not exists (select 1 from {ResolveTables.Record} r where r.record_id = i.record_id)
                """),
            Rule("every record belongs to one profile", $"""
                select r.record_id as id from {ResolveTables.Record} r left join {ProfileTables.Profile} p on p.profile_id = r.profile_id
                group by r.record_id having count(p.profile_id) <> 1
                """),
            Rule("every profile is that of its oldest record", $"""
                select p.profile_id as id from {ProfileTables.Profile} p
                where not exists (select 1 from {ResolveTables.Record} r where r.record_id = p.profile_id and r.profile_id = p.profile_id)
                   or p.records <> (select count(*) from {ResolveTables.Record} r where r.profile_id = p.profile_id)
                """),
            Rule("no value above its limit joins records", $"""
                select i.match_key as id from {ResolveTables.Identifier} i
                join {ResolveTables.Record} r on r.record_id = i.record_id
                join {StatementTables.RecordVersion} v on v.record_id = i.record_id
                where i.match_key is not null and i.kind <> 'user_id'
                  and not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = i.match_key)
                group by i.match_key having count(distinct v.name_key) > {limits.People} and count(distinct i.record_id) > 1
                """),
            Rule("a value within its limit joins its records, unless a person must decide", $"""
                select i.match_key as id from {ResolveTables.Identifier} i join {ResolveTables.Record} r on r.record_id = i.record_id
                where i.match_key is not null and not exists (select 1 from {ResolveTables.VoidedValue} o where o.match_key = i.match_key)
                group by i.match_key having count(distinct r.component_id) > 1
                """),
            Rule("every voided value is above its limit", $"""
                select o.match_key as id from {ResolveTables.VoidedValue} o
                left join {ResolveTables.Identifier} i on i.match_key = o.match_key
                left join {ResolveTables.Record} r on r.record_id = i.record_id
                left join (select distinct record_id, name_key from {StatementTables.RecordVersion} where name_key is not null) v on v.record_id = i.record_id
                where o.kind not in ({RowNormaliser.AnonymousId}, {RowNormaliser.DeviceId})
                group by o.match_key
                having greatest(count(distinct v.name_key), count(distinct case when v.name_key is null and r.external_id is not null then r.record_id end)) <= {limits.People}
                """),
            // Users of one profile are one person: an alias says so, whenever it was said. Whose record alone has two user ids is several.
            Rule("an anonymous or device id that joins nobody is of several people", $"""
                select o.match_key as id from {ResolveTables.VoidedValue} o
                join {ResolveTables.Identifier} i on i.match_key = o.match_key
                join {ResolveTables.Record} r on r.record_id = i.record_id
                left join (select record_id, count(distinct match_key) as ids from {ResolveTables.Identifier} where kind = 'user_id' group by record_id) u on u.record_id = i.record_id
                left join (select distinct record_id, name_key from {StatementTables.RecordVersion} where name_key is not null) v on v.record_id = i.record_id
                where o.kind in ({RowNormaliser.AnonymousId}, {RowNormaliser.DeviceId})
                group by o.match_key
                having count(distinct case when u.ids is not null then r.profile_id end) <= 1 and coalesce(max(u.ids), 0) <= 1 and count(distinct u.record_id) <= {IdentityLimits.UsersForGood}
                    and greatest(count(distinct v.name_key), count(distinct case when v.name_key is null and r.external_id is not null then r.record_id end)) <= {limits.People}
                """),
            // Whoever has one date or the other of those whom a person made one, by the same evidence, is taken for that person (Verdicts.Reconcile): so the word counts for their whole component.
            Rule("no profile holds two birth dates, unless a person says so", $"""
                select profile_id as id from ({Contradicting($"profile_id")}) c where c.profile_id in (
                    select profile_id from {ResolveTables.Record} group by profile_id having count(*) > 1)
                  and c.profile_id not in (select o.profile_id from {ResolveTables.Record} o where o.component_id in ({Decided($"component_id", DecisionOrder.One)}))
                """),
            Rule("no profile holds two user ids of one app, unless an alias or a person says so", $"""
                select r.profile_id as id from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id
                where i.kind = 'user_id' and r.profile_id not in (
                    select a.profile_id from {ResolveTables.Record} a join {ResolveTables.Identifier} n on n.record_id = a.record_id where n.kind = {RowNormaliser.Alias})
                  and r.profile_id not in ({Decided($"profile_id", DecisionOrder.One)})
                group by r.profile_id, i.space having count(distinct i.value) > 1 and count(distinct r.record_id) > 1
                """),
            Rule("a component is one profile, unless birth dates, user ids or a person contradict", $"""
                select r.component_id as id from {ResolveTables.Record} r
                where r.component_id not in ({Contradicting($"component_id")}) and r.component_id not in (
                    select u.component_id from {ResolveTables.Record} u join {ResolveTables.Identifier} i on i.record_id = u.record_id
                    where i.kind = 'user_id' group by u.component_id, i.space having count(distinct i.value) > 1)
                  and r.component_id not in ({Decided($"component_id", DecisionOrder.Two)})
                group by r.component_id having count(distinct r.profile_id) > 1
                """),
            Rule("no record is older than the one that names its profile", $"""
                select r.record_id as id from {ResolveTables.Record} r join {ResolveTables.Record} o on o.record_id = r.profile_id
                where r.entry < o.entry or (r.entry = o.entry and r.row_no < o.row_no)
                """),
            Rule("every profile has the region labels of its traits", $"""
                select p.profile_id as id from {ProfileTables.Profile} p
                left join {TagTables.Assignment} c on c.profile_id = p.profile_id and c.tag = 'country'
                left join {TagTables.Assignment} l on l.profile_id = p.profile_id and l.tag = 'language'
                left join {TagTables.Assignment} z on z.profile_id = p.profile_id and z.tag = 'time_zone'
                where coalesce(p.country, '') <> coalesce(c.value, '') or coalesce(p.language, '') <> coalesce(l.value, '')
                   or coalesce(p.time_zone, '') <> coalesce(z.value, '')
                """),
            Rule("every tag belongs to a profile", $"""
                select profile_id as id from {TagTables.Assignment} a where not exists (select 1 from {ProfileTables.Profile} p where p.profile_id = a.profile_id)
                """),
            Rule("no tag is assigned twice", $"select profile_id as id from {TagTables.Assignment} group by profile_id, tag, value having count(*) > 1"),
            Rule("every profile has one activity", $"""
                select p.profile_id as id from {ProfileTables.Profile} p left join {TagTables.Assignment} a on a.profile_id = p.profile_id and a.tag = 'activity'
                where not exists (select 1 from {TagTables.Version} d where d.tag = 'activity' and d.status = 'published')
                group by p.profile_id having count(a.value) <> 1
                """),
            Rule("nobody has a tag that is not published", $"""
                select a.profile_id as id from {TagTables.Assignment} a where a.origin <> 'built-in'
                  and not exists (select 1 from {TagTables.Version} d where d.tag = a.tag and d.version = a.version and d.status = 'published')
                """),
            Rule("no tag has two published versions", $"select tag as id from {TagTables.Version} where status = 'published' group by tag having count(*) > 1"),
            // Whose end is near may have been looked at since the published instant, or not.
            Rule("what a person said of a tag stands", $"""
                select s.profile_id as id from ({ManualTags.Standing(null, (LabelRefresher.EvaluatedTo(session) ?? DateTime.UnixEpoch).AddHours(2))}) s
                left join {TagTables.Assignment} a on a.profile_id = s.profile_id and a.tag = s.tag
                group by s.profile_id, s.tag, s.given, s.value
                having count(a.tag) <> case when s.given then 1 else 0 end or (s.given and max(a.value) <> s.value) or (s.given and max(a.origin) <> 'manual')
                """),
            Rule("rows = accepted + rejected in every import", $"select entry as id from {IngestTables.Import} where rows <> accepted + rejected"),
            Rule("every applied import has the statements that it counts", $"""
                select i.entry as id from {IngestTables.Import} i
                left join (select entry, count(*) as n from {StatementTables.RecordVersion} group by entry) v on v.entry = i.entry
                where coalesce(v.n, 0) <> case when i.state in ('applied', 'applying') then i.accepted else 0 end
                """),
            Rule("no import is unfinished", $"select entry as id from {IngestTables.Import} where state = 'applying'"),
        ];
    }

    /// <summary>Profiles or components of which a person decided so.</summary>
    private static Sql Decided(Sql unit, string verdict) =>
        $"select r.{unit} from {ResolveTables.Decision} d join {ResolveTables.Record} r on r.record_id = d.record_a or r.record_id = d.record_b where d.verdict = {verdict}";

    /// <summary>Profiles or components whose dated records have no date of birth in common.</summary>
    private static Sql Contradicting(Sql unit) => $"""
        select d.{unit} from (
            select r.{unit}, v.birth_date, count(distinct r.record_id) as n from {ResolveTables.Record} r
            join {StatementTables.RecordVersion} v on v.record_id = r.record_id where v.birth_date is not null group by r.{unit}, v.birth_date) d
        join (
            select r.{unit}, count(distinct r.record_id) as n from {ResolveTables.Record} r
            join {StatementTables.RecordVersion} v on v.record_id = r.record_id where v.birth_date is not null group by r.{unit}) a on a.{unit} = d.{unit}
        group by d.{unit}, a.n having max(d.n) < a.n
        """;
}
