using System.Diagnostics.CodeAnalysis;

namespace Meridian.Foundation.Database;

/// <summary>
/// A way to a table's rows by some of its columns, for engines that keep rows together (PostgreSQL). It is never unique: what is unique is so by the pipeline, and a
/// table that is distributed by profile could not promise it.
/// </summary>
/// <param name="columns">Comma-separated.</param>
public sealed class TableIndex([ConstantExpected] string name, Table table, [ConstantExpected] string columns)
{
    public string Name { get; } = name;

    public Table Table { get; } = table;

    public string Columns { get; } = columns;
}
