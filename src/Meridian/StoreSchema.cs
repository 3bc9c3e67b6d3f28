using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;

namespace Meridian;

/// <summary>All steps of the store's schema, in order; a released step is never changed.</summary>
public static class StoreSchema
{
    public static IReadOnlyList<Migration> Migrations { get; } =
    [
        new(1, "first tables", [.. LogTables.Create, .. IngestTables.Create, .. StatementTables.Create, .. ResolveTables.Create, .. ProfileTables.Create, .. CountryReference.Create, .. TagTables.Create]),
        new(2, "an import is resolved as a whole", [.. StatementTables.AddExternalId, .. ProfileTables.AddPlatforms]),
        new(3, "withdrawals outlive their import", [.. ConsentTables.Create, .. Withdrawals.Settle]),
        new(4, "messages", [.. EventTables.Create, .. LogTables.AddMessages, .. StatementTables.AddMessages, .. ProfileTables.AddAnonymous]),
        new(5, "keys", [.. GovernanceTables.Create]),
        new(6, "erasure", [.. GovernanceTables.CreateErasure]),
        new(7, "keys with countries, imports with keys", [.. GovernanceTables.AddCountries, .. IngestTables.AddKeys]),
    ];

    /// <summary>Makes a store ready for this program: its schema, and the reference data that this build brings.</summary>
    /// <returns>Whether the schema changed.</returns>
    /// <exception cref="NewerStoreException">A newer program wrote the store.</exception>
    public static bool Prepare(ISession session)
    {
        var steps = Foundation.Database.Migrations.Apply(session, Migrations);
        CountryReference.Load(session);
        return steps > 0;
    }
}
