using Meridian.Foundation.Database;

namespace Meridian.Segments;

/// <summary>The first letters of an id, as lists show it. Ids that begin so are a stretch of all ids, which takes the engine less time to compare with than the texts of all ids to look at.</summary>
internal static class IdBeginning
{
    /// <summary>Fewer would find many, and be a short number as often.</summary>
    private const int Shortest = 8;

    private const string Least = "00000000-0000-0000-0000-000000000000";

    /// <summary>A condition: the id in a column begins so; null for a text that no id begins with.</summary>
    public static Sql? Condition(string text, Sql column)
    {
        if (text.Length < Shortest || text.Length >= Least.Length || text.Where((c, i) => Least[i] == '-' ? c != '-' : !char.IsAsciiHexDigit(c)).Any())
            return null;
        var rest = Least[text.Length..];
        return $"({column} between {Guid.Parse(text + rest)} and {Guid.Parse(text + rest.Replace('0', 'f'))})";
    }
}
