using System.Text.Json;

namespace Meridian.Ingest.Reading;

/// <summary>An element that is no row, and why in words for a person.</summary>
internal sealed class BrokenElementException(string reason) : Exception(reason);

/// <summary>
/// Turns one JSON object into cells: nested objects get dotted names ("address.country"), arrays of scalars are joined with ", ", arrays that hold
/// objects stay compact JSON. Numbers keep their text: 8613800138000 is a phone and 1e400 no double.
/// </summary>
/// <param name="transcodedFrom">Encoding that the UTF-8 was made from, with <see cref="CharSource.Noncharacter"/> for what could not be decoded; null when the file is UTF-8 itself.</param>
internal sealed class JsonFlattener(string? transcodedFrom)
{
    private const int MaxDepth = 64;

    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private (int Start, int Length)[] _cells = [];
    private char[] _text = new char[1 << 12];
    private int _length;
    private char[] _path = new char[256];

    /// <summary>Paths met so far, in the order first seen.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>A cell of the latest object; empty where the object has nothing.</summary>
    public ReadOnlySpan<char> Cell(int column) => column < _cells.Length ? _text.AsSpan(_cells[column].Start, _cells[column].Length) : default;

    /// <summary>Flattens an object; new names become new columns, unless the object turns out broken.</summary>
    /// <exception cref="BrokenElementException">Not valid JSON, a name twice, half a surrogate pair, NUL, too deep.</exception>
    public void Flatten(ReadOnlySpan<byte> element)
    {
        Array.Fill(_cells, (-1, 0));
        _length = 0;
        var known = _names.Count;
        var reader = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new BrokenElementException("not an object");
            Object(ref reader, 0);
            // Anything behind the object is not JSON either, and throws here.
            reader.Read();
        }
        catch (JsonException)
        {
            Forget(known);
            throw new BrokenElementException(reader.CurrentDepth >= MaxDepth ? $"nested deeper than {MaxDepth} levels" : $"not valid JSON at byte {reader.BytesConsumed + 1} of the element");
        }
        catch (InvalidOperationException)
        {
            Forget(known);
            throw new BrokenElementException("not valid utf-8, or half a surrogate pair");
        }
        catch (BrokenElementException)
        {
            Forget(known);
            throw;
        }
        for (var i = 0; i < _cells.Length; i++)
        {
            if (_cells[i].Start < 0)
                _cells[i] = default;
        }
    }

    private void Object(ref Utf8JsonReader reader, int prefix)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = prefix == 0 ? 0 : prefix + 1;
            if (_path.Length < start + reader.ValueSpan.Length)
                Array.Resize(ref _path, 2 * (start + reader.ValueSpan.Length));
            if (prefix > 0)
                _path[prefix] = '.';
            var length = start + reader.CopyString(_path.AsSpan(start));
            reader.Read();
            Value(ref reader, length);
        }
    }

    private void Value(ref Utf8JsonReader reader, int path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            Object(ref reader, path);
            return;
        }
        var column = Column(_path.AsSpan(0, path));
        if (_cells[column].Start >= 0)
            throw new BrokenElementException($"the name \"{_path.AsSpan(0, path)}\" stands twice");
        var from = _length;
        if (reader.TokenType == JsonTokenType.StartArray)
            List(ref reader);
        else
            Scalar(ref reader);
        var text = _text.AsSpan(from, _length - from);
        if (text.Contains('\0'))
            throw new BrokenElementException($"\"{_path.AsSpan(0, path)}\" holds a NUL character");
        if (transcodedFrom is not null && text.Contains(CharSource.Noncharacter))
            throw new BrokenElementException($"not valid {transcodedFrom}");
        _cells[column] = (from, text.Length);
    }

    private void Scalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                Reserve(reader.ValueSpan.Length);
                _length += reader.CopyString(_text.AsSpan(_length));
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                Raw(reader.ValueSpan);
                break;
            default:
                break;
        }
    }

    private void List(ref Utf8JsonReader reader)
    {
        var probe = reader;
        while (probe.Read() && probe.TokenType != JsonTokenType.EndArray)
        {
            if (probe.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                Compact(ref reader);
                return;
            }
        }
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first)
                Raw(", "u8);
            first = false;
            Scalar(ref reader);
        }
    }

    /// <summary>The array's own text without the blanks between its tokens; escapes stay escapes.</summary>
    private void Compact(ref Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var comma = false;
        Raw("["u8);
        while (reader.Read())
        {
            var closes = reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
            if (comma && !closes)
                Raw(","u8);
            comma = true;
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    comma = false;
                    Raw(reader.ValueSpan);
                    break;
                case JsonTokenType.PropertyName:
                    comma = false;
                    Quoted(ref reader);
                    Raw(":"u8);
                    break;
                case JsonTokenType.String:
                    Quoted(ref reader);
                    break;
                default:
                    Raw(reader.ValueSpan);
                    break;
            }
            if (closes && reader.CurrentDepth == depth)
                return;
        }
    }

    private void Quoted(ref Utf8JsonReader reader)
    {
        Raw("\""u8);
        Raw(reader.ValueSpan);
        Raw("\""u8);
    }

    private void Raw(ReadOnlySpan<byte> utf8)
    {
        Reserve(utf8.Length);
        if (System.Text.Unicode.Utf8.ToUtf16(utf8, _text.AsSpan(_length), out _, out var written, replaceInvalidSequences: false) != System.Buffers.OperationStatus.Done)
            throw new InvalidOperationException();
        _length += written;
    }

    private void Reserve(int characters)
    {
        if (_text.Length < _length + characters)
            Array.Resize(ref _text, 2 * (_length + characters));
    }

    private int Column(ReadOnlySpan<char> path)
    {
        if (_columns.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out var column))
            return column;
        column = _names.Count;
        var name = path.ToString();
        _names.Add(name);
        _columns.Add(name, column);
        if (_cells.Length <= column)
        {
            var before = _cells.Length;
            Array.Resize(ref _cells, Math.Max(16, column * 2));
            _cells.AsSpan(before).Fill((-1, 0));
        }
        return column;
    }

    private void Forget(int known)
    {
        for (var i = known; i < _names.Count; i++)
            _columns.Remove(_names[i]);
        _names.RemoveRange(known, _names.Count - known);
    }
}
