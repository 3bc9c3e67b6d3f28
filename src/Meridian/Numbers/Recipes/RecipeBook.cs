using System.Text.RegularExpressions;

namespace Meridian.Numbers.Recipes;

/// <summary>The recipes that come with the program, and those that a team saved in its data folder (<c>recipes/NAME.json</c>).</summary>
public sealed partial class RecipeBook(string? dataFolder)
{
    private readonly string? _folder = dataFolder is null ? null : Path.Combine(dataFolder, "recipes");

    /// <summary>One for each of the usual ways to screen; a condition's own name is a recipe too.</summary>
    public static IReadOnlyList<Recipe> BuiltIn { get; } =
    [
        Make("self-screening", "self", "A list of your own: valid numbers, each once, of nobody who said no.", "verdict, duplicate, suppressed"),
        Make("generation-screening", "generation", "Made-up numbers for plans: valid mobile numbers, each once.", "verdict, type, duplicate"),
        Make("fine-screening", "fine", "Customers who can be reached and were seen this month.", "verdict, duplicate, suppressed, open, active, online=30"),
    ];

    /// <summary>The saved ones by name; one that cannot be read is left out and named.</summary>
    public IReadOnlyList<Recipe> Saved(Action<string> unreadable)
    {
        var recipes = new List<Recipe>();
        if (_folder is null || !Directory.Exists(_folder))
            return recipes;
        foreach (var path in Directory.EnumerateFiles(_folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                // By the name that finds it, whatever it calls itself.
                recipes.Add(OfFile(path) with { Name = Path.GetFileNameWithoutExtension(path) });
            }
            catch (RecipeException e)
            {
                unreadable(e.Message);
            }
        }

        return recipes;
    }

    /// <summary>A recipe by what a person typed: a saved name, a built-in name, a JSON file, or conditions in a line.</summary>
    /// <param name="files">Whether it may name a file; not for what comes from another machine.</param>
    /// <exception cref="RecipeException">None of these.</exception>
    public Recipe Find(string text, bool files = true)
    {
        if (SavedPath(text) is { } saved && File.Exists(saved))
            return OfFile(saved);
        if (BuiltIn.FirstOrDefault(r => r.Name == text) is { } builtIn)
            return builtIn;
        if (files && File.Exists(text))
            return OfFile(text);
        if (files && text.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            throw new RecipeException($"There is no file {text}.");
        try
        {
            return Recipe.OfLine(text);
        }
        catch (RecipeException) when (text.IndexOfAny(['=', ',']) < 0)
        {
            var names = BuiltIn.Select(r => r.Name).Concat(SavedNames()).ToList();
            var near = Ingest.Columns.NearestName.Of(text, names.Concat(Conditions.All.Select(c => c.Name)));
            throw new RecipeException($"There is no recipe or condition '{text}'. {(near is null ? $"Recipes are {string.Join(", ", names)}; 'meridian numbers recipes' shows them and the conditions." : $"Did you mean '{near}'?")}");
        }
    }

    /// <summary>Keeps a recipe under its name, in place of one that has it.</summary>
    /// <exception cref="RecipeException">The file is no recipe, or its name cannot be one.</exception>
    public (Recipe Recipe, string Path) Save(string file, string? name)
    {
        var recipe = OfFile(file);
        name ??= recipe.Name;
        if (BuiltIn.Any(r => r.Name == name) || Conditions.All.Any(c => c.Name == name))
            throw new RecipeException($"'{name}' is a recipe of the program. Name yours otherwise (--name).");
        var path = SavedPath(name) ?? throw new RecipeException($"'{name}' cannot be a recipe's name. Use letters, digits, - and _ (--name).");
        Directory.CreateDirectory(_folder!);
        if (Path.GetFullPath(file) != Path.GetFullPath(path))
            File.Copy(file, path, overwrite: true);
        return (recipe, path);
    }

    private IEnumerable<string> SavedNames() =>
        _folder is null || !Directory.Exists(_folder) ? [] : Directory.EnumerateFiles(_folder, "*.json").Select(p => Path.GetFileNameWithoutExtension(p)!).Order(StringComparer.Ordinal);

    private static Recipe OfFile(string path)
    {
        try
        {
            return new FileInfo(path).Length > 1 << 20
                ? throw new RecipeException($"{path}: larger than a recipe can be.")
                : Recipe.OfJson(File.ReadAllText(path), Path.GetFileNameWithoutExtension(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecipeException($"{path}: cannot be read: {e.Message}");
        }
    }

    private static Recipe Make(string name, string mode, string description, string line) => Recipe.OfLine(line) with { Name = name, Mode = mode, Description = description };

    private string? SavedPath(string name) => _folder is not null && NamePattern().IsMatch(name) ? Path.Combine(_folder, name + ".json") : null;

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
