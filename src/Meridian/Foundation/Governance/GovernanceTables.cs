using Meridian.Foundation.Database;

namespace Meridian.Foundation.Governance;

/// <summary>Who may do what.</summary>
public static class GovernanceTables
{
    /// <summary>Keys by their hash; the keys themselves are shown once and kept nowhere.</summary>
    public static readonly Table Key = new("api_key");

    public static IReadOnlyList<Sql> Create =>
    [
        $"""
        create table {Key} (
            key_id varchar not null, hash varchar not null, role varchar not null, source varchar not null, space varchar not null, created_at timestamp not null, revoked_at timestamp)
        """,
    ];
}
