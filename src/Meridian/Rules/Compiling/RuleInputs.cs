using Meridian.Foundation.Database;
using Meridian.Rules.Vocabulary;

namespace Meridian.Rules.Compiling;

/// <summary>What rules are evaluated over, and as of when.</summary>
/// <param name="Words">The names that the rules were checked against.</param>
/// <param name="At">The instant <c>now</c>, UTC. What happens later does not count.</param>
/// <param name="Profiles">A row source shaped like the profile table.</param>
/// <param name="Tags">A query of the tags that customers have: (profile_id, tag, value, since).</param>
public sealed record RuleInputs(RuleVocabulary Words, DateTime At, Sql Profiles, Sql Tags)
{
    /// <summary>A query of profile ids; what others did is then not looked at. Null for everybody.</summary>
    public Sql? Only { get; init; }

    /// <summary>Whether an earlier instant is asked for: then what was stated later does not count either.</summary>
    public bool IsPast { get; init; }

    /// <summary>Cut-offs that were found before; null where each evaluation finds its own.</summary>
    public ICutOffs? CutOffs { get; init; }
}

/// <summary>Cut-offs that are kept, so that a tag stays what it is until they are found again.</summary>
public interface ICutOffs
{
    /// <summary>Those of a ranking, by country ('' for all together); null where they have to be found.</summary>
    IReadOnlyList<(string Country, double Value)>? Find(string ranking);

    /// <summary>Keeps what was found.</summary>
    void Keep(string ranking, IReadOnlyList<(string Country, double Value)> values);
}
