using System.CommandLine;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers screen | recipes | lookup | quarantine | dedupe | compare | coverage | ranges | sample</summary>
internal static class NumbersCommand
{
    public static Command Make(CommandContext context) =>
        new("numbers", "Lists of phone numbers of any size: judge, deduplicate, compare; what numbering plans say.")
        {
            NumbersScreenCommand.Make(context),
            NumbersRecipesCommand.Make(context),
            NumbersLookupCommand.Make(context),
            NumbersQuarantineCommand.Make(context),
            NumbersListCommands.Dedupe(context),
            NumbersListCommands.Compare(context),
            NumbersPlanCommands.Coverage(context),
            NumbersPlanCommands.Ranges(context),
            NumbersPlanCommands.Sample(context),
        };
}
