using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>Finds out a text file's encoding: what a person said, a byte order mark, UTF-16's zero bytes, valid UTF-8, and only then a guess among the old ones.</summary>
internal static class TextEncoding
{
    private const int HeadBytes = 1 << 16;

    /// <summary>
    /// Lines of valid UTF-8 among the lines with bytes above 0x7F from which on the others are damage and not another encoding. Two bytes of GBK text are valid UTF-8 by
    /// chance in 18 of 100 cases (lead C2-D7, trail A1-BF), a whole line hardly ever.
    /// </summary>
    private const double MostlyUtf8 = 0.4;

    /// <exception cref="UnreadableFileException">NUL bytes in a file that is not UTF-16 or UTF-32.</exception>
    public static Charset Of(StoredFile file, Encoding? known)
    {
        var head = Head(file);
        var marked = Charset.FromMark(head);
        var charset = known is null ? marked ?? WideText.Guess(head) : new Charset(known, marked?.Encoding.CodePage == known.CodePage ? marked.Preamble : 0);
        if (charset is { IsWide: true })
            return charset;
        TextSurvey survey;
        using (var content = file.Open())
            survey = TextSurvey.Of(content, charset?.Preamble ?? 0);
        if (survey.NulAt >= 0)
        {
            using var content = file.Open();
            throw ReadingErrors.Nul(file.Path, TextSurvey.LineOf(content, survey.NulAt), survey.NulAt);
        }
        if (charset is not null)
            return charset;
        if (survey.InvalidLines == 0 || survey.ValidLines >= MostlyUtf8 * (survey.ValidLines + survey.InvalidLines))
            return Charset.Utf8;
        return LegacyEncoding.Guess(survey.Sample) ?? Charset.Utf8;
    }

    private static byte[] Head(StoredFile file)
    {
        using var content = file.Open();
        var head = new byte[HeadBytes];
        return head[..content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
