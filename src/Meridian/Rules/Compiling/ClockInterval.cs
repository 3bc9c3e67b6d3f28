using Meridian.Foundation.Database;
using Meridian.Rules.Functions;
using Meridian.Rules.Syntax;

namespace Meridian.Rules.Compiling;

/// <summary>A length of time by the clock as SQL.</summary>
internal static class ClockInterval
{
    private const long Second = 1_000_000;
    private const long Day = 86_400 * Second;

    /// <summary>Days, seconds and microseconds apart: an interval is multiplied by 32 bits only, and two days of microseconds are more.</summary>
    /// <param name="duration">Not of months or years.</param>
    public static Sql Of(DurationNode duration)
    {
        var length = (long)Math.Round(EventWindow.Seconds(duration) * Second);
        return $"(interval '1 day' * {length / Day} + interval '1 second' * {length % Day / Second} + interval '1 microsecond' * {length % Second})";
    }
}
