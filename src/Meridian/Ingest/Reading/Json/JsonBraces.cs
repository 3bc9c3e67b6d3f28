using System.Buffers;

namespace Meridian.Ingest.Reading;

/// <summary>
/// Finds where a JSON object ends by its braces and quotes alone. A parser could tell as well, but it stops at the first wrong byte; braces still
/// lead past an element with a bad value to the next one.
/// </summary>
internal static class JsonBraces
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    // A raw line end inside a string is not JSON: there the quote was never closed.
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\\n"u8);

    /// <summary>The text ends first.</summary>
    public const int Unfinished = -1;

    /// <summary>Braces do not match, or a string runs over its line.</summary>
    public const int Broken = -2;

    /// <summary>Length of the value that <paramref name="text"/> begins with, or a negative reason.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        if (text[0] == '"')
            return StringEnd(text, 1);
        if (text[0] is not ((byte)'{' or (byte)'['))
        {
            var end = text.IndexOfAny(",]} \t\r\n"u8);
            return end < 0 ? Unfinished : Math.Max(1, end);
        }
        var depth = 0;
        for (var at = 0; ;)
        {
            var next = text[at..].IndexOfAny(Structure);
            if (next < 0)
                return Unfinished;
            at += next;
            var c = text[at++];
            if (c == '"')
            {
                at = StringEnd(text, at);
                if (at < 0)
                    return at;
            }
            else if (c is (byte)'{' or (byte)'[')
            {
                depth++;
            }
            else if (--depth == 0)
            {
                return at;
            }
        }
    }

    private static int StringEnd(ReadOnlySpan<byte> text, int at)
    {
        while (true)
        {
            var next = text[at..].IndexOfAny(InString);
            if (next < 0)
                return Unfinished;
            at += next + 1;
            switch (text[at - 1])
            {
                case (byte)'"':
                    return at;
                case (byte)'\n':
                    return Broken;
                default:
                    // The escaped character may lie beyond the text.
                    if (at == text.Length)
                        return Unfinished;
                    at++;
                    break;
            }
        }
    }
}
