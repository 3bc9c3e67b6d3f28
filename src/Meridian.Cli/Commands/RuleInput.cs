using System.CommandLine;
using System.Globalization;
using Meridian.Cli.Output;
using Meridian.Foundation;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>A rule on the command line, checked against the names of the store, and the instant as of which it is asked.</summary>
internal sealed class RuleInput
{
    private readonly Option<string?> _asOf = new("--as-of") { Description = "Evaluate as of an earlier instant, such as 2026-01-31 or 2026-01-31T10:00:00Z; what came later does not count.", HelpName = "TIME" };

    public RuleInput(Command command) => command.Options.Add(_asOf);

    /// <summary>The instant that is asked for; null for now.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public DateTime? AsOf(ParseResult parsed)
    {
        if (parsed.GetValue(_asOf) is not { } text)
            return null;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at))
            return DateTime.SpecifyKind(at, DateTimeKind.Unspecified);
        throw new CommandException(ExitCode.Usage, $"--as-of: '{text}' is no time. Write 2026-01-31 or 2026-01-31T10:00:00Z.");
    }

    /// <summary>What it is evaluated over.</summary>
    public (CheckedRule Rule, RuleInputs Inputs) Read(CommandContext context, Workspace workspace, ParseResult parsed, string expression)
    {
        var words = StoreVocabulary.Of(workspace.Session);
        var rule = Check(context, expression, words);
        return (rule, StoreFacts.Of(workspace.Session, words, context.Clock.StoreNow(), AsOf(parsed)));
    }

    /// <summary>Checks a rule; warnings go to the error output, so that what is counted stays readable by programs.</summary>
    /// <exception cref="CommandException">It makes no sense; the message shows where.</exception>
    public static CheckedRule Check(CommandContext context, string expression, Rules.Vocabulary.RuleVocabulary words)
    {
        try
        {
            var rule = RuleChecker.Check(expression, words);
            foreach (var warning in rule.Warnings)
                context.Terminal.Warn(warning.ToString());
            return rule;
        }
        catch (RuleException e)
        {
            foreach (var error in e.Errors.SkipLast(1))
                Show(context, expression, error);
            throw new CommandException(ExitCode.Usage, e.Errors[^1].ToString()) { Below = Place(expression, e.Errors[^1]) };
        }
    }

    private static void Show(CommandContext context, string expression, RuleError error)
    {
        context.Terminal.Fail(error.ToString());
        foreach (var line in Place(expression, error))
            context.Terminal.Say(line);
    }

    /// <summary>The line that an error is in, and a mark under the place.</summary>
    private static string[] Place(string expression, RuleError error)
    {
        var lines = expression.ReplaceLineEndings("\n").Split('\n');
        var line = error.Line <= lines.Length ? lines[error.Line - 1] : "";
        var mark = new string(' ', Math.Min(error.Column - 1, line.Length)) + new string('^', Math.Max(1, Math.Min(error.Length, line.Length - error.Column + 1)));
        return [$"  {line}", $"  {mark}"];
    }
}
