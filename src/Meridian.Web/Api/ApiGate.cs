using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Web.Pages.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>
/// Stands before every endpoint of the API: who is it, how often do they come, may they do this. Whatever goes wrong leaves through it as a problem with a code, and the audit is told.
/// </summary>
public sealed partial class ApiGate(KeyRing keys, PeopleBook people, IAntiforgery forms, ApiHost host, IClock clock, IdempotencyBook book, QueryNames names, ILogger<ApiGate> logger) : IDisposable
{
    /// <summary>Bytes of a body that is no file.</summary>
    public const long MostBodyBytes = 1 << 20;

    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who => RateLimitPartition.GetTokenBucketLimiter(who, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = host.Burst,
        TokensPerPeriod = Math.Max(1, host.RequestsPerSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
        QueueLimit = 0,
    }));

    public async Task Run(HttpContext http, RequestDelegate next)
    {
        ProblemException? problem = null;
        try
        {
            var policy = await Admit(http).ConfigureAwait(false);
            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = MostBodyBytes;
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            if (http.GetEndpoint()?.Metadata.GetMetadata<Repeatable>() is { } repeatable)
                await book.Answer(http, repeatable, next).ConfigureAwait(false);
            else
                await next(http).ConfigureAwait(false);
            if (!http.Response.HasStarted && http.Response.ContentType is null && Problems.OfStatus(http.Response.StatusCode) is { } kind)
                problem = new ProblemException(kind, Words(http, kind));
            else if (policy is { Told: true } && http.Response.StatusCode < 400)
                Tell(http, Outcome.Allowed, null);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
            return;
        }
#pragma warning disable CA1031 // Each becomes an answer; what is not expected says nothing of itself.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            problem = Of(e);
        }

        if (problem is not null)
            await Refuse(http, problem).ConfigureAwait(false);
    }

    public void Dispose() => _limiter.Dispose();

    /// <summary>Lets a request in, or ends it with a problem.</summary>
    private async Task<Policy?> Admit(HttpContext http)
    {
        var caller = keys.Who(http.Request);
        // Who shows a key means it: a wrong one is not made good by a session that the browser adds by itself.
        var session = caller is null && http.Request.Headers.Authorization.Count == 0;
        if (session && people.Of(http.User) is { } person)
            caller = new Caller(person.Scope, SHA256.HashData(Encoding.UTF8.GetBytes(person.Stamp))) { Seal = AnswerSeal.KeyOf(person.Stamp) };
        if (caller is not null)
            http.Features.Set(caller);
        // Who shows no key is counted by where they come from.
        using (var lease = _limiter.AttemptAcquire(caller is null ? $"at {http.Connection.RemoteIpAddress}" : $"key {caller.Name}"))
        {
            if (!lease.IsAcquired)
                throw new ProblemException(Problems.TooFast, $"At most {host.RequestsPerSecond} requests a second are answered for long. Come back after the time in Retry-After.", 1);
        }

        if (caller is null)
            throw new ProblemException(Problems.NoKey, "Send the key as 'Authorization: Bearer KEY' or as the user of basic authentication. 'meridian keys create' makes one.");
        if (session && !await IsMeant(http).ConfigureAwait(false))
            throw new ProblemException(Problems.NoFormToken, "A session changes something only with the header X-Form-Token, which /form-token gives to its pages. Load the page again.");
        var endpoint = http.GetEndpoint() ?? throw new ProblemException(Problems.NotFound, "There is no such address. /docs has all of them.");
        // The framework's own endpoints say 405 and 415.
        if (endpoint is not RouteEndpoint route)
            return null;
        var policy = endpoint.Metadata.GetMetadata<Policy>() ?? throw new ProblemException(Problems.Forbidden, "Nobody may use this address.");
        if (!Rights.Has(caller.Scope.Role, policy.Right))
            throw new ProblemException(Problems.Forbidden, $"A key with the role {caller.Scope.Role} may not do this; docs/api.md says which may.");
        if (!Rights.Allows(caller.Scope, policy.Right))
            throw new ProblemException(Problems.LimitedKey, "This is of all countries at once, and the key is limited to some. Use one without a limit.");
        names.Insist(http, route);
        return policy;
    }

    /// <summary>Whether the session's own page asks, and not a page of another site. The token is looked for in the header only: to find it in a body, a file would be read to its end.</summary>
    private async Task<bool> IsMeant(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)
        || (http.Request.Headers.ContainsKey("X-Form-Token") && await forms.IsRequestValidAsync(http).ConfigureAwait(false));

    private ProblemException Of(Exception error)
    {
        switch (error)
        {
            case ProblemException problem:
                return problem;
            case BadHttpRequestException { InnerException: JsonException json }:
                return new ProblemException(Problems.BadBody, $"The body is no JSON of this form: {Brief(json)}");
            case BadHttpRequestException bad when Unbound().Match(bad.Message) is { Success: true } unbound:
                return new ProblemException(Problems.BadParameter, $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(unbound.Groups["name"].Value)}: It is missing, or not of the form that is asked for.");
            case BadHttpRequestException bad:
                return new ProblemException(Problems.OfStatus(bad.StatusCode) ?? Problems.BadBody, bad.Message);
            case JsonException json:
                return new ProblemException(Problems.BadBody, $"The body is no JSON of this form: {Brief(json)}");
            case Segments.FilterException filter:
                return new ProblemException(Problems.BadParameter, $"{filter.Part}: {filter.Message}");
            case Tags.Definitions.DefinitionException definition:
                return new ProblemException(Problems.BadDefinition, definition.Message + ".");
            case Rules.Rates.RateException rates:
                return new ProblemException(Problems.BadParameter, $"{rates.Part}: {rates.Message}.");
            case Profiles.Edits.EditException edit:
                return new ProblemException(Problems.BadEdit, edit.Message + (edit.Message.EndsWith(')') ? "" : "."));
            case Profiles.Edits.EditOutOfScopeException outside:
                return new ProblemException(Problems.LimitedKey, outside.Message);
            case Tags.Definitions.NoSuchDefinitionException missing:
                return new ProblemException(Problems.NotFound, missing.Message);
            case Rules.Syntax.RuleException rule:
                return new ProblemException(Problems.BadRule, string.Join(" ", rule.Errors));
            case KeyException key:
                return new ProblemException(Problems.BadParameter, $"{key.Part}: {key.Message}");
            case FileTooLargeException large:
                return new ProblemException(Problems.TooLarge, large.Message);
            case UnreadableFileException file:
                return new ProblemException(Problems.UnreadableFile, file.Message);
            case SourceException source:
                return new ProblemException(source.IsMissing ? Problems.NotFound : Problems.BadParameter, source.Message);
            case MappingException mapping:
                return new ProblemException(Problems.BadMapping, mapping.Message);
            case Numbers.SideStoreInUseException:
                return new ProblemException(Problems.Busy, "Numbers are being looked up or screened, and this has to wait for it. Send it again later.", 10);
            case KeptFileException:
                return new ProblemException(Problems.StoreFails, "A file of an import is gone from the data folder; the server's log says which.", 60);
            case System.Data.Common.DbException or IOException:
                Failed(logger, error.GetType().Name);
                return new ProblemException(Problems.StoreFails, "The store cannot be read or written now: its disk or its engine fails. Send it again.", 5);
            default:
                Failed(logger, error.GetType().Name);
                return new ProblemException(Problems.Internal, "This is a fault of the program, not of the request. Nothing half-done is in the store. Please report it.");
        }
    }

    private async Task Refuse(HttpContext http, ProblemException problem)
    {
        var kind = problem.Kind;
        if (kind.Status is 401 or 403 || (kind.Status == 404 && http.Features.Get<Caller>() is { Scope.IsLimited: true }))
            Tell(http, Outcome.Denied, kind.Code);
        http.Response.Headers.ETag = default;
        http.Response.Headers.Location = default;
        http.Response.Headers.CacheControl = "no-store";
        if (kind.Status == 401)
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"meridian\"";
        if (problem.RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        http.Response.StatusCode = kind.Status;
        http.Response.ContentType = Problems.ContentType;
        await http.Response.WriteAsync(JsonSerializer.Serialize(new ProblemAnswer($"urn:meridian:problem:{kind.Code}", kind.Title, kind.Status, problem.Message, kind.Code), PlainJson.Options)).ConfigureAwait(false);
    }

    private void Tell(HttpContext http, Outcome outcome, string? code)
    {
        var caller = http.Features.Get<Caller>();
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        host.Record.Tell(new Access(
            clock.StoreNow(), caller?.Name, caller?.Scope.Role, http.GetEndpoint()?.Metadata.GetMetadata<Policy>()?.Right, $"{http.Request.Method} {route ?? "?"}",
            // What stands in an address may be anything; only what is a number or an id of ours is written down.
            caller?.Subject ?? (http.Request.RouteValues.GetValueOrDefault("id") is string id && (Guid.TryParse(id, out _) || long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? id : null),
            outcome, code, caller?.People));
    }

    private static string Words(HttpContext http, ProblemKind kind) => kind.Status switch
    {
        404 => "There is no such thing.",
        405 => $"This address takes {http.Response.Headers.Allow}.",
        415 => "Send what docs/api.md says for this address, and its Content-Type with it.",
        _ => kind.Title + ".",
    };

    /// <summary>Where and what, without the value.</summary>
    private static string Brief(JsonException json) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? json.Message.Split(" contained in", StringSplitOptions.None)[0].Replace("The JSON property ", "it has a member ", StringComparison.Ordinal).Replace(" could not be mapped to any .NET member", " that is not known", StringComparison.Ordinal) + "."
        : $"at {json.Path ?? "$"}, line {json.LineNumber.GetValueOrDefault() + 1}.";

    [GeneratedRegex("parameter \"\\S+ (?<name>\\w+)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unbound();

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to the API failed: {Kind}")]
    private static partial void Failed(ILogger logger, string kind);
}
