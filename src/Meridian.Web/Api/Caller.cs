using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Http;

namespace Meridian.Web.Api;

/// <summary>Who a request is from, and what is noted of it for the audit.</summary>
/// <param name="Secret">Known to the server only (the hash of what the caller showed): signs what is given to this caller to bring again.</param>
public sealed record Caller(Scope Scope, byte[] Secret)
{
    /// <summary>Id of the key, or "local".</summary>
    public string Name => Scope.Key ?? "local";

    /// <summary>By which answers are sealed for this caller alone; see <see cref="AnswerSeal"/>.</summary>
    public required byte[] Seal { get; init; }

    /// <summary>What the request was about; see <see cref="Access.Subject"/>.</summary>
    public string? Subject { get; set; }

    /// <summary>How many customers' data was given out.</summary>
    public long? People { get; set; }
}

public static class CallerExtensions
{
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("The request was not let in by the gate.");

    public static Scope Scope(this HttpContext http) => http.Caller().Scope;
}
