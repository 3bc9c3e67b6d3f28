using System.ComponentModel;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;
using Meridian.Normalise.EventFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Meridian.Web.Api;

/// <summary><c>POST /api/v1/events/import</c>: files of messages, orders and chats, as <c>meridian events import</c> takes them.</summary>
internal static class EventFilesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/events/files", (HttpContext http, ApiStore store) => Answers.All(store.Read(s => EventFiles.All(s, http.Scope(), Tags.LabelRefresher.EvaluatedTo(s)))))
            .Needs(Right.ReadImports).Produces<Page<EventFileLine>>().WithTags("events").WithSummary("Files of events that came in, and what became of their messages.");
        api.MapPost("/events/import", Take).Needs(Right.WriteImports, told: true).WithMetadata(UploadMark.Here).Produces<EventFileReceipt>().WithTags("events")
            .WithSummary("Take events from a file in: JSON lines in Segment's form, or orders or chats as CSV, TSV or XLSX. Messages that are known change nothing, so a file may be sent again.");
    }

    private static async Task<IResult> Take(
        HttpContext http, ApiStore store, ApiHost host, IntakeGauge gauge, [Description("Of a bare body; otherwise a part of the form.")] string? source,
        [FromQuery(Name = "file_name"), Description("Of a bare body; its end says which format is meant.")] string? fileName, string? country, string? map)
    {
        var upload = await Upload.Receive(http, store, host, EventHeaders.Fields).ConfigureAwait(false);
        using var file = upload.File;
        try
        {
            var mapping = upload.Mapping ?? store.Read(s => Sources.EventMapping(s, upload.Source));
            var table = EventFile.HoldsMessages(file.Path) ? null : EventFile.Open(file.Path, file.Order(upload.Source, upload.Country, mapping, null, null), store.Now);
            var received = 0L;
            // Reading is not done under the gate: a large file would keep everybody's events waiting.
            var entries = await Task.Factory.StartNew(
                () => EventFileIntake.Append(store.Store.Log, file.Path, file.FileName, table, upload.Source, upload.Mapping, () => store.Now, http.RequestAborted, messages =>
                {
                    received += messages;
                    gauge.Acknowledged(messages);
                }),
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            var counts = table?.Counts;
            return Answers.Json(await store.Alone(s => EventFileReceipt.Of(s, entries, received, counts?.Rows ?? 0, counts?.PassedOver ?? 0, counts?.LeftOut ?? 0)).ConfigureAwait(false));
        }
        catch (UnreadableFileException e)
        {
            throw new ProblemException(Problems.UnreadableFile, e.Message.Replace(file.Path, file.FileName, StringComparison.Ordinal));
        }
        catch (EventFileBrokenException e)
        {
            throw new ProblemException(Problems.UnreadableFile, e.Message);
        }
    }
}
