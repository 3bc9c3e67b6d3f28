using Meridian.Numbers.Lookups;

namespace Meridian.Numbers.Recipes;

/// <summary>What a condition says of a number. What nobody stated is <see cref="Unknown"/>, never guessed.</summary>
public enum Answer
{
    No,
    Unknown,
    Yes,
}

/// <summary>An answer with what it rests on.</summary>
/// <param name="Value">The fact itself ("whatsapp, line", "34", "2026-03-02"); null where there is none.</param>
/// <param name="Source">"numbering plan", "list", "customers" or the name of the source that stated it.</param>
/// <param name="AgeDays">Days since it was stated; null for what has no age.</param>
public readonly record struct Finding(Answer Answer, string? Value = null, string? Source = null, int? AgeDays = null)
{
    public static Finding Unknown { get; } = new(Answer.Unknown);

    public static Finding Of(bool holds, string? value, string? source, int? ageDays = null) => new(holds ? Answer.Yes : Answer.No, value, source, ageDays);
}

/// <summary>All that a condition may look at: one row of a list.</summary>
/// <param name="DuplicateOf">The earlier row with this number, or null.</param>
/// <param name="IsKnown">Whether a customer of the store has the number; null where there is no store.</param>
/// <param name="IsSuppressed">Whether that customer said no to marketing.</param>
/// <param name="Lists">The lists of --against that hold the number; null where none were given.</param>
/// <param name="Facts">What the store knows of that customer, or null.</param>
/// <param name="Today">The day of the screening, UTC.</param>
public readonly record struct Subject(
    ScreenedNumber Number, string? DuplicateOf, bool? IsKnown, bool IsSuppressed, string? Lists, CustomerFacts? Facts, DateOnly Today)
{
    /// <summary>The youngest answer of a look-up service to the number that is not too old, or null.</summary>
    public DatedAnswer? Lookup { get; init; }
}
