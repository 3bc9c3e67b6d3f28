namespace Meridian.Foundation.Database;

/// <summary>What DuckDB and PostgreSQL write differently, and nothing else: SQL is otherwise written once, in what both read.</summary>
public interface IDialect
{
    /// <summary>"duckdb" or "postgres"; for reports, never for branching in a stage.</summary>
    string Name { get; }

    /// <summary>Aggregate: the first non-null <paramref name="value"/> of a group in ascending <paramref name="order"/> (a unique number), or null.</summary>
    Sql FirstBy(Sql value, Sql order);

    /// <summary>Condition on a group: it holds more than one distinct value. Cheaper than counting them where the engine has an order of ids.</summary>
    Sql Several(Sql value);

    /// <summary>Whether any row has a value in a column, where the engine can tell without reading the table; null where it cannot.</summary>
    Sql? HasValues(Table table, Column column);

    /// <summary>Of a table's row: where the engine keeps it, which stays so until it is updated or the transaction ends.</summary>
    Column Place { get; }

    /// <summary>No place, of its type.</summary>
    Sql NoPlace { get; }

    /// <summary>In a select list: one row for each comma-separated item of a text.</summary>
    Sql SplitRows(Sql list);

    /// <summary>Aggregate: JSON objects of a group laid over each other in ascending <paramref name="order"/>, the first winning, null members dropped.</summary>
    Sql MergeJson(Sql json, Sql order);

    /// <summary>In a select list: one row for each member's name of a JSON object.</summary>
    Sql JsonKeys(Sql json);

    /// <summary>Seconds from one timestamp to another, fractional.</summary>
    Sql SecondsBetween(Sql from, Sql to);

    /// <summary>A timestamp so many microseconds later, or earlier.</summary>
    Sql Later(Sql time, long microseconds);

    /// <summary>A timestamp so many months of the calendar later, or earlier; a day that the month lacks is its last.</summary>
    Sql LaterByMonths(Sql time, int months);

    /// <summary>SHA-256 of a text's UTF-8, hexadecimal in lower case.</summary>
    Sql Sha256(Sql text);

    /// <summary>A member of a JSON object that is stored as text, as text, by the names on the way to it; null where there is none.</summary>
    Sql JsonText(Sql json, IReadOnlyList<string> path);

    /// <summary>A text as a number; null where it does not read as one ("12", "-0.5", "1e3").</summary>
    Sql Number(Sql text);

    /// <summary>A text as a time in UTC; null where it does not read as one ("2026-01-31", "2026-01-31T10:00:00Z").</summary>
    Sql Time(Sql text);

    /// <summary>A text without the difference of capital and small letters, of all scripts, letter by letter: the last sigma of a Greek word is a sigma like any other.</summary>
    Sql FoldCase(Sql text);

    /// <summary>A value that stands in a column; where it may be missing because several programs write the store, made of others, which an engine that reads column by column would read in vain.</summary>
    Sql Stored(Sql column, Sql made);

    /// <summary>Whether a regular expression is found anywhere in a text; one that both engines read alike but for <c>\b</c> and <c>\B</c>.</summary>
    Sql Matches(Sql text, string pattern);

    /// <summary>Aggregate: the first non-null <paramref name="value"/> of a group in ascending order of time, then of key; or null.</summary>
    Sql FirstInTime(Sql value, Sql time, Sql key);

    /// <summary>Aggregate: the last non-null <paramref name="value"/> of a group in ascending order of time, then of key; or null.</summary>
    Sql LastInTime(Sql value, Sql time, Sql key);

    /// <summary>Creates an empty temporary table of the session shaped like another table; replaces one of the same name.</summary>
    Sql CreateTemporaryLike(Table temporary, Table like);

    /// <summary>Creates a temporary table of the session from a query; replaces one of the same name.</summary>
    Sql CreateTemporary(Table temporary, Sql query);
}
