using System.Globalization;

namespace Meridian.Numbers.Recipes;

/// <summary>What a recipe adds to each row: whether it matches and why not, and for each condition its answer, the fact, who stated it and how old it is.</summary>
internal sealed class RecipeColumns(Recipe recipe)
{
    public IReadOnlyList<string> Names { get; } =
    [
        "match", "match_because",
        .. recipe.Asked.SelectMany((c, i) => Name(recipe, c, i) is var name ? new[] { name, name + "_value", name + "_source", name + "_age_days" } : []),
    ];

    /// <summary>Writes the cells and counts the answers.</summary>
    /// <param name="findings">Room for one finding a condition.</param>
    public Answer Add(CsvRows rows, in Subject subject, Span<Finding> findings, RecipeCounts counts)
    {
        for (var i = 0; i < recipe.Asked.Count; i++)
        {
            findings[i] = recipe.Asked[i].Ask(subject);
            counts.Add(i, findings[i].Answer);
        }

        var (match, because) = recipe.Judge(findings);
        counts.Add(match);
        rows.Add(Word(match));
        rows.Add(because);
        Span<char> days = stackalloc char[12];
        foreach (ref readonly var finding in findings)
        {
            rows.Add(Word(finding.Answer));
            rows.Add(finding.Value);
            rows.Add(finding.Source);
            if (finding.AgeDays is { } age && age.TryFormat(days, out var length, default, CultureInfo.InvariantCulture))
                rows.Add(days[..length]);
            else
                rows.Add([]);
        }

        return match;
    }

    public static string Word(Answer answer) => answer switch
    {
        Answer.Yes => "yes",
        Answer.No => "no",
        _ => "unknown",
    };

    /// <summary>"is_open", because the row may have a column "country" or "age" of its own; the second time that one is asked, "is_open_2".</summary>
    private static string Name(Recipe recipe, Condition condition, int at)
    {
        var before = recipe.Asked.Take(at).Count(c => c.Kind.Name == condition.Kind.Name);
        var name = "is_" + condition.Kind.Name;
        return before == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{before + 1}");
    }
}

/// <summary>Rows by answer: of the whole recipe, and of each of its conditions. Counted in parts that are added up.</summary>
public sealed class RecipeCounts(Recipe recipe)
{
    private readonly long[] _match = new long[3];
    private readonly long[,] _answers = new long[recipe.Asked.Count, 3];

    public Recipe Recipe => recipe;

    public long Of(Answer match) => _match[(int)match];

    public long Of(int condition, Answer answer) => _answers[condition, (int)answer];

    internal void Add(Answer match) => _match[(int)match]++;

    internal void Add(int condition, Answer answer) => _answers[condition, (int)answer]++;

    /// <summary>Adds another's counts; may be called from any thread.</summary>
    internal void Add(RecipeCounts other)
    {
        lock (_match)
        {
            for (var a = 0; a < 3; a++)
            {
                _match[a] += other._match[a];
                for (var c = 0; c < recipe.Asked.Count; c++)
                    _answers[c, a] += other._answers[c, a];
            }
        }
    }
}
