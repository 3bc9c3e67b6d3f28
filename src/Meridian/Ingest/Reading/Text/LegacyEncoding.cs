namespace Meridian.Ingest.Reading;

internal static class LegacyEncoding
{
    public static Charset? Guess(ReadOnlySpan<byte> sample) => sample.IsEmpty ? null : Charset.CodePage(1252);
}
