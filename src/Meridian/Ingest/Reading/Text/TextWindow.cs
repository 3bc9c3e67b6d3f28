namespace Meridian.Ingest.Reading;

/// <summary>The part of a text file that is being looked at: begins at the current record, grows until the record fits.</summary>
internal sealed class TextWindow(CharSource source) : IDisposable
{
    // Holds the delimiter sniffer's hundred records of any ordinary table.
    private char[] _buffer = new char[1 << 17];
    private int _start;
    private int _end;

    /// <summary>From the current record's first character to the last one decoded.</summary>
    public ReadOnlySpan<char> Rest => _buffer.AsSpan(_start, _end - _start);

    /// <summary>What was passed over and is still at hand: all of it until the window has <see cref="Moved"/>.</summary>
    public ReadOnlySpan<char> Passed => _buffer.AsSpan(0, _start);

    /// <summary>The window no longer begins where the file does.</summary>
    public bool Moved { get; private set; }

    /// <summary>The end of the file is in the window.</summary>
    public bool Final { get; private set; }

    /// <summary>The window holds U+0000 or undecodable bytes, so that rows must be looked at.</summary>
    public bool Suspect { get; private set; }

    public char Undecodable => source.Undecodable;

    public Charset Charset => source.Charset;

    public long StoredPosition => source.StoredPosition;

    /// <summary>Passes over characters that were dealt with.</summary>
    public void Skip(int characters) => _start += characters;

    /// <summary>Decodes more of the file behind the window; sets <see cref="Final"/> when there is none.</summary>
    public void Grow()
    {
        if (_start > 0)
        {
            Moved = true;
            Rest.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end > _buffer.Length / 2)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = source.Read(_buffer.AsSpan(_end));
        Suspect = source.Suspect || (Suspect && Rest.IndexOfAny('\0', Undecodable) >= 0);
        Final = read == 0;
        _end += read;
    }

    /// <summary>Fills the window for a look ahead.</summary>
    public void GrowTo(int characters)
    {
        while (!Final && _end - _start < characters)
            Grow();
    }

    public void Dispose() => source.Dispose();
}
