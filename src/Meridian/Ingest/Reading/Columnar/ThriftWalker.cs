namespace Meridian.Ingest.Reading;

/// <summary>
/// Walks a Thrift compact-protocol struct (apache/thrift doc/specs/thrift-compact-protocol.md) and checks each field's type against <see cref="ThriftShape"/>, because
/// Parquet.Net 6.1 believes it: one changed byte in a footer of 600 made it read past the end, where it spins for ever (a varint of
/// endless 0xFF), and no cancellation reaches it.
/// </summary>
internal ref struct ThriftWalker(ReadOnlySpan<byte> bytes)
{
    private const int MaxDepth = 16;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly List<(string Shape, int Field, long Value)> _integers = [];

    /// <summary>Bytes walked over.</summary>
    public int Position { get; private set; }

    /// <summary>The last integer met in a field, or 0 or 1 for a truth; null without one.</summary>
    public readonly long? Integer(string shape, int field)
    {
        var i = _integers.FindLastIndex(x => x.Field == field && x.Shape == shape);
        return i < 0 ? null : _integers[i].Value;
    }

    /// <summary>Walks one struct; keeps a page header's integers for <see cref="Integer"/>.</summary>
    /// <exception cref="InvalidDataException">Not this struct, or it does not end.</exception>
    public void Struct(string shape, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException();
        var field = 0;
        while (Byte() is var head and not 0)
        {
            field = head >> 4 == 0 ? (int)Zigzag() : field + (head >> 4);
            var kind = ThriftShape.Kind(shape, field);
            var type = head & 0x0F;
            // A truth's value is its type; nothing follows.
            if (type is 1 or 2 && (kind ?? "t") == "t")
            {
                _integers.Add((shape, field, type == 1 ? 1 : 0));
                continue;
            }
            // What a later version added can be passed over by the library unless it is a struct.
            if (kind is null && type is 12 or > 9)
                throw new InvalidDataException();
            Value(shape, field, kind, type, depth);
        }
    }

    private void Value(string shape, int field, string? kind, int type, int depth)
    {
        if (kind is not null && !Fits(kind, type))
            throw new InvalidDataException();
        switch (type)
        {
            case 3:
                Byte();
                break;
            case 4 or 5 or 6:
                var value = Zigzag();
                if (shape is not ("SizeStatistics" or "ColumnMetaData" or "SchemaElement" or "RowGroup"))
                    _integers.Add((shape, field, value));
                break;
            case 7:
                Skip(8);
                break;
            case 8:
                Skip((long)Varint());
                break;
            case 9:
                List(shape, field, kind?.Trim('[', ']'), depth);
                break;
            case 12:
                Struct(kind!, depth + 1);
                break;
            default:
                throw new InvalidDataException();
        }
    }

    private void List(string shape, int field, string? element, int depth)
    {
        var head = Byte();
        var size = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        // Every element takes a byte at least.
        if (size > (ulong)(_bytes.Length - Position) || depth > MaxDepth || (element is null && (head & 0x0F) is 9 or 12))
            throw new InvalidDataException();
        for (ulong i = 0; i < size; i++)
            Value(shape, field, element, head & 0x0F, depth + 1);
    }

    private static bool Fits(string kind, int type) => kind switch
    {
        "i" => type is 4 or 5 or 6,
        "b" => type == 8,
        "d" => type == 7,
        "t" => type is 1 or 2,
        "y" => type == 3,
        ['[', ..] => type == 9,
        _ => type == 12,
    };

    private byte Byte() => Position < _bytes.Length ? _bytes[Position++] : throw new InvalidDataException();

    private void Skip(long count)
    {
        if (count < 0 || count > _bytes.Length - Position)
            throw new InvalidDataException();
        Position += (int)count;
    }

    private long Zigzag()
    {
        var n = Varint();
        return (long)(n >> 1) ^ -(long)(n & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw new InvalidDataException();
    }
}
