namespace Meridian.Normalise;

/// <summary>
/// Finds a column's decimal mark from all its values: <c>1.234,50</c> proves the comma, and then <c>1.234</c> in the same column is a thousand. Cells may carry currencies.
/// Not thread-safe: one per thread, then <see cref="Merge"/> in file order.
/// </summary>
public sealed class DecimalMarkDetector
{
    private long _point;
    private long _comma;
    private long _unclear;
    private long _clear;
    private string? _firstPoint;
    private string? _firstComma;

    /// <summary>Looks at one cell; what is no number counts for nothing.</summary>
    public void Add(ReadOnlySpan<char> cell)
    {
        var text = CellText.CleanKnown(cell);
        Span<char> buffer = stackalloc char[QuantityParts.LongestText];
        if (!QuantityParts.TryRead(text, out var parts) || !NumberShape.TryRead(parts.Number, buffer, out var shape))
            return;
        if (shape.Unclear != '\0')
        {
            _unclear++;
        }
        else if (shape.Proves == DecimalMark.Point)
        {
            _point++;
            _firstPoint ??= text.ToString();
        }
        else if (shape.Proves == DecimalMark.Comma)
        {
            _comma++;
            _firstComma ??= text.ToString();
        }
        else
        {
            _clear++;
        }
    }

    /// <summary>Adds what another detector saw in a later part of the same column.</summary>
    public void Merge(DecimalMarkDetector later)
    {
        _point += later._point;
        _comma += later._comma;
        _unclear += later._unclear;
        _clear += later._clear;
        _firstPoint ??= later._firstPoint;
        _firstComma ??= later._firstComma;
    }

    /// <summary>What the cells seen so far say. As with dates, one proof in twenty against the rest is a slip; more is a mixed column.</summary>
    public NumberColumn Column()
    {
        var fewer = Math.Min(_point, _comma);
        var mark = _point + _comma == 0 || fewer * 20 > _point + _comma ? DecimalMark.Unknown : _point > _comma ? DecimalMark.Point : DecimalMark.Comma;
        var (proof, against) = _point > _comma ? (_firstPoint, _firstComma) : (_firstComma, _firstPoint);
        return new(mark, mark == DecimalMark.Unknown ? null : proof, _point + _comma + _clear + _unclear, mark == DecimalMark.Unknown ? _unclear : 0, fewer, against);
    }
}

/// <summary>What a column's cells say about its numbers.</summary>
/// <param name="Mark">The decimal mark, or unknown: then the team has to be asked if <paramref name="Undecided"/> is above 0.</param>
/// <param name="Proof">The first cell that proves the mark; null if unknown.</param>
/// <param name="Numbers">Cells that are numbers.</param>
/// <param name="Undecided">Cells such as 1.234 in a column of unknown mark.</param>
/// <param name="Conflicts">Cells that prove the other mark.</param>
/// <param name="ConflictExample">The first of them.</param>
public sealed record NumberColumn(DecimalMark Mark, string? Proof, long Numbers, long Undecided, long Conflicts, string? ConflictExample);
