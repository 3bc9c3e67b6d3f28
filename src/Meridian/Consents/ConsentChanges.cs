using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Profiles;

namespace Meridian.Consents;

/// <summary>Of whom the transaction at hand changed what they agreed to, noted until the outbox takes it at the transaction's end.</summary>
public static class ConsentChanges
{
    /// <summary>Temporary: (profile_id).</summary>
    public static readonly Table Noted = new("batch_consent_change");

    /// <summary>Makes the table where it is not there; a rolled back transaction takes it and its rows along.</summary>
    public static void Prepare(ISession session) => session.Execute($"create temporary table if not exists {Noted} (profile_id uuid not null)");

    /// <summary>Notes the profiles that a range of entries made anew and whose trait is another now; new customers are no change.</summary>
    internal static void NoteMade(ISession session, EntryRange range)
    {
        Prepare(session);
        session.Execute($"""
            insert into {Noted} select k.profile_id from {ProfileRefresher.Known} k join {ProfileTables.Profile} p on p.profile_id = k.profile_id
            where p.made = {range.Last} and k.marketing_consent is distinct from p.marketing_consent
            """);
    }

    /// <summary>Notes all of whom something was said, whatever became of the trait: it knows no channels.</summary>
    internal static void NoteSaid(ISession session)
    {
        Prepare(session);
        session.Execute($"insert into {Noted} select distinct s.profile_id from {ConsentTables.Settled} s");
    }
}
