using System.IO.Compression;

namespace Meridian.Ingest.Reading;

/// <summary>
/// Expands a .gz and notices when its end is missing. .NET 10's <see cref="GZipStream"/> ends silently on a cut file (measured: cut in half,
/// it returned half the data and no error), so one more member with a known text is served after the file's last byte: only if the file
/// is whole does that text come out at the end. CRCs and files of several members are GZipStream's own business.
/// </summary>
internal sealed class WholeGzipStream : ForwardStream
{
    private static readonly byte[] Marker = "meridian:the-gzip-file-before-this-member-is-whole"u8.ToArray();
    private static readonly byte[] MarkerMember = Compress(Marker);

    private readonly FollowedBy _stored;
    private readonly GZipStream _expanded;
    private readonly byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private bool _ended;

    public WholeGzipStream(Stream file)
    {
        _stored = new FollowedBy(file, MarkerMember);
        _expanded = new GZipStream(_stored, CompressionMode.Decompress);
    }

    /// <exception cref="EndOfStreamException">The file ends before its last member does.</exception>
    /// <exception cref="InvalidDataException">Not gzip, or a checksum is wrong.</exception>
    public override int Read(Span<byte> buffer)
    {
        // The last bytes may be the marker, so as many are held back until more come after them.
        while (!_ended && _end - _start <= Marker.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            var read = Expand(_buffer.AsSpan(_end));
            _end += read;
            if (read > 0)
                continue;
            if (!_buffer.AsSpan(_start, _end - _start).SequenceEqual(Marker))
                throw new EndOfStreamException();
            _ended = true;
        }
        var served = _ended ? 0 : Math.Min(buffer.Length, _end - _start - Marker.Length);
        _buffer.AsSpan(_start, served).CopyTo(buffer);
        _start += served;
        return served;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _expanded.Dispose();
        base.Dispose(disposing);
    }

    private int Expand(Span<byte> buffer)
    {
        try
        {
            return _expanded.Read(buffer);
        }
        catch (InvalidDataException) when (_stored.FirstEnded)
        {
            // The marker's bytes were taken for the missing ones of the file.
            throw new EndOfStreamException();
        }
    }

    private static byte[] Compress(byte[] text)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest))
            gzip.Write(text);
        return memory.ToArray();
    }

    private sealed class FollowedBy(Stream first, byte[] then) : ForwardStream
    {
        private int _served;

        public bool FirstEnded { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!FirstEnded)
            {
                var read = first.Read(buffer);
                if (read > 0 || buffer.IsEmpty)
                    return read;
                FirstEnded = true;
            }
            var rest = then.AsSpan(_served);
            var count = Math.Min(rest.Length, buffer.Length);
            rest[..count].CopyTo(buffer);
            _served += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
