using System.Text.Json;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Privacy;
using Meridian.Profiles.Edits;
using Meridian.Resolve.Decisions;
using Meridian.Rules.Rates;
using Meridian.Segments;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;

namespace Meridian.Audit;

/// <summary>
/// What entries of the log did. Ids and counts are told, and no values: an erasure rewrites entries, and neither may the audit tell more than it left, nor its hashes change.
/// </summary>
public static class AuditActs
{
    /// <summary>Whether an entry is told of: messages are not, one by one, nor what the clock does, nor what programs have read.</summary>
    public static bool IsTold(string kind) => kind is not (EventsOrder.Kind or EvaluateOrder.Kind or PassedOrder.Kind or JournalEntry.Erased);

    public static IEnumerable<AuditAct> Of(LogEntry entry)
    {
        if (!IsTold(entry.Kind))
            return [];
        if (entry.Kind == AccessOrder.Kind)
        {
            return AccessOrder.FromJson(entry.Text).Accesses.Select(a => new AuditAct(
                entry.At, a.Actor, a.Allowed ? a.Action : "denied: " + a.Action, a.Subject, entry.Entry, null, Json(new { allowed = a.Allowed, times = a.Times })));
        }

        var (action, subject, before, after) = Told(entry);
        return [new AuditAct(entry.At, ActorOf(entry), action, subject, entry.Entry, Json(before), Json(after))];
    }

    private static (string Action, string Subject, object? Before, object? After) Told(LogEntry entry)
    {
        switch (entry.Kind)
        {
            case ImportOrder.Kind:
                var import = ImportOrder.FromJson(entry.Text);
                // The file's name may be somebody's.
                return ("import", $"import {entry.Entry}", null, new { source = import.Source, sha256 = import.Sha256, country = import.Country });
            case UndoOrder.Kind:
                var undo = UndoOrder.FromJson(entry.Text);
                return ("import.undo", $"import {undo.Import}", new { state = undo.Unfinished ? "unfinished" : "applied" }, new { state = "undone" });
            case ForgetOrder.Kind:
                return ("sources.forget", $"entry {entry.Entry}", new { sources = ForgetOrder.FromJson(entry.Text).Sources }, null);
            case EraseOrder.Kind:
                var erase = EraseOrder.FromJson(entry.Text);
                return ("customer.erase", $"erasure {entry.Entry}", new { customers = erase.Customers, records = erase.Records }, new { customers = 0, refused = erase.Suppressed.Count > 0 });
            case ReadmitOrder.Kind:
                return ("customer.readmit", $"erasure {string.Join(", ", ReadmitOrder.FromJson(entry.Text).Erasures)}", new { refused = true }, new { refused = false });
            case KeyOrder.Kind:
                var key = KeyOrder.FromJson(entry.Text);
                return ("key.create", $"key {key.Id}", null, new { role = key.Role, source = key.Source, countries = key.Countries });
            case KeyRevokeOrder.Kind:
                return ("key.revoke", $"key {KeyRevokeOrder.FromJson(entry.Text).Id}", new { state = "active" }, new { state = "revoked" });
            case PersonOrder.Kind:
                var person = PersonOrder.FromJson(entry.Text);
                return ($"person.{person.What}", person.Person.Actor, null, new { role = person.Person.Role, countries = person.Person.Countries, second_factor = person.Person.UsesSecondFactor, ended = person.Person.Ended });
            case ConsentOrder.Kind:
                var consents = ConsentOrder.FromJson(entry.Text);
                return ("consents.add", $"consents {entry.Entry}", null, new { granted = consents.Granted, withdrawn = consents.Withdrawn });
            case SuppressOrder.Kind:
                var suppress = SuppressOrder.FromJson(entry.Text);
                return ("consents.suppress", $"consents {entry.Entry}", null, new { identifiers = suppress.Count, channel = suppress.Channel ?? "any" });
            case UnsuppressOrder.Kind:
                var unsuppress = UnsuppressOrder.FromJson(entry.Text);
                return ("consents.unsuppress", $"consents {entry.Entry}", new { identifiers = unsuppress.Count, channel = unsuppress.Channel ?? "any" }, null);
            case TagOrder.Kind:
                var tag = TagOrder.FromJson(entry.Text);
                return ($"tag.{tag.Action}", $"tag {tag.Key}", null, tag.Definition is { } definition ? new { origin = definition.Origin, rules = definition.Rules.Count } : new { version = tag.Version });
            case TaggingOrder.Kind:
                var tagging = TaggingOrder.FromJson(entry.Text);
                return ($"customers.tag_{tagging.Action}", $"tag {tagging.Tag}", null, new { customers = tagging.Count, value = tagging.Value.Length > 0 ? tagging.Value : null, until = tagging.Until });
            case EditOrder.Kind:
                var edit = EditOrder.FromJson(entry.Text);
                return ("customer.edit", $"edit {entry.Entry}", null, new { edited = edit.Edited, released = edit.Freed });
            case DecisionOrder.Kind:
                var decision = DecisionOrder.FromJson(entry.Text);
                return ("customers.decide", $"decision {entry.Entry}", null, new { verdict = decision.Verdict, pairs = decision.Pairs.Count });
            case SegmentOrder.Kind:
                var segment = SegmentOrder.FromJson(entry.Text);
                return ($"segment.{segment.Action}", $"segment {segment.Key}", null, null);
            case AreaOrder.Kind:
                var area = AreaOrder.FromJson(entry.Text);
                return ($"area.{area.Action}", $"area {area.Key}", null, area.Definition is { } means ? new { countries = means.Countries } : null);
            case RateOrder.Kind:
                var rates = RateOrder.FromJson(entry.Text);
                return ("rates.state", $"entry {entry.Entry}", null, new { rates = rates.Rates.Count, per = rates.Base });
            case SourceOrder.Kind:
                var source = SourceOrder.FromJson(entry.Text);
                return ("source.set", $"source {source.Source}", null, new { trust = source.Trust, mapping = source.Mapping is null ? null : source.Mapping.Length > 0 ? "set" : "forgotten", event_mapping = source.EventMapping is null ? null : source.EventMapping.Length > 0 ? "set" : "forgotten" });
            case SnapshotOrder.Kind:
                var snapshot = SnapshotOrder.FromJson(entry.Text);
                return ("segment.snapshot", $"segment {snapshot.Segment}", null, new { customers = snapshot.Count, at = snapshot.At });
            case FollowOrder.Kind:
                var follow = FollowOrder.FromJson(entry.Text);
                return ($"changes.{follow.Action}", $"follower {follow.Follower}", null, null);
            case DeadRetryOrder.Kind:
                return ("messages.retry", $"entry {entry.Entry}", null, new { messages = DeadRetryOrder.FromJson(entry.Text).Messages.Count });
            case DeadDropOrder.Kind:
                return ("messages.drop", $"entry {entry.Entry}", new { messages = DeadDropOrder.FromJson(entry.Text).Messages.Count }, null);
            default:
                return (entry.Kind, $"entry {entry.Entry}", null, null);
        }
    }

    private static string ActorOf(LogEntry entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Body);
            return ActingLog.ActorOf(json.RootElement) ?? AuditAct.Unknown;
        }
        catch (JsonException)
        {
            // Not every kind is JSON.
            return AuditAct.Unknown;
        }
    }

    private static string? Json(object? value) => value is null ? null : JsonSerializer.Serialize(value);
}
