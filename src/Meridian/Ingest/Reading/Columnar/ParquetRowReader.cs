using Parquet;
using Parquet.Schema;

namespace Meridian.Ingest.Reading;

/// <summary>Reads a Parquet file, one row group in memory at a time. Structs become dotted columns, as in JSON.</summary>
internal sealed class ParquetRowReader : IRowReader
{
    private readonly StoredFile _file;
    private readonly Stream _stream;
    private readonly ParquetReader _reader;
    private readonly DataField[] _fields;
    private readonly long _rows;
    private readonly string[] _cells;
    private ParquetColumn[] _columns = [];
    private int _group;
    private long _left;
    private long _row;

    public ParquetRowReader(StoredFile file)
    {
        _file = file;
        _stream = file.OpenSeekable("Parquet");
        try
        {
            ParquetFooter.Check(file.Path, _stream);
            _reader = Guarded(() => ParquetReader.CreateAsync(_stream).GetAwaiter().GetResult());
            _fields = Guarded(() => _reader.Schema.GetDataFields());
            if (_fields.Length > ReadingLimits.Columns)
                throw ReadingErrors.TooManyColumns(file.Path, _fields.Length);
            _rows = Guarded(() => _reader.RowGroups.Sum(g =>
            {
                ParquetFooter.CheckGroup(file.Path, _stream, g.RowGroup);
                return g.RowCount;
            }));
            Header = Guarded(() => ColumnNames.From([.. _fields.Select(ParquetColumn.Name)]));
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
        _cells = new string[_fields.Length];
        Facts = FileFacts.Of(file, "parquet");
    }

    public FileFacts Facts { get; }

    public IReadOnlyList<string> Header { get; }

    // The footer is read first and columns lie side by side, so the position says nothing; rows do.
    public long BytesRead => _rows == 0 ? Facts.Bytes : (long)((double)_row / _rows * Facts.Bytes);

    public bool Read(RowBatch batch, int rows)
    {
        var met = 0;
        while (met < rows && (_left > 0 || NextGroup()))
        {
            _left--;
            _row++;
            var (nul, blank) = (false, true);
            for (var i = 0; i < _cells.Length; i++)
            {
                _cells[i] = Guarded(_columns[i].Next);
                nul |= _cells[i].Contains('\0');
                blank &= string.IsNullOrWhiteSpace(_cells[i]);
            }
            if (blank)
                continue;
            met++;
            if (nul)
            {
                batch.Broken.Add(new BrokenRow(_row, _row, [.. _cells.Select(c => c.Replace('\0', '\uFFFD'))], "holds a NUL character"));
                continue;
            }
            foreach (var cell in _cells)
                batch.Add(cell);
            batch.EndRow(_row, _row);
        }
        return met > 0;
    }

    public void Dispose()
    {
        Close();
        _reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _stream.Dispose();
    }

    private bool NextGroup()
    {
        while (_left == 0)
        {
            Close();
            if (_group == _reader.RowGroupCount)
                return false;
            Guarded(() =>
            {
                using var group = _reader.OpenRowGroupReader(_group++);
                _columns = new ParquetColumn[_fields.Length];
                for (var i = 0; i < _fields.Length; i++)
                    _columns[i] = ParquetColumn.Of(_file.Path, _fields[i], group.ReadRawColumnDataBaseAsync(_fields[i]).AsTask().GetAwaiter().GetResult());
                return _left = group.RowCount;
            });
        }
        return true;
    }

    private void Close()
    {
        foreach (var column in _columns)
            column?.Dispose();
        _columns = [];
    }

    // The library meets damage with whatever its code stumbles over (index, null, overflow, Thrift's own): for a person it is one thing.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not UnreadableFileException)
        {
            var unknown = e is NotSupportedException or NotImplementedException || (_reader is not null && _reader.RowGroups.Any(g => ParquetFooter.IsOfUnknownForm(g.RowGroup)));
            throw ReadingErrors.Parquet(_file.Path, unknown ? "is encoded in a way that cannot be read (write it as version 1, PLAIN or dictionary)" : "is damaged", e);
        }
    }
}
