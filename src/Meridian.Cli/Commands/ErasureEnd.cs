using Meridian.Numbers;
using Meridian.Privacy;

namespace Meridian.Cli.Commands;

/// <summary>What an erasure did beyond the store's own log: its receipt, the backups that were written anew, and those that could not be reached.</summary>
/// <param name="Waits">Why it is not ended yet, in words; null where it is.</param>
internal sealed record ErasureOutcome(IReadOnlyList<ErasureReceipt> Receipts, IReadOnlyList<string> Rewritten, IReadOnlyList<string> Missing, string? Waits);

/// <summary>Brings erasures that are applied to their end, at once or after the program was stopped: first in the backups, then on the store's own disk, which forgets who it was about.</summary>
internal static class ErasureEnd
{
    /// <summary>Asks for an erasure, applies it and brings it to its end; the caller holds the gate, and has applied what was there before.</summary>
    /// <returns>What came of it, and the backups that were written anew.</returns>
    public static (ErasureAnswer Answer, IReadOnlyList<string> Rewritten) Erase(Workspace workspace, CommandContext context, IReadOnlyList<Guid> profiles, string reason, bool suppress)
    {
        var subject = Subject.Of(workspace.Session, profiles);
        var entry = Erasures.Order(workspace.Session, workspace.Log, workspace.Folder, subject, profiles.Count, reason, suppress, workspace.Now);
        // From here on it is promised: nobody who goes away stops it.
        workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
        var (receipts, rewritten, missing, waits) = Run(workspace, context with { Stop = CancellationToken.None });
        // One that waits has its receipt without the day on which it was done.
        var receipt = (waits is null ? receipts : Erasures.All(workspace.Session)).Single(r => r.Erasure == entry.Entry);
        return (ErasureAnswer.Of(receipt, suppress, rewritten.Count, missing, waits), rewritten);
    }

    public static ErasureOutcome Run(Workspace workspace, CommandContext context)
    {
        var (rewritten, missing) = (new List<string>(), new List<string>());
        try
        {
            // Asked first: writing backups anew takes long.
            Erasures.AskSideStores(workspace.Log, workspace.Folder, SideFiles.Database);
            foreach (var entry in Erasures.Unfinished(workspace.Log, workspace.Folder))
            {
                var order = EraseOrder.FromJson(workspace.Log.Read(entry).First().Text);
                BackupErasure.Run(workspace, context, Subject.Load(workspace.Folder, entry)!, order.Reason, order.Suppressed.Count > 0, rewritten, missing);
            }

            return new ErasureOutcome(workspace.FinishErasures(), [.. rewritten.Distinct(StringComparer.Ordinal)], [.. missing.Distinct(StringComparer.Ordinal)], null);
        }
        catch (SideStoreInUseException e)
        {
            return new ErasureOutcome([], [.. rewritten.Distinct(StringComparer.Ordinal)], [.. missing.Distinct(StringComparer.Ordinal)], e.Message);
        }
    }

    /// <summary>The same for those that were interrupted or had to wait; who they are about says nothing.</summary>
    public static void GoOn(Workspace workspace, CommandContext context)
    {
        if (Erasures.Unfinished(workspace.Log, workspace.Folder).Count == 0)
            return;
        workspace.Pipeline.Run(workspace.Session, null, context.Stop);
        if (Run(workspace, context).Waits is { } why)
            context.Terminal.Warn($"An erasure is not ended yet. {why}");
    }
}
