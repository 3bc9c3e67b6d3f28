using DuckDB.NET.Native;
using Meridian.Foundation.Database;

namespace Meridian.DuckDb;

/// <summary>Chunks of rows that wait to be appended.</summary>
internal sealed class DuckDbRowBuffer(DuckDbRowFormat format) : DuckDbRows(format.Types, format.NewChunk()), IRowBuffer
{
    private readonly List<DuckDBDataChunk> _full = [];

    public void AppendTo(DuckDbAppender appender)
    {
        Finish();
        foreach (var chunk in _full)
        {
            appender.Append(chunk);
            format.TakeBack(chunk);
        }

        _full.Clear();
    }

    public override void Dispose()
    {
        foreach (var chunk in _full)
            chunk.Dispose();
        _full.Clear();
        base.Dispose();
    }

    protected override void Release(DuckDBDataChunk chunk) => format.TakeBack(chunk);

    protected override DuckDBDataChunk Full(DuckDBDataChunk chunk)
    {
        _full.Add(chunk);
        return format.NewChunk();
    }
}
