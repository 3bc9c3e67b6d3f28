namespace Meridian.Ingest.Messages;

/// <summary>Some messages of a file as one payload, with where each stands in the file.</summary>
/// <param name="Payload">A batch as a client would send it.</param>
/// <param name="Lines">The line of each message, or the first of its lines.</param>
/// <param name="Refused">Why rows of the file make no message, by their place in the batch, from 1; null for none.</param>
public sealed record FilePart(byte[] Payload, IReadOnlyList<long> Lines, IReadOnlyDictionary<int, string>? Refused)
{
    /// <summary>The log entry's order.</summary>
    /// <param name="file">The file's name, as a person knows it.</param>
    /// <param name="table">Whether the messages were made from a table's rows; <see cref="EventsOrder.Table"/>.</param>
    /// <param name="mapping">Of the file's first part: what a person said of its columns; else null.</param>
    /// <param name="part">Which part it is, from 1.</param>
    /// <param name="of">Of the others: the first part's entry.</param>
    /// <param name="end">Of the last part.</param>
    public EventsOrder ToOrder(string source, string space, string file, bool table, string? mapping = null, int part = 0, long? of = null, FileEnd? end = null) =>
        new(source, space, null, Lines.Count) { File = file, Lines = Lines, Refused = Refused, Table = table, Mapping = mapping, Part = part, Of = of, End = end };

    /// <summary>A part without messages, for what only the file as a whole says.</summary>
    public static FilePart None => new("{\"batch\":[]}"u8.ToArray(), [], null);
}

/// <summary>Cuts a file's messages into payloads.</summary>
internal sealed class FileParts : IDisposable
{
    private const int MostMessages = 500;
    private const int MostBytes = 400 << 10;

    private readonly MemoryStream _payload = new();
    private List<long> _lines = [];
    private Dictionary<int, string>? _refused;

    /// <summary>The part that is full without the next message of so many bytes; null where it still fits.</summary>
    public FilePart? Full(int next) => _lines.Count > 0 && (_lines.Count == MostMessages || _payload.Length + next > MostBytes) ? Take() : null;

    public void Add(ReadOnlySpan<byte> message, long line, string? refused = null)
    {
        _payload.Write(_lines.Count == 0 ? "{\"batch\":["u8 : ","u8);
        _payload.Write(message);
        _lines.Add(line);
        if (refused is not null)
            (_refused ??= []).Add(_lines.Count, refused);
    }

    /// <summary>What is there; null for nothing.</summary>
    public FilePart? Take()
    {
        if (_lines.Count == 0)
            return null;
        _payload.Write("]}"u8);
        var part = new FilePart(_payload.ToArray(), _lines, _refused);
        _payload.SetLength(0);
        (_lines, _refused) = ([], null);
        return part;
    }

    public void Dispose() => _payload.Dispose();
}
