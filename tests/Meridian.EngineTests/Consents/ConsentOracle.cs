namespace Meridian.EngineTests.Consents;

/// <summary>
/// Section 12 of the design, read aloud: lists that are walked through for every question, and no SQL. Values join the records that name them; who may be contacted is asked of what was said.
/// </summary>
internal sealed class ConsentOracle
{
    /// <summary>What a row of a file or a message said; entry 0: a message.</summary>
    public sealed record Row(int Import, string Record, string? Email, string? Phone, bool? Word, int At, bool Own);

    /// <summary>A statement of an address, of records, or of both.</summary>
    private sealed record Statement(string? Value, HashSet<string> Records, string? Channel, bool Granted, bool Own, int At);

    private readonly List<Row> _rows = [];
    private readonly List<Statement> _said = [];
    private readonly HashSet<string> _suppressed = [];

    public void Land(Row row)
    {
        // What somebody says again in the same words is one statement of the latest time.
        if (row.Import == 0)
            _rows.RemoveAll(r => r.Import == 0 && r with { At = row.At } == row);
        _rows.Add(row);
    }

    public void Say(string value, string? channel, bool granted, bool own, int at) =>
        _said.Add(new Statement(value, granted ? [] : [.. Profiles().Where(p => Values(p).Contains(value)).SelectMany(p => p)], channel, granted, own, at));

    public void Suppress(string value) => _suppressed.Add(value);

    public void Unsuppress(string value) => _suppressed.Remove(value);

    public void Undo(int import)
    {
        var gone = _rows.Where(r => r.Import == import).ToList();
        foreach (var profile in Profiles().Where(p => gone.Exists(r => p.Contains(r.Record))))
        {
            foreach (var w in _rows.Where(r => r.Word == false && r.At >= gone[0].At && profile.Contains(r.Record)))
                _said.Add(new Statement(null, [.. profile.Where(o => o != w.Record && _rows.Exists(r => r.Record == o && r.Import != import))], null, Granted: false, Own: false, w.At));
        }

        _rows.RemoveAll(r => r.Import == import);
        foreach (var w in gone.Where(r => r.Word == false))
        {
            _said.Add(new Statement(null, [w.Record], null, Granted: false, Own: false, w.At));
            foreach (var value in new[] { w.Email, w.Phone }.OfType<string>())
                _said.Add(new Statement(value, [], null, Granted: false, Own: false, w.At));
        }
    }

    /// <summary>The addresses of a kind at which somebody may be contacted for marketing, sorted.</summary>
    public string May(string channel)
    {
        var may = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var profile in Profiles())
        {
            foreach (var value in Values(profile).Where(v => v.Contains('@') == (channel == "email") && !_suppressed.Contains(v)))
            {
                bool Speaks(Statement s) => s.Channel is null || s.Channel == channel;
                var ofIt = _said.Where(s => s.Value == value && Speaks(s)).Select(s => (s.Granted, s.Own, s.At))
                    .Concat(_rows.Where(r => r.Word is not null && (r.Email == value || r.Phone == value)).Select(r => (Granted: r.Word!.Value, r.Own, r.At))).ToList();
                var ofThem = _said.Where(s => !s.Granted && Speaks(s) && IsOf(s, profile)).Select(s => s.At)
                    .Concat(_rows.Where(r => r.Word == false && profile.Contains(r.Record)).Select(r => r.At)).ToList();
                var no = ofIt.Where(s => !s.Granted).Select(s => s.At).Concat(ofThem).DefaultIfEmpty(int.MinValue).Max();
                if (ofIt.Exists(s => s.Granted && (no == int.MinValue || (s.Own && s.At > no))))
                    may.Add(value);
            }
        }

        return string.Join(' ', may);
    }

    /// <summary>The traits of all profiles, by their smallest record: "crm/1 withdrawn".</summary>
    public string Traits() => string.Join(", ", Profiles().Select(profile =>
    {
        var all = _said.Where(s => IsOf(s, profile)).Select(s => (s.Channel, s.Granted, s.Own, s.At))
            .Concat(_rows.Where(r => r.Word is not null && profile.Contains(r.Record)).Select(r => (Channel: (string?)null, Granted: r.Word!.Value, r.Own, r.At))).ToList();
        var stands = all.Exists(w => !w.Granted && !all.Exists(o => o.Granted && o.Own && o.At > w.At && (o.Channel is null || o.Channel == w.Channel)));
        return $"{profile.Order(StringComparer.Ordinal).First()} {(stands ? "withdrawn" : all.Exists(s => s.Granted) ? "granted" : "-")}";
    }).Order(StringComparer.Ordinal));

    private bool IsOf(Statement s, HashSet<string> profile) => s.Records.Overlaps(profile) || (s.Value is not null && Values(profile).Contains(s.Value));

    private HashSet<string> Values(HashSet<string> profile) =>
        [.. _rows.Where(r => profile.Contains(r.Record)).SelectMany(r => new[] { r.Email, r.Phone }).OfType<string>()];

    /// <summary>Records that share a value, directly or through others.</summary>
    private List<HashSet<string>> Profiles()
    {
        var profiles = _rows.Select(r => r.Record).Distinct(StringComparer.Ordinal).Select(r => new HashSet<string>(StringComparer.Ordinal) { r }).ToList();
        for (var i = 0; i < profiles.Count; i++)
        {
            while (profiles.FindIndex(i + 1, p => Values(p).Overlaps(Values(profiles[i]))) is > 0 and var other)
            {
                profiles[i].UnionWith(profiles[other]);
                profiles.RemoveAt(other);
            }

            for (var earlier = 0; earlier < i; earlier++)
            {
                if (!Values(profiles[earlier]).Overlaps(Values(profiles[i])))
                    continue;
                profiles[earlier].UnionWith(profiles[i]);
                profiles.RemoveAt(i);
                i = -1;
                break;
            }
        }

        return profiles;
    }
}
