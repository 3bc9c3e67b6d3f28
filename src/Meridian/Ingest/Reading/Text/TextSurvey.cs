using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Meridian.Ingest.Reading;

/// <summary>
/// One fast pass over a whole text file before it is read, because its first megabyte may be pure ASCII while line 900,000 is not: is it valid UTF-8, does it
/// hold NUL, and which bytes would an encoding detector have to look at. ASCII passes at the speed of memory.
/// </summary>
internal sealed class TextSurvey
{
    private const int SampleBytes = 1 << 20;

    // After so many valid lines without a bad one, whole blocks are judged at once.
    private const int Convinced = 1000;

    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\r\n"u8);
    private readonly MemoryStream _sample = new();

    private TextSurvey()
    {
    }

    /// <summary>Lines with bytes above 0x7F that are valid UTF-8.</summary>
    public long ValidLines { get; private set; }

    /// <summary>Lines with bytes above 0x7F that are not. A sequence cut off by the end of the file counts as neither.</summary>
    public long InvalidLines { get; private set; }

    /// <summary>Up to 1 MiB of the lines that hold bytes above 0x7F, each followed by a line feed.</summary>
    public ReadOnlySpan<byte> Sample => _sample.GetBuffer().AsSpan(0, (int)_sample.Length);

    /// <summary>Byte offset of the first zero byte in the content, or -1.</summary>
    public long NulAt { get; private set; } = -1;

    /// <summary>Surveys to the end, to the first NUL, or to where no line ends for so long that the reader will refuse the file anyway.</summary>
    public static TextSurvey Of(Stream content, int preamble)
    {
        var survey = new TextSurvey();
        survey.Run(content, preamble);
        return survey;
    }

    /// <summary>Counts the line on which a byte offset stands, from 1.</summary>
    public static long LineOf(Stream content, long offset)
    {
        var buffer = new byte[1 << 16];
        var line = 1L;
        var previous = (byte)0;
        for (int read; offset > 0 && (read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, offset))) > 0; offset -= read)
        {
            foreach (var b in buffer.AsSpan(0, read))
            {
                if (b == '\n' ? previous != '\r' : b == '\r')
                    line++;
                previous = b;
            }
        }
        return line;
    }

    private void Run(Stream content, int preamble)
    {
        var buffer = new byte[1 << 18];
        long offset = 0;
        var kept = 0;
        while (true)
        {
            var read = content.Read(buffer, kept, buffer.Length - kept);
            var nul = buffer.AsSpan(kept, read).IndexOf((byte)0);
            if (nul >= 0)
            {
                NulAt = offset + nul;
                return;
            }
            offset += read;
            var filled = buffer.AsSpan(0, kept + read);
            var whole = read == 0 ? filled.Length : filled.LastIndexOfAny(LineEnds) + 1;
            var skip = offset == filled.Length ? Math.Min(preamble, whole) : 0;
            Look(filled[skip..whole], last: read == 0);
            if (read == 0)
                return;
            kept = filled.Length - whole;
            filled[whole..].CopyTo(buffer);
            if (kept < buffer.Length)
                continue;
            if (kept > ReadingLimits.UnbrokenBytes)
                return;
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    private void Look(ReadOnlySpan<byte> lines, bool last)
    {
        if (Ascii.IsValid(lines))
            return;
        if (InvalidLines == 0 && ValidLines > Convinced && Utf8.IsValid(lines))
            return;
        for (int high; (high = lines.IndexOfAnyInRange((byte)0x80, (byte)0xFF)) >= 0;)
        {
            var start = lines[..high].LastIndexOfAny(LineEnds) + 1;
            var length = lines[high..].IndexOfAny(LineEnds);
            var end = length < 0 ? lines.Length : high + length;
            Judge(lines[start..end], last && end == lines.Length);
            lines = lines[end..];
        }
    }

    private void Judge(ReadOnlySpan<byte> line, bool last)
    {
        if (Utf8.IsValid(line))
            ValidLines++;
        else if (!(last && EndsInsideSequence(line)))
            InvalidLines++;
        if (_sample.Length + line.Length < SampleBytes)
        {
            _sample.Write(line);
            _sample.WriteByte((byte)'\n');
        }
    }

    private static bool EndsInsideSequence(ReadOnlySpan<byte> line) =>
        Rune.DecodeLastFromUtf8(line, out _, out var cut) == OperationStatus.NeedMoreData && Utf8.IsValid(line[..^cut]);
}
