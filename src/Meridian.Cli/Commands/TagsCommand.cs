using System.CommandLine;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags ...</summary>
internal static class TagsCommand
{
    public static Command Make(CommandContext context)
    {
        var tags = new Command("tags", "Tags of the team's own: define, preview and publish them; give them by hand; look at who has and had them.");
        foreach (var command in TagListCommands.Make(context).Concat([TagSaveCommand.Make(context)]).Concat(TagChangeCommands.Make(context)).Concat(TaggingCommands.Make(context)).Concat(TagTimeCommands.Make(context)))
            tags.Subcommands.Add(command);
        return tags;
    }
}
