namespace Meridian.Normalise;

public readonly record struct Name(string Full, string? Given, string? Family, string Script, string MatchKey);
public static class PersonName
{
    public static bool TryRead(ReadOnlySpan<char> cell, out Name name) { var s = cell.ToString(); name = new Name(s, null, null, "Latn", s.ToLowerInvariant()); return true; }
    public static string Combine(string? a, string? b) => $"{a} {b}".Trim();
}
