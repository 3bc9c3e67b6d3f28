namespace Meridian.Tags.Definitions;

/// <summary>A version of a tag's definition.</summary>
/// <param name="Version">1, 2, 3, ... of the tag.</param>
/// <param name="Status">One of <see cref="TagStatus"/>.</param>
/// <param name="Author">Who saved it: "local:USER" or the id of a key; null where the log does not say.</param>
/// <param name="Entry">Of the log.</param>
public sealed record TagVersion(
    string Key, int Version, string Status, TagDefinition Definition, DateTime SavedAt, string? Author, string? Reason, DateTime? PublishedAt, DateTime? EndedAt, long Entry);

/// <summary>What became of a version.</summary>
public static class TagStatus
{
    /// <summary>Saved, and nobody has the tag by it.</summary>
    public const string Draft = "draft";

    /// <summary>Customers have the tag by it; one at a time of each tag.</summary>
    public const string Published = "published";

    /// <summary>Another took its place.</summary>
    public const string Superseded = "superseded";

    /// <summary>Nobody has the tag any more; its history stays.</summary>
    public const string Retired = "retired";

    /// <summary>Out of sight; the numbers of its versions are not used again.</summary>
    public const string Deleted = "deleted";
}
