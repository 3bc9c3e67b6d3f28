using Meridian.Foundation.Database;
using Meridian.Rules.Compiling;

namespace Meridian.Tags;

/// <summary>
/// The cut-offs of rankings as they were found last. They are found again with the first evaluation of everybody on a day (UTC), and when rules are published; a batch of events uses those that
/// there are, so that nobody's tag turns because of what somebody else bought a minute ago.
/// </summary>
internal sealed class KeptCutOffs(ISession session, DateTime at, bool again) : ICutOffs
{
    /// <summary>When rules were published last; cut-offs from before are found again.</summary>
    private DateTime? Published => session.First($"select max(published_at) from {TagTables.Version}", r => r.IsNull(0) ? (DateTime?)null : r.Time(0));

    /// <summary>Whether nothing may be written: somebody only looks.</summary>
    public bool IsReading { get; init; }

    public IReadOnlyList<(string Country, double Value)>? Find(string ranking)
    {
        if (session.First($"select max(found_at) from {TagTables.CutOff} where ranking = {ranking}", r => r.IsNull(0) ? (DateTime?)null : r.Time(0)) is not { } last)
            return null;
        if (again && (last < at.Date || last < Published))
            return null;
        // A ranking of nobody is a row without a value.
        return session.List($"select country, value from {TagTables.CutOff} where ranking = {ranking} and found_at = {last} and value is not null", r => (r.Text(0)!, r.Double(1)));
    }

    public void Keep(string ranking, IReadOnlyList<(string Country, double Value)> values)
    {
        if (IsReading)
            return;
        session.Execute($"delete from {TagTables.CutOff} where ranking = {ranking} and found_at = {at}");
        session.Execute($"insert into {TagTables.CutOff} (ranking, found_at, country, value) values ({ranking}, {at}, '', null)");
        using var writer = session.Append(TagTables.CutOff);
        foreach (var (country, value) in values)
        {
            writer.Add(ranking).Add(at).Add(country).Add(value);
            writer.EndRow();
        }

        writer.Complete();
    }
}
