using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Normalise;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>How far an import is; bytes as stored on disk.</summary>
public sealed record ImportProgressView(long Rows, long BytesRead, long BytesTotal);

/// <summary>One import.</summary>
/// <param name="Progress">Null while it is not being applied.</param>
/// <param name="Warnings">The first hundred.</param>
public sealed record ImportView(ImportLine Import, ImportProgressView? Progress, IReadOnlyList<RowWarning> Warnings);

/// <summary>An endpoint whose requests are known by their <c>Idempotency-Key</c> in the store.</summary>
public sealed record KnownByKey;

/// <summary><c>/api/v1/imports</c>: files come in, are rehearsed, looked at and taken back.</summary>
internal static class ImportsApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/imports", List).Needs(Right.ReadImports).Produces<Page<ImportLine>>().WithTags("imports").WithSummary("Imports, the oldest first. A key that is limited to countries sees its own.");
        api.MapPost("/imports", Take).Needs(Right.WriteImports, told: true).WithMetadata(new KnownByKey(), UploadMark.Here).Produces<ImportView>(202).WithTags("imports")
            .WithSummary("Bring a customer file in. It is applied in the background; the answer's Location says how far it is.");
        api.MapPost("/imports/rehearse", Rehearse).Needs(Right.WriteImports, told: true).WithMetadata(UploadMark.Here).Produces<RehearsalView>().WithTags("imports")
            .WithSummary("Rehearse an import: a verdict for every row, nothing written.");
        api.MapGet("/imports/{id:long}", Show).Needs(Right.ReadImports).Produces<ImportView>().Produces(304).WithTags("imports").WithSummary("One import, with its progress while it is applied and its first warnings.");
        api.MapGet("/imports/{id:long}/rejected", Rejected).Needs(Right.ReadImports, told: true).Produces(200, contentType: "text/csv").WithTags("imports")
            .WithSummary("Its rejected rows as CSV, each with why; mended, they can be imported again.");
        api.MapPost("/imports/{id:long}/undo", Undo).Needs(Right.WriteImports, told: true).Repeatable().Produces<ImportLine>().WithTags("imports")
            .WithSummary("Take an import back: the state that the log without it gives. Withdrawn consents stay withdrawn.");
    }

    private static IResult List(HttpContext http, ApiStore store, int? limit, string? cursor)
    {
        var most = Answers.Limit(limit);
        var after = Cursor.Read(http, cursor, 1) is { } place ? Cursor.Number(place[0]) : 0;
        return Answers.Page(http, store.Read(s => ImportLists.Of(s, http.Scope(), after, most + 1)), most, i => Line(http.Scope(), i), i => [i.Entry.ToString(CultureInfo.InvariantCulture)]);
    }

    private static IResult Show(HttpContext http, ApiStore store, Pump pump, long id) => Answers.Single(http, View(http, store, pump, id));

    private static async Task<IResult> Take(
        HttpContext http, ApiStore store, ApiHost host, Pump pump, IdempotencyBook book, [Description("Of a bare body; otherwise a part of the form.")] string? source,
        [FromQuery(Name = "file_name"), Description("Of a bare body; its end says which format is meant.")] string? fileName, string? country, string? map)
    {
        var key = IdempotencyBook.KeyOf(http.Request);
        using var atWork = key is null ? null : book.Begin(IdempotencyBook.Name(http, key));
        var upload = await Upload.Receive(http, store, host).ConfigureAwait(false);
        using var file = upload.File;
        var request = key is null ? null : $"{IdempotencyBook.Name(http, key)}:{Fingerprint(upload)}";
        long entry;
        if (request is not null && store.Read(s => ImportLists.OfRequest(s, store.Log, request[..33])) is { } before)
        {
            if (before.Request != request)
                throw IdempotencyBook.Reused();
            http.Response.Headers["Idempotency-Replayed"] = "true";
            entry = before.Entry;
        }
        else
        {
            var order = file.Order(upload.Source, upload.Country, upload.Mapping, http.Scope().Key, request);
            Look(http, store, file, order);
            entry = store.Read(s => file.Land(s, store.Log, order, store.Now)).Entry;
        }

        http.Caller().Subject = entry.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.Location = $"{ApiEndpoints.Root}/imports/{entry}";
        return Answers.Json(View(http, store, pump, entry), 202);
    }

    private static async Task<IResult> Rehearse(
        HttpContext http, ApiStore store, ApiHost host, [Description("Of a bare body; otherwise a part of the form.")] string? source,
        [FromQuery(Name = "file_name"), Description("Of a bare body; its end says which format is meant.")] string? fileName, string? country, string? map)
    {
        var upload = await Upload.Receive(http, store, host).ConfigureAwait(false);
        using var file = upload.File;
        var order = file.Order(upload.Source, upload.Country, upload.Mapping, http.Scope().Key, null);
        Look(http, store, file, order);
        var rehearsal = await store.Alone(s => store.Store.Pipeline.Rehearse(
            s, file.Path, order with { Mapping = order.Mapping ?? Sources.Find(s, order.Source)?.Mapping }, store.Now, null, http.RequestAborted)).ConfigureAwait(false);
        return Answers.Json(RehearsalView.Of(http.Scope(), rehearsal));
    }

    private static IResult Rejected(HttpContext http, ApiStore store, long id)
    {
        var state = Find(http, store, id);
        var path = RejectedFile.PathOf(store.Store.Folder.Bring(id), state.FileName);
        if (state.RejectedFile is null || !File.Exists(path))
            throw new ProblemException(Problems.NotFound, "No row of this import was rejected.");
        return Results.Stream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), "text/csv; charset=utf-8", Path.GetFileName(path));
    }

    private static async Task<IResult> Undo(HttpContext http, ApiStore store, long id)
    {
        // One that waits or is being applied need not be whole first.
        var undone = await store.Alone(
            s =>
            {
                var state = ImportLists.Find(s, http.Scope(), store.Log, id) ?? throw Answers.NotFound("import");
                if (state.State is "undone" or "refused")
                    throw new ProblemException(Problems.WrongState, $"Import {id} is {state.State} already; nothing of it is in the store.");
                store.Store.Pipeline.Undo(s, id, store.Now, store.Actor);
                return Imports.Find(s, id)!;
            },
            apply: false).ConfigureAwait(false);
        return Answers.Json(Line(http.Scope(), undone));
    }

    private static ImportState Find(HttpContext http, ApiStore store, long id) => store.Read(s => ImportLists.Find(s, http.Scope(), store.Log, id)) ?? throw Answers.NotFound("import");

    private static ImportView View(HttpContext http, ApiStore store, Pump pump, long id)
    {
        var state = Find(http, store, id);
        var progress = state.State == "applying" && pump.Progress is { } p && p.FileName == state.FileName ? new ImportProgressView(p.Rows, p.BytesRead, p.BytesTotal) : null;
        return new ImportView(Line(http.Scope(), state), progress, store.Read(s => ImportLists.Warnings(s, http.Scope(), id)));
    }

    /// <summary>Where files stand on the server's disk is nobody's concern: the rejected rows have an address.</summary>
    private static ImportLine Line(Scope scope, ImportState state) =>
        ImportLine.Of(scope, state) with { RejectedFile = state.RejectedFile is null ? null : $"{ApiEndpoints.Root}/imports/{state.Entry}/rejected" };

    /// <summary>Refuses at once what the pump would refuse later.</summary>
    private static void Look(HttpContext http, ApiStore store, IncomingFile file, ImportOrder order)
    {
        if (store.Read(s => ImportLists.IsOfOthers(s, http.Scope(), order.Source)))
            throw new ProblemException(Problems.LimitedKey, "source: Others bring files of this source too, and the key is limited to countries. Name a source of its own.");
        var (reader, plan) = FilePlanner.Open(file.Path, order, DateTime.UnixEpoch);
        reader.Dispose();
        // Its first customer would be taken for the columns' names, and be lost; who maps the columns has looked at them.
        if (plan.NoHeader is not null && order.Mapping is null)
            throw new ProblemException(Problems.UnreadableFile, "The first row looks like a customer, not like column names. Add a row of names on top (name, phone, email, ...), then send it again.");
    }

    private static string Fingerprint(Upload upload) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', upload.File.Sha256, upload.File.FileName, upload.Source, upload.Country, upload.Mapping))))[..32];
}
