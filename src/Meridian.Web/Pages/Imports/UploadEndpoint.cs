using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Pages.Imports;

/// <summary>What became of a file that was dropped.</summary>
internal sealed record UploadAnswer(string Id);

/// <summary>
/// Takes a file that a person dropped to the disk as it comes, as a draft to be looked at. It stands behind the API's gate, with which a session needs its form token, and is no part of the
/// API: programs send a file with all that is to be said of it.
/// </summary>
internal static class UploadEndpoint
{
    public const string Path = "/api/pages/imports";

    /// <summary>For lists of numbers, which whoever may sort them may bring; they are drafts, too, so that one can be imported by who may import.</summary>
    public const string ListPath = "/api/pages/numbers";

    private const string NameHeader = "X-File-Name";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Path, Take).Needs(Right.WriteImports, told: true).ExcludeFromDescription();
        app.MapPost(ListPath, Take).Needs(Right.SortNumbers, told: true).ExcludeFromDescription();
    }

    private static async Task<IResult> Take(HttpContext http, ApiStore store, ApiHost host)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = host.UploadBytes + 1;
        if (Uri.UnescapeDataString(http.Request.Headers[NameHeader].ToString()) is not { Length: > 0 } name)
            throw new ProblemException(Problems.BadParameter, $"{NameHeader}: Say what the file is called.");
        using var file = await IncomingFile.ReceiveAsync(store.Store.Folder, http.Request.Body, name, host.UploadBytes, http.RequestAborted).ConfigureAwait(false);
        var draft = new ImportDrafts(store.Store.Folder).Keep(file, http.Caller().Name, SourceNames.Of(file.FileName));
        return Answers.Json(new UploadAnswer(draft.Id), 201);
    }
}
