using System.CommandLine;
using Meridian.Cli.Output;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Spectre.Console;

namespace Meridian.Cli.Commands;

/// <summary>meridian numbers recipes [save FILE]</summary>
internal static class NumbersRecipesCommand
{
    public static Command Make(CommandContext context)
    {
        var command = new Command("recipes", "The conditions that screening knows, and the recipes made of them.");
        command.SetAction(parsed =>
        {
            var book = new RecipeBook(parsed.GetValue(CommandContext.Data)!);
            var saved = book.Saved(context.Terminal.Warn);
            if (parsed.GetValue(CommandContext.Json))
            {
                foreach (var kind in Conditions.All)
                    context.Terminal.Json(ConditionView.Of(kind));
                foreach (var recipe in RecipeBook.BuiltIn.Concat(saved))
                    context.Terminal.Json(RecipeView.Of(recipe));
                return ExitCode.Ok;
            }

            Show(context.Terminal, saved);
            return ExitCode.Ok;
        });
        command.Subcommands.Add(Save(context));
        return command;
    }

    /// <summary>A recipe by what a person typed.</summary>
    public static Recipe Find(string text, string data)
    {
        try
        {
            return new RecipeBook(data).Find(text);
        }
        catch (RecipeException e)
        {
            throw new CommandException(ExitCode.Usage, $"--recipe: {e.Message}");
        }
    }

    private static Command Save(CommandContext context)
    {
        var file = new Argument<string>("FILE") { Description = "JSON file of a recipe." };
        var name = new Option<string?>("--name") { Description = "Name to keep it under; the recipe's own where nothing is said.", HelpName = "NAME" };
        var command = new Command("save", "Keep a recipe in the data folder, to be used by name.") { file, name };
        command.SetAction(parsed =>
        {
            try
            {
                var (recipe, path) = new RecipeBook(parsed.GetValue(CommandContext.Data)!).Save(parsed.GetValue(file)!, parsed.GetValue(name));
                return context.Tell(parsed, new { recipe = Path.GetFileNameWithoutExtension(path), mode = recipe.Mode, file = Path.GetFullPath(path), conditions = recipe.Where.Select(Text), any = recipe.Any.Count == 0 ? null : recipe.Any.Select(g => g.Select(Text)) }, () => context.Terminal.Say($"Saved. Use it with: meridian numbers screen FILE --recipe {Path.GetFileNameWithoutExtension(path)} --to OUT"));
            }
            catch (RecipeException e)
            {
                throw new CommandException(ExitCode.Usage, e.Message);
            }
        });
        return command;
    }

    private static void Show(Terminal terminal, IReadOnlyList<Recipe> saved)
    {
        var conditions = new Table().AddColumn("condition").AddColumn("answers from").AddColumn("asks").AddColumn("when nothing is given");
        foreach (var kind in Conditions.All)
            conditions.AddRow(kind.Name, ConditionView.SourceOf(kind.Source), Markup.Escape(kind.Help), Markup.Escape(kind.Usual.Length == 0 ? "must be given" : kind.Usual));
        terminal.Console.Write(new BareTable(conditions));
        terminal.Output.WriteLine();
        var recipes = new Table().AddColumn("recipe").AddColumn("mode").AddColumn("conditions");
        foreach (var recipe in RecipeBook.BuiltIn.Concat(saved))
            recipes.AddRow(Markup.Escape(recipe.Name), recipe.Mode, Markup.Escape(recipe.Sentence()));
        terminal.Console.Write(new BareTable(recipes));
        terminal.Output.WriteLine();
        terminal.Output.WriteLine("  meridian numbers screen list.csv --recipe fine-screening --to out.csv");
        terminal.Output.WriteLine("  meridian numbers screen list.csv --recipe \"open=whatsapp|line, age=18-40\" --to out.csv --matching chosen.csv");
    }

    public static string Text(Condition condition) => RecipeView.Text(condition);
}
