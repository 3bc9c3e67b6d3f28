using Meridian.Foundation.Database;
using Meridian.Normalise;

namespace Meridian.Consents;

/// <summary>
/// What a consent is about, as one text: the match key of an identifier, so that two spellings of one mailbox are one; where the identifier has none (the mailbox of a function), itself.
/// </summary>
public static class Targets
{
    public static string Of(Identifier identifier) => Of(identifier.Kind, identifier.Space, identifier.Value, identifier.MatchKey);

    public static string Of(string kind, string space, string value, Guid? match) => match?.ToString() ?? $"{kind}:{space}:{value}";

    /// <summary>The same of a row of identifiers called <c>i</c>.</summary>
    public static Sql OfIdentifier => $"coalesce(cast(i.match_key as varchar), i.kind || ':' || i.space || ':' || i.value)";
}
