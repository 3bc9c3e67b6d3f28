using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Foundation.Geography;
using Meridian.Numbers;

namespace Meridian.Cli.Commands;

/// <summary>The files that the number commands read, and the file that they write.</summary>
internal sealed class NumberInput
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "One number a line, or any format that import reads; the column of phones is found by header and content.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _country = new("--country") { Description = "Where national numbers are from, when neither row nor column says so.", HelpName = "CC" };
    private readonly Option<string?> _column = new("--column") { Description = "Column of the numbers, by header or by position from 1, where the wrong one is found.", HelpName = "NAME" };

    public NumberInput(Command command)
    {
        command.Arguments.Add(_files);
        command.Options.Add(_country);
        command.Options.Add(_column);
    }

    public static Option<string> To(string description) => new("--to") { Description = description, HelpName = "OUT", Required = true };

    /// <summary>Opens all files before anything is read, so that a slip in the third does not cost the work on two.</summary>
    /// <param name="quiet">Whether what is to be said of the files was said before.</param>
    public List<NumberFile> Open(CommandContext context, ParseResult parsed, bool quiet = false) =>
        Open(context, parsed.GetValue(_files)!, parsed.GetValue(_column), Country(parsed), quiet);

    /// <summary>Opens lists that numbers are looked up in.</summary>
    public List<NumberFile> OpenLists(CommandContext context, ParseResult parsed, string[] paths, string option) => OpenLists(context, paths, option, Country(parsed));

    /// <param name="country">ISO 3166-1 alpha-2, or null.</param>
    public static List<NumberFile> OpenLists(CommandContext context, string[] paths, string option, string? country = null) =>
        paths.Length <= NumberComparison.MostLists ? Open(context, paths, null, country, quiet: false)
            : throw new CommandException(ExitCode.Usage, $"{option} takes up to {NumberComparison.MostLists} lists, not {paths.Length}.");

    private string? Country(ParseResult parsed) =>
        parsed.GetValue(_country) is not { } text ? null : Countries.TryFind(text, out var country) ? country
            : throw new CommandException(ExitCode.Usage, $"--country: '{text}' is not a country. Use an ISO 3166-1 code such as US, or a name.");

    private static List<NumberFile> Open(CommandContext context, string[] paths, string? column, string? country, bool quiet)
    {
        var files = new List<NumberFile>();
        try
        {
            foreach (var path in paths)
                files.Add(NumberFile.Open(path, country, column));
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }

        foreach (var file in files.Where(f => !quiet && f.OtherPhones.Count > 0))
            context.Terminal.Warn($"{Path.GetFileName(file.Path)}: the column '{file.Columns[file.Phone]}' is read; there is also {string.Join(", ", file.OtherPhones.Select(o => $"'{o}'"))} (--column).");
        foreach (var file in files.Where(f => !quiet && f.OtherParts.Count > 0))
            context.Terminal.Warn($"{Path.GetFileName(file.Path)}: only {file.Part ?? "the first part"} is read, not {string.Join(", ", file.OtherParts)}.");
        return files;
    }

    /// <summary>The path to write, when it is a CSV file and none of those that are read.</summary>
    public string Output(ParseResult parsed, Option<string> to) => Output(parsed, to.Name, parsed.GetValue(to)!);

    /// <param name="alsoRead">Further files that are read.</param>
    public string Output(ParseResult parsed, string option, string path, IEnumerable<string>? alsoRead = null)
    {
        if (!path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new CommandException(ExitCode.Usage, $"{option}: '{path}' is not the name of a CSV file. Let it end in .csv.");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new CommandException(ExitCode.Usage, $"{option}: {path} cannot be written: there is no such folder. Make it first, or name another.");
        if (parsed.GetValue(_files)!.Concat(alsoRead ?? []).Any(f => Path.GetFullPath(f) == Path.GetFullPath(path)))
            throw new CommandException(ExitCode.Usage, $"{option}: {path} is a file that is read. Name another.");
        return path;
    }

    /// <summary>Runs what writes a file; what the disk refuses becomes a sentence.</summary>
    public static T Writing<T>(CommandContext context, string path, Func<ProgressLine, T> write)
    {
        using var progress = new ProgressLine(context.Terminal);
        try
        {
            return write(progress);
        }
        catch (DirectoryNotFoundException)
        {
            throw new CommandException(ExitCode.Usage, $"--to: {path} cannot be written: there is no such folder. Make it first, or name another.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, $"--to: {path} cannot be written: no permission, or a folder has this name. Name another place.");
        }
        catch (OperationCanceledException)
        {
            throw new CommandException(ExitCode.TryLater, $"Stopped. {path} was not written.");
        }
        finally
        {
            progress.Clear();
        }
    }
}
