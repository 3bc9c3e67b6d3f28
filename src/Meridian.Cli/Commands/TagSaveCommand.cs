using System.CommandLine;
using System.Text.Json;
using Meridian.Cli.Output;
using Meridian.Tags.Definitions;

namespace Meridian.Cli.Commands;

/// <summary>meridian tags save KEY --rule EXPR | --value VALUE=EXPR ... | --file FILE</summary>
internal static class TagSaveCommand
{
    public static Command Make(CommandContext context)
    {
        var key = new Argument<string?>("KEY") { Description = "The tag's key: letters a to z, digits and _.", Arity = ArgumentArity.ZeroOrOne };
        var options = new TagOptions();
        var file = new Option<string?>("--file") { Description = "A JSON file with one definition, or an array of them, instead of the options.", HelpName = "FILE" };
        var reason = ReasonOption();
        var publish = new Option<bool>("--publish") { Description = "Publish it too, without a look at the preview." };
        var command = new Command("save", "Save a tag as a draft: nobody has it before it is published. Of a tag that is there already, what is not said stays as it was.") { key };
        foreach (var option in options.All.Concat([file, reason, publish]))
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(file) is null == parsed.GetValue(key) is null)
                throw new CommandException(ExitCode.Usage, "Name the tag, with --rule or --value, or a file of definitions with --file.");
            using var workspace = Workspace.Open(parsed.GetValue(CommandContext.Data)!, context);
            using var alone = workspace.Alone();
            workspace.Pipeline.Run(workspace.Session, null, context.Stop);
            var definitions = parsed.GetValue(file) is { } path ? Read(path) : [options.Read(parsed, parsed.GetValue(key)!, TagBook.Newest(workspace.Session, parsed.GetValue(key)!))];
            foreach (var definition in definitions)
            {
                var receipt = TagIntake.Save(workspace.Session, workspace.Log, definition, parsed.GetValue(reason), workspace.Now);
                workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
                if (parsed.GetValue(publish))
                {
                    receipt = receipt with { Entry = TagIntake.Publish(workspace.Session, workspace.Log, definition.Key, null, parsed.GetValue(reason), workspace.Now).Entry };
                    workspace.Pipeline.Run(workspace.Session, null, CancellationToken.None);
                }

                TagReport.Receipt(context.Terminal, parsed.GetValue(CommandContext.Json), receipt, $"Tag {definition.Key}: version {receipt.Version} is {(parsed.GetValue(publish) ? "published" : "saved as a draft")}.");
            }

            return ExitCode.Ok;
        });
        return command;
    }

    internal static Option<string?> ReasonOption() => new("--reason") { Description = "Why, in a few words; without personal data.", HelpName = "TEXT" };

    /// <summary>Definitions of a file, each behind those that it names.</summary>
    private static IReadOnlyList<TagDefinition> Read(string path)
    {
        if (!File.Exists(path))
            throw new CommandException(ExitCode.Usage, $"--file: {path} is not there.");
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            var list = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("tags", out var inner) ? inner : json.RootElement;
            var definitions = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(d => TagDefinition.FromJson(d.GetRawText())).ToList() : [TagDefinition.FromJson(list.GetRawText())];
            if (definitions.GroupBy(d => d.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
                throw new CommandException(ExitCode.Usage, $"--file: {path} has the tag '{twice.Key}' twice.");
            return Dependencies.Of(definitions, []).InOrder(definitions, d => d.Key);
        }
        catch (JsonException e)
        {
            throw new CommandException(ExitCode.Usage, $"--file: {path} is no definition of a tag: {DefinitionJson.Words(e)}. 'meridian tags show KEY --json' shows the form under \"definition\".");
        }
    }

    /// <summary>The options that make a definition.</summary>
    private sealed class TagOptions
    {
        private readonly Option<string?> _rule = new("--rule") { Description = "Who has the tag, as docs/rules.md says.", HelpName = "EXPR" };
        private readonly Option<string[]> _values = new("--value") { Description = "A value and who has it; values exclude one another, and the first whose rule holds is had. Given by hand: the value alone.", HelpName = "VALUE=EXPR" };
        private readonly Option<string[]> _names = new("--name") { Description = "Its name in a UI language; without one in English.", HelpName = "L=TEXT" };
        private readonly Option<string[]> _descriptions = new("--description") { Description = "What it means, likewise.", HelpName = "L=TEXT" };
        private readonly Option<string?> _kind = new("--kind") { Description = string.Join(", ", TagKinds.All) + ".", HelpName = "KIND" };
        private readonly Option<string?> _origin = new("--origin") { Description = "Who gives it: rule, manual or model.", HelpName = "ORIGIN" };
        private readonly Option<string?> _folder = new("--folder") { Description = "Where it stands, parts with / between.", HelpName = "FOLDER" };
        private readonly Option<string?> _colour = new("--colour") { Description = "Such as #1f77b4.", HelpName = "#RRGGBB" };
        private readonly Option<string?> _owner = new("--owner") { Description = "Who answers for it.", HelpName = "TEXT" };
        private readonly Option<double?> _days = new("--time-to-live") { Description = "Days after which it ends where it was given by hand without --until.", HelpName = "DAYS" };
        private readonly Option<string?> _notes = new("--notes") { Description = "Anything else to be known.", HelpName = "TEXT" };

        public IEnumerable<Option> All => [_rule, _values, _names, _descriptions, _kind, _origin, _folder, _colour, _owner, _days, _notes];

        public TagDefinition Read(ParseResult parsed, string key, TagDefinition? before)
        {
            var definition = before ?? new TagDefinition(key);
            var values = parsed.GetValue(_values) ?? [];
            if (parsed.GetValue(_rule) is { } rule)
                definition = definition with { Rule = rule, Values = values.Length > 0 ? definition.Values : null };
            if (values.Length > 0)
                definition = definition with { Values = [.. values.Select(v => ValueOf(v, definition))], Rule = parsed.GetValue(_rule) };
            return definition with
            {
                Names = Texts(parsed.GetValue(_names), definition.Names),
                Descriptions = Texts(parsed.GetValue(_descriptions), definition.Descriptions),
                Kind = parsed.GetValue(_kind) ?? definition.Kind,
                Origin = parsed.GetValue(_origin) ?? definition.Origin,
                Folder = parsed.GetValue(_folder) ?? definition.Folder,
                Colour = parsed.GetValue(_colour) ?? definition.Colour,
                Owner = parsed.GetValue(_owner) ?? definition.Owner,
                TimeToLiveDays = parsed.GetValue(_days) ?? definition.TimeToLiveDays,
                Notes = parsed.GetValue(_notes) ?? definition.Notes,
            };
        }

        private static TagValue ValueOf(string text, TagDefinition before)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var (value, rule) = equals < 0 ? (text.Trim(), null) : (text[..equals].Trim(), text[(equals + 1)..].Trim());
            return new TagValue(value, rule) { Names = before.Values?.FirstOrDefault(v => v.Value == value)?.Names };
        }
    }

    /// <summary>"zh-Hans=高价值", or a text alone, which is English.</summary>
    internal static IReadOnlyDictionary<string, string>? Texts(string[]? given, IReadOnlyDictionary<string, string>? before)
    {
        if (given is null or [])
            return before;
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in before ?? new Dictionary<string, string>(StringComparer.Ordinal))
            texts[language] = text;
        foreach (var text in given)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var isNamed = equals is > 0 and < 20 && text[..equals].All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
            texts[isNamed ? text[..equals] : "en"] = isNamed ? text[(equals + 1)..] : text;
        }

        return texts;
    }
}
