using Npgsql;

namespace Meridian.Postgres;

/// <summary>A column's type, as far as rows are written in bulk.</summary>
internal enum ColumnType
{
    Text,
    Long,
    Int,
    Double,
    Bool,
    Uuid,
    Timestamp,
    Date,
}

/// <summary>What tables look like.</summary>
internal static class PostgresTypes
{
    /// <summary>The types of a table's columns, in their order.</summary>
    /// <exception cref="InvalidOperationException">There is no such table.</exception>
    public static ColumnType[] Of(NpgsqlConnection connection, string table)
    {
        var types = new List<ColumnType>();
        using var command = connection.CreateCommand();
        command.CommandText = "select format_type(a.atttypid, null) from pg_attribute a where a.attrelid = to_regclass($1) and a.attnum > 0 and not a.attisdropped order by a.attnum";
        command.Parameters.Add(new NpgsqlParameter { Value = table });
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            types.Add(reader.GetString(0) switch
            {
                "character varying" or "text" => ColumnType.Text,
                "bigint" => ColumnType.Long,
                "integer" => ColumnType.Int,
                "double precision" => ColumnType.Double,
                "boolean" => ColumnType.Bool,
                "uuid" => ColumnType.Uuid,
                "timestamp without time zone" => ColumnType.Timestamp,
                "date" => ColumnType.Date,
                var other => throw new NotSupportedException($"A column of type {other} is not written in bulk."),
            });
        }

        return types.Count > 0 ? [.. types] : throw new InvalidOperationException($"There is no table {table}.");
    }
}
