using System.Security.Cryptography;
using Meridian.Foundation.Database;

namespace Meridian.Foundation.Governance;

/// <summary>
/// People whose data was erased and is not to be taken in again, known only by salted hashes of what they were recognised by (records and match keys). The salt is
/// the store's own, so that the hashes of two stores cannot be compared, and lists of numbers cannot be hashed beforehand. Any number of threads may ask it.
/// </summary>
public sealed class Suppression
{
    public const int SaltBytes = 32;

    private readonly byte[] _salt;
    private readonly HashSet<Guid> _hashes;

    private Suppression(byte[] salt, HashSet<Guid> hashes)
    {
        _salt = salt;
        _hashes = hashes;
    }

    /// <summary>Those of a store; null while there are none.</summary>
    public static Suppression? Load(ISession session)
    {
        var hashes = session.Query($"select hash from {GovernanceTables.Suppressed}", r => r.Id(0)).ToHashSet();
        return hashes.Count == 0 ? null : new Suppression(SaltOf(session) ?? [], hashes);
    }

    /// <summary>The salt that the store's first erasure chose; null before it.</summary>
    public static byte[]? SaltOf(ISession session) =>
        session.First($"select salt from {GovernanceTables.Erasure} order by entry limit 1", r => Convert.FromBase64String(r.Text(0)!));

    public static byte[] NewSalt() => RandomNumberGenerator.GetBytes(SaltBytes);

    public static Guid Hash(ReadOnlySpan<byte> salt, Guid key)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(salt, bytes, hash);
        return new Guid(hash[..16]);
    }

    public bool Holds(Guid key) => _hashes.Contains(Hash(_salt, key));
}
