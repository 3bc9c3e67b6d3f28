using System.ComponentModel;
using Meridian.Segments;
using Meridian.Tags.Definitions;
using Microsoft.AspNetCore.Mvc;

namespace Meridian.Web.Api;

/// <summary>The filters that lists, counts, the matrix and exports share.</summary>
public sealed record FilterQuery(
    [property: FromQuery(Name = "country"), Description("ISO 3166-1 code or name, in any of the languages known; unknown: no country known.")] string? Country,
    [property: FromQuery(Name = "area"), Description("An area of the team's own, a UN M49 region or a group: Western Asia, Middle East, LATAM.")] string? Area,
    [property: FromQuery(Name = "language"), Description("BCP 47 code or name; zh includes zh-Hans; unknown: none known.")] string? Language,
    [property: FromQuery(Name = "platform"), Description("Platform's key or name; none: no platform known.")] string? Platform,
    [property: FromQuery(Name = "activity"), Description("high, medium, low, silent or unknown.")] string? Activity)
{
    /// <exception cref="FilterException">A value that names nothing.</exception>
    internal CustomerFilter Read(ApiStore store) => FilterText.Read(Area is null ? null : store.Read(AreaBook.Catalogue), Country, Area, Language, Platform, Activity);
}
