using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Meridian.Foundation;
using Microsoft.AspNetCore.Http;

namespace Meridian.Web.Api;

/// <summary>A page of a list.</summary>
/// <param name="Next">The cursor of the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Answers as all endpoints give them.</summary>
public static class Answers
{
    public const int MostItems = 1_000;

    private const int UsualItems = 50;

    /// <summary>How many items a page has.</summary>
    /// <exception cref="ProblemException">It is none that is given.</exception>
    public static int Limit(int? limit) =>
        limit is null ? UsualItems : limit is >= 1 and <= MostItems ? limit.Value : throw new ProblemException(Problems.BadParameter, $"limit: {limit} is not from 1 to {MostItems:N0}.");

    public static IResult Json<T>(T value, int status = 200) => Results.Json(value, PlainJson.Options, "application/json", status);

    /// <summary>Items read with one more than a page has: whether there is a next one shows by it.</summary>
    /// <param name="place">What orders an item; see <see cref="Cursor.Write"/>.</param>
    public static IResult Page<TItem, T>(HttpContext http, List<TItem> items, int limit, Func<TItem, T> line, Func<TItem, string[]> place)
    {
        var next = items.Count > limit ? Cursor.Write(http, place(items[limit - 1])) : null;
        return Json(new Page<T>([.. items.Take(limit).Select(line)], next));
    }

    /// <summary>A list that is given whole.</summary>
    public static IResult All<T>(IReadOnlyList<T> items) => Json(new Page<T>(items, null));

    /// <summary>One thing with its ETag, or 304 where the caller has it as it is.</summary>
    public static IResult Single<T>(HttpContext http, T value)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, PlainJson.Options);
        var tag = TagOf(body);
        http.Response.Headers.ETag = tag;
        // It may be kept by who asked, and is asked for again each time.
        http.Response.Headers.CacheControl = "private, no-cache";
        var had = http.Request.Headers.IfNoneMatch;
        if (had.Any(h => h is not null && h.Split(',').Select(t => t.Trim()).Any(t => t == tag || t == "*" || t == "W/" + tag)))
            return Results.StatusCode(304);
        return Results.Bytes(body, "application/json");
    }

    /// <summary>The ETag with which <see cref="Single"/> gives a thing.</summary>
    public static string TagOf<T>(T value) => TagOf(JsonSerializer.SerializeToUtf8Bytes(value, PlainJson.Options));

    /// <summary>Ends a request whose caller saw the thing otherwise than it is now.</summary>
    /// <exception cref="ProblemException">Its <c>If-Match</c> names other states only.</exception>
    public static void InsistOnMatch<T>(HttpContext http, T value)
    {
        var seen = http.Request.Headers.IfMatch;
        if (seen.Count == 0)
            return;
        var tag = TagOf(value);
        if (!seen.Any(h => h is not null && h.Split(',').Select(t => t.Trim()).Any(t => t == tag || t == "*")))
            throw new ProblemException(Problems.Changed, "Somebody or something changed it since you read it. Read it again, and decide anew.");
    }

    private static string TagOf(byte[] body) => $"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, 16))}\"";

    /// <summary>The same answer for what is not there and for what may not be seen.</summary>
    public static ProblemException NotFound(string what) => new(Problems.NotFound, $"There is no such {what}.");
}
