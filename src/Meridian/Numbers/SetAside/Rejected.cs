using Meridian.Numbers.Recipes;

namespace Meridian.Numbers.SetAside;

/// <summary>A row that a screening rejected.</summary>
/// <param name="Number">E.164; "" where the cell holds no number that reads.</param>
/// <param name="Text">The cell as it was written, at most <see cref="LongestText"/> letters; "" where there is a number.</param>
/// <param name="Country">Where the cell's national number was taken to be from: ISO 3166-1 alpha-2, or null.</param>
/// <param name="Because">The conditions that failed, by name, joined by ", ".</param>
/// <param name="Reason">The same in words: "verdict: too short; suppressed: opted out".</param>
/// <param name="Row">As a spreadsheet counts.</param>
public readonly record struct Rejected(string Number, string Text, string? Country, string Because, string Reason, string File, long Row)
{
    /// <summary>A cell that holds more is no number that somebody wrote down.</summary>
    public const int LongestText = 64;

    /// <summary>What a screening asks where no recipe does: a number that no plan gives out or whose owner said no is rejected.</summary>
    public static Recipe UsualQuestion { get; } = Recipe.OfLine("verdict, suppressed") with { Name = "screen" };

    /// <summary>The conditions that failed and what they found; null where a row is not rejected, or only for standing in the list twice: its number is judged by its first row.</summary>
    internal static (string Because, string Reason)? Of(Recipe recipe, ReadOnlySpan<Finding> findings, in Subject subject)
    {
        var (match, because) = recipe.Judge(findings);
        if (match != Answer.No || subject.DuplicateOf is not null)
            return null;
        var reasons = new List<string>();
        for (var i = 0; i < recipe.Asked.Count; i++)
        {
            if (findings[i].Answer != Answer.No)
                continue;
            var name = recipe.Asked[i].Kind.Name;
            reasons.Add(name + ": " + ((name == "verdict" ? subject.Number.Reason : null) ?? findings[i].Value ?? "no"));
        }

        return (because!, string.Join("; ", reasons));
    }
}
