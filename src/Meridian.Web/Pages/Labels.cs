using System.Globalization;
using Meridian.Tags;

namespace Meridian.Web.Pages;

/// <summary>What labels, tags, their values and traits are called in the language of the person who reads; a team's own by the names it gave, else by their keys.</summary>
internal static class Labels
{
    public static string Of(Texts texts, string tag) => texts.Of("label", tag);

    public static string Value(Texts texts, string tag, string value) => tag switch
    {
        "country" => Names.Country(value),
        "language" => Names.Language(value),
        "platform" => Names.Platform(value),
        _ when value == TagTables.Yes => texts["customer.yes"],
        _ => texts.Of(tag, value),
    };

    /// <summary>A trait's value as people of the language write it.</summary>
    public static string Trait(Texts texts, string trait, string value)
    {
        if (DateTime.TryParseExact(value, ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFF", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time.TimeOfDay == TimeSpan.Zero ? Dates.Day(time) : Dates.Minute(time) + " UTC";
        return trait is "total_spent" && double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number.ToString("N2", CultureInfo.CurrentCulture) : texts.Of($"value.{trait}", value);
    }
}
