using Meridian.Privacy;

namespace Meridian.Cli.Commands;

/// <summary>What an erasure did beyond the store's own log: its receipt, the backups that were written anew, and those that could not be reached.</summary>
internal sealed record ErasureOutcome(IReadOnlyList<ErasureReceipt> Receipts, IReadOnlyList<string> Rewritten, IReadOnlyList<string> Missing);

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
        var (receipts, rewritten, missing) = Run(workspace, context with { Stop = CancellationToken.None });
        return (ErasureAnswer.Of(receipts.Single(r => r.Erasure == entry.Entry), suppress, rewritten.Count, missing), rewritten);
    }

    public static ErasureOutcome Run(Workspace workspace, CommandContext context)
    {
        var (rewritten, missing) = (new List<string>(), new List<string>());
        foreach (var entry in Erasures.Unfinished(workspace.Log, workspace.Folder))
        {
            var order = EraseOrder.FromJson(workspace.Log.Read(entry).First().Text);
            BackupErasure.Run(workspace, context, Subject.Load(workspace.Folder, entry)!, order.Reason, order.Suppressed.Count > 0, rewritten, missing);
        }

        return new ErasureOutcome(workspace.FinishErasures(), [.. rewritten.Distinct(StringComparer.Ordinal)], [.. missing.Distinct(StringComparer.Ordinal)]);
    }
}
