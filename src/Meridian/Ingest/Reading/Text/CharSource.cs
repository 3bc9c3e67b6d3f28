using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Meridian.Ingest.Reading;

/// <summary>
/// Decodes a file into UTF-16 without hiding what could not be decoded: where <see cref="StreamReader"/> would put U+FFFD, which a file may
/// hold rightly, this puts <see cref="Undecodable"/>, so that exactly the rows concerned can be rejected.
/// </summary>
internal sealed class CharSource : IDisposable
{
    /// <summary>What <see cref="Marking"/> decoders put where bytes mean nothing: a noncharacter, which text may not hold (Unicode 23.7).</summary>
    public const char Noncharacter = '\uFFFF';

    private readonly ContentStream _stream;
    private readonly Decoder? _decoder;
    private readonly byte[] _bytes = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _unfinished;
    private int _preamble;

    public CharSource(ContentStream stream, Charset charset)
    {
        _stream = stream;
        _preamble = charset.Preamble;
        Charset = charset;
        // A lone surrogate cannot come out of valid UTF-8; decoder fallbacks refuse surrogates, so elsewhere a noncharacter stands in.
        Undecodable = charset.IsUtf8 ? '\uDFFF' : Noncharacter;
        _decoder = charset.IsUtf8 ? null : Marking(charset.Encoding).GetDecoder();
    }

    /// <summary>The encoding with <see cref="Noncharacter"/> for undecodable bytes.</summary>
    public static Encoding Marking(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Noncharacter.ToString()));

    public Charset Charset { get; }

    /// <summary>Stands for each run of bytes that the encoding has no meaning for.</summary>
    public char Undecodable { get; }

    /// <summary>Whether what the latest <see cref="Read"/> returned holds U+0000 or <see cref="Undecodable"/>.</summary>
    public bool Suspect { get; private set; }

    /// <inheritdoc cref="ContentStream.StoredPosition"/>
    public long StoredPosition => _stream.StoredPosition;

    /// <summary>Decodes at least one character into <paramref name="destination"/> (of 64 or more), fewer than it holds at most; 0 at the end of the file.</summary>
    public int Read(Span<char> destination)
    {
        var written = 0;
        Suspect = false;
        while (written == 0)
        {
            if (_start == _end && _ended && !_unfinished)
                return 0;
            Fill();
            written = _decoder is null ? DecodeUtf8(destination) : Decode(destination);
        }
        Suspect |= destination[..written].Contains('\0');
        return written;
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        if (_ended || _end - _start > _bytes.Length / 2)
            return;
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = 0;
        var read = _stream.Read(_bytes.AsSpan(_end));
        _ended = read == 0;
        _end += read;
        if (_preamble > 0 && (_end >= _preamble || _ended))
        {
            _start = Math.Min(_preamble, _end);
            _preamble = 0;
        }
    }

    private int DecodeUtf8(Span<char> destination)
    {
        var written = 0;
        while (true)
        {
            var status = Utf8.ToUtf16(_bytes.AsSpan(_start, _end - _start), destination[written..], out var used, out var made, replaceInvalidSequences: false, _ended);
            _start += used;
            written += made;
            if (status != OperationStatus.InvalidData || written == destination.Length)
                return written;
            Rune.DecodeFromUtf8(_bytes.AsSpan(_start, _end - _start), out _, out var bad);
            _start += bad;
            destination[written++] = Undecodable;
            Suspect = true;
        }
    }

    private int Decode(Span<char> destination)
    {
        _decoder!.Convert(_bytes.AsSpan(_start, _end - _start), destination, _ended, out var used, out var written, out var completed);
        _unfinished = !completed;
        _start += used;
        Suspect |= destination[..written].Contains(Undecodable);
        return written;
    }
}
