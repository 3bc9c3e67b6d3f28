using Meridian.Foundation.Database;
using Meridian.Ingest;
using Meridian.Normalise;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian;

/// <summary>What would become of one row.</summary>
/// <param name="Verdict">"new", "update", "duplicate", "unchanged" or "rejected".</param>
/// <param name="Of">Of a duplicate or an update: the profile it would belong to.</param>
/// <param name="OfName">That profile's name, or "row 12" of the same file.</param>
/// <param name="Conflict">What the row contradicts, or null.</param>
/// <param name="Reason">Why it would be rejected.</param>
public sealed record RowOutcome(long Row, string Verdict, Guid? Of, string? OfName, string? Conflict, string? Reason);

/// <summary>An import that was tried and taken back: counts, and a verdict for each of the first <see cref="Kept"/> rows.</summary>
public sealed class Rehearsal(ImportPlan plan)
{
    public const int Kept = 50_000;

    private readonly List<RowOutcome> _rows = [];
    private readonly List<RecordVersion> _versions = [];

    public ImportPlan Plan => plan;

    public IReadOnlyList<RowOutcome> Rows => _rows;

    public ImportState State { get; private set; } = null!;

    public IReadOnlyList<RowWarning> Warnings { get; private set; } = [];

    /// <summary>Notes the rows whose verdicts are told.</summary>
    internal void Add(ImportBatch batch)
    {
        if (_rows.Count + _versions.Count >= Kept)
            return;
        _versions.AddRange(batch.Versions);
        _rows.AddRange(batch.Rejected.Select(r => new RowOutcome(r.Row, "rejected", null, null, null, r.Reason)));
    }

    /// <summary>Tells what became of them; after everything was derived, before it is taken back.</summary>
    internal void Finish(ISession session, ImportState state, Resolved resolved)
    {
        State = state with { State = "rehearsed", RejectedFile = null };
        Warnings = Imports.Warnings(session, state.Entry);
        var profiles = session.Query(
            $"""
            select b.record_id, p.profile_id, p.name, p.country_conflict, p.country, o.entry, k.content_hash
            from {BatchTables.Record} b
            join {ResolveTables.Record} r on r.record_id = b.record_id
            join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            join {ResolveTables.Record} o on o.record_id = r.profile_id
            left join {BatchTables.Known} k on k.record_id = b.record_id
            where b.row_no <= {(_versions.Count == 0 ? 0 : _versions[^1].Row)}
            """,
            r => (Record: r.Id(0), Profile: r.Id(1), Name: r.Text(2), Conflict: r.Bool(3), Country: r.Text(4), IsNew: r.Long(5) == state.Entry,
                Hash: r.IsNull(6) ? (long?)null : r.Long(6))).ToDictionary(p => p.Record);
        var doubtful = resolved.Doubtful.SelectMany(p => new[] { p.A, p.B }).ToHashSet();
        var firstRows = new Dictionary<Guid, long>();
        var hashes = new Dictionary<Guid, long>();
        foreach (var version in _versions)
        {
            var profile = profiles[version.RecordId];
            var before = hashes.TryGetValue(version.RecordId, out var stated) ? stated : profile.Hash;
            hashes[version.RecordId] = version.ContentHash;
            var first = firstRows.TryAdd(profile.Profile, version.Row);
            var verdict = before == version.ContentHash ? "unchanged" : before is not null ? "update" : first && profile.IsNew ? "new" : "duplicate";
            _rows.Add(new RowOutcome(
                version.Row, verdict, verdict == "new" ? null : profile.Profile, verdict == "new" ? null : first ? profile.Name : $"row {firstRows[profile.Profile]}",
                doubtful.Contains(version.RecordId) ? "the birth date contradicts a record that shares an identifier: a person must decide"
                : profile.Conflict ? $"countries differ; {profile.Country} has the strongest evidence" : null, null));
        }

        _rows.Sort((a, b) => a.Row.CompareTo(b.Row));
        if (_rows.Count > Kept)
            _rows.RemoveRange(Kept, _rows.Count - Kept);
        _versions.Clear();
    }
}
