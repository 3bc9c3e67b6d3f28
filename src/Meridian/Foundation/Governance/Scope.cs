using Meridian.Foundation.Database;

namespace Meridian.Foundation.Governance;

/// <summary>
/// On whose behalf the store is read. Whoever is limited to countries sees the customers of these countries and nothing of others, not even how many there are; a customer whose country is
/// not known is seen only without a limit. Each read that serves more than this machine's user takes one, and filters in its SQL.
/// </summary>
/// <param name="Role">Of <see cref="Roles"/>.</param>
/// <param name="Countries">ISO 3166-1 alpha-2, upper case, at least one; null for no limit.</param>
/// <param name="Key">Id of the key; null for commands of this machine's user.</param>
public sealed record Scope(string Role, IReadOnlyList<string>? Countries, string? Key)
{
    /// <summary>Of commands of this machine's user, who may read the files themselves.</summary>
    public static Scope Whole { get; } = new(Roles.Admin, null, null);

    public static Scope Of(ApiKey key) => new(key.Role, key.Countries, key.Id);

    public bool IsLimited => Countries is not null;

    /// <summary>A condition on a profile's country.</summary>
    /// <param name="country">The column, such as <c>p.country</c>.</param>
    public Sql Sees(Sql country) => Countries is null ? Sql.Constant("1 = 1") : Countries.Count == 0 ? Sql.Constant("1 = 0") : $"{country} in ({Sql.Join(", ", Countries.Select(c => (Sql)$"{c}"))})";

    /// <summary>A condition on the key that brought something in: who is limited sees only what came with their own key.</summary>
    /// <param name="key">The column, such as <c>key_id</c>.</param>
    public Sql Brought(Sql key) => Countries is null ? Sql.Constant("1 = 1") : Key is null ? Sql.Constant("1 = 0") : $"{key} = {Key}";
}
