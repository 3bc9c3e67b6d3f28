namespace Meridian.Ingest.Reading;

/// <summary>
/// How plausible bytes are as text of an East Asian encoding. Each standard put its common characters into rows of their own (GB 2312 level 1: rows 16-55; Big5 level 1: A4-C6;
/// JIS X 0208 level 1: rows 16-47 and kana; KS X 1001 hangul: rows 16-40), so that text read with the right encoding falls there and with the wrong one beside it.
/// No table of characters is needed.
/// </summary>
internal static class MultiByteText
{
    private const double Invalid = -2;

    /// <summary>Mean over the characters outside ASCII: 1 is all common, below 0 is not this encoding.</summary>
    public static double Score(ReadOnlySpan<byte> sample, int codePage)
    {
        double sum = 0;
        var characters = 0;
        for (var i = 0; i < sample.Length;)
        {
            if (sample[i] < 0x80)
            {
                i++;
                continue;
            }
            var lead = sample[i];
            var trail = i + 1 < sample.Length ? sample[i + 1] : (byte)0;
            var (worth, length) = codePage switch
            {
                54936 => Gb(lead, trail),
                950 => Big5(lead, trail),
                932 => ShiftJis(lead, trail),
                949 => Korean(lead, trail),
                51932 => EucJp(lead, trail),
                _ => throw new ArgumentOutOfRangeException(nameof(codePage)),
            };
            sum += worth;
            characters++;
            i += length;
        }
        return characters == 0 ? 0 : sum / characters;
    }

    // Level 1 weighs a little less than Korean's hangul: the two rows coincide, and text that stays within hangul's 25 of level 1's 40 rows is Korean.
    private static (double, int) Gb(byte lead, byte trail) => (lead, trail) switch
    {
        ( < 0x81 or 0xFF, _) => (Invalid, 1),
        (_, >= 0x30 and <= 0x39) => (0.1, 4),
        (_, < 0x40 or 0x7F or 0xFF) => (Invalid, 1),
        ( >= 0xB0 and <= 0xD7, >= 0xA1) => (0.97, 2),
        ( >= 0xD8 and <= 0xF7, >= 0xA1) => (0.35, 2),
        ( >= 0xA1 and <= 0xA3, >= 0xA1) => (0.6, 2),
        ( >= 0xA4 and <= 0xA9, >= 0xA1) => (0.2, 2),
        _ => (0.1, 2),
    };

    private static (double, int) Big5(byte lead, byte trail) => (lead, trail) switch
    {
        ( < 0x81 or 0xFF, _) => (Invalid, 1),
        (_, < 0x40 or (> 0x7E and < 0xA1) or 0xFF) => (Invalid, 1),
        ( >= 0xA4 and <= 0xC5, _) or (0xC6, <= 0x7E) => (1, 2),
        ( >= 0xC9 and <= 0xF9, _) => (0.3, 2),
        ( >= 0xA1 and <= 0xA3, _) => (0.6, 2),
        _ => (Invalid, 2),
    };

    private static (double, int) ShiftJis(byte lead, byte trail) => (lead, trail) switch
    {
        ( >= 0xA1 and <= 0xDF, _) => (0.4, 1),
        (0x80 or 0xA0 or > 0xFC, _) => (Invalid, 1),
        (_, < 0x40 or 0x7F or > 0xFC) => (Invalid, 1),
        (0x82, >= 0x9F and <= 0xF1) or (0x83, >= 0x40 and <= 0x96) => (1, 2),
        (0x81 or 0x82, _) => (0.6, 2),
        ( >= 0x88 and <= 0x97, _) => (0.95, 2),
        ( >= 0x98 and <= 0x9F, _) or ( >= 0xE0 and <= 0xEA, _) => (0.35, 2),
        _ => (0.1, 2),
    };

    private static (double, int) Korean(byte lead, byte trail) => (lead, trail) switch
    {
        ( < 0x81 or 0xFF, _) => (Invalid, 1),
        (_, < 0x41 or (> 0x5A and < 0x61) or (> 0x7A and < 0x81) or 0xFF) => (Invalid, 1),
        ( >= 0xB0 and <= 0xC8, >= 0xA1) => (1, 2),
        ( >= 0xCA and <= 0xFD, >= 0xA1) => (0.3, 2),
        ( >= 0xA1 and <= 0xAC, >= 0xA1) => (0.4, 2),
        _ => (0.15, 2),
    };

    private static (double, int) EucJp(byte lead, byte trail) => (lead, trail) switch
    {
        (0x8E, >= 0xA1 and <= 0xDF) => (0.3, 2),
        (0x8F, >= 0xA1) => (0.2, 3),
        ( < 0xA1 or 0xFF, _) or (_, < 0xA1 or 0xFF) => (Invalid, 1),
        (0xA4 or 0xA5, _) => (1, 2),
        ( >= 0xA1 and <= 0xA3, _) => (0.6, 2),
        ( >= 0xB0 and <= 0xCF, _) => (0.95, 2),
        ( >= 0xD0 and <= 0xF4, _) => (0.35, 2),
        _ => (0.1, 2),
    };
}
