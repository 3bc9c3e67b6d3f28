using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation;
using Meridian.Foundation.Geography;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Normalise;

namespace Meridian.Cli.Commands;

/// <summary>meridian import FILE... --source NAME</summary>
internal static class ImportCommand
{
    public static Command Make(CommandContext context)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "CSV, TSV, XLSX, JSON, JSON lines, Parquet or vCard; each also as .gz or .zip.",
            Arity = ArgumentArity.OneOrMore,
        };
        var source = new Option<string>("--source") { Description = "Name of the app or list that the files come from.", HelpName = "NAME", Required = true };
        var country = new Option<string?>("--country") { Description = "Where national phone numbers are from, when nothing else says so.", HelpName = "CC" };
        var map = new Option<string?>("--map") { Description = "Corrected mapping of columns (JSON); kept for the source.", HelpName = "FILE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Rehearse: a verdict for every row, nothing written." };
        var command = new Command("import", "Bring customer files in: read, clean, deduplicate, label.") { files, source, country, map, dryRun };
        command.SetAction(parsed => Run(
            context, parsed, parsed.GetValue(files)!, parsed.GetValue(source)!, parsed.GetValue(country), parsed.GetValue(map), parsed.GetValue(dryRun)));
        return command;
    }

    private static int Run(CommandContext context, ParseResult parsed, string[] files, string source, string? country, string? map, bool dryRun)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new CommandException(ExitCode.Usage, "--source must not be empty. Name the app or list that the files come from.");
        string? hint = null;
        if (country is not null && !Countries.TryFind(country, out hint))
            throw new CommandException(ExitCode.Usage, $"--country: '{country}' is not a country. Use an ISO 3166-1 code such as US, or a name.");
        var mapping = map is null ? null : ReadMapping(map);
        foreach (var file in files)
        {
            // All files are looked at before the first is applied, so that a slip in the third does not leave two.
            var order = new ImportOrder(source, Path.GetFileName(file), Path.GetFileName(file), "", hint, mapping);
            FilePlanner.Open(file, order, DateTime.UnixEpoch).Reader.Dispose();
        }

        var data = parsed.GetValue(CommandContext.Data)!;
        var json = parsed.GetValue(CommandContext.Json);
        using var workspace = dryRun && !Directory.Exists(data) ? Workspace.InMemory(context.Clock) : Workspace.Open(data, context.Clock);
        var report = new ImportReport(context.Terminal, json);
        var rejected = false;
        foreach (var file in files)
        {
            using var progress = new ProgressLine(context.Terminal);
            if (dryRun)
            {
                var order = new ImportOrder(source, Path.GetFileName(file), Path.GetFileName(file), "", hint, mapping ?? Sources.Find(workspace.Session, source)?.Mapping);
                var rehearsal = workspace.Pipeline.Rehearse(workspace.Session, file, order, workspace.Now, progress, context.Stop);
                progress.Clear();
                if (Imports.Unfinished(workspace.Session) is { } unfinished)
                    context.Terminal.Warn($"Import {unfinished.Entry} ({unfinished.FileName}) is unfinished: the rehearsal is as if it were not there.");
                report.Show(rehearsal);
                rejected |= rehearsal.State.Rejected > 0;
                continue;
            }

            var entry = FileIntake.Take(workspace.Session, workspace.Folder, file, source, hint, mapping, workspace.Now);
            workspace.Pipeline.Run(workspace.Session, progress, context.Stop);
            progress.Clear();
            var state = Imports.Find(workspace.Session, entry.Entry)!;
            report.Show(state, Imports.Warnings(workspace.Session, entry.Entry), workspace.Pipeline.LastPlan);
            rejected |= state.Rejected > 0;
        }

        return rejected ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    private static string ReadMapping(string path)
    {
        if (!File.Exists(path))
            throw new CommandException(ExitCode.Usage, $"--map: {path} is not there.");
        try
        {
            return Mapping.Parse(File.ReadAllText(path)).ToJson();
        }
        catch (MappingException e)
        {
            throw new CommandException(ExitCode.Usage, $"--map: {path}: {e.Message}");
        }
    }
}
