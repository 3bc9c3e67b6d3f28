using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags.Definitions;
using Meridian.Tags.Labels;

namespace Meridian.Tags;

/// <summary>Brings the tag assignments of profiles up to date; what changes goes to the history.</summary>
public static class LabelRefresher
{
    public const string Platform = "platform";

    /// <summary>New profiles up to this many are labelled together with those that were there before.</summary>
    private const int Few = 20_000;

    private static readonly Table Wanted = new("batch_tag");
    private static readonly Table Before = new("batch_tag_before");
    private static readonly Table Newcomers = new("batch_profile_new");
    private static readonly Table Again = new("batch_profile_again");
    private static readonly Table Facts = new("batch_profile_facts");

    /// <summary>
    /// Labels of the profiles that a range of entries made, and of those in <see cref="ProfileRefresher.Known"/>; after <see cref="ProfileRefresher.Make"/>, in the same
    /// transaction.
    /// </summary>
    /// <param name="at">The instant as of which they hold.</param>
    /// <param name="since">Since when what changes is so.</param>
    /// <param name="made">Whether profiles were made that were not there before.</param>
    public static void Label(ISession session, EntryRange range, DateTime at, DateTime since, bool made = true)
    {
        // In a first import every profile is new, and asking each whether it is known would be asked once a label.
        var known = session.Count($"select count(*) from {ProfileRefresher.Known}") > 0;
        var many = made && session.Count($"select count(*) from {ProfileTables.Profile} where made = {range.Last}") > Few;
        if (many)
        {
            var newcomers = ProfileRefresher.Made(range);
            if (known)
            {
                session.Execute(session.Dialect.CreateTemporary(Newcomers, $"select n.* from {ProfileRefresher.MadeNew(range)} n"));
                newcomers = $"{Newcomers}";
            }

            session.Execute($"""
                insert into {TagTables.Assignment} ({TagTables.AssignmentColumns}) select profile_id, tag, value, {since}, because, confidence, {TagOrigins.BuiltIn}, cast(null as integer)
                from ({Labels(session, newcomers, at)}) w
                """);
            // Others may have labels since the same instant.
            var theirs = known ? (Sql)$"and a.profile_id in (select n.profile_id from {Newcomers} n)" : Sql.Empty;
            TagChanges.NoteMany(session, $"select a.* from {TagTables.Assignment} a where a.since = {since} and a.origin = {TagOrigins.BuiltIn} {theirs}");
        }
        else if (made)
        {
            // With the others in one pass: planning the labels costs more than making a few.
            session.Execute($"insert into {ProfileRefresher.Known} select n.profile_id, n.marketing_consent, true from {ProfileRefresher.MadeNew(range)} n");
        }

        var (again, turning) = session.First($"select count(*), count(case when turns then 1 end) from {ProfileRefresher.Known}", r => (r.Long(0) > 0, r.Long(1) > 0));
        if (turning)
            LabelKnown(session, at, since);
        // Where the published instant moves on behind this, everybody's tags are evaluated then, these customers' among them.
        if ((many || again) && (EvaluatedTo(session) is not { } published || published >= at))
            TagEvaluator.Evaluate(session, many ? null : (Sql)$"select profile_id from {ProfileRefresher.Known}", Later(at, since), since);
    }

    /// <summary>Labels of those in <see cref="ProfileRefresher.Known"/> that may have others now.</summary>
    private static void LabelKnown(ISession session, DateTime at, DateTime since)
    {
        // Read once: every label would look through all profiles for these few.
        session.Execute(session.Dialect.CreateTemporary(Again, $"select {BuiltInLabels.Columns} from {ProfileRefresher.Turning} m"));
        session.Execute(session.Dialect.CreateTemporary(Facts, $"select * from {EventDays.Facts(session, $"{Again}", at)}"));
        session.Execute(session.Dialect.CreateTemporary(Wanted, Rows(Of(session, $"{Facts}", at))));
        session.Execute(session.Dialect.CreateTemporary(Before, $"""
            {AssignmentExchange.Held(session.Dialect)} join {ProfileRefresher.Known} t on t.profile_id = a.profile_id and t.turns where a.origin = {TagOrigins.BuiltIn}
            """));
        AssignmentExchange.Run(session, Wanted, Before, since);
    }

    /// <summary>Rules count what has come in; the labels' instant may be the hour before it.</summary>
    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    /// <summary>Makes a built-in label again for all profiles, because the team's tag of the same key gives it no more; what of that tag says the same stays as it is.</summary>
    public static void Remake(ISession session, string tag, DateTime at, DateTime since)
    {
        var labels = BuiltInLabels.All.Where(l => l.Tag == tag).ToList();
        if (labels.Count == 0)
            return;
        var from = EventDays.Facts(session, $"{ProfileTables.Profile}", at);
        session.Execute(session.Dialect.CreateTemporary(Wanted, Rows(Sql.Join(" union all ", labels.Select(l => l.Select(session.Dialect, from, at))))));
        session.Execute(session.Dialect.CreateTemporary(Before, $"{AssignmentExchange.Held(session.Dialect)} where a.tag = {tag}"));
        AssignmentExchange.Run(session, Wanted, Before, since);
    }

    /// <summary>Moves the published instant on: what an import did not touch is evaluated to the same instant as what it did.</summary>
    public static void Publish(ISession session, DateTime at)
    {
        var before = EvaluatedTo(session);
        if (before >= at)
            return;
        if (before is not null)
            TurnWithTime(session, at);
        session.Execute($"update {TagTables.Evaluation} set evaluated_to = {at} where evaluated_to is null or evaluated_to < {at}");
    }

    private static Sql Labels(ISession session, Sql from, DateTime at) => Of(session, EventDays.Facts(session, from, at), at);

    private static Sql Of(ISession session, Sql from, DateTime at) =>
        Sql.Join(" union all ", InForce(session).Select(l => l.Select(session.Dialect, from, at)).Append(Platforms(session.Dialect, from)));

    /// <summary>The labels that no tag of the team stands in for.</summary>
    private static IEnumerable<Label> InForce(ISession session)
    {
        var own = TagBook.PublishedKeys(session);
        return BuiltInLabels.All.Where(l => !own.Contains(l.Tag));
    }

    /// <summary>Labels as rows of assignment.</summary>
    private static Sql Rows(Sql labels) =>
        $"select l.profile_id, l.tag, l.value, l.because, l.confidence, {TagOrigins.BuiltIn} as origin, cast(null as integer) as version from ({labels}) l";

    /// <summary>The instant up to which the labels are evaluated, or null for an empty store.</summary>
    public static DateTime? EvaluatedTo(ISession session) =>
        session.First($"select evaluated_to from {TagTables.Evaluation}", r => r.IsNull(0) ? (DateTime?)null : r.Time(0));

    /// <summary>The labels and tags that turn with time, for all profiles, as of an instant.</summary>
    /// <returns>How many assignments were replaced.</returns>
    public static long TurnWithTime(ISession session, DateTime at)
    {
        var turned = TurnLabels(session, at) + TagEvaluator.Evaluate(session, null, at, at);
        session.Execute($"update {TagTables.Evaluation} set evaluated_to = {at}");
        return turned;
    }

    private static long TurnLabels(ISession session, DateTime at)
    {
        var labels = InForce(session).Where(l => l.TurnsWithTime).ToList();
        if (labels.Count == 0)
            return 0;
        var wanted = new Table("batch_tag_now");
        var from = EventDays.Facts(session, $"{ProfileTables.Profile}", at);
        if (EventDays.Any(session))
        {
            // Else what happened on all days would be added up once a label.
            session.Execute(session.Dialect.CreateTemporary(Facts, $"select * from {from}"));
            from = $"{Facts}";
        }

        session.Execute(session.Dialect.CreateTemporary(wanted, Rows(Sql.Join(" union all ", labels.Select(l => l.Select(session.Dialect, from, at))))));
        var tags = Sql.Join(", ", labels.Select(l => (Sql)$"{l.Tag}"));
        // Only profiles where something differs are exchanged; on most days that is a few in a hundred.
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"""
            select distinct profile_id, false as fresh from (
                (select profile_id, tag, value from {wanted} except select profile_id, tag, value from {TagTables.Assignment})
                union all
                (select profile_id, tag, value from {TagTables.Assignment} where tag in ({tags}) except select profile_id, tag, value from {wanted})) d
            """));
        session.Execute(session.Dialect.CreateTemporary(Wanted, $"select w.* from {wanted} w join {BatchTables.Touched} t on t.profile_id = w.profile_id"));
        session.Execute(session.Dialect.CreateTemporary(Before, $"""
            {AssignmentExchange.Held(session.Dialect)} join {BatchTables.Touched} t on t.profile_id = a.profile_id where a.tag in ({tags})
            """));
        AssignmentExchange.Run(session, Wanted, Before, at);
        return session.Count($"select count(*) from {Wanted}");
    }

    /// <summary>A platform is held only if a source names it for the customer or gives its handle.</summary>
    private static Sql Platforms(IDialect dialect, Sql from) => $"""
        select profile_id, 'platform' as tag, split_part(item, '=', 1) as value, min(split_part(item, '=', 2)) as because,
            case when min(split_part(item, '=', 2)) = 'handle' then 0.95 else 0.85 end as confidence
        from (select profile_id, {dialect.SplitRows($"platforms")} as item from {from} where platforms is not null) i
        group by profile_id, split_part(item, '=', 1)
        """;
}
