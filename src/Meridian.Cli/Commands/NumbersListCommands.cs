using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Numbers;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers dedupe FILE... --to OUT, and meridian numbers compare A B ... [--to DIR]</summary>
internal static class NumbersListCommands
{
    public static Command Dedupe(CommandContext context)
    {
        var command = new Command("dedupe", "Keep the first row of each number, whatever its spelling; rows without a number that reads stay.");
        var input = new NumberInput(command);
        var to = NumberInput.To("CSV file to write: the input's columns.");
        command.Options.Add(to);
        command.SetAction(parsed =>
        {
            var path = input.Output(parsed, to);
            var files = input.Open(context, parsed);
            try
            {
                var counts = NumberInput.Writing(context, path, progress => NumberDedupe.Run(files, path, progress, context.Stop));
                return context.Tell(parsed, DedupeView.Of(Path.GetFullPath(path), counts), () => context.Terminal.Say($"{Plural.Of(counts.Kept, "row")} of {counts.Rows:N0} written to {path}: {Plural.Of(counts.Duplicates, "row")} left out as repeating a number; {counts.WithoutNumber:N0} kept without a number that reads."));
            }
            finally
            {
                files.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    public static Command Compare(CommandContext context)
    {
        var command = new Command("compare", "Lists as sets of numbers: how many are in all, in some, in one only.");
        var input = new NumberInput(command);
        var to = new Option<string?>("--to") { Description = "Folder to write the lists to, one CSV file for each line of the answer.", HelpName = "DIR" };
        command.Options.Add(to);
        command.SetAction(parsed =>
        {
            var files = input.Open(context, parsed);
            try
            {
                if (files.Count is < 2 or > NumberComparison.MostLists)
                    throw new CommandException(ExitCode.Usage, $"compare takes 2 to {NumberComparison.MostLists} lists, not {files.Count}.");
                var folder = parsed.GetValue(to);
                var (made, written) = NumberInput.Writing(context, folder ?? "the answer", progress =>
                {
                    var compared = NumberComparison.Of(files, progress, context.Stop);
                    return (compared, folder is null ? [] : Write(compared, folder, [.. files.Select(f => f.Path)], context.Stop));
                });
                using var comparison = made;
                return context.Tell(parsed, ComparisonView.Of(comparison, [.. written.Select(Path.GetFullPath)]), () => CompareReport.Show(context.Terminal, comparison, folder, written));
            }
            finally
            {
                files.ForEach(f => f.Dispose());
            }
        });
        return command;
    }

    private static List<string> Write(NumberComparison comparison, string folder, IReadOnlyList<string> read, CancellationToken stop)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (IOException)
        {
            throw new CommandException(ExitCode.Usage, $"--to: {folder} cannot be a folder: a file has this name. Name another.");
        }

        var written = ComparisonView.FileNames(comparison).ConvertAll(name => Path.Combine(folder, name));
        if (written.Find(path => read.Any(f => Path.GetFullPath(f) == Path.GetFullPath(path))) is { } taken)
            throw new CommandException(ExitCode.Usage, $"--to: {taken} is a file that is read, and would be written. Name another folder.");
        comparison.Write(written, stop);
        return written;
    }
}
