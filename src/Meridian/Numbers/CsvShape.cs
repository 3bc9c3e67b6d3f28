using System.Runtime.CompilerServices;
using Meridian.Ingest;

namespace Meridian.Numbers;

/// <summary>How a cell stands in a CSV file, by the rules of <see cref="CsvText"/>, in one pass over UTF-16 or UTF-8: cells are short, and a search for each rule costs more than the cell.</summary>
/// <param name="NeedsQuotes">As <see cref="CsvText.NeedsQuotes"/>.</param>
/// <param name="NeedsGuard">As <see cref="CsvText.NeedsGuard"/>, but for a cell that is protected already.</param>
internal readonly record struct CsvShape(bool NeedsQuotes, bool NeedsGuard)
{
    private const byte Quoted = 1;
    private const byte Digit = 2;
    private const byte NoNumber = 4;

    /// <summary>What each ASCII character says of its cell, asked of the rules themselves.</summary>
    private static readonly byte[] Signs = [.. Enumerable.Range(0, 128).Select(c => Sign((char)c))];

    /// <typeparam name="T">char or byte: the rules are about ASCII.</typeparam>
    /// <param name="cell">Not empty.</param>
    public static CsvShape Of<T>(ReadOnlySpan<T> cell)
        where T : unmanaged
    {
        var first = Code(cell[0]);
        byte rest = 0;
        foreach (var c in cell[1..])
            rest |= Code(c) is var code && code < 128 ? Signs[code] : NoNumber;
        var all = rest | (first < 128 ? Signs[first] : NoNumber);
        var begins = first is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0';
        // "+" and digits, or a negative number, is nothing that a spreadsheet would run.
        var number = first is '+' or '-' && (rest & (NoNumber | Digit)) == Digit;
        return new CsvShape((all & Quoted) != 0 || first == ' ' || Code(cell[^1]) == ' ', begins && !number);
    }

    private static byte Sign(char c)
    {
        Span<char> text = ['x', c, 'x'];
        var quoted = CsvText.NeedsQuotes(text) ? Quoted : 0;
        return (byte)(quoted | (char.IsAsciiDigit(c) ? Digit : c == '.' ? 0 : NoNumber));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Code<T>(T value)
        where T : unmanaged => typeof(T) == typeof(byte) ? (byte)(object)value : (char)(object)value;
}
