using System.Buffers.Binary;
using System.Globalization;

namespace Meridian.Ingest.Reading;

/// <summary>Recognises UTF-16 without a byte order mark: text read with the right byte order is made of letters and ASCII, with the wrong one of rare ideographs.</summary>
internal static class WideText
{
    // In every language a table's separators, line ends, digits and blanks are ASCII; a page of UTF-16 has some.
    private const double LeastAscii = 0.05;
    private const double MostOdd = 0.01;
    private const double LeastZeros = 0.2;

    /// <summary>UTF-16LE or BE; null when zero bytes are missing or do not make it text.</summary>
    /// <param name="head">Beginning of the file, some kilobytes.</param>
    public static Charset? Guess(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || !head.Contains((byte)0))
            return null;
        // Valid UTF-8 with a few zero bytes is damaged UTF-8: in UTF-16 Latin letters are half zero bytes, and the others are hardly ever valid UTF-8.
        if (head.Count((byte)0) < LeastZeros * head.Length && System.Text.Unicode.Utf8.IsValid(head[..WholeCharacters(head)]))
            return null;
        var little = AsciiShare(head, bigEndian: false);
        var big = AsciiShare(head, bigEndian: true);
        if (Math.Max(little, big) < LeastAscii)
            return null;
        return Charset.CodePage(little >= big ? 1200 : 1201);
    }

    /// <summary>Length without a UTF-8 character that the end of <paramref name="head"/> cuts.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> head)
    {
        var start = head.Length - 1;
        while (start > head.Length - 4 && (head[start] & 0xC0) == 0x80)
            start--;
        return head[start] >= 0xC0 ? start : head.Length;
    }

    private static double AsciiShare(ReadOnlySpan<byte> head, bool bigEndian)
    {
        int ascii = 0, odd = 0, units = head.Length / 2;
        for (var i = 0; i < units; i++)
        {
            var unit = (char)(bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(head[(2 * i)..]) : BinaryPrimitives.ReadUInt16LittleEndian(head[(2 * i)..]));
            if (unit is (>= ' ' and <= '~') or '\t' or '\n' or '\r')
                ascii++;
            else if (unit == 0)
                return 0;
            else if (char.GetUnicodeCategory(unit) is UnicodeCategory.Control or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                odd++;
        }
        return odd > MostOdd * units ? 0 : (double)ascii / units;
    }
}
