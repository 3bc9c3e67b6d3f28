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
/// <param name="Column">The column at fault; null where none is.</param>
public sealed record RowOutcome(long Row, string Verdict, Guid? Of, string? OfName, string? Conflict, string? Reason, string? Column = null);

/// <summary>An import that was tried and taken back: counts, and a verdict for each of the first <see cref="Kept"/> rows.</summary>
public sealed class Rehearsal(ImportPlan plan)
{
    public const int Kept = 50_000;

    private readonly List<RowOutcome> _rows = [];

    public ImportPlan Plan => plan;

    public IReadOnlyList<RowOutcome> Rows => _rows;

    public ImportState State { get; private set; } = null!;

    public IReadOnlyList<RowWarning> Warnings { get; private set; } = [];

    /// <summary>Notes rejected rows.</summary>
    internal void Add(IEnumerable<RejectedRow> rejected) =>
        _rows.AddRange(rejected.Take(Kept - _rows.Count).Select(r => new RowOutcome(r.Row, "rejected", null, null, null, r.Reason, r.Column is "" ? null : r.Column)));

    /// <summary>Tells what became of the first rows; after everything was derived, before it is taken back.</summary>
    internal void Finish(ISession session, ImportState state, Resolved resolved)
    {
        State = state with { State = "rehearsed", RejectedFile = null };
        Warnings = Imports.Warnings(session, state.Entry);
        var doubtful = resolved.Doubtful.SelectMany(p => new[] { p.A, p.B }).ToHashSet();
        var firstRows = new Dictionary<Guid, long>();
        var hashes = new Dictionary<Guid, long>();
        foreach (var row in session.Query(
            $"""
            select v.row_no, v.record_id, v.content_hash, p.profile_id, p.name, p.country_conflict, p.country, o.entry, k.content_hash
            from (select row_no, record_id, content_hash from {StatementTables.RecordVersion} where entry = {state.Entry} order by row_no limit {Kept}) v
            join {ResolveTables.Record} r on r.record_id = v.record_id
            join {ProfileTables.Profile} p on p.profile_id = r.profile_id
            join {ResolveTables.Record} o on o.record_id = r.profile_id
            left join {BatchTables.Known} k on k.record_id = v.record_id
            order by v.row_no
            """,
            r => (Row: r.Long(0), Record: r.Id(1), Hash: r.Long(2), Profile: r.Id(3), Name: r.Text(4), Conflict: r.Bool(5), Country: r.Text(6),
                IsNew: r.Long(7) == state.Entry, Known: r.IsNull(8) ? (long?)null : r.Long(8))))
        {
            var before = hashes.TryGetValue(row.Record, out var stated) ? stated : row.Known;
            hashes[row.Record] = row.Hash;
            var first = firstRows.TryAdd(row.Profile, row.Row);
            var verdict = before == row.Hash ? "unchanged" : before is not null ? "update" : first && row.IsNew ? "new" : "duplicate";
            var of = verdict == "new" ? null : first ? row.Name : $"row {firstRows[row.Profile]}";
            var conflict = doubtful.Contains(row.Record) ? "the birth date contradicts a record that shares an identifier: a person must decide"
                : row.Conflict ? $"countries differ; {row.Country} has the strongest evidence" : null;
            _rows.Add(new RowOutcome(row.Row, verdict, verdict == "new" ? null : row.Profile, of, conflict, null));
        }

        _rows.Sort((a, b) => a.Row.CompareTo(b.Row));
        if (_rows.Count > Kept)
            _rows.RemoveRange(Kept, _rows.Count - Kept);
    }
}
