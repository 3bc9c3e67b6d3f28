using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian.Events;

/// <summary>When a customer is there: what they did themselves, by weekday and hour.</summary>
public static class EventHours
{
    /// <param name="profile">One that may be seen; the caller has asked.</param>
    /// <param name="since">UTC; earlier events are left out.</param>
    /// <returns>For each hour (UTC, its beginning) in which something was done, how often.</returns>
    public static List<(DateTime Hour, long Events)> Of(ISession session, Guid profile, DateTime since) => session.List(
        $"""
        select date_trunc('hour', e.occurred_at) as hour_of, count(*) from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id
        where r.profile_id = {profile} and e.name is not null and {EventNames.ByCustomerOf($"e.name")} and e.occurred_at >= {since} group by 1 order by 1
        """,
        r => (r.Time(0), r.Long(1)));
}
