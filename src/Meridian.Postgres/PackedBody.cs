using ZstdSharp;

namespace Meridian.Postgres;

/// <summary>The bytes of an entry as they are kept: packed where that makes them fewer.</summary>
internal static class PackedBody
{
    private const int Shortest = 256;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    public static (bool Packed, byte[] Bytes) Of(ReadOnlyMemory<byte> body)
    {
        if (body.Length >= Shortest)
        {
            var packed = (_compressor ??= new Compressor(3)).Wrap(body.Span);
            if (packed.Length < body.Length)
                return (true, packed.ToArray());
        }

        return (false, body.ToArray());
    }

    public static ReadOnlyMemory<byte> Read(bool packed, byte[] bytes) => packed ? (_decompressor ??= new Decompressor()).Unwrap(bytes).ToArray() : bytes;
}
