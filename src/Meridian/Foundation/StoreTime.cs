using NodaTime;

namespace Meridian.Foundation;

/// <summary>Times as the store and the log keep them.</summary>
public static class StoreTime
{
    /// <summary>The clock's instant: UTC, to the microsecond, of unspecified kind.</summary>
    public static DateTime StoreNow(this IClock clock)
    {
        var now = clock.GetCurrentInstant().ToDateTimeUtc();
        return DateTime.SpecifyKind(new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerMicrosecond)), DateTimeKind.Unspecified);
    }
}
