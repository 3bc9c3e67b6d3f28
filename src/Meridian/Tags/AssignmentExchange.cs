using Meridian.Foundation.Database;

namespace Meridian.Tags;

/// <summary>Brings tag assignments to what is wanted: what stays is not touched, what goes becomes history. Inside the caller's transaction.</summary>
internal static class AssignmentExchange
{
    private static readonly Table Changed = new("batch_tag_changed");
    private static readonly Table Going = new("batch_tag_going");

    /// <summary>Assignments <c>a</c> with where they are kept, as <see cref="Run"/> takes them; where to go on with a join or a condition.</summary>
    public static Sql Held(IDialect dialect) => $"select a.*, a.{dialect.Place} as place from {TagTables.Assignment} a";

    /// <param name="wanted">(profile_id, tag, value, because, confidence, origin, version), each (profile, tag, value) once.</param>
    /// <param name="before">The assignments in whose place they come, by <see cref="Held"/>.</param>
    /// <param name="since">Since when what changes is so.</param>
    /// <returns>Assignments that are new or changed.</returns>
    public static long Run(ISession session, Table wanted, Table before, DateTime since)
    {
        if (session.Count($"select count(*) from (select 1 from {before} limit 1) b") == 0)
        {
            TagChanges.NoteNew(session, wanted);
            return session.Execute($"""
                insert into {TagTables.Assignment} ({TagTables.AssignmentColumns})
                select w.profile_id, w.tag, w.value, {since}, w.because, w.confidence, w.origin, w.version from {wanted} w
                """);
        }

        // Of a batch of messages most labels stay; the rest is small, and so is what follows. One pass over both tells it (joins took three times as long).
        session.Execute(session.Dialect.CreateTemporary(Changed, $"""
            select profile_id, tag, value, because, confidence, origin, version, min(since) as since, min(place) as place, sum(side) as side from (
                select profile_id, tag, value, because, confidence, origin, version, cast(null as timestamp) as since, {session.Dialect.NoPlace} as place, 1 as side from {wanted}
                union all
                select profile_id, tag, value, because, confidence, origin, version, since, place, -1 from {before}) s
            group by profile_id, tag, value, because, confidence, origin, version having sum(side) <> 0
            """));
        TagChanges.NoteChanged(session, Changed);
        session.Execute(session.Dialect.CreateTemporary(Going, $"select * from {Changed} where side < 0"));
        if (session.Count($"select count(*) from {Going}") > 0)
        {
            session.Execute($"""
                insert into {TagTables.History} (profile_id, tag, value, since, until, because, confidence, origin, version)
                select b.profile_id, b.tag, b.value, b.since, {since}, b.because, b.confidence, b.origin, b.version from {Going} b
                where not exists (select 1 from {Changed} w where w.side > 0 and w.profile_id = b.profile_id and w.tag = b.tag and w.value = b.value)
                """);
            // By their places, because looking for a few among five million takes longer than all the rest.
            session.Execute($"delete from {TagTables.Assignment} where {session.Dialect.Place} in (select b.place from {Going} b)");
        }

        return session.Execute($"""
            insert into {TagTables.Assignment} ({TagTables.AssignmentColumns})
            select w.profile_id, w.tag, w.value, coalesce(b.since, {since}), w.because, w.confidence, w.origin, w.version
            from {Changed} w left join {Going} b on b.profile_id = w.profile_id and b.tag = w.tag and b.value = w.value where w.side > 0
            """);
    }
}
