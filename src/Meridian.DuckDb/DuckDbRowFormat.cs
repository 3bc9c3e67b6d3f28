using System.Collections.Concurrent;
using DuckDB.NET.Native;
using Meridian.Foundation.Database;
using Chunks = DuckDB.NET.Native.NativeMethods.DataChunks;

namespace Meridian.DuckDb;

/// <summary>The types of a table's columns, with chunks that have been used and can be used again: a wide one is a megabyte to make.</summary>
internal sealed class DuckDbRowFormat : IRowFormat
{
    private readonly DuckDBLogicalType[] _logical;
    private readonly ConcurrentBag<DuckDBDataChunk> _spare = [];

    public DuckDbRowFormat(DuckDBLogicalType[] logical)
    {
        _logical = logical;
        Types = [.. logical.Select(NativeMethods.LogicalType.DuckDBGetTypeId)];
    }

    public DuckDBType[] Types { get; }

    public IRowBuffer NewBuffer() => new DuckDbRowBuffer(this);

    public DuckDBDataChunk NewChunk()
    {
        if (_spare.TryTake(out var spare))
            return spare;
        var chunk = Chunks.DuckDBCreateDataChunk([.. _logical.Select(l => l.DangerousGetHandle())], (ulong)_logical.Length);
        GC.KeepAlive(_logical);
        return chunk;
    }

    public void TakeBack(DuckDBDataChunk chunk)
    {
        Chunks.DuckDBDataChunkReset(chunk);
        _spare.Add(chunk);
    }
}
