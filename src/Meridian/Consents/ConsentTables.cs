using Meridian.Foundation.Database;

namespace Meridian.Consents;

/// <summary>Who agreed to be contacted and who did not.</summary>
public static class ConsentTables
{
    /// <summary>
    /// Withdrawals whose import was undone: they stay. Each under the record that stated it, and under each value by which another record of the same person is known.
    /// Consents of imports that stand are in their statements.
    /// </summary>
    public static readonly Table KeptWithdrawal = new("kept_withdrawal");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {KeptWithdrawal} (record_id uuid not null, match_key uuid, stated_at timestamp not null, entry bigint not null)",
    ];
}
