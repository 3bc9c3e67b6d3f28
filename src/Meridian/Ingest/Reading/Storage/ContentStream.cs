using System.IO.Hashing;

namespace Meridian.Ingest.Reading;

/// <summary>What a checked entry of an archive must come to: its size in bytes and its CRC-32 as the archive's directory says.</summary>
internal sealed record ExpectedContent(long Length, uint Crc32);

/// <summary>
/// A file's content, expanded where the file is compressed. Holds expansion within <see cref="DecompressionLimits"/> while it happens,
/// checks size and CRC-32 of zip entries (which .NET does not), and turns every failure into a sentence that names the file.
/// </summary>
/// <param name="path">File on disk, for messages.</param>
/// <param name="what">What would be damaged: "zip archive".</param>
/// <param name="content">The content, expanded.</param>
/// <param name="file">The stored bytes that <paramref name="content"/> draws from.</param>
/// <param name="compressedBytes">Size of the content before expansion.</param>
/// <param name="limits">Null where nothing is expanded.</param>
/// <param name="expected">What an archive's directory promises; null where nothing does.</param>
/// <param name="owned">What else ends with this stream.</param>
internal sealed class ContentStream(
    string path, string what, Stream content, Stream file, long compressedBytes, DecompressionLimits? limits, ExpectedContent? expected, params IDisposable[] owned) : ForwardStream
{
    private readonly Crc32? _crc = expected is null ? null : new Crc32();
    private long _expanded;

    /// <summary>Position in the file as stored, bytes.</summary>
    public long StoredPosition => file.CanSeek ? file.Position : compressedBytes;

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = content.Read(buffer);
        }
        catch (EndOfStreamException)
        {
            throw ReadingErrors.Truncated(path, what);
        }
        catch (InvalidDataException e)
        {
            throw ReadingErrors.Damaged(path, what, e);
        }
        catch (IOException e)
        {
            throw ReadingErrors.Io(path, e);
        }
        _expanded += read;
        if (limits is not null)
            Guard(path, _expanded, compressedBytes, limits);
        if (expected is not null)
            Check(buffer[..read], read == 0 && !buffer.IsEmpty);
        return read;
    }

    /// <exception cref="UnreadableFileException">The size is beyond the limits.</exception>
    public static void Guard(string path, long expanded, long compressed, DecompressionLimits limits)
    {
        if (expanded > limits.MaxBytes)
            throw ReadingErrors.Bomb(path, $"more than {limits.MaxBytes:N0} bytes");
        if (expanded > limits.RatioFrom && expanded / Math.Max(1, compressed) >= limits.MaxRatio)
            throw ReadingErrors.Bomb(path, $"more than {limits.MaxRatio} times its size");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
            foreach (var resource in owned)
                resource.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> part, bool ended)
    {
        _crc!.Append(part);
        if (ended && (_expanded != expected!.Length || _crc.GetCurrentHashAsUInt32() != expected.Crc32))
            throw _expanded < expected.Length ? ReadingErrors.Truncated(path, what) : ReadingErrors.Damaged(path, what);
    }
}
