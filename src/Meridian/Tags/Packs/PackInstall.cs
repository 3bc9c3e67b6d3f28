using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using Meridian.Tags.Definitions;

namespace Meridian.Tags.Packs;

/// <summary>What became of a tag of a pack.</summary>
/// <param name="Outcome">"saved" (as a draft), "published", or "kept": the team has a tag of this key, which stays as it is.</param>
/// <param name="Version">The version that was saved or published, or that the team has.</param>
/// <param name="Warnings">What may be a slip and is no error: an event that never came, a trait that nobody has.</param>
public sealed record PackReceipt(string Key, string Outcome, int Version, IReadOnlyList<string> Warnings)
{
    public const string Saved = "saved";
    public const string Published = "published";
    public const string Kept = "kept";
}

/// <summary>Makes a pack's tags the team's own.</summary>
public static class PackInstall
{
    /// <summary>Saves the pack's tags as drafts, or publishes them; each is applied before the next is judged by what it names.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who installs it is kept.</param>
    /// <param name="publish">Whether customers have them at once, without a look at a preview.</param>
    /// <param name="replace">Whether tags that the team has become the pack's; without it they are kept.</param>
    /// <param name="apply">Applies what is in the log, as far as it goes.</param>
    /// <exception cref="DefinitionException">A tag cannot be saved or published here; those before it stay.</exception>
    public static IReadOnlyList<PackReceipt> Run(ISession session, ILog log, TagPack pack, bool publish, bool replace, DateTime now, Action apply)
    {
        var receipts = new List<PackReceipt>();
        var reason = $"pack {pack.Key}";
        foreach (var tag in pack.Tags)
        {
            if (!replace && TagBook.Newest(session, tag.Key) is not null)
            {
                receipts.Add(new PackReceipt(tag.Key, PackReceipt.Kept, TagBook.Versions(session, tag.Key)[0].Version, []));
                continue;
            }

            var saved = TagIntake.Save(session, log, tag, reason, now);
            apply();
            if (publish)
            {
                TagIntake.Publish(session, log, tag.Key, null, reason, now);
                apply();
            }

            receipts.Add(new PackReceipt(tag.Key, publish ? PackReceipt.Published : PackReceipt.Saved, saved.Version!.Value, saved.Warnings));
        }

        return receipts;
    }
}
