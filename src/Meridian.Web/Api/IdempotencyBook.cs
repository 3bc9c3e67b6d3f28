using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>
/// Answers that were given to requests with an <c>Idempotency-Key</c>: the same request gets the same answer again, without anything being done a second time. Kept for a day and at most <see cref="Most"/> of them, in
/// memory and in a file beside the store, so that a restart changes nothing; sealed for whoever asked. An erasure ends them all, because an answer may tell of anybody. Imports are known by theirs in the store, for ever.
/// </summary>
public sealed class IdempotencyBook
{
    public const string Header = "Idempotency-Key";

    public const int Most = 10_000;

    /// <summary>Bytes of all answers.</summary>
    private const long MostBytes = 64 << 20;

    private const int LongestKey = 255;

    private readonly IClock _clock;
    private readonly OpenStore _store;
    private readonly AnswerFile _file;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeptAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _atWork = new(StringComparer.Ordinal);
    private long _bytes;
    private int _erasures;

    public IdempotencyBook(IClock clock, OpenStore store)
    {
        (_clock, _store, _file, _erasures) = (clock, store, new AnswerFile(store.Folder), store.Pipeline.Erasures);
        foreach (var answer in _file.Load(clock.GetCurrentInstant()))
            Put(answer);
    }

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
        if (Known(name) is { } known && AnswerSeal.Open(http.Caller().Seal, name, known.Sealed) is { } before)
        {
            if (known.Fingerprint != fingerprint)
                throw Reused();
            http.Response.StatusCode = known.Status;
            http.Response.ContentType = known.Type;
            if (known.Location is not null)
                http.Response.Headers.Location = known.Location;
            if (known.ETag is not null)
                http.Response.Headers.ETag = known.ETag;
            http.Response.Headers["Idempotency-Replayed"] = "true";
            await http.Response.Body.WriteAsync(before).ConfigureAwait(false);
            return;
        }

        var erasures = _store.Pipeline.Erasures;
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

        // What failed for reasons that pass may be tried again; and an answer from before an erasure may tell of who was erased.
        if (http.Response.StatusCode < 300 && (repeatable.OfNobody || erasures == _store.Pipeline.Erasures))
        {
            var headers = http.Response.Headers;
            Keep(new KeptAnswer(
                name, fingerprint, (_clock.GetCurrentInstant() + Duration.FromTimeSpan(repeatable.Kept)).ToUnixTimeTicks(), http.Response.StatusCode, http.Response.ContentType,
                headers.Location.ToString() is { Length: > 0 } location ? location : null, headers.ETag.ToString() is { Length: > 0 } tag ? tag : null,
                AnswerSeal.Close(http.Caller().Seal, name, kept.GetBuffer().AsSpan(0, (int)kept.Length))));
        }

        kept.Position = 0;
        await kept.CopyToAsync(body).ConfigureAwait(false);
    }

    public static ProblemException Reused() => new(Problems.KeyReused, $"This {Header} came with another request before. Use a new one for a new request.");

    private KeptAnswer? Known(string name)
    {
        lock (_gate)
        {
            ForgetErased();
            return _answers.TryGetValue(name, out var known) && !known.IsOver(_clock.GetCurrentInstant()) ? known : null;
        }
    }

    private void Keep(KeptAnswer answer)
    {
        lock (_gate)
        {
            ForgetErased();
            var now = _clock.GetCurrentInstant();
            foreach (var over in _answers.Values.Where(a => a.IsOver(now)).ToList())
                Drop(over);
            while ((_answers.Count >= Most || _bytes + answer.Sealed.Length > MostBytes) && _answers.Values.MinBy(a => a.Until) is { } oldest)
                Drop(oldest);
            Put(answer);
            try
            {
                _file.Add(answer, _answers.Values);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What was asked for is done: it is answered, and known again until the server ends.
            }
        }
    }

    private void ForgetErased()
    {
        if (_erasures == _store.Pipeline.Erasures)
            return;
        _erasures = _store.Pipeline.Erasures;
        _answers.Clear();
        _bytes = 0;
        _file.Delete();
    }

    private void Put(KeptAnswer answer)
    {
        if (_answers.TryGetValue(answer.Name, out var before))
            Drop(before);
        _answers[answer.Name] = answer;
        _bytes += answer.Sealed.Length;
    }

    private void Drop(KeptAnswer answer)
    {
        if (_answers.Remove(answer.Name))
            _bytes -= answer.Sealed.Length;
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
