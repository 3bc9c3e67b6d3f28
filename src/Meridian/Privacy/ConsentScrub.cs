using System.Text;
using Meridian.Consents;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Messages;
using Meridian.Profiles.Edits;
using Meridian.Resolve.Decisions;
using Meridian.Segments;
using Meridian.Tags.Manual;

namespace Meridian.Privacy;

/// <summary>
/// Takes people out of the log's statements of consent, its suppression lists, what undos left in force, tags given by hand, edits, decisions about merges and members of segments. A statement of an identifier of theirs goes; where it also holds for records that
/// are somebody else's by now, those keep it, without identifier and words. Doing it again finds nothing left to do.
/// </summary>
internal sealed class ConsentScrub(Subject subject, SubjectText text)
{
    private readonly HashSet<string> _values = [.. subject.Values];
    private readonly HashSet<string> _hashes = [.. subject.Values.SelectMany(v => new[] { Suppressions.Hash(v), Suppressions.Hash(v.TrimStart('+')) })];
    private readonly List<MessagePlace> _gone = [];
    private readonly List<long> _unreasoned = [];
    private readonly List<MessagePlace> _unedited = [];

    /// <summary>Places of the statements and list items that were taken out, now or before.</summary>
    public IReadOnlyList<MessagePlace> Gone => _gone;

    /// <summary>Places of what was said of traits that were taken out, now or before.</summary>
    public IReadOnlyList<MessagePlace> Unedited => _unedited;

    /// <summary>Entries of tags given by hand, and of edits, that hold no reason, or none any more.</summary>
    public IReadOnlyList<long> Unreasoned => _unreasoned;

    /// <summary>Rewrites the entries up to one.</summary>
    public void Run(ILog log, long last) => log.Rewrite(last, Without);

    /// <summary>Takes statements out that were refused because they are of erased people.</summary>
    public static ReadOnlyMemory<byte>? Without(LogEntry entry, Suppression erased)
    {
        var order = ConsentOrder.FromJson(entry.Text);
        return order.Items.Any(i => i is not null && ConsentWriter.IsOf(i, erased))
            ? Body((order with { Items = [.. order.Items.Select(i => i is not null && ConsentWriter.IsOf(i, erased) ? null : i)] }).ToJson())
            : null;
    }

    private ReadOnlyMemory<byte>? Without(LogEntry entry) => entry.Kind switch
    {
        ConsentOrder.Kind => OfConsents(entry),
        SuppressOrder.Kind => OfSuppressed(entry),
        UnsuppressOrder.Kind => OfUnsuppressed(entry),
        UndoOrder.Kind => OfUndo(entry),
        TaggingOrder.Kind or SnapshotOrder.Kind => OfTags(entry),
        EditOrder.Kind => OfEdit(entry),
        DecisionOrder.Kind => DecisionScrub.Without(entry, subject.Records.Contains),
        _ => null,
    };

    private ReadOnlyMemory<byte>? OfConsents(LogEntry entry)
    {
        var order = ConsentOrder.FromJson(entry.Text);
        var items = order.Items.Select(i => i is null ? null : Without(i)).ToList();
        Note(entry, items.Select(i => i is null or { Scrubbed: true }));
        return items.SequenceEqual(order.Items) ? null : Body((order with { Items = items }).ToJson());
    }

    /// <summary>What is left of a statement; the same object where nothing of it is theirs.</summary>
    private ConsentItem? Without(ConsentItem item)
    {
        var others = item.Records?.Where(r => !subject.Records.Contains(r)).ToList();
        var left = others is { Count: > 0 } ? others : null;
        var names = text.IsIn(new[] { item.Value, item.Source, item.Wording, item.Proof }.OfType<string>());
        if (names || (item.Match is { } key && subject.Keys.Contains(key)) || (item.Value is { } value && _values.Contains(value)))
            return left is null ? null : item with { Kind = null, Space = null, Value = null, Match = null, Source = null, Wording = null, Proof = null, Records = left, Scrubbed = true };
        if (others is null || others.Count == item.Records!.Count)
            return item;
        return left is null && item.Value is null ? null : item with { Records = left };
    }

    private ReadOnlyMemory<byte>? OfSuppressed(LogEntry entry)
    {
        var order = SuppressOrder.FromJson(entry.Text);
        var items = order.Items.Select(i => i is not null && (_hashes.Contains(i.Hash) || (i.Match is { } key && subject.Keys.Contains(key))) ? null : i).ToList();
        Note(entry, items.Select(i => i is null));
        return items.SequenceEqual(order.Items) ? null : Body((order with { Items = items }).ToJson());
    }

    private ReadOnlyMemory<byte>? OfUnsuppressed(LogEntry entry)
    {
        var order = UnsuppressOrder.FromJson(entry.Text);
        var hashes = order.Hashes.Select(h => h is not null && _hashes.Contains(h) ? null : h).ToList();
        return hashes.SequenceEqual(order.Hashes) ? null : Body((order with { Hashes = hashes }).ToJson());
    }

    private ReadOnlyMemory<byte>? OfTags(LogEntry entry)
    {
        var reason = entry.Kind == TaggingOrder.Kind ? TaggingOrder.FromJson(entry.Text).Reason : null;
        var names = reason is not null && text.IsIn([reason]);
        if (entry.Kind == TaggingOrder.Kind && (reason is null || names))
            _unreasoned.Add(entry.Entry);
        return TagScrub.Without(entry, subject.Records.Contains, names);
    }

    private ReadOnlyMemory<byte>? OfEdit(LogEntry entry)
    {
        var body = EditScrub.Without(entry, subject.Records.Contains, value => text.IsIn([value]));
        var left = EditOrder.FromJson(body is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : entry.Text);
        _unedited.AddRange(left.Items.Select((item, i) => (item, Row: i + 1)).Where(i => i.item is null).Select(i => new MessagePlace(entry.Entry, i.Row)));
        if (left.Reason is null)
            _unreasoned.Add(entry.Entry);
        return body;
    }

    private ReadOnlyMemory<byte>? OfUndo(LogEntry entry)
    {
        var order = UndoOrder.FromJson(entry.Text);
        return order.Stays?.Any(s => subject.Records.Contains(s.Record)) == true
            ? Body((order with { Stays = [.. order.Stays.Where(s => !subject.Records.Contains(s.Record))] }).ToJson())
            : null;
    }

    private void Note(LogEntry entry, IEnumerable<bool> gone) =>
        _gone.AddRange(gone.Select((g, i) => (IsGone: g, Row: i + 1)).Where(g => g.IsGone).Select(g => new MessagePlace(entry.Entry, g.Row)));

    // Nullable already: of an array and null the compiler makes an empty body, and not none.
    private static ReadOnlyMemory<byte>? Body(string json) => Encoding.UTF8.GetBytes(json);
}
