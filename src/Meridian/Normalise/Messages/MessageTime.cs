using System.Globalization;

namespace Meridian.Normalise.Messages;

/// <summary>
/// When a message's event happened, by the receiver's clock. Senders' clocks are wrong: the difference between "sent at" and "received at" is taken off, as
/// Segment does. A time that cannot be counts as the time of receipt, and the message says so:
/// no time; not a time; before 1990 (a clock that was never set); more than a day ahead of its receipt.
/// </summary>
public static class MessageTime
{
    /// <summary>Earlier than this nobody's event was recorded by an app; clocks that were never set say 1970 or 1980.</summary>
    private static readonly DateTime Earliest = new(1990, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    /// <param name="timestamp">As the message has it; null where it has none.</param>
    /// <param name="sentAt">As the message or its batch has it; null where neither has.</param>
    /// <param name="received">UTC.</param>
    public static (DateTime OccurredAt, string? Note) Of(string? timestamp, string? sentAt, DateTime received)
    {
        if (timestamp is null)
            return (received, null);
        if (!TryRead(timestamp, out var said))
            return (received, $"the timestamp '{Cut(timestamp)}' is no ISO 8601 time; the time of receipt counts");
        if (said < Earliest)
            return (received, $"the timestamp {said:yyyy-MM-dd} is from a clock that was not set; the time of receipt counts");
        var occurred = said;
        // Years of difference are no skew of a clock, and adding them could leave the calendar.
        if (sentAt is not null && TryRead(sentAt, out var sent) && Math.Abs((received - sent).TotalDays) < 36_500)
            occurred = Plus(said, received - sent);
        if (occurred > received + Ahead)
            return (received, $"the timestamp {said:yyyy-MM-dd} is in the future; the time of receipt counts");
        return occurred < Earliest ? (received, $"the timestamp {said:yyyy-MM-dd} and the time it was sent contradict each other; the time of receipt counts") : (occurred, null);
    }

    /// <summary>Reads ISO 8601 (a time without zone is UTC), or seconds or milliseconds since 1970; to the microsecond.</summary>
    public static bool TryRead(string text, out DateTime utc)
    {
        utc = default;
        text = text.Trim();
        if (text.Length is >= 9 and <= 15 && text.All(c => char.IsAsciiDigit(c) || c == '.') && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            // Seconds have ten digits until the year 2286, milliseconds thirteen.
            var seconds = number < 1e11 ? number : number / 1000;
            if (seconds >= (DateTime.MaxValue - DateTime.UnixEpoch).TotalSeconds)
                return false;
            utc = DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond) / 10 * 10);
            utc = DateTime.SpecifyKind(utc, DateTimeKind.Unspecified);
            return true;
        }

        if (text.Length < 10 || !char.IsAsciiDigit(text[0]) || text[4] != '-'
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return false;
        }

        utc = DateTime.SpecifyKind(new DateTime(at.Ticks / 10 * 10), DateTimeKind.Unspecified);
        return true;
    }

    private static DateTime Plus(DateTime time, TimeSpan span) =>
        span > TimeSpan.Zero && time > DateTime.MaxValue - span ? DateTime.MaxValue
        : span < TimeSpan.Zero && time < DateTime.MinValue - span ? DateTime.MinValue
        : time + span;

    private static string Cut(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
