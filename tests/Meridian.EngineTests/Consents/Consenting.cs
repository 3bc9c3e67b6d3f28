using Meridian.Consents;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using NodaTime;

namespace Meridian.EngineTests.Consents;

/// <summary>What tests say of consent, and ask.</summary>
internal static class Consenting
{
    public static ConsentRequest Grant(string who, string? channel = null, bool own = false, string? purpose = null, string? at = null) => new(who, channel, purpose, "granted", at, own);

    public static ConsentRequest Withdraw(string? who, string? channel = null, string? purpose = null, string? at = null, Guid? customer = null) =>
        new(who, channel, purpose, "withdrawn", at, Own: true, Customer: customer);

    /// <summary>Takes statements in and applies them; a minute passes.</summary>
    public static ConsentReceipt Say(this TestStore store, params ConsentRequest[] requests)
    {
        var receipt = ConsentIntake.Take(store.Session, new ActingLog(store.Log, "local:test"), requests, store.Now);
        store.Pipeline.Run(store.Session);
        store.Clock.Advance(Duration.FromMinutes(1));
        return receipt;
    }

    public static SuppressionReceipt Suppress(this TestStore store, string text, string? channel = null)
    {
        var receipt = SuppressionIntake.Suppress(store.Session, new ActingLog(store.Log, "local:test"), [(1, text)], null, channel, "test", store.Now);
        store.Pipeline.Run(store.Session);
        return receipt;
    }

    public static SuppressionReceipt Unsuppress(this TestStore store, string text)
    {
        var receipt = SuppressionIntake.Unsuppress(store.Session, new ActingLog(store.Log, "local:test"), [(1, text)], null, null, "test", store.Now);
        store.Pipeline.Run(store.Session);
        return receipt;
    }

    /// <summary>Addresses at which customers may be contacted, sorted: "ann@example.com +447400123456".</summary>
    public static string May(this TestStore store, string channel = "email", string purpose = Purposes.Marketing) => string.Join(' ', store.MayOf(channel, purpose)
        .Select(t => t.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    public static List<ContactTarget> MayOf(this TestStore store, string channel, string purpose) =>
        ContactPermission.List(store.Session, $"select p.profile_id from {ProfileTables.Profile} p", channel, purpose);

    /// <summary>The traits of all profiles by name: "withdrawn granted -".</summary>
    public static string Traits(this TestStore store) => string.Join(' ', store.Session.Query(
        $"select marketing_consent from {ProfileTables.Profile} order by name", r => r.Text(0) ?? "-"));
}
