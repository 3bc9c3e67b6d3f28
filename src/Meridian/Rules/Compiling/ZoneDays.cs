using Meridian.Foundation.Database;
using Meridian.Rules.Vocabulary;
using NodaTime;

namespace Meridian.Rules.Compiling;

/// <summary>What day it is in each time zone at an instant; so both engines have the same zones, and none has to know their rules.</summary>
internal static class ZoneDays
{
    /// <summary>The calendar day.</summary>
    public static readonly Column Today = new("today");

    public static readonly Column Year = new("year");

    /// <summary>Month * 100 + day.</summary>
    public static readonly Column YearDay = new("year_day");

    /// <summary>The day on which those have their birthday who were born on 29 February.</summary>
    public static readonly Column LeapDay = new("leap_day");

    public static readonly Column Weekday = new("weekday");

    /// <summary>The same of UTC, for those whose zone is not known.</summary>
    public static Sql Utc(Column column, DateTime at)
    {
        var day = Of(DateOnly.FromDateTime(at));
        return column.Name switch
        {
            "today" => $"{day.Today}",
            "year" => $"{day.Year}",
            "year_day" => $"{day.YearDay}",
            "leap_day" => $"{day.LeapDay}",
            _ => $"{day.Weekday}",
        };
    }

    public static void Load(ISession session, DateTime at)
    {
        session.Execute(session.Dialect.CreateTemporary(RuleTables.Zone, $"""
            select cast('' as varchar) as zone, cast(null as date) as {Today}, 0 as {Year}, 0 as {YearDay}, 0 as {LeapDay}, cast('' as varchar) as {Weekday} where 1 = 0
            """));
        var instant = Instant.FromDateTimeUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc));
        using var writer = session.Append(RuleTables.Zone);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var day = Of(instant.InZone(DateTimeZoneProviders.Tzdb[id]).Date.ToDateOnly());
            writer.Add(id).Add(day.Today).Add(day.Year).Add(day.YearDay).Add(day.LeapDay).Add(day.Weekday);
            writer.EndRow();
        }

        writer.Complete();
    }

    private static (DateOnly Today, int Year, int YearDay, int LeapDay, string Weekday) Of(DateOnly day) =>
        (day, day.Year, (day.Month * 100) + day.Day, DateTime.IsLeapYear(day.Year) ? 229 : 228, RuleTraits.Weekdays[((int)day.DayOfWeek + 6) % 7]);
}
