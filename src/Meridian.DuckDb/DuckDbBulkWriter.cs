using DuckDB.NET.Native;
using Meridian.Foundation.Database;
using Chunks = DuckDB.NET.Native.NativeMethods.DataChunks;

namespace Meridian.DuckDb;

/// <summary>Appends rows as they are put together.</summary>
internal sealed class DuckDbBulkWriter(DuckDbAppender appender) : DuckDbRows(appender.Format.Types, appender.Format.NewChunk()), IBulkWriter
{
    public void Complete()
    {
        Finish();
        appender.Close();
    }

    public override void Dispose()
    {
        base.Dispose();
        appender.Dispose();
    }

    protected override DuckDBDataChunk Full(DuckDBDataChunk chunk)
    {
        appender.Append(chunk);
        Chunks.DuckDBDataChunkReset(chunk);
        return chunk;
    }
}
