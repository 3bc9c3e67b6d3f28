using Meridian.Numbers.Recipes;

namespace Meridian.Numbers.SetAside;

/// <summary>Screened again: <c>Checked = Released + Stay</c>.</summary>
public sealed record RecheckCounts(long Checked, long Released, long Stay);

/// <summary>Something was set aside by a recipe that this program cannot ask.</summary>
public sealed class UnanswerableRecipeException(string recipe, string message) : Exception(message)
{
    public string Recipe => recipe;
}

/// <summary>
/// Screens again what is set aside, with the question that rejected it, and lets go those whose reason has ended. What cannot be answered any more has not ended: a list that is not
/// at hand, a look-up that is too old.
/// </summary>
public sealed class QuarantineRecheck(ScreenOptions options)
{
    internal const string Why = "the reason ended";

    /// <summary>Whether rechecking asks what customers' records say, for which they must be loaded.</summary>
    /// <param name="recipe">As for <see cref="Run"/>.</param>
    /// <exception cref="UnanswerableRecipeException">As of <see cref="Run"/>.</exception>
    public static bool AsksCustomers(Quarantine quarantine, string? recipe) => Questions(quarantine, recipe).Any(q => q.Recipe.AsksCustomers);

    /// <param name="recipe">Only what this recipe rejected; null for all.</param>
    /// <exception cref="UnanswerableRecipeException">A recipe asks what this program does not know; nothing was screened.</exception>
    public RecheckCounts Run(Quarantine quarantine, string? recipe, DateTime now, CancellationToken stop)
    {
        long rows = 0, released = 0;
        foreach (var (question, name) in Questions(quarantine, recipe))
        {
            stop.ThrowIfCancellationRequested();
            var verdicts = new List<QuarantineVerdict>();
            var text = question.ToJson();
            foreach (var item in quarantine.Items(name, null).Where(i => i.Question == text))
            {
                stop.ThrowIfCancellationRequested();
                rows++;
                if (Judge(item, question) is { } verdict)
                    verdicts.Add(verdict);
            }

            released += verdicts.Count(v => v.Ended);
            quarantine.Settle(name, verdicts, Why, now);
        }

        return new RecheckCounts(rows, released, rows - released);
    }

    private static List<(Recipe Recipe, string Name)> Questions(Quarantine quarantine, string? recipe) =>
        [.. quarantine.Questions(recipe).Select(q => (Read(q.Question, q.Recipe), q.Recipe))];

    /// <summary>The lists that had the number, as the reason names them: "in_list: a.csv; b.csv; suppressed: opted out".</summary>
    private static IEnumerable<string> ListsOf(string reason)
    {
        const string inList = "in_list: ";
        var parts = reason.Split("; ");
        var first = Array.FindIndex(parts, p => p.StartsWith(inList, StringComparison.Ordinal));
        if (first < 0 || parts[first] == inList + "no")
            return [];
        return [parts[first][inList.Length..], .. parts.Skip(first + 1).TakeWhile(p => !p.Contains(": ", StringComparison.Ordinal))];
    }

    /// <summary>The recipe was kept as it was then; a program that is newer or older may not know its conditions.</summary>
    private static Recipe Read(string question, string recipe)
    {
        try
        {
            return Recipe.OfJson(question, recipe);
        }
        catch (RecipeException e)
        {
            throw new UnanswerableRecipeException(recipe, e.Message);
        }
    }

    /// <summary>Null where nothing changed.</summary>
    private QuarantineVerdict? Judge(QuarantineItem item, Recipe recipe)
    {
        // Another list than those that had the number cannot say that they do not any more.
        if (ListsOf(item.Reason).Except(options.Lists?.ListNames ?? [], StringComparer.Ordinal).Any())
            return null;
        var number = ScreenedNumber.Read(item.Number.Length > 0 ? item.Number : item.Text, item.Country, null, null);
        var known = options.Known.TryFind(number.MatchKey, out _, out var facts);
        var subject = new Subject(
            number, null, options.Known.HasStore ? known : null, known && options.Known.IsSuppressed(number.MatchKey), options.Lists?.Holding(number.MatchKey), facts,
            options.Today)
        { Lookup = options.Lookups?.Find(number.MatchKey) };
        var findings = new Finding[recipe.Asked.Count];
        for (var i = 0; i < findings.Length; i++)
            findings[i] = recipe.Asked[i].Ask(subject);
        if (Rejected.Of(recipe, findings, subject) is { } still)
            return still == (item.Because, item.Reason) ? null : new QuarantineVerdict(item, false, still.Because, still.Reason);
        var failed = item.Because.Split(", ");
        var ended = recipe.Judge(findings).Match == Answer.Yes
            || Enumerable.Range(0, findings.Length).All(i => findings[i].Answer == Answer.Yes || !failed.Contains(recipe.Asked[i].Kind.Name, StringComparer.Ordinal));
        return ended ? new QuarantineVerdict(item, true, item.Because, item.Reason) : null;
    }
}
