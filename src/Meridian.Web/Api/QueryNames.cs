using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>The query parameters that each endpoint has. One that is not known is refused: a filter with a slip in its name would otherwise let everybody through.</summary>
public sealed class QueryNames(IApiDescriptionGroupCollectionProvider descriptions)
{
    private readonly Lazy<Dictionary<string, HashSet<string>>> _names = new(() => descriptions.ApiDescriptionGroups.Items.SelectMany(g => g.Items)
        .GroupBy(d => Key(d.HttpMethod ?? "", d.RelativePath ?? ""), StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.SelectMany(d => d.ParameterDescriptions).Where(p => p.Source.Id == "Query").Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase), StringComparer.Ordinal));

    /// <exception cref="ProblemException">The request has one that the endpoint does not know, or the same one twice.</exception>
    public void Insist(HttpContext http, RouteEndpoint route)
    {
        if (http.Request.Query.Count == 0)
            return;
        var known = _names.Value.GetValueOrDefault(Key(http.Request.Method, route.RoutePattern.RawText ?? "")) ?? [];
        foreach (var (name, values) in http.Request.Query)
        {
            if (!known.Contains(name))
                throw new ProblemException(Problems.BadParameter, $"'{(name.Length > 40 ? name[..40] + "…" : name)}' is no parameter of this address. {(known.Count == 0 ? "It has none." : $"It has {string.Join(", ", known.Order(StringComparer.Ordinal))}.")}");
            if (values.Count > 1)
                throw new ProblemException(Problems.BadParameter, $"'{name}' stands there {values.Count} times; once is meant.");
        }
    }

    private static string Key(string method, string path) => $"{method} {path.Trim('/').Replace(":guid", "", StringComparison.Ordinal).Replace(":long", "", StringComparison.Ordinal)}";
}
