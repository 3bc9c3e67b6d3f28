using System.Security.Cryptography;
using System.Text;

namespace Meridian.Web.Api;

/// <summary>
/// Seals answers for whoever asked: with AES-GCM, by a key that is made of the API key that came with the request and is kept nowhere. So a new key's answer, and whatever an answer says of a person, lies on the disk as
/// nothing that anybody but the caller can read.
/// </summary>
internal static class AnswerSeal
{
    private const int Nonce = 12;
    private const int Tag = 16;

    private static readonly byte[] Purpose = "meridian kept answers"u8.ToArray();

    /// <param name="shown">The key as it came.</param>
    public static byte[] KeyOf(string shown) => HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(shown), 32, info: Purpose);

    /// <param name="name">Of the answer; it opens under no other.</param>
    public static byte[] Close(byte[] key, string name, ReadOnlySpan<byte> body)
    {
        var whole = new byte[Nonce + Tag + body.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, Nonce));
        using var aes = new AesGcm(key, Tag);
        aes.Encrypt(whole.AsSpan(0, Nonce), body, whole.AsSpan(Nonce + Tag), whole.AsSpan(Nonce, Tag), Encoding.UTF8.GetBytes(name));
        return whole;
    }

    /// <summary>The body; null where the key is another, or the bytes were changed.</summary>
    public static byte[]? Open(byte[] key, string name, byte[] whole)
    {
        if (whole.Length < Nonce + Tag)
            return null;
        var body = new byte[whole.Length - Nonce - Tag];
        try
        {
            using var aes = new AesGcm(key, Tag);
            aes.Decrypt(whole.AsSpan(0, Nonce), whole.AsSpan(Nonce + Tag), whole.AsSpan(Nonce, Tag), body, Encoding.UTF8.GetBytes(name));
            return body;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
