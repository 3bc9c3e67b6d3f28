using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;

namespace Meridian.Ingest;

/// <summary>An import as lists tell it; times UTC.</summary>
/// <param name="State">As in <see cref="ImportState"/>, or "waiting": it is in the log, and not begun.</param>
/// <param name="ProfilesCreated">
/// Null, like the other counts of customers, for who is limited to countries: whether a row's customer was there before would tell of customers that they may not see.
/// </param>
/// <param name="RejectedFile">Where the rejected rows are; null where no row was rejected.</param>
public sealed record ImportLine(
    long ImportId, string Source, string File, string State, DateTime At, long Rows, long Accepted, long Rejected, long? ProfilesCreated, long? ProfilesMerged, long? Duplicates, long? Unchanged,
    long? WarningsTotal, string? RejectedFile, double Seconds)
{
    public static ImportLine Of(Scope scope, ImportState s) => new(
        s.Entry, s.Source, s.FileName, s.State, s.At, s.Rows, s.Accepted, s.Rejected, scope.IsLimited ? null : s.Created, scope.IsLimited ? null : s.Merged, scope.IsLimited ? null : s.Duplicates,
        scope.IsLimited ? null : s.Unchanged, scope.IsLimited ? null : s.Warnings, s.RejectedFile, Math.Round(s.Seconds, 3));
}

/// <summary>Imports for those who may see only their own.</summary>
public static class ImportLists
{
    /// <summary>Imports that were begun, in the log's order.</summary>
    /// <param name="after">Entries up to this one are left out.</param>
    public static List<ImportState> Of(ISession session, Scope scope, long after = 0, int limit = int.MaxValue) =>
        session.List($"select {Imports.Columns} from {IngestTables.Import} where entry > {after} and {scope.Brought($"key_id")} order by entry limit {limit}", Imports.Read);

    internal static ImportState Of(LogEntry waiting, ImportOrder order) => new(waiting.Entry, order.Source, order.FileName, "waiting", waiting.At, 0, 0, 0, 0, 0, 0, 0, 0, null, 0, order.Key, order.Request);

    /// <summary>One import, also one that is not begun; null for none that may be seen.</summary>
    public static ImportState? Find(ISession session, Scope scope, ILog log, long entry)
    {
        if (session.First($"select {Imports.Columns} from {IngestTables.Import} where entry = {entry} and {scope.Brought($"key_id")}", Imports.Read) is { } begun)
            return begun;
        if (entry < 1 || entry > log.Last || log.Read(entry).FirstOrDefault() is not { Kind: ImportOrder.Kind } waiting || waiting.Entry != entry)
            return null;
        var order = ImportOrder.FromJson(waiting.Text);
        if (scope.IsLimited && (scope.Key is null || order.Key != scope.Key))
            return null;
        // The pump may have begun it since the first look.
        return Imports.Find(session, entry)
            ?? Of(waiting, order);
    }

    /// <summary>The import that a request brought when it came for the first time; null for none.</summary>
    /// <param name="request">As in <see cref="ImportOrder.Request"/>, up to its colon.</param>
    public static (long Entry, string Request)? OfRequest(ISession session, ILog log, string request)
    {
        var begun = session.List(
            $"select entry, request from {IngestTables.Import} where request is not null and substr(request, 1, {request.Length}) = {request} order by entry limit 1", r => (r.Long(0), r.Text(1)!));
        if (begun.Count > 0)
            return begun[0];
        foreach (var entry in log.Read(LogCursor.Next(session)))
        {
            if (entry.Kind == ImportOrder.Kind && ImportOrder.FromJson(entry.Text).Request is { } other && other.StartsWith(request, StringComparison.Ordinal))
                return (entry.Entry, other);
        }

        return null;
    }

    /// <summary>
    /// Whether a source is not for who is limited to bring files of: others feed it. Its ids and its mapping are theirs, and a file of the same source would speak of their customers.
    /// </summary>
    public static bool IsOfOthers(ISession session, Scope scope, string source) => scope.IsLimited && session.Count(
        $"select count(*) from {IngestTables.Import} where source = {source} and (key_id is null or not {scope.Brought($"key_id")})") > 0;

    /// <summary>An import's first warnings, without those that tell of other customers.</summary>
    public static List<RowWarning> Warnings(ISession session, Scope scope, long entry)
    {
        var warnings = Imports.Warnings(session, entry);
        return scope.IsLimited ? warnings.FindAll(w => !w.TellsOfOthers) : warnings;
    }
}
