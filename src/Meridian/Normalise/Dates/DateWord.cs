namespace Meridian.Normalise;

/// <summary>What a word may be inside a date. Bits, for "mar" is March and, in French and Spanish, a Tuesday.</summary>
[Flags]
internal enum DateWordKind
{
    None = 0,
    Month = 1,
    Weekday = 2,
    Filler = 4,
    Am = 8,
    Pm = 16,
    Morning = 32,
    Evening = 64,
    Utc = 128,
    Era = 256,
    MonthMarker = 512,
}

/// <param name="Kind">All it may be.</param>
/// <param name="Number">The month, 1 to 12, or what is added to a year of an era.</param>
internal readonly record struct DateWord(DateWordKind Kind, short Number = 0)
{
    private const DateWordKind HalfDay = DateWordKind.Am | DateWordKind.Pm | DateWordKind.Morning | DateWordKind.Evening;

    public bool Is(DateWordKind kind) => (Kind & kind) != DateWordKind.None;

    public bool IsHalfDay => Is(HalfDay);

    /// <summary>All words: CLDR's (generated) and the few it lacks.</summary>
    public static WordTable<DateWord> Table { get; } = new(
        DataFile.Rows("date-words.tsv").Concat(DataFile.Rows("date.words.tsv")).Select(r => (r[0], Parse(r))),
        (a, b) => new(a.Kind | b.Kind, a.Number != 0 ? a.Number : b.Number));

    private static DateWord Parse(string[] row) => row[1] switch
    {
        "month" => new(DateWordKind.Month, short.Parse(row[2])),
        "weekday" => new(DateWordKind.Weekday),
        "filler" => new(DateWordKind.Filler),
        "am" => new(DateWordKind.Am),
        "pm" => new(DateWordKind.Pm),
        "morning" => new(DateWordKind.Morning),
        "evening" => new(DateWordKind.Evening),
        "utc" => new(DateWordKind.Utc),
        "month-marker" => new(DateWordKind.MonthMarker),
        _ when row[1].StartsWith("era-", StringComparison.Ordinal) => new(DateWordKind.Era, short.Parse(row[1].AsSpan(4))),
        _ => throw new InvalidOperationException($"'{row[1]}' is no kind of date word"),
    };
}
