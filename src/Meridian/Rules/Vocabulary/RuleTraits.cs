using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Rules.Vocabulary;

/// <summary>The names that the language itself brings: the well-known traits of profiles, and what follows from them.</summary>
public static class RuleTraits
{
    public const string Age = "age";
    public const string Area = "area";
    public const string Birthday = "birthday";
    public const string Country = "country";
    public const string Language = "language";
    public const string Now = "now";
    public const string Today = "today";
    public const string Weekday = "weekday";

    /// <summary>Columns of the profile that are read as they are; <c>p</c> is the profile.</summary>
    internal static IReadOnlyDictionary<string, (RuleType Type, Column Column)> Columns { get; } = TraitColumns.All
        .Where(t => t.Column.Name != Age)
        .Select(t => (t.Column, Type: TypeOf(t)))
        .Append((new Column("country"), RuleType.Text))
        .Append((new Column("language"), RuleType.Text))
        .Append((new Column("time_zone"), RuleType.Text))
        .Append((new Column("records"), RuleType.Number))
        .ToDictionary(t => t.Item1.Name, t => (t.Item2, t.Item1), StringComparer.Ordinal);

    /// <summary>What follows from several columns, or from the customer's own time.</summary>
    private static readonly Dictionary<string, RuleType> Derived = new(StringComparer.Ordinal)
    {
        [Age] = RuleType.Number,
        [Area] = RuleType.Text,
        [Birthday] = RuleType.Boolean,
        [Now] = RuleType.Time,
        [Today] = RuleType.Date,
        [Weekday] = RuleType.Text,
    };

    /// <summary>All of them with their types.</summary>
    public static IReadOnlyDictionary<string, RuleType> All { get; } =
        Columns.Select(c => (c.Key, c.Value.Type)).Concat(Derived.Select(d => (d.Key, d.Value))).ToDictionary(t => t.Key, t => t.Item2, StringComparer.Ordinal);

    /// <summary>As <see cref="Weekday"/> gives them, Monday first.</summary>
    public static IReadOnlyList<string> Weekdays { get; } = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private static RuleType TypeOf(TraitColumn trait) => trait.Type.Text switch
    {
        "varchar" => RuleType.Text,
        "timestamp" => RuleType.Time,
        "date" => RuleType.Date,
        _ => RuleType.Number,
    };
}
