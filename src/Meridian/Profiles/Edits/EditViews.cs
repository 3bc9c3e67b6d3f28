using Meridian.Foundation.Database;
using Meridian.Resolve;

namespace Meridian.Profiles.Edits;

/// <summary>An edit that stands.</summary>
/// <param name="Value">Null: nothing is known, whatever the sources say.</param>
/// <param name="By">"local:USER" for somebody at the server's machine, else the id of a key.</param>
public sealed record EditView(string Trait, string? Value, DateTime At, string? By, string? Reason);

/// <summary>Something that was said once: an edit, or a release.</summary>
public sealed record EditStatement(DateTime At, string Trait, string? Value, bool Released, string? By, string? Reason, long Entry);

/// <summary>What people said of a customer's traits.</summary>
public static class EditViews
{
    /// <summary>Those that stand, by trait.</summary>
    internal static List<EditView> Standing(ISession session, ProfileRecords records) => session.List(
        $"select s.trait, s.value, s.own, s.said_at, s.by_whom, s.reason from ({StandingEdits.Of($"{records.Are($"r.record_id")} and {records.Are($"e.record_id")}")}) s where s.trait <> 'name_script' order by s.trait",
        r => new EditView(r.Text(0)!, r.Bool(2) ? EditableTraits.OwnValue(r.Text(1)) : r.Text(1), r.Time(3), r.Text(4), r.Text(5)));

    /// <summary>All that was ever said, in the log's order.</summary>
    public static List<EditStatement> All(ISession session, Guid profile) => All(session, ProfileRecords.Of(session, profile));

    internal static List<EditStatement> All(ISession session, ProfileRecords records) => session.List(
        $"""
        select distinct e.entry, e.row_no, e.said_at, e.trait, e.value, e.own, e.released, e.by_whom, e.reason
        from {ProfileTables.Edit} e where {records.Are($"e.record_id")} and e.trait <> 'name_script' order by 1, 2
        """,
        r => new EditStatement(r.Time(2), r.Text(3)!, r.Bool(5) ? EditableTraits.OwnValue(r.Text(4)) : r.Text(4), r.Bool(6), r.Text(7), r.Text(8), r.Long(0)));
}
