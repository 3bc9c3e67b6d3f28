using System.Globalization;

namespace Meridian.Web.Pages;

/// <summary>
/// Days and times as people of the language write them, so that nobody takes the month for the day: <c>26 Nov 2026</c>, <c>2026/11/26</c>; 24 hours everywhere.
/// </summary>
public static class Dates
{
    public static string Day(DateTime time) => time.ToString(DayForm, CultureInfo.CurrentCulture);

    public static string Minute(DateTime time) => time.ToString($"{DayForm} HH:mm", CultureInfo.CurrentCulture);

    public static string Second(DateTime time) => time.ToString($"{DayForm} HH:mm:ss", CultureInfo.CurrentCulture);

    private static string DayForm => Texts.Language == "en" ? "d MMM yyyy" : "yyyy'/'M'/'d";
}
