using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Tags.Packs;

namespace Meridian.Cli.Commands;

/// <summary>meridian packs list | show NAME | install NAME</summary>
internal static class PacksCommand
{
    public static Command Make(CommandContext context) =>
        new("packs", "Sets of tags that the program brings: look at them, make them the team's own, change what does not fit.") { List(context), Show(context), Install(context) };

    private static Command List(CommandContext context)
    {
        var language = LanguageOption();
        var command = new Command("list", "All packs, with their tags.") { language };
        command.SetAction(parsed =>
        {
            return context.TellEach(parsed, PackLine.All(), () => PackReport.List(context.Terminal, TagPacks.All, parsed.GetValue(language)!));
        });
        return command;
    }

    private static Command Show(CommandContext context)
    {
        var key = KeyArgument();
        var language = LanguageOption();
        var command = new Command("show", "A pack's tags with their rules and worked examples. With --json in the form that 'tags save --file' reads.") { key, language };
        command.SetAction(parsed =>
        {
            var pack = TagPacks.Find(parsed.GetValue(key)!);
            return context.Tell(parsed, PackFile.Of(pack), () => PackReport.Show(context.Terminal, pack, parsed.GetValue(language)!));
        });
        return command;
    }

    private static Command Install(CommandContext context)
    {
        var key = KeyArgument();
        var publish = new Option<bool>("--publish") { Description = "Publish the tags too, without a look at their previews." };
        var replace = new Option<bool>("--replace") { Description = "Save a new version also of a tag that the team has; without it that is kept as it is." };
        var command = new Command("install", "Save a pack's tags as drafts of the team's own; nobody has them before they are published.") { key, publish, replace };
        command.SetAction(parsed =>
        {
            var pack = TagPacks.Find(parsed.GetValue(key)!);
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var receipts = PackInstall.Run(
                workspace.Session, workspace.Log, pack, parsed.GetValue(publish), parsed.GetValue(replace), workspace.Now, () => workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None));
            PackReport.Installed(context.Terminal, parsed.GetValue(CommandContext.Json), receipts);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Argument<string> KeyArgument() => new("NAME") { Description = "The pack, as 'packs list' names it." };

    private static Option<string> LanguageOption() => new("--language") { Description = "Of the names: en, zh-Hans, zh-Hant.", HelpName = "L", DefaultValueFactory = _ => "en" };
}
