using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Postgres;
using Meridian.Review;

namespace Meridian.Cli.Commands;

/// <summary>meridian store copy</summary>
internal static class StoreCommand
{
    public static Command Make(CommandContext context) => new("store", "Stores as a whole.") { Copy(context) };

    private static Command Copy(CommandContext context)
    {
        var from = new Option<string>("--from") { Description = "Data folder, or postgres://... address, of the store to copy.", HelpName = "STORE", Required = true };
        var to = new Option<string>("--to") { Description = "Data folder, or postgres://... address, of the copy; nothing may be there.", HelpName = "STORE", Required = true };
        var command = new Command("copy", "Copy a store to another place or engine, and prove that both are equal. Nobody may be at work on either.") { from, to };
        command.SetAction(parsed => Run(context, parsed.GetValue(CommandContext.Data)!, parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(CommandContext.Json)));
        return command;
    }

    private static int Run(CommandContext context, string data, string from, string to, bool json)
    {
        if (from == to)
            throw new CommandException(ExitCode.Usage, "--from and --to name the same store.");
        using var source = Open(context, data, from, "--from", existing: true);
        using var target = Open(context, data, to, "--to", existing: false);
        // Nobody applies entries of either while it is copied.
        foreach (var (workspace, name) in new[] { (source, from), (target, to) })
        {
            if (!workspace.Pipeline.TryLead(workspace.Session))
                throw new CommandException(ExitCode.TryLater, $"A server or a command is at work on {Shown(name)}. Stop it, then try again.");
        }

        if (!StoreCopy.IsEmpty(Whole(target)))
            throw new CommandException(ExitCode.Usage, $"--to: there is a store at {Shown(to)} already. Name another folder, or another schema (?schema=NAME).");
        LogPosition at;
        do
        {
            source.Pipeline.Run(source.Session, null, context.Stop);
            at = LogCursor.Position(source.Session);
        }
        // Messages that came during an import were applied ahead of what stands before them.
        while (at.Messages > at.Entry);
        var last = at.Entry;
        var rows = 0L;
        using (var progress = new ProgressLine(context.Terminal))
        {
            StoreCopy.Run(Whole(source), Whole(target), last, (_, n) => rows += n, context.Stop);
        }

        CopyBeside(source.Folder, target.Folder);
        target.Database.Checkpoint();
        var (before, after) = (StoreDigest.Of(source.Session).Digest, StoreDigest.Of(target.Session).Digest);
        if (before != after)
            throw new CommandException(ExitCode.Failed, $"The copy differs from the store: digest {after} for {before}. Do not use it; compare 'meridian check --digest' of both, and please report it.");
        if (json)
            context.Terminal.Json(new { entries = last, rows, digest = after });
        else
            context.Terminal.Say($"Copied {last:N0} entries of the log and {rows:N0} rows from {Shown(from)} to {Shown(to)}. Both have the digest {after}.");
        return ExitCode.Ok;
    }

    private static WholeStore Whole(Workspace workspace) => new(workspace.Session, workspace.Log, workspace.Folder);

    private static Workspace Open(CommandContext context, string data, string store, string option, bool existing)
    {
        var own = context with { Server = PostgresAddress.IsAddress(store) ? store : null, Snapshots = SnapshotRule.Never };
        try
        {
            if (own.Server is not null)
                PostgresAddress.Parse(own.Server);
            else if (ServerFile.Running(store) is { } server)
                throw new CommandException(ExitCode.TryLater, $"A server runs on {store}: process {server.Pid}. Stop it, then try again.");
            var path = own.Server is null ? store : data;
            return existing ? Workspace.OpenExisting(path, own) : Workspace.Open(path, own);
        }
        catch (FormatException e)
        {
            throw new CommandException(ExitCode.Usage, $"{option}: {e.Message}");
        }
    }

    private static string Shown(string store) => PostgresAddress.IsAddress(store) ? PostgresAddress.Parse(store).Shown : store;

    /// <summary>What people keep in the folder beside the store: recipes, quarantine, look-ups.</summary>
    private static void CopyBeside(DataFolder from, DataFolder to)
    {
        foreach (var file in StoreBackup.Beside(from))
        {
            var target = Path.Combine(to.Root, Path.GetRelativePath(from.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }
}
