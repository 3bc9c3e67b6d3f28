using System.Text.Json.Serialization;

namespace Meridian.Web.Api;

/// <summary>A kind of problem: its code never changes, so programs may rely on it.</summary>
/// <param name="Title">The same for every problem of this kind.</param>
public sealed record ProblemKind(string Code, int Status, string Title);

/// <summary>What went wrong with a request, as RFC 9457 has it.</summary>
/// <param name="Type">A name for the kind: <c>urn:meridian:problem:CODE</c>.</param>
/// <param name="Detail">What was wrong here, and what to do.</param>
/// <param name="Code">One of those in docs/api.md.</param>
public sealed record ProblemAnswer(
    [property: JsonPropertyName("type")] string Type, [property: JsonPropertyName("title")] string Title, [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("detail")] string? Detail, [property: JsonPropertyName("code")] string Code);

/// <summary>All kinds of problems that the API answers with.</summary>
public static class Problems
{
    public const string ContentType = "application/problem+json";

    public static readonly ProblemKind BadParameter = new("bad_parameter", 400, "A parameter cannot be read");
    public static readonly ProblemKind BadBody = new("bad_body", 400, "The body cannot be read");
    public static readonly ProblemKind BadCursor = new("bad_cursor", 400, "The cursor is not one that this list gave to this key");
    public static readonly ProblemKind BadIdempotencyKey = new("bad_idempotency_key", 400, "The Idempotency-Key cannot be used");
    public static readonly ProblemKind NoKey = new("no_key", 401, "No key that is known came with the request");
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "The key may not do this");
    public static readonly ProblemKind NoFormToken = new("no_form_token", 403, "The request does not come from the session's own page");
    public static readonly ProblemKind LimitedKey = new("limited_key", 403, "A key that is limited to countries may not do this");
    public static readonly ProblemKind NotFound = new("not_found", 404, "There is no such thing");
    public static readonly ProblemKind WrongMethod = new("wrong_method", 405, "The address does not know this method");
    public static readonly ProblemKind SlowBody = new("slow_body", 408, "The body came too slowly");
    public static readonly ProblemKind WrongState = new("wrong_state", 409, "It is not in a state in which this can be done");
    public static readonly ProblemKind InFlight = new("in_flight", 409, "The same request is at work");
    public static readonly ProblemKind ChangesGone = new("changes_gone", 410, "Changes went before they were read");
    public static readonly ProblemKind TooLarge = new("too_large", 413, "The request is too large");
    public static readonly ProblemKind WrongType = new("wrong_content_type", 415, "The content type is not one that is taken here");
    public static readonly ProblemKind UnreadableFile = new("unreadable_file", 422, "The file cannot be read");
    public static readonly ProblemKind BadMapping = new("bad_mapping", 422, "The mapping of columns cannot be used");
    public static readonly ProblemKind BadDefinition = new("bad_definition", 422, "The tag or segment cannot be so");
    public static readonly ProblemKind BadRule = new("bad_rule", 422, "The rule cannot be read, or makes no sense");
    public static readonly ProblemKind KeyReused = new("idempotency_key_reused", 422, "The Idempotency-Key came with another request before");
    public static readonly ProblemKind TooFast = new("too_fast", 429, "Too many requests");
    public static readonly ProblemKind Internal = new("internal", 500, "The program failed");
    public static readonly ProblemKind NotHere = new("not_here", 501, "This server cannot do this");
    public static readonly ProblemKind StoreFails = new("store", 503, "The store cannot be read or written now");
    public static readonly ProblemKind Busy = new("busy", 503, "Something that takes long is at work");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        BadParameter, BadBody, BadCursor, BadIdempotencyKey, NoKey, Forbidden, NoFormToken, LimitedKey, NotFound, WrongMethod, SlowBody, WrongState, InFlight, ChangesGone, TooLarge, WrongType, UnreadableFile, BadMapping,
        BadDefinition, BadRule, KeyReused, TooFast, Internal, NotHere, StoreFails, Busy,
    ];

    /// <summary>The kind of a status that the framework gave by itself; null for one that is no problem.</summary>
    public static ProblemKind? OfStatus(int status) => status switch
    {
        < 400 => null,
        400 => BadBody,
        401 => NoKey,
        403 => Forbidden,
        404 => NotFound,
        405 => WrongMethod,
        408 => SlowBody,
        413 => TooLarge,
        415 => WrongType,
        429 => TooFast,
        < 500 => BadParameter,
        _ => Internal,
    };
}

/// <summary>Ends a request with a problem.</summary>
/// <param name="detail">What was wrong, where, and what to do; without personal data that the caller did not send.</param>
/// <param name="retryAfter">Seconds after which it may go.</param>
public sealed class ProblemException(ProblemKind kind, string detail, int? retryAfter = null) : Exception(detail)
{
    public ProblemKind Kind => kind;

    public int? RetryAfter => retryAfter;
}
