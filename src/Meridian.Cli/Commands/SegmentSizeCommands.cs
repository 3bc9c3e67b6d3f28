using System.CommandLine;
using Meridian.Activate.Audiences;
using Meridian.Cli.Output;
using Meridian.Consents;
using Meridian.Foundation.Governance;
using Meridian.Segments;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian segments count | customers | export | audience | overlap | snapshot | flow</summary>
internal static class SegmentSizeCommands
{
    public static IEnumerable<Command> Make(CommandContext context) => [Count(context), List(context), Export(context), Audience(context), Overlap(context), Snapshot(context), Flow(context)];

    private static Command Count(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var asOf = AsOfOption();
        var command = new Command("count", "How many customers are in a segment.") { key, asOf };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var count = SegmentViews.Count(workspace.Session, Scope.Whole, parsed.GetValue(key)!, workspace.Now, TaggingCommands.TimeOf(parsed.GetValue(asOf), "--as-of"));
            return context.Tell(parsed, count, () => context.Terminal.Output.WriteLine($"{count.Customers:N0}"));
        });
        return command;
    }

    private static Command List(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var limit = new Option<int>("--limit") { Description = "At most this many.", HelpName = "N", DefaultValueFactory = _ => 50 };
        var asOf = AsOfOption();
        var command = new Command("customers", "Who is in a segment, the most recently active first.") { key, limit, asOf };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(limit) <= 0)
                throw new CommandException(ExitCode.Usage, "--limit must be 1 or more.");
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var members = SegmentMembers.Of(workspace.Session, parsed.GetValue(key)!, workspace.Now, TaggingCommands.TimeOf(parsed.GetValue(asOf), "--as-of"));
            var filter = new CustomerFilter { Members = members };
            var customers = Customers.List(workspace.Session, Scope.Whole, filter, parsed.GetValue(limit));
            return context.TellEach(parsed, customers, () => CustomerReport.Table(context.Terminal, customers, Customers.Count(workspace.Session, Scope.Whole, filter)));
        });
        return command;
    }

    private static Command Export(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var to = new Option<string>("--to") { Description = "File to write; .csv, .xlsx, .jsonl or .parquet says the format.", HelpName = "FILE", Required = true };
        var command = new Command("export", "Write who is in a segment to a file, with traits and labels.") { key, to };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(to)!;
            ExportCommand.RefuseFormat(path);
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            return ExportCommand.Write(context, parsed, workspace, new CustomerFilter { Members = SegmentMembers.Of(workspace.Session, parsed.GetValue(key)!, workspace.Now) }, path);
        });
        return command;
    }

    private static Command Audience(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var purpose = new Option<string>("--purpose") { Description = "What they are to be contacted for: marketing, or a word of your own. Only who consented to it is in the file.", HelpName = "P", Required = true };
        var form = new Option<string>("--format") { Description = "For which ad platform: google or meta.", HelpName = "FORMAT", DefaultValueFactory = _ => AudienceForm.Google.Key };
        var to = new Option<string>("--to") { Description = "CSV file to write.", HelpName = "FILE", Required = true };
        var command = new Command("audience", "Write a hashed audience file for an ad platform: SHA-256 of e-mails and phones, of those who consented.") { key, purpose, form, to };
        command.SetAction(parsed =>
        {
            if (!Purposes.TryRead(parsed.GetValue(purpose)!, out var of))
                throw new CommandException(ExitCode.Usage, $"--purpose: '{parsed.GetValue(purpose)}' is none. Known: {string.Join(", ", Purposes.Known)}, or a word of your own.");
            var asked = AudienceForm.Find(parsed.GetValue(form)!) ?? throw new CommandException(ExitCode.Usage, $"--format: '{parsed.GetValue(form)}' is none of {string.Join(", ", AudienceForm.All.Select(f => f.Key))}.");
            var path = parsed.GetValue(to)!;
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var counts = ExportCommand.Written(path, () => AudienceFile.Write(workspace.Session, Scope.Whole, SegmentMembers.Of(workspace.Session, parsed.GetValue(key)!, workspace.Now), of, asked, path));
            return context.Tell(parsed, new { file = Path.GetFullPath(path), format = asked.Key, purpose = of, counts }, () => SegmentReport.Audience(context.Terminal, counts, asked.Name, path));
        });
        return command;
    }

    private static Command Overlap(CommandContext context)
    {
        var keys = new Argument<string[]>("KEY") { Description = $"2 to {SegmentOverlap.Most} segments.", Arity = new ArgumentArity(2, SegmentOverlap.Most) };
        var command = new Command("overlap", "How many customers are in which of several segments, combination by combination.") { keys };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var overlap = SegmentOverlap.Of(workspace.Session, Scope.Whole, parsed.GetValue(keys)!, workspace.Now);
            return context.Tell(parsed, overlap, () => SegmentReport.Overlap(context.Terminal, overlap));
        });
        return command;
    }

    private static Command Snapshot(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var command = new Command("snapshot", "Keep who is in a segment now; 'segments flow' tells who came and went between.") { key };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            workspace.Freshen(context);
            var segment = SegmentBook.Find(workspace.Session, parsed.GetValue(key)!) ?? throw SegmentIntake.Unknown(workspace.Session, parsed.GetValue(key)!);
            var snapshot = Snapshots.Take(workspace.Session, workspace.Log, segment.Key, segment.Version, SegmentMembers.Of(workspace.Session, segment.Key, workspace.Now), workspace.Now);
            workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
            return context.Tell(parsed, snapshot, () => context.Terminal.Say($"{Plural.Of(snapshot.Customers, "customer")} of the segment {segment.Key} kept, as of {snapshot.TakenAt:yyyy-MM-dd HH:mm} UTC."));
        });
        return command;
    }

    private static Command Flow(CommandContext context)
    {
        var key = SegmentsCommand.KeyArgument();
        var command = new Command("flow", "How a segment changed from each snapshot to the next: who is in it, who entered, who left.") { key };
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            var flow = Snapshots.Flow(workspace.Session, Scope.Whole, parsed.GetValue(key)!);
            if (flow.Count == 0 && SegmentBook.Find(workspace.Session, parsed.GetValue(key)!) is null)
                throw SegmentIntake.Unknown(workspace.Session, parsed.GetValue(key)!);
            return context.TellEach(parsed, flow, () => SegmentReport.Flow(context.Terminal, parsed.GetValue(key)!, flow));
        });
        return command;
    }

    private static Option<string?> AsOfOption() => new("--as-of") { Description = "By what had happened then: a day or a time, ISO 8601.", HelpName = "DATE" };
}
