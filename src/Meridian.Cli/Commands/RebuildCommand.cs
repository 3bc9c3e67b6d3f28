using System.CommandLine;
using System.Diagnostics;
using Meridian.Cli.Output;
using Meridian.Foundation;
using Meridian.Foundation.Snapshots;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>meridian rebuild</summary>
internal static class RebuildCommand
{
    public static Command Make(CommandContext context)
    {
        var fromLog = new Option<bool>("--from-log") { Description = "Leave snapshots alone: proves that the log alone gives the store." };
        var command = new Command("rebuild", "Make the store again from its newest snapshot, log and kept files; the old one is set aside, never deleted.") { fromLog };
        command.SetAction(parsed =>
        {
            context.NeedsFolder();
            var data = parsed.GetValue(CommandContext.Data)!;
            string? before = null;
            // Opening it first finds out whether another process has it. One that is damaged inside cannot tell its digest, and is why people come here.
            using (var workspace = Workspace.OpenExisting(data, context with { Snapshots = SnapshotRule.Never }))
            {
                try
                {
                    before = StoreDigest.Of(workspace.Session).Digest;
                }
                catch (System.Data.Common.DbException e)
                {
                    context.Terminal.Warn($"The store cannot be read: {e.Message.Split('\n')[0]}");
                }
            }

            var watch = Stopwatch.StartNew();
            using var rebuilt = Workspace.Rebuild(new DataFolder(data), context, parsed.GetValue(fromLog));
            var after = StoreDigest.Of(rebuilt.Session).Digest;
            return context.Tell(parsed, new { entries = rebuilt.Log.Last, digest = after, same = before is null ? (bool?)null : before == after, seconds = Math.Round(watch.Elapsed.TotalSeconds, 3) }, () => context.Terminal.Say($"The log's {rebuilt.Log.Last:N0} {(rebuilt.Log.Last == 1 ? "entry" : "entries")} are in it; it took {watch.Elapsed.TotalSeconds:0.0} s. {(before is null ? "" : before == after ? "The content is the same as before." : "The content differs from before: compare 'meridian check --digest' of both.")}"));
        });
        return command;
    }
}
