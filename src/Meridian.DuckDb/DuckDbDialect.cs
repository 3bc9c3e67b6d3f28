using Meridian.Foundation.Database;

namespace Meridian.DuckDb;

/// <summary>DuckDB 1.5's way of writing what PostgreSQL writes differently.</summary>
public sealed class DuckDbDialect : IDialect
{
    public string Name => "duckdb";

    // arg_min passes over rows whose value is null, which is what "first non-null" needs.
    public Sql FirstBy(Sql value, Sql order) => $"arg_min({value}, {order})";

    public Sql SplitRows(Sql list) => $"unnest(string_split({list}, ','))";

    // Each unit of storage keeps count of its nulls, so only units that hold a value are looked into, and the first value ends it.
    public Sql? HasValues(Table table, Column column) => $"exists (select 1 from {table} where {column} is not null)";

    public Column Place { get; } = new("rowid");

    public Sql NoPlace => $"cast(null as bigint)";

    public Sql Several(Sql value) => $"min({value}) <> max({value})";

    public Sql MergeJson(Sql json, Sql order) =>
        $"list_reduce(list({json} order by {order} desc) filter (where {json} is not null), (a, b) -> json_merge_patch(a, b))";

    public Sql JsonKeys(Sql json) => $"unnest(json_keys({json}))";

    public Sql SecondsBetween(Sql from, Sql to) => $"(epoch({to}) - epoch({from}))";

    public Sql Later(Sql time, long microseconds) => $"({time} + to_microseconds({microseconds}))";

    public Sql LaterByMonths(Sql time, int months) => $"({time} + to_months({months}))";

    public Sql Sha256(Sql text) => $"sha256({text})";

    public Sql JsonText(Sql json, IReadOnlyList<string> path) =>
        $"json_extract_string({json}, {"$" + string.Concat(path.Select(p => ".\"" + p.Replace("\"", "\\\"", StringComparison.Ordinal) + "\""))})";

    public Sql Number(Sql text) => $"case when regexp_full_match({text}, {Texts.Number}) then try_cast({text} as double) end";

    public Sql Time(Sql text) => $"case when regexp_full_match({text}, {Texts.Time}) then try_cast(rtrim({text}, 'Z') as timestamp) end";

    public Sql Stored(Sql column, Sql made) => column;

    public Sql FoldCase(Sql text) => $"lower({text})";

    public Sql Matches(Sql text, string pattern) => $"regexp_matches({text}, {pattern})";

    public Sql FirstInTime(Sql value, Sql time, Sql key) => $"arg_min({value}, row({time}, {key}))";

    public Sql LastInTime(Sql value, Sql time, Sql key) => $"arg_max({value}, row({time}, {key}))";

    public Sql CreateTemporaryLike(Table temporary, Table like) => $"create or replace temporary table {temporary} as select * from {like} limit 0";

    public Sql CreateTemporary(Table temporary, Sql query) => $"create or replace temporary table {temporary} as {query}";
}
