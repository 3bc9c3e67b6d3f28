using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Meridian.Web.Api;

/// <summary>
/// Where the next page of a list begins, as text that says nothing to its bearer. It is signed with what only the server knows of the caller's key, over the list and its filters: another key, another
/// list or another filter cannot use it, and nobody can make one up. It outlives the server.
/// </summary>
public static class Cursor
{
    private const int MacBytes = 16;

    /// <param name="place">The values by which the list is ordered, of the last item that was given.</param>
    public static string Write(HttpContext http, params string[] place)
    {
        var body = Encoding.UTF8.GetBytes(string.Join('\n', place));
        return Base64Url.EncodeToString([.. Mac(http, body), .. body]);
    }

    /// <summary>The values that <see cref="Write"/> was given; null where there is no cursor.</summary>
    /// <exception cref="ProblemException">It was not made for this caller and this list.</exception>
    public static string[]? Read(HttpContext http, string? cursor, int values)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        if (Base64Url.IsValid(cursor) && cursor.Length <= 512)
        {
            var bytes = Base64Url.DecodeFromChars(cursor);
            if (bytes.Length > MacBytes && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(http, bytes.AsSpan(MacBytes))))
            {
                var place = Encoding.UTF8.GetString(bytes.AsSpan(MacBytes)).Split('\n');
                if (place.Length == values)
                    return place;
            }
        }

        throw new ProblemException(Problems.BadCursor, "Send 'next' as the page before gave it, with the same filters and the same key; or leave the cursor out and begin anew.");
    }

    public static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static byte[] Mac(HttpContext http, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, http.Caller().Secret);
        hash.AppendData(Encoding.UTF8.GetBytes(http.Request.Path.Value ?? ""));
        // The page's size may change on the way.
        foreach (var (name, value) in http.Request.Query.Where(q => q.Key is not ("cursor" or "limit")).OrderBy(q => q.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"\n{name}={value}"));
        hash.AppendData([0]);
        hash.AppendData(body);
        return hash.GetHashAndReset()[..MacBytes];
    }
}
