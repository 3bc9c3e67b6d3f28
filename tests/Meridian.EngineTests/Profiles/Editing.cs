using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Profiles;
using Meridian.Profiles.Edits;
using Meridian.Segments;
using NodaTime;

namespace Meridian.EngineTests.Profiles;

/// <summary>What tests say of customers' traits, and ask.</summary>
internal static class Editing
{
    /// <summary>Edits the profile of a record ("crm/1"); a minute passes.</summary>
    public static EditReceipt Edit(this TestStore store, string record, params (string Trait, string? Value)[] traits) => store.Edit(record, Scope.Whole, null, traits);

    public static EditReceipt Edit(this TestStore store, string record, Scope scope, string? reason, params (string Trait, string? Value)[] traits)
    {
        var receipt = EditIntake.Take(
            store.Session, scope, new ActingLog(store.Log, "local:test"), store.ProfileOf(record).Id, new EditRequest(traits.ToDictionary(t => t.Trait, t => t.Value), reason, NewTraits: true), store.Now);
        Assert.NotNull(receipt);
        store.Pipeline.Run(store.Session);
        store.Clock.Advance(Duration.FromMinutes(1));
        return receipt;
    }

    public static CustomerView View(this TestStore store, string record) => CustomerViews.Show(store.Session, Scope.Whole, store.ProfileOf(record).Id)!;

    /// <summary>What a customer has for a trait; null for nothing.</summary>
    public static string? Trait(this TestStore store, string record, string trait) => store.View(record).Traits.FirstOrDefault(t => t.Trait == trait)?.Value;

    public static (string? Country, string? Because, bool Conflict) Region(this TestStore store, string record) => store.Session.List(
        $"select country, country_because, country_conflict from {ProfileTables.Profile} where profile_id = {store.ProfileOf(record).Id}", r => (r.Text(0), r.Text(1), r.Bool(2))).Single();
}
