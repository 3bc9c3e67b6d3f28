using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Pages.Assets;

/// <summary>
/// The styles and scripts of the pages. They are embedded in the program, so they are there wherever it runs and nothing is fetched from elsewhere; a file's address holds its hash, so a
/// browser keeps it until it changes.
/// </summary>
internal static class WebAssets
{
    private const string Root = "/assets/";

    private const string Script = "blazor.web.js";

    private static readonly FrozenDictionary<string, Asset> Files = Read();

    private sealed record Asset(byte[] Plain, byte[] Zipped, string Hash, string Type);

    /// <summary>Where a file is, such as <c>/assets/app.css?v=…</c>.</summary>
    public static string Url(string file) => $"{(file == Script ? "/_framework/" : Root)}{file}?v={Files[file].Hash}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(Root + "{file}", (HttpContext http, string file) => Serve(http, file));
        app.MapGet("/_framework/" + Script, (HttpContext http) => Serve(http, Script));
    }

    private static IResult Serve(HttpContext http, string file)
    {
        if (!Files.TryGetValue(file, out var asset))
            return Results.NotFound();
        var headers = http.Response.Headers;
        headers.ETag = $"\"{asset.Hash}\"";
        headers.CacheControl = http.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = "Accept-Encoding";
        headers.XContentTypeOptions = "nosniff";
        if (http.Request.Headers.IfNoneMatch == headers.ETag)
            return Results.StatusCode(304);
        if (!http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
            return Results.Bytes(asset.Plain, asset.Type);
        headers.ContentEncoding = "gzip";
        return Results.Bytes(asset.Zipped, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith("assets/", StringComparison.Ordinal)).ToFrozenDictionary(n => n["assets/".Length..], n =>
        {
            using var stream = assembly.GetManifestResourceStream(n)!;
            using var plain = new MemoryStream();
            stream.CopyTo(plain);
            using var zipped = new MemoryStream();
            using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(plain.GetBuffer(), 0, (int)plain.Length);
            var hash = Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()))[..16];
            return new Asset(plain.ToArray(), zipped.ToArray(), hash, Path.GetExtension(n) switch { ".css" => "text/css", ".js" => "text/javascript", ".svg" => "image/svg+xml", _ => "application/octet-stream" });
        }, StringComparer.Ordinal);
    }
}
