using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Meridian.Bench.Ingest;

/// <summary>The baseline: Kestrel that reads a batch's JSON from end to end, appends its bytes to a file, flushes, and says 200; requests that come together share a flush.</summary>
internal static class BareServer
{
    public static int Run(string url, string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.WebHost.ConfigureKestrel(o => o.AddServerHeader = false);
        var app = builder.Build();
        var waiting = Channel.CreateBounded<(byte[] Body, TaskCompletionSource Done)>(10_000);
        _ = Task.Factory.StartNew(() => WriteAll(waiting.Reader, file), TaskCreationOptions.LongRunning);
        app.MapGet("/readyz", () => "ready");
        app.MapPost("/v1/batch", async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var bytes = body.ToArray();
            Parse(bytes);
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await waiting.Writer.WriteAsync((bytes, done));
            await done.Task;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{\"success\":true}");
        });
        app.Run();
        return 0;
    }

    private static void Parse(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            // Reading is the parsing.
        }
    }

    private static void WriteAll(ChannelReader<(byte[] Body, TaskCompletionSource Done)> waiting, string file)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var group = new List<TaskCompletionSource>();
        while (waiting.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            using var together = new MemoryStream();
            while (together.Length < 8 << 20 && waiting.TryRead(out var next))
            {
                together.Write(next.Body);
                group.Add(next.Done);
            }

            stream.Write(together.GetBuffer().AsSpan(0, (int)together.Length));
            stream.Flush(flushToDisk: true);
            foreach (var done in group)
                done.SetResult();
        }
    }
}
