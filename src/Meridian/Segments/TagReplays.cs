using System.Globalization;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Profiles;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Segments;

/// <summary>What a tag's rule would have done on a day.</summary>
/// <param name="Day">UTC.</param>
/// <param name="Customers">Who would have had the value at the day's end.</param>
/// <param name="Entered">Of them, who would not have had it a day before.</param>
/// <param name="Left">Who would have had it a day before, and no more.</param>
public sealed record TagReplayDay(DateOnly Day, string Value, long Customers, long Entered, long Left);

/// <summary>
/// Tells what a version of a tag would have done in the past, day by day, before it is published: each day's end is asked by what had happened and been stated by then, under today's identities, as
/// with <c>--as-of</c>. It is the rule that is replayed; what people say over it is not looked at.
/// </summary>
public static class TagReplays
{
    /// <summary>As each day is a pass over everybody.</summary>
    public const int MostDays = 366;

    private static readonly Table Day = new("page_replay_day");
    private static readonly Table Before = new("page_replay_day_before");

    /// <param name="version">Null for the draft, or, without one, the version that stands.</param>
    /// <param name="from">The first day, UTC.</param>
    /// <param name="to">The last day; of today, what is so by now.</param>
    /// <param name="told">Hears each day when it is known; null for nobody.</param>
    /// <param name="stop">Looked at before each day.</param>
    /// <returns>A row of each value and day, the values in the order in which they are tried.</returns>
    /// <exception cref="NoSuchDefinitionException">There is no such tag or version.</exception>
    /// <exception cref="DefinitionException">Its rules make no sense, or the days do not.</exception>
    public static List<TagReplayDay> Of(ISession session, Scope scope, string key, int? version, DateOnly from, DateOnly to, DateTime now, Action<DateOnly>? told = null, CancellationToken stop = default)
    {
        var asked = Asked(session, key, version);
        DefinitionCheck.CheckForPublishing(session, asked.Definition);
        Judge(from, to, DateOnly.FromDateTime(now));
        if (asked.Definition.Rules.Count == 0)
            throw new DefinitionException("rule", $"the tag '{key}' is given by {(asked.Definition.Origin == TagOrigins.Model ? "a model" : "people")}, and there is no rule to replay");
        var days = new List<TagReplayDay>();
        Fill(session, scope, asked, from.AddDays(-1), now);
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            stop.ThrowIfCancellationRequested();
            session.Execute(session.Dialect.CreateTemporary(Before, $"select profile_id, value from {Day}"));
            Fill(session, scope, asked, day, now);
            var changes = Changes(session);
            days.AddRange(asked.Definition.Rules.Select(r => r.Value).Distinct().Select(value => changes.TryGetValue(value, out var c)
                ? new TagReplayDay(day, value, c.Customers, c.Entered, c.Left) : new TagReplayDay(day, value, 0, 0, 0)));
            told?.Invoke(day);
        }

        return days;
    }

    private static TagVersion Asked(ISession session, string key, int? version)
    {
        var versions = TagBook.Versions(session, key);
        if (versions.Count == 0)
            throw TagIntake.Unknown(session, key);
        if (version is not null)
            return TagIntake.Publishable(session, key, version);
        return versions.Find(v => v.Status == TagStatus.Draft) ?? versions.Find(v => v.Status == TagStatus.Published) ?? versions[0];
    }

    private static void Judge(DateOnly from, DateOnly to, DateOnly today)
    {
        if (from > to)
            throw new DefinitionException("from", string.Create(CultureInfo.InvariantCulture, $"the first day, {from:yyyy-MM-dd}, is behind the last, {to:yyyy-MM-dd}"));
        if (to > today)
            throw new DefinitionException("to", string.Create(CultureInfo.InvariantCulture, $"{to:yyyy-MM-dd} has not been yet; today is {today:yyyy-MM-dd} (UTC)"));
        if (to.DayNumber - from.DayNumber >= MostDays)
            throw new DefinitionException("from", string.Create(CultureInfo.InvariantCulture, $"that is {to.DayNumber - from.DayNumber + 1} days; at most {MostDays} can be replayed at once"));
        if (from.Year < 1970)
            throw new DefinitionException("from", "no day before 1970 can be replayed");
    }

    /// <summary>Fills <see cref="Day"/> with who would have had which value at a day's end: (profile_id, value).</summary>
    private static void Fill(ISession session, Scope scope, TagVersion asked, DateOnly day, DateTime now)
    {
        var end = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified).AddMicroseconds(-1);
        var had = TagEvaluator.WouldHaveBeen(session, asked, end < now ? end : now);
        session.Execute(session.Dialect.CreateTemporary(Day, $"""
            select w.profile_id, w.value from {had} w join {ProfileTables.Profile} p on p.profile_id = w.profile_id where {SeenProfiles.By(scope)}
            """));
    }

    private static Dictionary<string, (long Customers, long Entered, long Left)> Changes(ISession session) => session.List(
        $"""
        select c.value, cast(sum(c.has) as bigint), cast(sum(c.entered) as bigint), cast(sum(c.gone) as bigint) from (
            select d.value, 1 as has, case when b.profile_id is null then 1 else 0 end as entered, 0 as gone
            from {Day} d left join {Before} b on b.profile_id = d.profile_id and b.value = d.value
            union all
            select b.value, 0, 0, 1 from {Before} b where not exists (select 1 from {Day} d where d.profile_id = b.profile_id and d.value = b.value)) c
        group by c.value
        """,
        r => (Value: r.Text(0)!, Counts: (r.Long(1), r.Long(2), r.Long(3)))).ToDictionary(c => c.Value, c => c.Counts, StringComparer.Ordinal);
}
