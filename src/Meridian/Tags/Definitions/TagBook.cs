using Meridian.Foundation.Database;

namespace Meridian.Tags.Definitions;

/// <summary>Reads what the team defined.</summary>
public static class TagBook
{
    /// <summary>The version of each tag that matters most: the published one, else the draft, else the retired one; by key.</summary>
    public static List<TagVersion> All(ISession session) =>
        [.. Read(session, $"status <> {TagStatus.Deleted} order by tag, version desc")
            .GroupBy(v => v.Key, StringComparer.Ordinal)
            .Select(g => g.FirstOrDefault(v => v.Status == TagStatus.Published) ?? g.FirstOrDefault(v => v.Status == TagStatus.Draft) ?? g.FirstOrDefault(v => v.Status == TagStatus.Retired) ?? g.First())];

    /// <summary>All versions of a tag, the latest first.</summary>
    public static List<TagVersion> Versions(ISession session, string key) => Read(session, $"tag = {key} and status <> {TagStatus.Deleted} order by version desc");

    /// <summary>The drafts and the published versions of all tags.</summary>
    internal static List<TagVersion> Standing(ISession session) => Read(session, $"status in ({TagStatus.Draft}, {TagStatus.Published}) order by tag, version");

    /// <summary>The drafts of all tags.</summary>
    public static List<TagVersion> Drafts(ISession session) => Read(session, $"status = {TagStatus.Draft} order by tag");

    /// <summary>What was said of a tag last: its draft, else what is published, else its latest version; null where there is none.</summary>
    public static TagDefinition? Newest(ISession session, string key) =>
        Versions(session, key) is { Count: > 0 } versions
            ? (versions.Find(v => v.Status == TagStatus.Draft) ?? versions.Find(v => v.Status == TagStatus.Published) ?? versions[0]).Definition : null;

    /// <summary>The draft of a tag; null where there is none.</summary>
    public static TagVersion? Draft(ISession session, string key) => Versions(session, key).Find(v => v.Status == TagStatus.Draft);

    /// <summary>The version by which customers have the tag; null where they have it by none.</summary>
    public static TagVersion? PublishedOf(ISession session, string key) => Read(session, $"tag = {key} and status = {TagStatus.Published}").FirstOrDefault();

    /// <summary>All published tags, each behind those that its rules depend on.</summary>
    public static IReadOnlyList<TagVersion> Published(ISession session)
    {
        var published = Read(session, $"status = {TagStatus.Published} order by tag");
        return published.Count < 2 ? published : Dependencies.Of(published.ConvertAll(v => v.Definition), SegmentBook.All(session).ConvertAll(s => s.Definition)).InOrder(published, v => v.Key);
    }

    /// <summary>Keys of the published tags: where one is a built-in label's, the label is made by the team's rule and not by the program.</summary>
    public static List<string> PublishedKeys(ISession session) => session.List($"select tag from {TagTables.Version} where status = {TagStatus.Published} order by tag", r => r.Text(0)!);

    private static List<TagVersion> Read(ISession session, Sql condition) => session.List(
        $"select tag, version, status, definition, saved_at, author, reason, published_at, ended_at, entry from {TagTables.Version} where {condition}",
        r => new TagVersion(
            r.Text(0)!, (int)r.Long(1), r.Text(2)!, TagDefinition.FromJson(r.Text(3)!), r.Time(4), r.Text(5), r.Text(6), r.IsNull(7) ? null : r.Time(7), r.IsNull(8) ? null : r.Time(8), r.Long(9)));
}
