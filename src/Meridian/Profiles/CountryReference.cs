using Meridian.Foundation.Database;

namespace Meridian.Profiles;

/// <summary>What a country alone says of its people: area, main language, and the time zone where it has only one.</summary>
public static class CountryReference
{
    public static readonly Table Table = new("country_reference");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {Table} (code varchar not null, name varchar not null, area varchar not null, language varchar, time_zone varchar)",
    ];
}
