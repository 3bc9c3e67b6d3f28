using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Resolve;

namespace Meridian.Profiles.Edits;

/// <summary>Writes the log entry of an edit into the store; inside the caller's transaction.</summary>
internal static class EditWriter
{
    /// <summary>Writes what was said, and notes whose profiles are to be made anew in <see cref="BatchTables.Touched"/>.</summary>
    /// <param name="erased">People of whom no data is taken in; what is said of them is passed over, and taken out of the log later.</param>
    public static void Apply(ISession session, LogEntry entry, Suppression? erased)
    {
        var order = EditOrder.FromJson(entry.Text);
        var refused = erased is not null && order.Records.Any(erased.Holds);
        using (var writer = session.Append(ProfileTables.Edit))
        {
            for (var i = 0; i < order.Items.Count && !refused; i++)
            {
                if (order.Items[i] is not { } item)
                    continue;
                foreach (var record in order.Records)
                {
                    writer.Add(record).Add(item.Trait).Add(item.Value).Add((bool?)item.Own).Add((bool?)item.Released).Add((DateTime?)entry.At).Add(order.By).Add(order.Reason)
                        .Add((long?)entry.Entry).Add((long?)(i + 1));
                    writer.EndRow();
                }
            }

            writer.Complete();
        }

        if (refused)
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry.Entry})");
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Joined, $"select record_id, profile_id from {ResolveTables.Record} limit 0"));
        session.Execute(session.Dialect.CreateTemporary(BatchTables.Touched, $"""
            select distinct r.profile_id from {ProfileTables.Edit} e join {ResolveTables.Record} r on r.record_id = e.record_id where e.entry = {entry.Entry}
            """));
    }
}
