using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;

namespace Meridian.Changes;

/// <summary>
/// Where a log that is applied again has to stand still for a moment. Messages fall into other batches then, and pass other entries; what is so after the same entries is the same, but not every step
/// on the way. So no transaction may reach over the place up to which a follower acted: what it sees next would leave out what came and went, or tell it twice.
/// </summary>
public static class ReplayStops
{
    /// <param name="entries">What is not applied yet.</param>
    /// <returns>In order; each is to be applied to before anything behind it.</returns>
    public static List<AppliedTo> Of(IEnumerable<LogEntry> entries)
    {
        var places = new Dictionary<string, List<AppliedTo>>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.Kind == PassedOrder.Kind)
            {
                var passed = PassedOrder.FromJson(entry.Text);
                places[passed.Follower] = [passed.To];
                if (passed.Before is { } before)
                    places[passed.Follower].Add(before);
            }
            else if (entry.Kind == FollowOrder.Kind)
            {
                var order = FollowOrder.FromJson(entry.Text);
                if (order.Action == FollowOrder.End)
                    places.Remove(order.Follower);
                else
                    places.TryAdd(order.Follower, [order.From]);
            }
        }

        return [.. places.Values.SelectMany(p => p).Distinct().Order()];
    }
}
