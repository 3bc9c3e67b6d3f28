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

    public Column Place { get; } = new("ctid");

    public Sql NoPlace => $"cast(null as tid)";

    public Sql Several(Sql value) => $"min({value}) <> max({value})";

    public Sql MergeJson(Sql json, Sql order) => $"merge_json(array_agg({json} order by {order} desc) filter (where {json} is not null))";

    public Sql JsonKeys(Sql json) => $"json_object_keys(cast({json} as json))";

    public Sql SecondsBetween(Sql from, Sql to) => $"cast(extract(epoch from {to} - {from}) as double precision)";

    public Sql Later(Sql time, long microseconds) => $"({time} + interval '1 microsecond' * {microseconds})";

    public Sql LaterByMonths(Sql time, int months) => $"({time} + interval '1 month' * {months})";

    public Sql Sha256(Sql text) => $"encode(sha256(convert_to({text}, 'UTF8')), 'hex')";

    public Sql JsonText(Sql json, IReadOnlyList<string> path) =>
        $"json_extract_path_text(cast({json} as json), {Sql.Join(", ", path.Select(p => (Sql)$"cast({p} as text)"))})";

    public Sql Number(Sql text) => $"read_number({text})";

    public Sql Time(Sql text) => $"read_time({text})";

    // What the engine itself folds depends on the database's locale; this does not.
    // Texts are ordered by their bytes here, by which only the letters of English have small ones. Unicode's rules know words, which the other engine does not look at.
    public Sql Stored(Sql column, Sql made) => $"coalesce({column}, {made})";

    public Sql FoldCase(Sql text) => $"lower(translate({text}, 'İΣ', 'iσ') collate \"und-x-icu\")";

    public Sql Matches(Sql text, string pattern) => $"{text} ~ {WordEnds(pattern)}";

    /// <summary>Here \b is a backspace, and \y the end of a word.</summary>
    private static string WordEnds(string pattern)
    {
        var text = new System.Text.StringBuilder(pattern.Length);
        for (var i = 0; i < pattern.Length; i++)
        {
            text.Append(pattern[i]);
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
                text.Append(pattern[++i] switch { 'b' => 'y', 'B' => 'Y', var other => other });
        }

        return text.ToString();
    }

    public Sql FirstInTime(Sql value, Sql time, Sql key) => $"(array_agg({value} order by {time}, {key}) filter (where {value} is not null))[1]";

    public Sql LastInTime(Sql value, Sql time, Sql key) => $"(array_agg({value} order by {time} desc, {key} desc) filter (where {value} is not null))[1]";

    public Sql CreateTemporaryLike(Table temporary, Table like) => CreateTemporary(temporary, $"select * from {like} limit 0");

    public Sql CreateTemporary(Table temporary, Sql query)
    {
        Sql made = $"create temporary table {temporary} as {query}";
        return made.After($"drop table if exists pg_temp.{temporary}");
    }
}
