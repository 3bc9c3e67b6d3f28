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

    /// <summary>Applies what the log holds up to its end and reports one import; true where rows were rejected.</summary>
    private static bool ApplyNext(CommandContext context, Workspace workspace, ImportReport report, long? import)
    {
        if (import is not { } entry)
            return false;
        using var progress = new ProgressLine(context.Terminal);
        workspace.Pipeline.Run(workspace.Session, progress, context.Stop);
        progress.Clear();
        if (Imports.Find(workspace.Session, entry) is not { State: "applied" } state)
            return false;
        report.Show(state, Imports.Warnings(workspace.Session, entry), workspace.Pipeline.LastPlan);
        return state.Rejected > 0;
    }

    private static int Run(CommandContext context, ParseResult parsed, string[] files, string source, string? country, string? map, bool dryRun)
    {
        if (string.IsNullOrWhiteSpace(source))
            throw new CommandException(ExitCode.Usage, "--source must not be empty. Name the app or list that the files come from.");
        var hint = CountryOf(country);
        var mapping = map is null ? null : ReadMapping(map);
        foreach (var file in files)
        {
            // All files are looked at before the first is applied, so that a slip in the third does not leave two.
            var order = new ImportOrder(source, Path.GetFileName(file), Path.GetFileName(file), "", hint, mapping);
            var (reader, plan) = FilePlanner.Open(file, order, DateTime.UnixEpoch);
            reader.Dispose();
            // Its first customer would be taken for the columns' names, and be lost; who maps the columns has looked at them.
            if (plan.NoHeader is { } cell && mapping is null)
                throw new CommandException(ExitCode.Usage, $"{file}: the first row looks like a customer, not like column names (\"{cell}\"). Add a row of names on top (name, phone, email, ...), then import it again.");
        }

        var data = parsed.GetValue(CommandContext.Data)!;
        var json = parsed.GetValue(CommandContext.Json);
        using var workspace = dryRun && context.Server is null && !Directory.Exists(data) ? Workspace.InMemory(context) : Workspace.Open(data, context);
        using var alone = workspace.Alone();
        var report = new ImportReport(context.Terminal, json);
        var rejected = false;
        if (dryRun)
        {
            using var progress = new ProgressLine(context.Terminal);
            var orders = files.Select(f => (f, new ImportOrder(source, Path.GetFileName(f), Path.GetFileName(f), "", hint, mapping ?? Sources.Find(workspace.Session, source)?.Mapping)));
            var rehearsals = workspace.Pipeline.Rehearse(workspace.Session, [.. orders], workspace.Now, progress, context.Stop);
            progress.Clear();
            if (Imports.Unfinished(workspace.Session) is { } unfinished)
                context.Terminal.Warn($"Import {unfinished.Entry} ({unfinished.FileName}) is unfinished: the rehearsal is as if it were not there.");
            foreach (var rehearsal in rehearsals)
            {
                report.Show(rehearsal);
                rejected |= rehearsal.State.Rejected > 0;
            }

            return rejected ? ExitCode.PartlyRejected : ExitCode.Ok;
        }

        // What an earlier command left unfinished comes first, and its result is told like any other's.
        rejected |= ApplyNext(context, workspace, report, workspace.Pipeline.Next(workspace.Session)?.Entry);
        foreach (var file in files)
        {
            var entry = FileIntake.Take(workspace.Session, workspace.Log, workspace.Folder, file, source, hint, mapping, workspace.Now);
            rejected |= ApplyNext(context, workspace, report, entry.Entry);
        }

        return rejected ? ExitCode.PartlyRejected : ExitCode.Ok;
    }

    /// <summary>The country that --country names; null for none.</summary>
    internal static string? CountryOf(string? country)
    {
        string? hint = null;
        if (country is not null && !Countries.TryFind(country, out hint))
            throw new CommandException(ExitCode.Usage, $"--country: '{country}' is not a country. Use an ISO 3166-1 code such as US, or a name.");
        return hint;
    }

    /// <param name="more">Fields that a mapping may name beside those of a customer file; null for none.</param>
    internal static string ReadMapping(string path, IReadOnlyCollection<string>? more = null, string option = "--map")
    {
        if (!File.Exists(path))
            throw new CommandException(ExitCode.Usage, $"{option}: {path} is not there.");
        try
        {
            return Mapping.Parse(File.ReadAllText(path), more).ToJson();
        }
        catch (MappingException e)
        {
            throw new CommandException(ExitCode.Usage, $"{option}: {path}: {e.Message}");
        }
    }
}
