using Meridian.Foundation.Database;

namespace Meridian.Tags;

/// <summary>
/// Which assignments the transaction at hand began and ended, noted by each exchange until the outbox takes them at the transaction's end: there what one exchange gave and another took is nothing.
/// </summary>
public static class TagChanges
{
    /// <summary>
    /// Of more changes of one tag in one exchange only their number is noted. Who reacts to a tag that half of all customers got reads its customers; and a first import of a million people,
    /// or a tag published for them, would write as many rows that nobody reads as the tags themselves are.
    /// </summary>
    public const long Most = 10_000;

    /// <summary>Temporary: (profile_id, tag, value, side: 1 or -1, origin, version, many); without a profile where it stands for so many.</summary>
    public static readonly Table Noted = new("batch_tag_change");

    private static readonly Table Net = new("batch_tag_change_net");

    /// <summary>Makes the table where it is not there; a rolled back transaction takes it and its rows along.</summary>
    public static void Prepare(ISession session) => session.Execute($"""
        create temporary table if not exists {Noted} (
            profile_id uuid, tag varchar not null, value varchar not null, side integer not null, origin varchar, version integer, many bigint not null)
        """);

    /// <summary>Notes that all of these are new.</summary>
    /// <param name="wanted">(profile_id, tag, value, origin, version), each (profile, tag, value) once.</param>
    internal static void NoteNew(ISession session, Table wanted) =>
        Note(session, wanted, $"select w.profile_id, w.tag, w.value, 1 as side, w.origin, w.version from {wanted} w");

    /// <summary>Notes what differs; where only the reason is another, nothing changed.</summary>
    /// <param name="changed">(profile_id, tag, value, origin, version, side).</param>
    internal static void NoteChanged(ISession session, Table changed) => Note(session, changed, $"""
        select c.profile_id, c.tag, c.value, cast(sum(c.side) as integer) as side, max(c.origin) as origin, max(c.version) as version
        from {changed} c group by c.profile_id, c.tag, c.value having sum(c.side) <> 0
        """);

    /// <summary>Notes that all of these are new, where they are so many that they are not copied for it.</summary>
    /// <param name="rows">(profile_id, tag, value, origin, version).</param>
    internal static void NoteMany(ISession session, Sql rows)
    {
        Prepare(session);
        session.Execute(session.Dialect.CreateTemporary(Net, $"select r.tag, max(r.origin) as origin, max(r.version) as version, count(*) as many from ({rows}) r group by r.tag"));
        session.Execute($"insert into {Noted} select cast(null as uuid), n.tag, '', 1, n.origin, n.version, n.many from {Net} n where n.many > {Most}");
        session.Execute($"""
            insert into {Noted} select r.profile_id, r.tag, r.value, 1, r.origin, r.version, 1 from ({rows}) r where r.tag in (select n.tag from {Net} n where n.many <= {Most})
            """);
    }

    private static void Note(ISession session, Table source, Sql rows)
    {
        var count = session.Count($"select count(*) from {source}");
        if (count == 0)
            return;
        Prepare(session);
        if (count <= Most)
        {
            session.Execute($"insert into {Noted} select r.profile_id, r.tag, r.value, r.side, r.origin, r.version, 1 from ({rows}) r");
            return;
        }

        session.Execute(session.Dialect.CreateTemporary(Net, rows));
        session.Execute($"""
            insert into {Noted} select cast(null as uuid), n.tag, '', n.side, max(n.origin), max(n.version), count(*) from {Net} n group by n.tag, n.side having count(*) > {Most}
            """);
        session.Execute($"""
            insert into {Noted} select n.profile_id, n.tag, n.value, n.side, n.origin, n.version, 1 from {Net} n
            where not exists (select 1 from {Noted} m where m.profile_id is null and m.tag = n.tag and m.side = n.side)
            """);
    }
}
