using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Appender = DuckDB.NET.Native.NativeMethods.Appender;
using DuckDBAppender = DuckDB.NET.Native.DuckDBAppender;

namespace Meridian.DuckDb;

/// <summary>DuckDB's appender for one table, which takes whole chunks of rows.</summary>
internal sealed class DuckDbAppender : IDisposable
{
    private readonly DuckDBAppender _appender;

    public DuckDbAppender(DuckDBConnection connection, string table)
    {
        if (Appender.DuckDBAppenderCreate(connection.NativeConnection, null!, table, out _appender) != DuckDBState.Success)
            throw Failed("open");
        var types = new DuckDBLogicalType[(int)Appender.DuckDBAppenderColumnCount(_appender)];
        for (var i = 0; i < types.Length; i++)
            types[i] = Appender.DuckDBAppenderColumnType(_appender, (ulong)i);
        Format = new DuckDbRowFormat(types);
    }

    /// <summary>The form of the table's rows; it outlives the appender.</summary>
    public DuckDbRowFormat Format { get; }

    public void Append(DuckDBDataChunk chunk)
    {
        if (Appender.DuckDBAppendDataChunk(_appender, chunk) != DuckDBState.Success)
            throw Failed("append to");
    }

    public void Close()
    {
        if (Appender.DuckDBAppenderClose(_appender) != DuckDBState.Success)
            throw Failed("close");
    }

    public void Dispose() => _appender.Dispose();

    private static InvalidOperationException Failed(string what) =>
        new($"DuckDB could not {what} a table for bulk writing; the batch is rolled back.");
}
