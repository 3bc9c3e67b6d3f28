namespace Meridian.Numbers.Recipes;

/// <summary>Where a condition's answer comes from.</summary>
public enum ConditionSource
{
    /// <summary>The number itself, by the numbering plan.</summary>
    Plan,

    /// <summary>The lists at hand.</summary>
    List,

    /// <summary>The team's own customers: what files and events said of them.</summary>
    Customers,

    /// <summary>Answers of look-up services that the team has asked before; nothing is asked now.</summary>
    Lookups,
}

/// <summary>A recipe, or a condition in it, that cannot be understood; the message says what, and what is known.</summary>
public sealed class RecipeException(string message) : Exception(message);

/// <summary>A question that recipes may ask of every number.</summary>
/// <param name="Name">As recipes write it.</param>
/// <param name="Help">What it asks and what it takes, for the list of conditions.</param>
/// <param name="Usual">What it takes where a recipe gives nothing.</param>
/// <param name="Make">Reads what a recipe gives.</param>
public sealed record ConditionKind(string Name, ConditionSource Source, string Help, string Usual, Func<string, Func<Subject, Finding>> Make)
{
    /// <summary>Whether an earlier look-up may answer it.</summary>
    public bool TakesLookups { get; init; }

    /// <summary>Whether it looks at what is known of customers though another source comes first.</summary>
    public bool TakesFacts { get; init; }

    /// <exception cref="RecipeException">The condition does not take this.</exception>
    public Condition With(string? argument)
    {
        var given = string.IsNullOrWhiteSpace(argument) ? Usual : argument.Trim();
        return given.Length == 0
            ? throw new RecipeException($"'{Name}' needs to be told what: {Help}")
            : new Condition(this, given, Make(given));
    }
}

/// <summary>A question with what a recipe gave it.</summary>
public sealed record Condition(ConditionKind Kind, string Argument, Func<Subject, Finding> Ask);
