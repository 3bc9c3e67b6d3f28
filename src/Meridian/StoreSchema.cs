using Meridian.Audit;
using Meridian.Changes;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Rules.Rates;
using Meridian.Segments;
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
        new(7, "mappings of event files", [.. IngestTables.AddEventMapping]),
        new(8, "consents", [.. StatementTables.AddOwnAct, .. ConsentTables.CreateConsent]),
        new(9, "audit", [.. AuditTables.Create]),
        new(10, "keys with countries, imports with keys", [.. GovernanceTables.AddCountries, .. IngestTables.AddKeys]),
        new(11, "tags and segments of the team's own", [.. TagTables.CreateDefinitions, .. SegmentTables.Create]),
        new(12, "people", [.. GovernanceTables.CreatePerson]),
        new(13, "changes for those who react to them", [.. ChangeTables.Create]),
        new(14, "edits of customers", [.. ProfileTables.CreateEdits]),
        new(15, "decisions about doubtful merges", [.. ResolveTables.CreateDecisions]),
        new(16, "the team's areas", [.. TagTables.CreateAreas]),
        new(17, "rates of exchange", [.. RateTables.Create]),
        new(18, "files of events", [.. EventTables.CreateFiles, .. IngestTables.AddMappingEntry]),
        new(19, "names without case", [.. ProfileTables.AddFoldedName]),
        new(20, "names without case, of the customers that are there", [], ProfileTables.FoldNames),
    ];

    /// <summary>The tables that hold what came from the log, in the order in which they are copied; the cursor last. What the program itself brings is not among them.</summary>
    public static IReadOnlyList<Table> Tables { get; } =
    [
        IngestTables.Import, IngestTables.Warning, IngestTables.Source, IngestTables.EventMapping, StatementTables.RecordVersion,
        ResolveTables.Record, ResolveTables.Identifier, ResolveTables.VoidedValue, ResolveTables.ReviewPair, ResolveTables.Decision, ResolveTables.ProfileChange,
        ProfileTables.Profile, ProfileTables.Edit, EventTables.Event, EventTables.Day, EventTables.Rejected, EventTables.Count, EventTables.File, EventTables.FilePart,
        ConsentTables.Consent, ConsentTables.Suppression, TagTables.Assignment, TagTables.History, TagTables.Evaluation, TagTables.CutOff,
        TagTables.Version, TagTables.Manual, TagTables.Segment, TagTables.Area, RateTables.Stated, RateTables.Daily, SegmentTables.Snapshot, SegmentTables.Member,
        ChangeTables.Change, ChangeTables.Head, ChangeTables.Follower,
        GovernanceTables.Key, GovernanceTables.Person, GovernanceTables.Erasure, GovernanceTables.Suppressed, GovernanceTables.ScrubDue, AuditTables.Audit, AuditTables.Head, LogTables.Cursor,
    ];

    /// <summary>Tables that each program fills by itself, or that hold the log of old stores.</summary>
    public static IReadOnlyList<Table> OwnTables { get; } = [MigrationTables.Applied, ProfileTables.CountryReference, ProfileTables.CountryReferenceVersion, LogTables.Entry];

    /// <summary>Makes a store ready for this program: its schema, and the reference data that this build brings.</summary>
    /// <returns>Whether the schema changed.</returns>
    /// <exception cref="NewerStoreException">A newer program wrote the store.</exception>
    public static bool Prepare(ISession session)
    {
        var steps = Foundation.Database.Migrations.Apply(session, Migrations);
        CountryReference.Load(session);
        session.Ensure(StoreIndexes.All);
        return steps > 0;
    }
}
