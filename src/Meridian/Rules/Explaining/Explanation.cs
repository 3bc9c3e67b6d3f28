namespace Meridian.Rules.Explaining;

/// <summary>A part of a rule, and what it comes to for one customer.</summary>
/// <param name="Part">As the rule says it.</param>
/// <param name="Value">As text; null where it is missing, or the part is only true or false.</param>
/// <param name="Holds">Whether it is true; null for a part that is a value.</param>
/// <param name="Parts">Of which it is made.</param>
/// <param name="Events">The latest of the events that it counts, at most <see cref="RuleExplainer.EventsShown"/>.</param>
/// <param name="EventsTotal">How many there are.</param>
/// <param name="Because">The records or labels from which the value comes.</param>
public sealed record Explanation(
    string Part, string? Value, bool? Holds, IReadOnlyList<Explanation> Parts, IReadOnlyList<ExplainedEvent> Events, long EventsTotal, IReadOnlyList<string> Because);

/// <summary>An event behind a value; times UTC.</summary>
public sealed record ExplainedEvent(string MessageId, string Name, DateTime OccurredAt, double? Total, string? Properties, string Source);
