using System.Diagnostics.CodeAnalysis;

namespace Meridian.Numbers.Lookups;

/// <summary>What a provider says of a line.</summary>
public enum LineStatus
{
    /// <summary>The provider does not know, or was not asked.</summary>
    Unknown,

    /// <summary>Nobody has the number.</summary>
    Unassigned,

    /// <summary>Somebody has it; whether it can be reached was not said.</summary>
    Assigned,

    /// <summary>Somebody has it, and the phone was off or out of reach.</summary>
    Unreachable,

    /// <summary>The network reached the phone.</summary>
    Reachable,
}

/// <summary>A provider's answer in our words; null where it did not say.</summary>
/// <param name="Type">One of <see cref="NumberingFacts.TypeNames"/>.</param>
/// <param name="Ported">Whether the number was taken from its first operator to another.</param>
/// <param name="Carrier">The operator's name as the provider writes it.</param>
/// <param name="Remark">What is odd about the answer, in words ("the provider's type 'satellite' is not in the configuration").</param>
public sealed record LookupAnswer(LineStatus Status, string? Type, bool? Ported, string? Carrier, string? Remark);

/// <summary>An answer with who gave it and when.</summary>
/// <param name="At">UTC.</param>
/// <param name="GoodForDays">How long the team takes it for true, by the provider's configuration.</param>
public sealed record DatedAnswer(LookupAnswer Answer, string Provider, DateTime At, int GoodForDays)
{
    /// <summary>Whole days, never negative: clocks differ.</summary>
    public int AgeDays(DateTime now) => Math.Max(0, (int)(now - At).TotalDays);
}

/// <summary>The words by which configurations, files and the cache call a <see cref="LineStatus"/>.</summary>
public static class LineStatusWords
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<LineStatus>().Select(Of)];

    public static string Of(LineStatus status) => status switch
    {
        LineStatus.Unassigned => "unassigned",
        LineStatus.Assigned => "assigned",
        LineStatus.Unreachable => "unreachable",
        LineStatus.Reachable => "reachable",
        _ => "unknown",
    };

    public static bool TryRead([NotNullWhen(true)] string? word, out LineStatus status)
    {
        status = Enum.GetValues<LineStatus>().FirstOrDefault(s => Of(s) == word);
        return word is not null && Of(status) == word;
    }
}
