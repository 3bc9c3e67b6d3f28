using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;

namespace Meridian.Resolve.Decisions;

/// <summary>Writes what a person decided into the store, where one verdict stands of a pair; inside the caller's transaction.</summary>
internal static class DecisionWriter
{
    /// <param name="erased">People of whom no data is taken in; what is said of them is passed over, and taken out of the log later.</param>
    /// <returns>The records of which something was said.</returns>
    public static IReadOnlyList<Guid> Apply(ISession session, LogEntry entry, Suppression? erased)
    {
        var order = DecisionOrder.FromJson(entry.Text);
        var pairs = order.Pairs.OfType<DecidedPair>().Where(p => erased is null || !(erased.Holds(p.A) || erased.Holds(p.B))).ToList();
        if (pairs.Count < order.Pairs.Count(p => p is not null))
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry.Entry})");
        foreach (var (a, b) in pairs)
            session.Execute($"delete from {ResolveTables.Decision} where record_a = {a} and record_b = {b}");
        if (order.Verdict != DecisionOrder.Open)
        {
            using var writer = session.Append(ResolveTables.Decision);
            foreach (var (a, b) in pairs)
            {
                writer.Add(a).Add(b).Add(order.Verdict).Add((DateTime?)entry.At).Add(order.By).Add((long?)entry.Entry);
                writer.EndRow();
            }

            writer.Complete();
        }

        return [.. pairs.SelectMany(p => new[] { p.A, p.B }).Distinct()];
    }
}
