namespace Meridian.Ingest.Reading;

/// <summary>Physical lines: LF, CRLF and CR each end one.</summary>
internal static class Lines
{
    /// <summary>Line ends in a text; CRLF counts once.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (int end; (end = text.IndexOfAny('\r', '\n')) >= 0; count++)
            text = text[(end + EndLength(text, end))..];
        return count;
    }

    /// <summary>Offset just behind the first line end; the text's length without one.</summary>
    public static int Next(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : end + EndLength(text, end);
    }

    private static int EndLength(ReadOnlySpan<char> text, int end) => text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1;
}
