using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>
/// Answers that were given to requests with an <c>Idempotency-Key</c>: the same request gets the same answer again, without anything being done a second time. Kept in memory, for a day and at most
/// <see cref="Most"/> of them; imports are known by theirs in the store, for ever.
/// </summary>
public sealed class IdempotencyBook(IClock clock)
{
    public const string Header = "Idempotency-Key";

    public const int Most = 10_000;

    private const int LongestKey = 255;

    private sealed record Entry(string Fingerprint, Instant Until, int Status, string? Type, string? Location, byte[] Body);

    private readonly ConcurrentDictionary<string, Entry> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _atWork = new(StringComparer.Ordinal);

    /// <summary>The key that a request has; null for none.</summary>
    /// <exception cref="ProblemException">It cannot be used.</exception>
    public static string? KeyOf(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(Header, out var values) || values.Count == 0)
            return null;
        var key = values.ToString();
        return values.Count == 1 && key.Length is > 0 and <= LongestKey && key.All(c => c is > ' ' and < '\u007f') ? key
            : throw new ProblemException(Problems.BadIdempotencyKey, $"{Header} is one text of 1 to {LongestKey} letters, digits and signs, such as a UUID.");
    }

    /// <summary>What a caller's key is kept as.</summary>
    public static string Name(HttpContext http, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Caller().Name}\n{key}")))[..32];

    /// <summary>Marks a request as being at work until the result is disposed.</summary>
    /// <exception cref="ProblemException">The same one is at work already.</exception>
    public IDisposable Begin(string name) =>
        _atWork.TryAdd(name, 0) ? new Ended(() => _atWork.TryRemove(name, out _))
        : throw new ProblemException(Problems.InFlight, $"A request with this {Header} is being answered. Send it again in a moment.", 1);

    public async Task Answer(HttpContext http, Repeatable repeatable, RequestDelegate next)
    {
        if (KeyOf(http.Request) is not { } key)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        var name = Name(http, key);
        using var atWork = Begin(name);
        var fingerprint = await Fingerprint(http).ConfigureAwait(false);
        if (_answers.TryGetValue(name, out var known) && known.Until > clock.GetCurrentInstant())
        {
            if (known.Fingerprint != fingerprint)
                throw Reused();
            http.Response.StatusCode = known.Status;
            http.Response.ContentType = known.Type;
            if (known.Location is not null)
                http.Response.Headers.Location = known.Location;
            http.Response.Headers["Idempotency-Replayed"] = "true";
            await http.Response.Body.WriteAsync(known.Body).ConfigureAwait(false);
            return;
        }

        var body = http.Response.Body;
        using var kept = new MemoryStream();
        http.Response.Body = kept;
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            http.Response.Body = body;
        }

        // What failed for reasons that pass may be tried again.
        if (http.Response.StatusCode < 300)
        {
            MakeRoom();
            _answers[name] = new Entry(
                fingerprint, clock.GetCurrentInstant() + Duration.FromTimeSpan(repeatable.Kept), http.Response.StatusCode, http.Response.ContentType, http.Response.Headers.Location, kept.ToArray());
        }

        kept.Position = 0;
        await kept.CopyToAsync(body).ConfigureAwait(false);
    }

    public static ProblemException Reused() => new(Problems.KeyReused, $"This {Header} came with another request before. Use a new one for a new request.");

    private void MakeRoom()
    {
        var now = clock.GetCurrentInstant();
        foreach (var (name, entry) in _answers)
        {
            if (entry.Until <= now)
                _answers.TryRemove(name, out _);
        }

        while (_answers.Count >= Most && _answers.MinBy(a => a.Value.Until) is { Key: { } oldest })
            _answers.TryRemove(oldest, out _);
    }

    private static async Task<string> Fingerprint(HttpContext http)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}\n"));
        var buffer = new byte[16 << 10];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted).ConfigureAwait(false)) > 0)
            hash.AppendData(buffer, 0, read);
        http.Request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class Ended(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
