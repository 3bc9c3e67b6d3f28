using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Meridian.Numbers.Lookups;
using Microsoft.Security.AntiSSRF;

namespace Meridian.Connectors.Lookups;

/// <summary>
/// Asks a provider over HTTP, as its configuration says. Addresses are checked when the connection is made, so that no name leads into the team's own network; redirects are not
/// followed, because a number goes only where the configuration sends it. Messages never hold a secret.
/// </summary>
internal sealed class HttpLookup : ILookup
{
    /// <summary>The first wait before a retry; each further one is twice as long.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);

    private readonly LookupConfiguration _configuration;
    private readonly TimeProvider _time;
    private readonly LookupGate _gate;
    private readonly HttpClient _client;

    public HttpLookup(LookupConfiguration configuration, TimeProvider time)
    {
        (_configuration, _time) = (configuration, time);
        _gate = new LookupGate(configuration.Limits, time);
        var policy = new AntiSSRFPolicy(PolicyConfigOptions.ExternalOnlyLatest);
        if (configuration.AllowsLoopback && Address("0").IsLoopback)
        {
            policy.AllowPlainTextHttp = true;
            policy.AddAllowedAddresses(["127.0.0.0/8", "::1/128"]);
        }

        var handler = policy.GetHandler();
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.ConnectTimeout = configuration.Limits.Timeout;
        // Each request has its own time limit.
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("Meridian");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public LookupTerms Terms => _configuration.Terms;

    private LookupLimits Limits => _configuration.Limits;

    public async Task<LookupReply> AskAsync(string e164, LookupAllowance allowance, CancellationToken stop)
    {
        using var place = await _gate.EnterAsync(stop);
        for (var attempt = 0; ; attempt++)
        {
            if (_gate.Stopped is { } stopped)
                return LookupReply.Stop(stopped);
            if (!allowance.TryTake())
                return LookupReply.NoAllowance;
            var sent = await SendAsync(e164, allowance, stop);
            if (sent.Reply is { } reply)
            {
                if (reply.StopsRun)
                    _gate.Stop(reply.Reason!);
                else if (sent.ProviderFailed)
                    _gate.Failed(Terms.Host, reply.Reason!);
                else
                    _gate.Worked();
                return reply;
            }

            if (attempt == Limits.Retries)
            {
                _gate.Failed(Terms.Host, sent.Problem!);
                return LookupReply.Failed($"no answer: {sent.Problem}");
            }

            await Task.Delay(Wait(attempt), _time, stop);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _gate.Dispose();
    }

    /// <summary>One request, and what it means.</summary>
    private async Task<Sent> SendAsync(string e164, LookupAllowance allowance, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await _gate.WaitAsync(stop);
            limit.CancelAfter(Limits.Timeout);
            using var request = Request(e164);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return await ReadAsync(response, allowance, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // It may have come to the provider, and may be charged: it stays counted.
            return Sent.Again(string.Create(CultureInfo.InvariantCulture, $"nothing came within {Limits.Timeout.TotalSeconds:0.###} s"));
        }
        catch (Exception e) when (Cause<AntiSSRFException>(e) is not null)
        {
            allowance.GiveBack();
            return Sent.Stop($"{Terms.Host} leads to an address inside a network, or to one of this machine. Look-ups go to addresses of the internet only");
        }
        catch (HttpRequestException e)
        {
            // Refused, or no such host: nothing was sent.
            if (e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
                allowance.GiveBack();
            return Sent.Again(e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"there is no host {Terms.Host}",
                HttpRequestError.SecureConnectionError => $"the certificate of {Terms.Host} was not accepted",
                _ => "the connection broke",
            });
        }
        catch (SocketException e)
        {
            // The handler that checks addresses connects by itself, and does not wrap what goes wrong there. Nothing was sent.
            allowance.GiveBack();
            return Sent.Again(e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "the connection was refused",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"there is no host {Terms.Host}",
                _ => $"{Terms.Host} could not be reached",
            });
        }
        catch (IOException)
        {
            return Sent.Again("the connection broke");
        }
    }

    private async Task<Sent> ReadAsync(HttpResponseMessage response, LookupAllowance allowance, CancellationToken limit)
    {
        var status = (int)response.StatusCode;
        switch (status)
        {
            case >= 200 and < 300:
                var body = await BodyAsync(response, limit);
                return body is null ? Sent.Broken(string.Create(CultureInfo.InvariantCulture, $"the answer is larger than {Limits.MaxAnswerBytes} bytes")) : Understand(body);
            case >= 300 and < 400:
                return Sent.Stop($"{Terms.Host} redirects to {response.Headers.Location?.Host ?? "nowhere"} ({status}), and redirects are not followed. Put the address itself into \"url\"");
            case 401 or 402 or 403 or 407:
                return Sent.Stop($"{Terms.Host} refuses ({status} {Word(response.StatusCode)}). Check the secrets in the environment, and the contract");
            case 408 or 429 or >= 500:
                // Turned away unread; what an error of the provider costs nobody knows, so it counts.
                if (status == 429)
                    allowance.GiveBack();
                if (Asked(response) is { } pause)
                {
                    if (pause > Limits.LongestWait)
                        return Sent.Stop(string.Create(CultureInfo.InvariantCulture, $"{Terms.Host} asks to wait {pause.TotalSeconds:0} s ({status}), longer than {Limits.LongestWait.TotalSeconds:0} s. Run again later"));
                    _gate.Hold(pause);
                }

                return Sent.Again($"{Terms.Host} answered {status} {Word(response.StatusCode)}");
            default:
                // About this number, not about the provider.
                return new Sent(LookupReply.Failed($"no answer: {Terms.Host} answered {status} {Word(response.StatusCode)}"), false, null);
        }
    }

    private Sent Understand(byte[] body)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException)
        {
            return Sent.Broken("the answer is not JSON");
        }

        using (json)
        {
            var map = _configuration.Answer;
            var said = map.Status.Read(json.RootElement, out var remark);
            var type = map.Type.Read(json.RootElement, out var typeRemark);
            var ported = map.Ported.Read(json.RootElement, out var portedRemark);
            var carrier = map.Carrier.Read(json.RootElement, out _);
            remark ??= typeRemark ?? portedRemark;
            if (map.Error.Read(json.RootElement, out _) is { } error)
                remark ??= $"the provider says '{error}'";
            remark = remark is null ? null : _configuration.Secrets.Hide(remark);
            // Nothing that could be kept: the next run asks again.
            if (said is null && type is null && ported is null && carrier is null)
                return new Sent(LookupReply.Failed("no answer: " + (remark ?? "the provider's JSON holds none of the configured facts")), false, null);
            _ = LineStatusWords.TryRead(said, out var status);
            return new Sent(
                new LookupReply(
                    new LookupAnswer(
                        status, type == ConfigurationReader.Unknown ? null : type, ported is null or ConfigurationReader.Unknown ? null : ported == "yes",
                        carrier is null ? null : _configuration.Secrets.Hide(carrier), remark),
                    null, false),
                false, null);
        }
    }

    /// <summary>Null where it is larger than it may be.</summary>
    private async Task<byte[]?> BodyAsync(HttpResponseMessage response, CancellationToken limit)
    {
        if (response.Content.Headers.ContentLength > Limits.MaxAnswerBytes)
            return null;
        using var stream = await response.Content.ReadAsStreamAsync(limit);
        var body = new byte[Limits.MaxAnswerBytes + 1];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, limit);
        return length == body.Length ? null : body[..length];
    }

    private HttpRequestMessage Request(string e164)
    {
        var request = new HttpRequestMessage(_configuration.Method, Address(e164));
        if (_configuration.Body is { } body)
            request.Content = new StringContent(body.Replace("{e164}", e164, StringComparison.Ordinal).Replace("{digits}", e164[1..], StringComparison.Ordinal), Encoding.UTF8, "application/json");
        foreach (var (name, value) in _configuration.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private Uri Address(string e164) =>
        new(_configuration.Url.Replace("{e164}", Uri.EscapeDataString(e164), StringComparison.Ordinal).Replace("{digits}", e164.TrimStart('+'), StringComparison.Ordinal));

    /// <summary>Retry-After, in seconds or as a date.</summary>
    private TimeSpan? Asked(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    /// <summary>Twice as long each time, and not the same for all that failed together.</summary>
    private TimeSpan Wait(int attempt)
    {
        var wait = FirstWait * Math.Pow(2, attempt) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        return wait < Limits.LongestWait ? wait : Limits.LongestWait;
    }

    private static string Word(HttpStatusCode status) => Enum.IsDefined(status) ? status.ToString() : "";

    private static T? Cause<T>(Exception e)
        where T : Exception => e as T ?? (e.InnerException is { } inner ? Cause<T>(inner) : null);

    /// <summary>What one request came to: a reply, or a problem that may pass.</summary>
    /// <param name="ProviderFailed">Whether it speaks against the provider.</param>
    private sealed record Sent(LookupReply? Reply, bool ProviderFailed, string? Problem)
    {
        public static Sent Again(string problem) => new(null, true, problem);

        public static Sent Broken(string problem) => new(LookupReply.Failed("no answer: " + problem), true, null);

        public static Sent Stop(string why) => new(LookupReply.Stop(why), true, null);
    }
}
