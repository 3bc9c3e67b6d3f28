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
        var command = new Command("rebuild", "Make the store again from its newest snapshot, log and kept files. In a folder the old one is set aside, never deleted.") { fromLog };
        command.SetAction(parsed =>
        {
            var data = parsed.GetValue(CommandContext.Data)!;
            var watch = Stopwatch.StartNew();
            if (context.Server is not null)
            {
                using var shared = Workspace.OpenExisting(data, context);
                var (entries, digest, old) = PostgresRebuild.Run(shared, context);
                return Tell(context, parsed, entries, digest, old, watch.Elapsed);
            }

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

            watch.Restart();
            using var rebuilt = Workspace.Rebuild(new DataFolder(data), context, parsed.GetValue(fromLog));
            return Tell(context, parsed, rebuilt.Log.Last, StoreDigest.Of(rebuilt.Session).Digest, before, watch.Elapsed);
        });
        return command;
    }

    private static int Tell(CommandContext context, ParseResult parsed, long entries, string after, string? before, TimeSpan took) => context.Tell(
        parsed,
        new { entries, digest = after, same = before is null ? (bool?)null : before == after, seconds = Math.Round(took.TotalSeconds, 3) },
        () => context.Terminal.Say($"The log's {entries:N0} {(entries == 1 ? "entry" : "entries")} are in it; it took {took.TotalSeconds:0.0} s. {(before is null ? "" : before == after ? "The content is the same as before." : "The content differs from before: compare 'meridian check --digest' of both.")}"));
}
