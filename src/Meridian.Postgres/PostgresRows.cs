using System.Buffers.Binary;
using System.Text;
using Meridian.Foundation.Database;

namespace Meridian.Postgres;

/// <summary>Puts rows together in the form of binary COPY, on any thread: 16 bits of the number of columns, then each value behind its length.</summary>
/// <remarks>PostgreSQL's documentation of COPY, "Binary Format".</remarks>
internal class PostgresRows(ColumnType[] types) : IRowWriter
{
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    private byte[] _bytes = new byte[64 << 10];
    private int _length;
    private int _column;

    public int Rows { get; private set; }

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    public IRowWriter Add(string? value)
    {
        if (value is null)
            return Null();
        var at = Begin(4 + Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, _bytes.AsSpan(at + 4));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), written);
        _length = at + 4 + written;
        return this;
    }

    public IRowWriter Add(long? value)
    {
        if (value is not { } number)
            return Null();
        switch (types[_column])
        {
            case ColumnType.Int:
                BinaryPrimitives.WriteInt32BigEndian(Fixed(4), checked((int)number));
                break;
            case ColumnType.Double:
                BinaryPrimitives.WriteDoubleBigEndian(Fixed(8), number);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Fixed(8), number);
                break;
        }

        return this;
    }

    public IRowWriter Add(int? value) => Add((long?)value);

    public IRowWriter Add(double? value)
    {
        if (value is not { } number)
            return Null();
        BinaryPrimitives.WriteDoubleBigEndian(Fixed(8), number);
        return this;
    }

    public IRowWriter Add(bool? value)
    {
        if (value is not { } flag)
            return Null();
        Fixed(1)[0] = flag ? (byte)1 : (byte)0;
        return this;
    }

    public IRowWriter Add(Guid? value)
    {
        if (value is not { } id)
            return Null();
        id.TryWriteBytes(Fixed(16), bigEndian: true, out _);
        return this;
    }

    public IRowWriter Add(DateTime? value)
    {
        if (value is not { } time)
            return Null();
        BinaryPrimitives.WriteInt64BigEndian(Fixed(8), (time.Ticks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond);
        return this;
    }

    public IRowWriter Add(DateOnly? value)
    {
        if (value is not { } date)
            return Null();
        BinaryPrimitives.WriteInt32BigEndian(Fixed(4), date.DayNumber - DateOnly.FromDateTime(Epoch).DayNumber);
        return this;
    }

    public virtual void EndRow()
    {
        if (_column != types.Length)
            throw new InvalidOperationException($"A row of {types.Length} columns was given {_column} values.");
        _column = 0;
        Rows++;
    }

    /// <summary>Forgets the rows; they are written.</summary>
    protected void Clear() => (_length, Rows) = (0, 0);

    public virtual void Dispose() => GC.SuppressFinalize(this);

    private PostgresRows Null()
    {
        var at = Begin(4);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), -1);
        _length = at + 4;
        return this;
    }

    private Span<byte> Fixed(int bytes)
    {
        var at = Begin(4 + bytes);
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(at), bytes);
        _length = at + 4 + bytes;
        return _bytes.AsSpan(at + 4, bytes);
    }

    /// <summary>Where the next value goes, with room for it; before a row's first stands the number of columns.</summary>
    private int Begin(int room)
    {
        if (_length + room + 2 > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + room + 2));
        if (_column++ == 0)
        {
            BinaryPrimitives.WriteInt16BigEndian(_bytes.AsSpan(_length), (short)types.Length);
            _length += 2;
        }

        return _length;
    }
}

/// <summary>Rows that wait to be appended.</summary>
internal sealed class PostgresRowBuffer(ColumnType[] types) : PostgresRows(types), IRowBuffer;

internal sealed class PostgresRowFormat(ColumnType[] types) : IRowFormat
{
    public IRowBuffer NewBuffer() => new PostgresRowBuffer(types);
}
