using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Meridian.Foundation.Governance;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Meridian.Web;

/// <summary>Who a request is from: by its key, or by the token that commands of this machine's user read from <c>server.json</c>.</summary>
/// <param name="token">The token of this run of the server.</param>
public sealed class KeyRing(OpenStore store, string token)
{
    /// <summary>Where other servers work on the store too, a key that one of them revoked opens nothing here after this time.</summary>
    private const long SharedMilliseconds = 2_000;

    private readonly Lock _gate = new();
    private Dictionary<string, ApiKey>? _keys;
    private long _readAt;

    /// <summary>The key that a request shows as Basic user, as bearer, or in its body; null for none that opens anything.</summary>
    public ApiKey? Find(HttpRequest request, string? inBody = null)
    {
        var shown = Shown(request) ?? inBody;
        return string.IsNullOrEmpty(shown) ? null : Keys().GetValueOrDefault(ApiKeys.Hash(shown));
    }

    /// <summary>Who calls the API, with this machine's user as somebody who may do everything; null for nobody who is known.</summary>
    public Caller? Who(HttpRequest request)
    {
        if (IsLocal(request))
            return new Caller(Scope.Whole, SHA256.HashData(Encoding.UTF8.GetBytes(token))) { Seal = AnswerSeal.KeyOf(token) };
        return Shown(request) is { Length: > 0 } shown && Keys().GetValueOrDefault(ApiKeys.Hash(shown)) is { } key ? new Caller(Scope.Of(key), Encoding.UTF8.GetBytes(ApiKeys.Hash(shown))) { Seal = AnswerSeal.KeyOf(shown) } : null;
    }

    /// <summary>Whether it is a command of this machine's user.</summary>
    public bool IsLocal(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header is { Scheme: "Bearer", Parameter: { } shown }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(token));

    /// <summary>Reads the keys again at the next request; after each command and each request that may change them.</summary>
    public void Refresh()
    {
        lock (_gate)
            _keys = null;
    }

    private Dictionary<string, ApiKey> Keys()
    {
        lock (_gate)
        {
            if (_keys is not null && (!store.IsShared || Environment.TickCount64 - _readAt < SharedMilliseconds))
                return _keys;
            _readAt = Environment.TickCount64;
            using var session = store.OpenSession();
            _keys = ApiKeys.ByHash(session);
            return _keys;
        }
    }

    private static string? Shown(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is null)
            return null;
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return header.Parameter;
        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return null;
        var bytes = new byte[header.Parameter.Length];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out var length))
            return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.Split(':', 2)[0];
    }
}
