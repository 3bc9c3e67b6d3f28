using System.Text;

namespace Meridian.Ingest.Reading;

/// <summary>The part of a JSON file that is being looked at, as UTF-8: begins at the next thing to read, grows until one element fits. Knows the line.</summary>
internal sealed class JsonWindow : IDisposable
{
    private readonly ContentStream _content;
    private readonly Stream _utf8;
    private byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;

    public JsonWindow(StoredFile file, Charset charset)
    {
        _content = file.Open();
        var preamble = new byte[charset.Preamble];
        _content.ReadExactly(preamble);
        _utf8 = charset.IsUtf8 ? _content : Encoding.CreateTranscodingStream(_content, CharSource.Marking(charset.Encoding), Encoding.UTF8);
    }

    public ReadOnlySpan<byte> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The end of the file is in the window.</summary>
    public bool Final { get; private set; }

    /// <summary>Physical line, from 1, on which the window begins.</summary>
    public long Line { get; private set; } = 1;

    public long StoredPosition => _content.StoredPosition;

    public void Skip(int bytes)
    {
        Line += Rest[..bytes].Count((byte)'\n');
        _start += bytes;
    }

    /// <summary>Passes over white space, and commas where <paramref name="commas"/>; false at the end of the file.</summary>
    public bool SkipBlank(bool commas = false)
    {
        while (true)
        {
            var next = commas ? Rest.IndexOfAnyExcept(" \t\r\n,"u8) : Rest.IndexOfAnyExcept(" \t\r\n"u8);
            Skip(next < 0 ? Rest.Length : next);
            if (next >= 0 || Final)
                return next >= 0;
            Grow();
        }
    }

    public void Grow()
    {
        if (_start > 0)
        {
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end > _buffer.Length / 2)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = _utf8.Read(_buffer, _end, _buffer.Length - _end);
        Final = read == 0;
        _end += read;
    }

    public void Dispose()
    {
        _utf8.Dispose();
        _content.Dispose();
    }
}
