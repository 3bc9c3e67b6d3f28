using System.Globalization;
using Meridian.Foundation;
using Meridian.Foundation.Database;

namespace Meridian.Audit;

/// <summary>The last row of one day.</summary>
public sealed record AuditAnchor(DateTime Day, long Seq, string Hash);

/// <summary>
/// <c>audit-anchors.tsv</c> in the data folder: the hash of each past day's last row. Copied somewhere else now and then, it proves that nobody has written the audit anew since, store and log and all.
/// </summary>
public sealed class AuditAnchors(DataFolder folder)
{
    private const string Day = "yyyy-MM-dd";

    public string Path => System.IO.Path.Combine(folder.Root, "audit-anchors.tsv");

    public List<AuditAnchor> Read()
    {
        var anchors = new List<AuditAnchor>();
        foreach (var cells in File.Exists(Path) ? File.ReadLines(Path).Select(l => l.Split('\t')) : [])
        {
            if (cells.Length == 3 && DateTime.TryParseExact(cells[0], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
                anchors.Add(new AuditAnchor(day, seq, cells[2]));
        }

        return anchors;
    }

    /// <summary>Adds the days that are over, as the audit's own rows say, and have no line yet.</summary>
    /// <param name="from">The day of the first row that is new: only where another day comes with it is there anything to add.</param>
    internal void Add(ISession session, DateTime from)
    {
        var known = Read();
        var after = known.Count > 0 ? known[^1].Seq : 0;
        var days = session.List(
            $"""
            select d.day, d.seq, a.hash from (select cast(done_at as date) as day, max(seq) as seq from {AuditTables.Audit} where seq > {after} group by cast(done_at as date)) d
            join {AuditTables.Audit} a on a.seq = d.seq where d.day < cast({from} as date) order by d.seq
            """,
            r => new AuditAnchor(r.Date(0).ToDateTime(TimeOnly.MinValue), r.Long(1), r.Text(2)!));
        if (days.Count == 0)
            return;
        using var file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read);
        using var writer = new StreamWriter(file) { NewLine = "\n" };
        foreach (var day in days)
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day.Day.ToString(Day, CultureInfo.InvariantCulture)}\t{day.Seq}\t{day.Hash}"));
        writer.Flush();
        Durable.Flush(file.SafeFileHandle);
    }
}
