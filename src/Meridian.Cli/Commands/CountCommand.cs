using System.CommandLine;
using System.Diagnostics;
using Meridian.Cli.Output;
using Meridian.Foundation.Governance;
using Meridian.Segments;

namespace Meridian.Cli.Commands;

/// <summary>meridian count 'EXPR'</summary>
internal static class CountCommand
{
    public static Command Make(CommandContext context)
    {
        var expression = new Argument<string>("EXPR") { Description = "A rule, such as 'country in (\"US\", \"IN\") and platform(\"whatsapp\")'; see docs/rules.md." };
        var command = new Command("count", "How many customers a rule holds for.") { expression };
        var input = new RuleInput(command);
        command.SetAction(parsed =>
        {
            using var workspace = Workspace.OpenExisting(parsed.GetValue(CommandContext.Data)!, context);
            workspace.Freshen(context);
            var watch = Stopwatch.StartNew();
            var (rule, inputs) = input.Read(context, workspace, parsed, parsed.GetValue(expression)!);
            var customers = RuleSelection.Count(workspace.Session, Scope.Whole, inputs, rule);
            var milliseconds = watch.ElapsedMilliseconds;
            return context.Tell(parsed, new { customers, milliseconds }, () => context.Terminal.Output.WriteLine($"{customers:N0} customers ({milliseconds:N0} ms)"));
        });
        return command;
    }
}
