using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Tags.Definitions;

/// <summary>What became of a definition that was saved, published, retired or deleted.</summary>
/// <param name="Entry">Of the log; it is applied by the pump.</param>
/// <param name="Version">The version that was saved or published; null where it is of all.</param>
/// <param name="Warnings">What may be a slip and is no error: an event that never came, a trait that nobody has.</param>
public sealed record DefinitionReceipt(string Key, long Entry, int? Version, IReadOnlyList<string> Warnings);

/// <summary>Takes changes of tags in, for hosts: judged by what the store holds now, then written to the log. Nothing is applied here.</summary>
public static class TagIntake
{
    /// <summary>Saves a new version as a draft, in place of the draft that was there.</summary>
    /// <param name="log">An <see cref="ActingLog"/>: who saves it is kept.</param>
    /// <exception cref="DefinitionException">It is not well formed, its rules cannot be read or make no sense, or it would depend on itself.</exception>
    public static DefinitionReceipt Save(ISession session, ILog log, TagDefinition definition, string? reason, DateTime now)
    {
        var warnings = DefinitionCheck.Check(session, definition);
        var entry = log.Append(TagOrder.Kind, now, new TagOrder(TagOrder.Save, definition.Key, definition, Reason: reason).ToJson());
        return new DefinitionReceipt(definition.Key, entry.Entry, NextVersion(session, definition.Key), warnings);
    }

    /// <summary>Publishes a version: from then on customers have the tag by it.</summary>
    /// <param name="version">Null for the draft, or, without one, the version that was retired.</param>
    /// <exception cref="NoSuchDefinitionException">There is no such version.</exception>
    /// <exception cref="DefinitionException">Its rules make no sense any more, name what is not published, or what depends on the tag would make no sense by it.</exception>
    public static DefinitionReceipt Publish(ISession session, ILog log, string key, int? version, string? reason, DateTime now)
    {
        var publish = Publishable(session, key, version);
        var warnings = DefinitionCheck.CheckForPublishing(session, publish.Definition);
        var entry = log.Append(TagOrder.Kind, now, new TagOrder(TagOrder.Publish, key, Version: publish.Version, Reason: reason).ToJson());
        return new DefinitionReceipt(key, entry.Entry, publish.Version, warnings);
    }

    /// <summary>The version that a publish or a preview is about.</summary>
    /// <exception cref="NoSuchDefinitionException">There is no such version, or none that is not published already.</exception>
    public static TagVersion Publishable(ISession session, string key, int? version)
    {
        var versions = TagBook.Versions(session, key);
        if (versions.Count == 0)
            throw Unknown(session, key);
        if (version is { } asked)
            return versions.Find(v => v.Version == asked) ?? throw new NoSuchDefinitionException($"The tag '{key}' has no version {asked}; it has {string.Join(", ", versions.Select(v => v.Version).Order())}.");
        return versions.Find(v => v.Status == TagStatus.Draft) ?? versions.Find(v => v.Status == TagStatus.Retired && !versions.Exists(o => o.Status == TagStatus.Published))
            ?? throw new NoSuchDefinitionException($"The tag '{key}' has no draft. Save one first, or name the version to go back to.");
    }

    /// <summary>Ends a tag: nobody has it any more, its history and its versions stay.</summary>
    /// <exception cref="NoSuchDefinitionException">It is not published.</exception>
    /// <exception cref="DefinitionException">Others depend on it; they are named.</exception>
    public static DefinitionReceipt Retire(ISession session, ILog log, string key, string? reason, DateTime now)
    {
        var published = TagBook.PublishedOf(session, key) ?? throw (TagBook.Versions(session, key).Count == 0 ? Unknown(session, key) : new NoSuchDefinitionException($"The tag '{key}' is not published."));
        RefuseWhereNeeded(session, key, "retired");
        return new DefinitionReceipt(key, log.Append(TagOrder.Kind, now, new TagOrder(TagOrder.Retire, key, Reason: reason).ToJson()).Entry, published.Version, []);
    }

    /// <summary>Takes a tag out of sight, published or not; what people gave by hand goes too.</summary>
    /// <exception cref="NoSuchDefinitionException">There is none.</exception>
    /// <exception cref="DefinitionException">Others depend on it; they are named.</exception>
    public static DefinitionReceipt Delete(ISession session, ILog log, string key, string? reason, DateTime now)
    {
        if (TagBook.Versions(session, key).Count == 0)
            throw Unknown(session, key);
        RefuseWhereNeeded(session, key, "deleted");
        return new DefinitionReceipt(key, log.Append(TagOrder.Kind, now, new TagOrder(TagOrder.Delete, key, Reason: reason).ToJson()).Entry, null, []);
    }

    /// <summary>What to say of a tag that is not there.</summary>
    public static NoSuchDefinitionException Unknown(ISession session, string key)
    {
        var near = Ingest.Columns.NearestName.Of(key, TagBook.All(session).Select(t => t.Key));
        return new NoSuchDefinitionException(near is not null ? $"There is no tag '{key}'. Did you mean '{near}'?"
            : Labels.BuiltInTags.IsOne(key) ? $"The tag '{key}' is a built-in label, which the team has not defined itself." : $"There is no tag '{key}'.");
    }

    private static int NextVersion(ISession session, string key) => (int)session.Count($"select max(version) from {TagTables.Version} where tag = {key}") + 1;

    private static void RefuseWhereNeeded(ISession session, string key, string what)
    {
        // A built-in label of the same key takes its place.
        if (Labels.BuiltInTags.IsOne(key))
            return;
        var on = DefinitionCheck.Newest(session).On(Dependencies.Tag(key));
        if (on.Count > 0)
            throw new DefinitionException("key", $"the tag '{key}' cannot be {what}: {string.Join(", ", on)} {(on.Count == 1 ? "names" : "name")} it. Change or end {(on.Count == 1 ? "that" : "those")} first");
    }
}
