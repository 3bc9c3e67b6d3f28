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
    private readonly Dictionary<Guid, long> _firstRows = [];

    public ImportPlan Plan => plan;

    public IReadOnlyList<RowOutcome> Rows => _rows;

    public ImportState State { get; private set; } = null!;

    public IReadOnlyList<RowWarning> Warnings { get; private set; } = [];

    internal void Add(ISession session, ImportBatch batch, ResolvedBatch resolved)
    {
        if (_rows.Count >= Kept)
            return;
        var profiles = session.Query(
            $"""
            select p.profile_id, p.name, p.country_conflict, p.country from {ProfileTables.Profile} p join {BatchTables.Touched} t on t.profile_id = p.profile_id
            """,
            r => (Id: r.Id(0), Name: r.Text(1), Conflict: r.Bool(2), Country: r.Text(3))).ToDictionary(p => p.Id);
        var doubtful = resolved.Doubtful.SelectMany(p => new[] { p.A, p.B }).ToHashSet();
        var rows = new List<RowOutcome>(batch.Versions.Count + batch.Rejected.Count);
        for (var i = 0; i < batch.Versions.Count; i++)
        {
            var row = batch.Versions[i].Row;
            var profile = profiles[resolved.Profiles[i]];
            var verdict = resolved.Verdicts[i];
            var of = verdict == RowVerdict.New ? null : _firstRows.TryGetValue(profile.Id, out var first) ? $"row {first}" : profile.Name;
            _firstRows.TryAdd(profile.Id, row);
            rows.Add(new RowOutcome(
                row, verdict.ToString().ToLowerInvariant(), verdict == RowVerdict.New ? null : profile.Id, of,
                doubtful.Contains(batch.Versions[i].RecordId) ? "the birth date contradicts a record that shares an identifier: a person must decide"
                : profile.Conflict ? $"countries differ; {profile.Country} has the strongest evidence" : null, null));
        }

        rows.AddRange(batch.Rejected.Select(r => new RowOutcome(r.Row, "rejected", null, null, null, r.Reason)));
        _rows.AddRange(rows.OrderBy(r => r.Row).Take(Kept - _rows.Count));
    }

    internal void Finish(ImportState state, IReadOnlyList<RowWarning> warnings)
    {
        State = state with { State = "rehearsed", RejectedFile = null };
        Warnings = warnings;
    }
}
