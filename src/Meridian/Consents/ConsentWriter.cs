using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Consents;

/// <summary>Applies the log entry of statements of consent.</summary>
internal static class ConsentWriter
{
    /// <summary>Writes the statements and settles the people's trait; inside the caller's transaction.</summary>
    /// <param name="erased">People of whom no data is taken in; what is said of them is passed over, and taken out of the log later.</param>
    public static void Apply(ISession session, LogEntry entry, Suppression? erased)
    {
        var order = ConsentOrder.FromJson(entry.Text);
        var refused = false;
        using (var writer = session.Append(ConsentTables.Consent))
        {
            for (var i = 0; i < order.Items.Count; i++)
            {
                if (order.Items[i] is not { } item)
                    continue;
                if (erased is not null && IsOf(item, erased))
                {
                    refused = true;
                    continue;
                }

                if (item.Value is not null)
                    Write(writer, entry.Entry, i + 1, order.By, item, null);
                foreach (var record in item.Records ?? [])
                    Write(writer, entry.Entry, i + 1, order.By, item, record);
            }

            writer.Complete();
        }

        if (refused)
            session.Execute($"insert into {GovernanceTables.ScrubDue} values ({entry.Entry})");
        session.Execute(session.Dialect.CreateTemporary(ConsentTables.Asked, $"""
            select distinct c.match_key, c.kind, c.space, c.value, c.target from {ConsentTables.Consent} c where c.entry = {entry.Entry} and c.target is not null
            """));
        session.Execute(session.Dialect.CreateTemporary(ConsentTables.Settled, $"""
            select r.profile_id from {ConsentTables.Consent} c join {ResolveTables.Record} r on r.record_id = c.record_id where c.entry = {entry.Entry}
            union
            select r.profile_id from ({Statements.Named(ConsentTables.Asked)}) n join {ResolveTables.Record} r on r.record_id = n.record_id
            """));
        Withdrawals.SettleTrait(session);
        ConsentChanges.NoteSaid(session);
    }

    /// <summary>Whether a statement is of somebody whose data was erased and is refused.</summary>
    internal static bool IsOf(ConsentItem item, Suppression erased) =>
        (item.Match is { } key && erased.Holds(key)) || item.Records?.Any(erased.Holds) == true;

    private static void Write(IRowWriter writer, long entry, long row, string? by, ConsentItem item, Guid? record)
    {
        var named = record is null;
        writer.Add(entry).Add(row).Add(record).Add(named ? Targets.Of(item.Kind!, item.Space ?? "", item.Value!, item.Match) : null)
            .Add(named ? item.Kind : null).Add(named ? item.Space ?? "" : null).Add(named ? item.Value : null).Add(named ? item.Match : null)
            .Add(item.Channel).Add(item.Purpose).Add((bool?)item.Granted).Add((DateTime?)item.At).Add((bool?)item.Own)
            .Add(item.Source).Add(item.Wording).Add(item.Proof).Add(by);
        writer.EndRow();
    }
}
