using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Resolve;

namespace Meridian.Tags.Manual;

/// <summary>Applies the log entry of what a person says of customers' tags.</summary>
internal static class TaggingWriter
{
    /// <summary>Temporary: the customers whose tags are looked at again.</summary>
    private static readonly Table Concerned = new("batch_tagging_profile");

    /// <summary>Writes the statements and brings the customers' tags up to date; inside the caller's transaction.</summary>
    /// <param name="erased">People of whom no data is taken in; what is said of them is passed over, and taken out of the log later.</param>
    public static void Apply(ISession session, LogEntry entry, Suppression? erased)
    {
        var order = TaggingOrder.FromJson(entry.Text);
        var refused = false;
        using (var writer = session.Append(TagTables.Manual))
        {
            for (var i = 0; i < order.Customers.Count; i++)
            {
                if (order.Customers[i] is not { } records)
                    continue;
                if (erased is not null && records.Any(erased.Holds))
                {
                    refused = true;
                    continue;
                }

                foreach (var record in records)
                    Write(writer, entry, order, i + 1, record);
            }

            writer.Complete();
        }

        if (refused)
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry.Entry})");
        session.Execute(session.Dialect.CreateTemporary(Concerned, $"""
            select distinct r.profile_id from {TagTables.Manual} m join {ResolveTables.Record} r on r.record_id = m.record_id where m.entry = {entry.Entry}
            """));
        TagEvaluator.Evaluate(session, $"select profile_id from {Concerned}", LabelRefresher.EvaluatedTo(session) is { } at && at > entry.At ? at : entry.At, entry.At);
    }

    private static void Write(IRowWriter writer, LogEntry entry, TaggingOrder order, long row, Guid record)
    {
        bool? given = order.Action switch { TaggingOrder.Give => true, TaggingOrder.Take => false, _ => null };
        writer.Add(record).Add(order.Tag).Add(order.Value).Add(given).Add((DateTime?)entry.At).Add(order.Until).Add(order.Reason).Add(order.By).Add((long?)entry.Entry).Add((long?)row);
        writer.EndRow();
    }
}
