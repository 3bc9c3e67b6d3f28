using Meridian.Foundation.Database;

namespace Meridian.Numbers.Lookups;

/// <summary>Answers that providers gave, and what they cost; in a file of their own (<see cref="SideStore"/>).</summary>
public static class LookupTables
{
    /// <summary>One row a number and provider: the latest answer.</summary>
    public static readonly Table Answer = new("lookup_answer");

    /// <summary>One row a provider, currency and month ("2026-11"): requests sent, and millionths of the currency spent or reserved.</summary>
    public static readonly Table Spend = new("lookup_spend");

    internal static readonly Table Asked = new("batch_asked");
    internal static readonly Table Answered = new("batch_answered");

    public static IReadOnlyList<Migration> Schema { get; } =
    [
        new(1, "answers and what they cost",
        [
            $"""
            create table {Answer} (
                number varchar not null, provider varchar not null, status varchar not null, type varchar, ported boolean, carrier varchar, remark varchar,
                answered_at timestamp not null, good_for_days bigint not null)
            """,
            $"create table {Spend} (provider varchar not null, currency varchar not null, month varchar not null, requests bigint not null, millionths bigint not null)",
        ]),
    ];

    internal static IReadOnlyList<(Table Table, int Columns)> All { get; } = [(Answer, 9), (Spend, 5)];
}
