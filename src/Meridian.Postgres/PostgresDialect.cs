using Meridian.Foundation.Database;

namespace Meridian.Postgres;

/// <summary>PostgreSQL 15's way of writing what DuckDB writes differently; its own functions are in <see cref="PostgresFunctions"/>.</summary>
public sealed class PostgresDialect : IDialect
{
    public string Name => "postgres";

    public Sql FirstBy(Sql value, Sql order) => $"(array_agg({value} order by {order}) filter (where {value} is not null))[1]";

    public Sql SplitRows(Sql list) => $"unnest(string_to_array({list}, ','))";

    // No engine's statistics say so for certain.
    public Sql? HasValues(Table table, Column column) => null;

    public Sql Several(Sql value) => $"min({value}) <> max({value})";

    public Sql MergeJson(Sql json, Sql order) => $"merge_json(array_agg({json} order by {order} desc) filter (where {json} is not null))";

    public Sql SecondsBetween(Sql from, Sql to) => $"cast(extract(epoch from {to} - {from}) as double precision)";

    // Texts are ordered by their bytes here, by which only the letters of English have small ones. Unicode's rules know words, which the other engine does not look at.
    public Sql Lower(Sql text) => $"lower(translate({text}, 'İΣ', 'iσ') collate \"und-x-icu\")";

    public Sql Sha256(Sql text) => $"encode(sha256(convert_to({text}, 'UTF8')), 'hex')";

    public Sql CreateTemporaryLike(Table temporary, Table like) => CreateTemporary(temporary, $"select * from {like} limit 0");

    public Sql CreateTemporary(Table temporary, Sql query)
    {
        Sql made = $"create temporary table {temporary} as {query}";
        return made.After($"drop table if exists pg_temp.{temporary}");
    }
}
