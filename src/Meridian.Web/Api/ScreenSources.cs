using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;
using Meridian.Numbers.Recipes;

namespace Meridian.Web.Api;

/// <summary>What a screening is answered from, for the API and the pages alike; only what is asked for is loaded.</summary>
internal static class ScreenSources
{
    /// <param name="recipe">Null for none.</param>
    /// <param name="facts">Whether all that is known of customers is written.</param>
    public static KnownCustomers Customers(ISession session, Recipe? recipe, bool facts, DateTime now) =>
        facts || recipe is { AsksCustomers: true } ? KnownCustomers.WithFacts(session, now) : KnownCustomers.Of(session);

    /// <summary>Answers of look-ups that were made before; null where none are asked for, or none were made.</summary>
    public static CachedLookups? Lookups(DataFolder folder, ApiHost host, Recipe? recipe, DateTime now)
    {
        if (recipe is not { AsksLookups: true } || !LookupCache.Exists(folder.Root))
            return null;
        using var cache = new LookupCache(folder.Root, host.OpenSide, SideUse.Read);
        return CachedLookups.Of(cache, now);
    }
}
