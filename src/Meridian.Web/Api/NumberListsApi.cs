using System.ComponentModel;
using System.IO.Compression;
using System.Text.Json;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Meridian.Numbers.SetAside;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary>What a screening found, in the header <c>Meridian-Counts</c>.</summary>
/// <param name="Match">Rows that match the recipe; null where none was asked.</param>
/// <param name="SetAside">Rows that went into the quarantine; null where that was not asked.</param>
public sealed record ScreenSummary(long Rows, long Valid, long Possible, long Impossible, long Duplicates, long KnownCustomers, long Suppressed, long? Match, long? SetAside);

/// <summary><c>/api/v1/numbers/screen</c>, <c>/dedupe</c> and <c>/compare</c>: lists come up, results go down; nothing of them is kept, but for what is set aside.</summary>
internal static class NumberListsApi
{
    private const string Counts = "Meridian-Counts";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/numbers/screen", Screen).Needs(Right.ScreenNumbers, told: true).WithMetadata(new NumberUploadMark("country", "column", "recipe", "facts", "matching", "quarantine"))
            .Produces(200, contentType: "text/csv").WithTags("numbers")
            .WithSummary("Judge every number: one row out for each row in, with verdict, reason, country, type, zones, duplicates and known customers; the header Meridian-Counts sums up.");
        api.MapPost("/numbers/dedupe", Dedupe).Needs(Right.SortNumbers, told: true).WithMetadata(new NumberUploadMark("country", "column"))
            .Produces(200, contentType: "text/csv").WithTags("numbers").WithSummary("Keep the first row of each number, whatever its spelling; rows without a number that reads stay. The header Meridian-Counts sums up.");
        api.MapPost("/numbers/compare", Compare).Needs(Right.SortNumbers, told: true).WithMetadata(new NumberUploadMark("country", "column", "format"))
            .Produces<ComparisonView>().WithTags("numbers").WithSummary("Lists as sets of numbers: how many are in all, in some, in one only; with format=zip the numbers themselves, a CSV file for each line of the answer.");
    }

    private static Task<IResult> Screen(
        HttpContext http, ApiStore store, ApiHost host, NumberWork work, [FromQuery(Name = "file_name"), Description("Of a bare body; its end says which format is meant.")] string? fileName,
        [Description("Where national numbers are from, when neither row nor column says so.")] string? country, [Description("Column of the numbers, by header or by position from 1.")] string? column,
        [Description("A recipe's name, or conditions in a line: open=whatsapp, age=18-40.")] string? recipe, [Description("true: add what your own data says of each known customer.")] string? facts,
        [Description("true: only the rows that match the recipe.")] string? matching, [Description("true: set aside what is rejected.")] string? quarantine) =>
        With(http, store, host, work, upload =>
        {
            var asked = upload["recipe"] is { } text ? Recipe(store, text) : null;
            var (withFacts, onlyMatching, aside) = (upload.IsSet("facts"), upload.IsSet("matching"), upload.IsSet("quarantine"));
            if (onlyMatching && asked is null)
                throw new ProblemException(Problems.BadParameter, "matching: It needs a recipe.");
            var files = upload.Open(upload.Files, upload["column"]);
            var lists = new List<NumberFile>();
            Quarantine? kept = null;
            try
            {
                lists = upload.Open(upload.Against, null);
                if (aside && files.Find(f => f.IsGenerated) is { } madeUp)
                    throw new ProblemException(Problems.UnreadableFile, $"quarantine: {Path.GetFileName(madeUp.Path)} holds made-up numbers, which are nobody's. Screen it without.");
                var known = store.Read(s => ScreenSources.Customers(s, asked, withFacts, store.Now));
                kept = aside ? new Quarantine(store.Store.Folder.Root, host.OpenSide, SideUse.Write) : null;
                using var rejected = kept?.Begin(asked ?? Rejected.UsualQuestion);
                var options = new ScreenOptions(known, asked, withFacts, lists.Count == 0 ? null : OtherLists.Of(lists, null, http.RequestAborted), DateOnly.FromDateTime(store.Now))
                {
                    Lookups = ScreenSources.Lookups(store.Store.Folder, host, asked, store.Now),
                    SetAside = rejected,
                };
                var (all, chosen) = (Path.Combine(upload.Folder, "screened.csv"), onlyMatching ? Path.Combine(upload.Folder, "matching.csv") : null);
                var counts = NumberScreen.Run(files, options, all, chosen, null, http.RequestAborted);
                var setAside = rejected is null ? null : kept!.SetAside(rejected, store.Now);
                http.Caller().People = counts.Known;
                Say(http, new ScreenSummary(counts.Rows, counts.Valid, counts.Possible, counts.Impossible, counts.Duplicates, counts.Known, counts.Suppressed, counts.Recipe?.Of(Answer.Yes), setAside?.Added));
                return (chosen ?? all, "text/csv; charset=utf-8");
            }
            finally
            {
                kept?.Dispose();
                files.ForEach(f => f.Dispose());
                lists.ForEach(f => f.Dispose());
            }
        });

    private static Task<IResult> Dedupe(
        HttpContext http, ApiStore store, ApiHost host, NumberWork work, [FromQuery(Name = "file_name"), Description("Of a bare body; its end says which format is meant.")] string? fileName,
        [Description("Where national numbers are from, when neither row nor column says so.")] string? country, [Description("Column of the numbers, by header or by position from 1.")] string? column) =>
        With(http, store, host, work, upload =>
        {
            var files = upload.Open(upload.Files, upload["column"]);
            try
            {
                var path = Path.Combine(upload.Folder, "deduped.csv");
                Say(http, DedupeView.Of(null, NumberDedupe.Run(files, path, null, http.RequestAborted)));
                return (path, "text/csv; charset=utf-8");
            }
            finally
            {
                files.ForEach(f => f.Dispose());
            }
        });

    private static Task<IResult> Compare(
        HttpContext http, ApiStore store, ApiHost host, NumberWork work, [Description("Where national numbers are from, when neither row nor column says so.")] string? country,
        [Description("Column of the numbers, by header or by position from 1.")] string? column, [Description("json (where it is left out), or zip.")] string? format) =>
        With(http, store, host, work, upload =>
        {
            if (upload.Files.Count < 2)
                throw new ProblemException(Problems.BadBody, $"file: Two to {NumberComparison.MostLists} lists are compared, each a part of the form.");
            if (upload["format"] is not (null or "json" or "zip"))
                throw new ProblemException(Problems.BadParameter, "format: It is json or zip.");
            var files = upload.Open(upload.Files, upload["column"]);
            try
            {
                using var comparison = NumberComparison.Of(files, null, http.RequestAborted);
                var names = ComparisonView.FileNames(comparison);
                var view = ComparisonView.Of(comparison, upload["format"] == "zip" ? names : []);
                var path = Path.Combine(upload.Folder, "compared.json");
                File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(view, PlainJson.Options));
                if (upload["format"] != "zip")
                    return (path, "application/json");
                var shares = Directory.CreateDirectory(Path.Combine(upload.Folder, "shares")).FullName;
                comparison.Write(names.ConvertAll(n => Path.Combine(shares, n)), http.RequestAborted);
                File.Move(path, Path.Combine(shares, "compared.json"));
                ZipFile.CreateFromDirectory(shares, path = Path.Combine(upload.Folder, "compared.zip"));
                return (path, "application/zip");
            }
            finally
            {
                files.ForEach(f => f.Dispose());
            }
        });

    /// <summary>Takes lists in, works on them, gives the result as a stream; then nothing of them is left.</summary>
    private static async Task<IResult> With(HttpContext http, ApiStore store, ApiHost host, NumberWork work, Func<NumberUpload, (string Path, string Type)> make)
    {
        var upload = await NumberUpload.Receive(http, store, host).ConfigureAwait(false);
        try
        {
            var (path, type) = await work.Run(() => make(upload), http.RequestAborted).ConfigureAwait(false);
            var file = new FileStream(path, new FileStreamOptions { Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous | FileOptions.SequentialScan });
            http.Response.OnCompleted(() =>
            {
                upload.Dispose();
                return Task.CompletedTask;
            });
            return Results.Stream(file, type, Path.GetFileName(path));
        }
        catch
        {
            upload.Dispose();
            throw;
        }
    }

    private static void Say<T>(HttpContext http, T counts) => http.Response.Headers[Counts] = JsonSerializer.Serialize(counts, PlainJson.Options);

    private static Recipe Recipe(ApiStore store, string text)
    {
        try
        {
            return new RecipeBook(store.Store.Folder.Root).Find(text, files: false);
        }
        catch (RecipeException e)
        {
            throw new ProblemException(Problems.BadParameter, $"recipe: {e.Message}");
        }
    }
}
