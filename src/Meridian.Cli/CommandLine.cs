using System.CommandLine;
using System.CommandLine.Help;
using Meridian.Cli.Commands;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Postgres;
using Meridian.Tags.Definitions;
using Meridian.Web;
using NodaTime;

namespace Meridian.Cli;

/// <summary>What every command works with.</summary>
/// <param name="Host">The store of the server in whose process the command runs; null for a command of its own.</param>
public sealed record CommandContext(Terminal Terminal, IClock Clock, CancellationToken Stop, OpenStore? Host = null)
{
    /// <summary>When the command leaves a snapshot of the store behind.</summary>
    public SnapshotRule Snapshots { get; init; } = SnapshotRule.Usual;

    /// <summary>Who works, as the log tells it.</summary>
    public string Actor { get; init; } = Foundation.Log.ActingLog.LocalUser;

    public static readonly Option<string> Data = new("--data")
    {
        Description = "Folder of the store.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./meridian-data",
        Recursive = true,
    };

    public static readonly Option<string> Store = new("--store")
    {
        Description = "A store on PostgreSQL instead of one in the folder; also MERIDIAN_STORE, which does not show in lists of processes.",
        HelpName = "postgres://USER:PASSWORD@HOST/DATABASE",
        Recursive = true,
    };

    /// <summary>The address of the store where it is on PostgreSQL; null where it is in the data folder.</summary>
    public string? Server { get; set; }

    public static readonly Option<bool> Json = new("--json") { Description = "One compact JSON document a line on standard output.", Recursive = true };

    /// <summary>Answers as JSON where that is asked for, else as people read it.</summary>
    public int Tell<T>(ParseResult parsed, T answer, Action report) => TellEach(parsed, [answer], report);

    /// <summary>The same of several: a document each.</summary>
    public int TellEach<T>(ParseResult parsed, IEnumerable<T> answers, Action report)
    {
        if (!parsed.GetValue(Json))
        {
            report();
            return ExitCode.Ok;
        }

        foreach (var answer in answers)
            Terminal.Json(answer);
        return ExitCode.Ok;
    }
}

/// <summary>The commands, their help, and how errors become one sentence and an exit code.</summary>
public static class CommandLine
{
    /// <param name="snapshots">Null for the usual rule.</param>
    public static int Run(string[] args, Terminal terminal, IClock clock, SnapshotRule? snapshots = null)
    {
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler cancel = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += cancel;
        using var terminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, c =>
        {
            c.Cancel = true;
            stop.Cancel();
        });
        try
        {
            return Run(args, new CommandContext(terminal, clock, stop.Token) { Snapshots = snapshots ?? SnapshotRule.Usual });
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
        }
    }

    public static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Meridian turns messy customer files of many countries into clean, deduplicated customers, each labelled by region, platform and activity.")
        {
            ImportCommand.Make(context),
            ImportsCommand.Make(context),
            CustomersCommand.Make(context),
            ConsentsCommand.Make(context),
            LabelsCommand.Make(context),
            CountCommand.Make(context),
            ExplainCommand.Make(context),
            TagsCommand.Make(context),
            SegmentsCommand.Make(context),
            SourcesCommand.Make(context),
            AreasCommand.Make(context),
            RatesCommand.Make(context),
            PacksCommand.Make(context),
            ChangesCommand.Make(context),
            ExportCommand.Make(context),
            NumbersCommand.Make(context),
            CheckCommand.Make(context),
            EventsCommand.Make(context),
            DeadLettersCommand.Make(context),
            ServeCommand.Make(context),
            StatusCommand.Make(context),
            AuditCommand.Make(context),
            KeysCommand.Make(context),
            PeopleCommand.Make(context),
            BackupCommands.Backup(context),
            BackupCommands.Restore(context),
            RebuildCommand.Make(context),
            StoreCommand.Make(context),
            DemoCommand.Make(context),
            CompletionCommand.Make(context),
        };
        root.Options.Add(CommandContext.Data);
        root.Options.Add(CommandContext.Store);
        root.Options.Add(CommandContext.Json);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { } help)
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    // "@ana" is a customer's handle here, never the name of a file of further arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command in a server's process, on its store.</summary>
    public static int Run(ForwardedCommand command, CommandContext context) => Run(command.Args, context);

    private static int Run(string[] args, CommandContext context)
    {
        var terminal = context.Terminal;
        try
        {
            var parsed = Root(context).Parse(args, Parsing);
            if (MistypedOption(parsed) is { } mistyped)
            {
                var known = OptionsOf(parsed).ToList();
                var near = known.Find(o => mistyped.StartsWith(o, StringComparison.Ordinal) || o.StartsWith(mistyped, StringComparison.Ordinal)) ?? Rules.Syntax.Nearest.To(mistyped, known);
                terminal.Fail($"There is no option '{mistyped}'.{(near is null ? "" : $" Did you mean '{near}'?")}");
                terminal.Say($"Try: meridian {string.Join(' ', Path(parsed))} --help");
                return ExitCode.Usage;
            }

            if (parsed.Errors.Count > 0)
            {
                // "Required command was not provided" says nothing more where the command that was given is unknown.
                var errors = parsed.Errors.Select(e => e.Message.Replace("\n", " ", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal).TrimEnd()).ToList();
                var unknown = errors.Where(e => e.StartsWith("Unrecognized", StringComparison.Ordinal)).ToList();
                foreach (var error in unknown.Count > 0 ? unknown : errors)
                    terminal.Fail(error);
                terminal.Say($"Try: meridian {string.Join(' ', Path(parsed))} --help".Replace("  ", " ", StringComparison.Ordinal));
                return ExitCode.Usage;
            }

            context.Server = ServerOf(parsed);
            if (context.Host is null && Forwarding.To(parsed, context) is { } server)
                return Forwarding.Run(server, parsed, args, context);
            return Invoke(parsed, context);
        }
        catch (CommandException e)
        {
            terminal.Fail(e.Message);
            foreach (var line in e.Below)
                terminal.Say(line);
            return e.Code;
        }
        catch (Ingest.KeptFileException e)
        {
            terminal.Fail(e.Message);
            return ExitCode.Failed;
        }
        catch (UnreadableFileException e)
        {
            terminal.Fail(e.Message);
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            terminal.Warn("Stopped. What was applied stays; 'meridian imports resume' continues, 'meridian imports undo ID' takes it back.");
            return ExitCode.TryLater;
        }
        catch (Changes.FollowerException e)
        {
            terminal.Fail(e.Message);
            return ExitCode.NotFound;
        }
        catch (Profiles.Edits.EditException e)
        {
            foreach (var fault in e.Faults)
                terminal.Fail($"{fault.Trait}: {fault.Message}{(fault.Message.EndsWith('.') || fault.Message.EndsWith(')') ? "" : ".")}");
            return ExitCode.Usage;
        }
        catch (NoSuchDefinitionException e)
        {
            terminal.Fail(e.Message);
            return ExitCode.NotFound;
        }
        catch (Rules.Rates.RateException e)
        {
            terminal.Fail($"{e.Part}: {e.Message}.");
            return ExitCode.Usage;
        }
        catch (DefinitionException e)
        {
            foreach (var fault in e.Faults)
                terminal.Fail($"{fault.Part}: {fault.Message}{(fault.Message.EndsWith('.') || fault.Message.EndsWith('?') ? "" : ".")}");
            return ExitCode.Usage;
        }
        catch (Rules.Syntax.RuleException e)
        {
            foreach (var error in e.Errors)
                terminal.Fail(error.ToString());
            return ExitCode.Usage;
        }
        catch (Ingest.SourceException e)
        {
            terminal.Fail(e.Message);
            return e.IsMissing ? ExitCode.NotFound : ExitCode.Usage;
        }
        catch (MappingException e)
        {
            terminal.Fail(e.Message);
            return ExitCode.Usage;
        }
        catch (IOException e) when (e.Message.Contains("No space left", StringComparison.Ordinal))
        {
            terminal.Fail("The disk is full. What was applied stays; free some space, then 'meridian imports resume'.");
            return ExitCode.TryLater;
        }
#pragma warning disable CA1031 // The last resort: one sentence, and no stack in a user's face; what was committed is whole.
        catch (Exception e)
#pragma warning restore CA1031
        {
            terminal.Fail($"An unexpected error: {e.Message} Nothing half-done is in the store. Please report it; MERIDIAN_DEBUG=1 shows where it happened.");
            if (Environment.GetEnvironmentVariable("MERIDIAN_DEBUG") == "1")
                terminal.Say(e.ToString());
            return ExitCode.Failed;
        }
    }

    /// <exception cref="CommandException">The address is none.</exception>
    private static string? ServerOf(ParseResult parsed)
    {
        var address = parsed.GetValue(CommandContext.Store) ?? Environment.GetEnvironmentVariable("MERIDIAN_STORE");
        if (string.IsNullOrEmpty(address))
            return null;
        try
        {
            PostgresAddress.Parse(address);
            return address;
        }
        catch (FormatException e)
        {
            throw new CommandException(ExitCode.Usage, $"--store: {e.Message}");
        }
    }

    private static int Invoke(ParseResult parsed, CommandContext context)
    {
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = context.Terminal.Output, Error = context.Terminal.Error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception e) when (DuckDb.DuckDbDatabase.IsDamage(e))
        {
            (context.Host?.Folder ?? new Foundation.DataFolder(parsed.GetValue(CommandContext.Data)!)).MarkDamaged();
            throw new CommandException(ExitCode.TryLater, $"The store's file is damaged: {e.Message.Split('\n')[0]} {(context.Host is null ? "The next command makes it again; then try again." : "Start the server again: it makes it again.")}");
        }
    }

    /// <summary>What is written like an option and stands where a command takes any number of files or names; it would be looked for as one of them.</summary>
    private static string? MistypedOption(ParseResult parsed)
    {
        // Behind "--" nothing is an option.
        var words = parsed.Tokens.TakeWhile(t => t.Type != System.CommandLine.Parsing.TokenType.DoubleDash).ToHashSet();
        return parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.ArgumentResult>().SelectMany(a => a.Tokens).Where(words.Contains).Select(t => t.Value)
            .FirstOrDefault(v => v.Length > 2 && v.StartsWith("--", StringComparison.Ordinal) && char.IsAsciiLetter(v[2]) && v.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !File.Exists(v));
    }

    /// <summary>The options that the command takes, those of its parents among them.</summary>
    private static IEnumerable<string> OptionsOf(ParseResult parsed)
    {
        for (var command = parsed.CommandResult; command is not null; command = command.Parent as System.CommandLine.Parsing.CommandResult)
        {
            foreach (var option in command.Command.Options.Where(o => !o.Hidden && (command == parsed.CommandResult || o.Recursive)))
                yield return option.Name;
        }
    }

    private static IEnumerable<string> Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (var command = parsed.CommandResult; command.Command is not RootCommand; command = (System.CommandLine.Parsing.CommandResult)command.Parent!)
            names.Insert(0, command.Command.Name);
        return names;
    }
}
