using Meridian.Foundation.Geography;

namespace Meridian.Foundation.Governance;

/// <summary>A key that cannot be made so; the message says why.</summary>
/// <param name="part">role, source or countries.</param>
public sealed class KeyException(string part, string message) : Exception(message)
{
    public string Part => part;
}

/// <summary>A key as it is shown, this once.</summary>
/// <param name="Key">What opens the server; kept nowhere.</param>
public sealed record ShownKey(string Key, string Id, string Role, string Source, IReadOnlyList<string>? Countries);

/// <summary>A new key, and the log entry that makes it known.</summary>
public sealed record NewKey(ShownKey Shown, KeyOrder Order)
{
    /// <param name="space">Where its user ids are unique.</param>
    /// <param name="countries">Codes or names, also several with commas between; empty for no limit.</param>
    /// <exception cref="KeyException">Something is missing, or names nothing.</exception>
    public static NewKey Make(string role, string source, string space, IReadOnlyList<string> countries)
    {
        if (!Roles.All.Contains(role, StringComparer.Ordinal))
            throw new KeyException("role", $"'{role}' is none of {string.Join(", ", Roles.All)}.");
        if (string.IsNullOrWhiteSpace(source))
            throw new KeyException("source", "It must not be empty. Name the app that the messages come from.");
        var limit = Limit(role, countries);
        var key = ApiKeys.New(role);
        return new NewKey(new ShownKey(key, ApiKeys.IdOf(key), role, source, limit), new KeyOrder(ApiKeys.IdOf(key), ApiKeys.Hash(key), role, source, space, limit));
    }

    private static List<string>? Limit(string role, IReadOnlyList<string> countries)
    {
        if (countries.Count == 0)
            return null;
        if (role == Roles.Ingest)
            throw new KeyException("countries", "A key that only sends sees no customers; leave the countries out.");
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in countries.SelectMany(c => c.Split(',', StringSplitOptions.TrimEntries)))
            codes.Add(Countries.TryFind(text, out var code) ? code : throw new KeyException("countries", $"'{text}' is not a country. Use ISO 3166-1 codes such as US,IN, or names."));
        return [.. codes];
    }
}
