using Meridian.Audit;
using Meridian.Changes;
using Meridian.Consents;
using Meridian.Events;
using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Rules.Rates;
using Meridian.Segments;
using Meridian.Tags;

namespace Meridian;

/// <summary>The ways by which batches and requests come to the rows of tables that grow, where the engine needs such.</summary>
public static class StoreIndexes
{
    public static IReadOnlyList<TableIndex> All { get; } =
    [
        new("record_version_by_record", StatementTables.RecordVersion, "record_id"),
        new("record_version_by_entry", StatementTables.RecordVersion, "entry"),
        new("record_by_id", ResolveTables.Record, "record_id"),
        new("record_by_profile", ResolveTables.Record, "profile_id"),
        new("record_by_component", ResolveTables.Record, "component_id"),
        new("record_by_external_id", ResolveTables.Record, "external_id"),
        new("record_by_last_entry", ResolveTables.Record, "last_entry"),
        new("identifier_by_record", ResolveTables.Identifier, "record_id"),
        new("identifier_by_match_key", ResolveTables.Identifier, "match_key"),
        new("identifier_by_value", ResolveTables.Identifier, "value"),
        new("identifier_by_entry", ResolveTables.Identifier, "entry"),
        new("voided_value_by_match_key", ResolveTables.VoidedValue, "match_key"),
        new("review_pair_by_a", ResolveTables.ReviewPair, "record_a"),
        new("review_pair_by_b", ResolveTables.ReviewPair, "record_b"),
        new("identity_decision_by_a", ResolveTables.Decision, "record_a"),
        new("identity_decision_by_b", ResolveTables.Decision, "record_b"),
        new("profile_change_by_from", ResolveTables.ProfileChange, "from_profile"),
        new("profile_change_by_into", ResolveTables.ProfileChange, "into_profile"),
        new("profile_change_by_entry", ResolveTables.ProfileChange, "entry"),
        new("currency_day_by_day", RateTables.Daily, "currency, day"),
        new("customer_change_by_position", ChangeTables.Change, "position"),
        new("customer_change_by_profile", ChangeTables.Change, "profile_id"),
        new("profile_by_id", ProfileTables.Profile, "profile_id"),
        new("profile_by_made", ProfileTables.Profile, "made"),
        new("trait_edit_by_record", ProfileTables.Edit, "record_id"),
        new("trait_edit_by_entry", ProfileTables.Edit, "entry"),
        new("event_by_message", EventTables.Event, "message_key"),
        new("event_by_entry", EventTables.Event, "entry"),
        new("event_by_record", EventTables.Event, "record_id"),
        new("event_by_owner", EventTables.Event, "owner_id"),
        new("event_by_visitor", EventTables.Event, "anonymous_record"),
        new("event_day_by_owner", EventTables.Day, "owner_id"),
        new("event_day_by_record", EventTables.Day, "record_id"),
        new("event_rejected_by_entry", EventTables.Rejected, "entry"),
        new("consent_by_record", ConsentTables.Consent, "record_id"),
        new("consent_by_target", ConsentTables.Consent, "target"),
        new("consent_by_entry", ConsentTables.Consent, "entry"),
        new("contact_suppression_by_hash", ConsentTables.Suppression, "hash"),
        new("contact_suppression_by_match_key", ConsentTables.Suppression, "match_key"),
        new("audit_by_seq", AuditTables.Audit, "seq"),
        new("tag_assignment_by_profile", TagTables.Assignment, "profile_id"),
        new("tag_assignment_by_tag", TagTables.Assignment, "tag, value"),
        new("tag_history_by_profile", TagTables.History, "profile_id"),
        new("tag_history_by_tag", TagTables.History, "tag, value"),
        new("manual_tag_by_record", TagTables.Manual, "record_id"),
        new("manual_tag_by_entry", TagTables.Manual, "entry"),
        new("segment_member_by_segment", SegmentTables.Member, "segment, taken_at"),
        new("segment_member_by_record", SegmentTables.Member, "record_id"),
        new("import_warning_by_entry", IngestTables.Warning, "entry"),
    ];
}
