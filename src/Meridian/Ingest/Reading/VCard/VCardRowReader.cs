namespace Meridian.Ingest.Reading;

/// <summary>Reads vCards 2.1 to 4.0, a row a card. Two passes: how many phones the fullest card has is known only at the end.</summary>
internal sealed class VCardRowReader : IRowReader
{
    private readonly VCardFile _cards;
    private readonly Dictionary<string, int> _columns;
    private readonly string?[] _cells;
    private long _row;

    public VCardRowReader(StoredFile file, Charset charset)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        using (var survey = new VCardFile(file, charset))
        {
            while (survey.Next())
            {
                foreach (var (column, _) in survey.Cells)
                    met.TryAdd(column, met.Count);
                if (met.Count > ReadingLimits.Columns)
                    throw ReadingErrors.TooManyColumns(file.Path, met.Count);
            }
        }
        Header = VCardColumns.Sorted(met.OrderBy(c => c.Value).Select(c => c.Key));
        _columns = Header.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        _cells = new string?[Header.Count];
        Facts = FileFacts.Of(file, "vcard", charset.Name);
        _cards = new VCardFile(file, charset);
    }

    public FileFacts Facts { get; }

    public IReadOnlyList<string> Header { get; }

    public long BytesRead => _cards.StoredPosition;

    public bool Read(RowBatch batch, int rows)
    {
        var met = 0;
        while (met < rows && _cards.Next())
        {
            _row++;
            Array.Clear(_cells);
            foreach (var (column, value) in _cards.Cells)
            {
                if (_columns.TryGetValue(column, out var i))
                    _cells[i] = value;
            }
            if (_cards.Fault is { } fault)
            {
                batch.Broken.Add(new BrokenRow(_row, _cards.Line, [.. _cells.Select(c => c?.Replace(_cards.Undecodable, '\uFFFD').Replace('\0', '\uFFFD') ?? "")], fault));
            }
            else if (_cards.Cells.Count > 0)
            {
                foreach (var cell in _cells)
                    batch.Add(cell);
                batch.EndRow(_row, _cards.Line);
            }
            else
            {
                continue;
            }
            met++;
        }
        return met > 0;
    }

    public void Dispose() => _cards.Dispose();
}

/// <summary>The cards of a file, one after the other; a card that begins before the last one ended costs that last one.</summary>
internal sealed class VCardFile(StoredFile file, Charset charset) : IDisposable
{
    private readonly VCardLines _lines = new(file.Path, new CharSource(file.Open(), charset));
    private VCardProperty? _begun;

    /// <summary>What the current card says; columns in the card's own order.</summary>
    public List<(string Column, string Value)> Cells { get; private set; } = [];

    /// <summary>Line on which the current card begins.</summary>
    public long Line { get; private set; }

    /// <summary>Why the current card is no row; null when it is one.</summary>
    public string? Fault { get; private set; }

    public long StoredPosition => _lines.StoredPosition;

    public char Undecodable => _lines.Undecodable;

    public bool Next()
    {
        var begin = _begun ?? _lines.Next();
        _begun = null;
        if (begin is null)
            return false;
        Fault = Marks(begin, "BEGIN") ? null : "stands outside of any card";
        Line = begin.Line;
        var card = new List<VCardProperty>();
        long characters = 0;
        while (true)
        {
            var property = _lines.Next();
            if (property is null || Marks(property, "BEGIN"))
            {
                _begun = property;
                Fault ??= property is null ? "this card does not end: the file may be cut" : $"this card does not end before the next one begins on line {property.Line}";
                break;
            }
            if (Marks(property, "END"))
                break;
            characters += property.Value.Length;
            if (characters > ReadingLimits.Record)
                Fault ??= "this card is longer than 1 MiB";
            else
                card.Add(property);
        }
        Cells = VCardColumns.Cells(card);
        if (Cells.Exists(c => c.Value.Contains(_lines.Undecodable)))
            Fault ??= $"not valid {_lines.Encoding}";
        if (Cells.Exists(c => c.Value.Contains('\0')))
            Fault ??= "holds a NUL character";
        return true;
    }

    public void Dispose() => _lines.Dispose();

    private static bool Marks(VCardProperty property, string name) =>
        property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.Trim().Equals("VCARD", StringComparison.OrdinalIgnoreCase);
}
