using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Meridian.Foundation.Hashing;

/// <summary>
/// Ids made from content, so that rebuilding or undoing gives the identical store with no counter and no clock.
/// 128 bits of XXH128: among 100 million values the chance that any two collide is below 1 in 10^22.
/// </summary>
public struct ContentHash
{
    private char[]? _buffer;
    private int _length;

    /// <summary>The 128-bit hash of one text.</summary>
    public static Guid Of(ReadOnlySpan<char> text) => new(XxHash128.Hash(MemoryMarshal.AsBytes(text)));

    /// <summary>A 64-bit hash, for counting distinct values only.</summary>
    public static long Of64(ReadOnlySpan<char> text) => (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text));

    /// <summary>Adds a part; parts are told apart, so ("ab","c") and ("a","bc") differ, and null differs from empty.</summary>
    public void Add(ReadOnlySpan<char> part)
    {
        Need(part.Length + 1);
        part.CopyTo(_buffer.AsSpan(_length));
        _length += part.Length;
        _buffer![_length++] = '\u001f';
    }

    public void Add(string? part)
    {
        if (part is null)
            Add("\u0001");
        else
            Add(part.AsSpan());
    }

    public void Add(long part)
    {
        Need(24);
        part.TryFormat(_buffer.AsSpan(_length), out var written, provider: System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
        _buffer![_length++] = '\u001f';
    }

    /// <summary>The hash of all parts added since the last call; the buffer is kept for the next.</summary>
    public Guid Finish()
    {
        var id = Of((_buffer ?? []).AsSpan(0, _length));
        _length = 0;
        return id;
    }

    /// <summary>As <see cref="Finish"/>, in 64 bits: for comparing the states of one thing, not for telling things apart.</summary>
    public long Finish64()
    {
        var hash = Of64((_buffer ?? []).AsSpan(0, _length));
        _length = 0;
        return hash;
    }

    private void Need(int more)
    {
        _buffer ??= new char[512];
        if (_length + more > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + more));
    }
}
