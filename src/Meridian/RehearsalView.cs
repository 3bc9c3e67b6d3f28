using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;

namespace Meridian;

/// <summary>What a column of a file is taken for, and why.</summary>
public sealed record ColumnView(string Column, string Field, double Confidence, string Because)
{
    public static IReadOnlyList<ColumnView> Of(ImportPlan? plan) =>
        plan is null ? [] : [.. plan.Guesses.Columns.Select(g => new ColumnView(g.Header, g.Field, Math.Round(g.Confidence, 2), g.Because))];
}

/// <summary>A rehearsal as commands and the server tell it.</summary>
/// <param name="ProfilesCreated">Null, like the other counts of customers, for who is limited to countries; see <see cref="ImportLine"/>.</param>
/// <param name="Verdicts">Of the first rows. For who is limited to countries only "accepted" and "rejected": more would tell whether others know a customer.</param>
public sealed record RehearsalView(
    long? ImportId, bool DryRun, string File, string Source, long Rows, long Accepted, long Rejected, long? ProfilesCreated, long? ProfilesMerged, long? Duplicates, long? Unchanged,
    IReadOnlyList<RowWarning> Warnings, long? WarningsTotal, string? RejectedFile, double Seconds, IReadOnlyList<ColumnView> Columns, IReadOnlyList<string> Notes, IReadOnlyList<string> Overlaps,
    IReadOnlyList<RowOutcome> Verdicts)
{
    public static RehearsalView Of(Scope scope, Rehearsal rehearsal)
    {
        var line = ImportLine.Of(scope, rehearsal.State);
        return new RehearsalView(
            null, true, line.File, line.Source, line.Rows, line.Accepted, line.Rejected, line.ProfilesCreated, line.ProfilesMerged, line.Duplicates, line.Unchanged,
            scope.IsLimited ? [.. rehearsal.Warnings.Where(w => !w.TellsOfOthers)] : rehearsal.Warnings, line.WarningsTotal, null, line.Seconds, ColumnView.Of(rehearsal.Plan), rehearsal.Plan.Notes,
            rehearsal.Plan.Notes, scope.IsLimited ? [.. rehearsal.Rows.Select(Bare)] : rehearsal.Rows);
    }

    private static RowOutcome Bare(RowOutcome row) =>
        row.Verdict == "rejected" ? row : new RowOutcome(row.Row, "accepted", null, null, null, null);
}
