using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Meridian.CliTests.Lookups;

/// <summary>A request as the service saw it.</summary>
internal sealed record Seen(string Method, string Path, string Query, string? Authorization, string Body, long Milliseconds);

/// <summary>A look-up service on this machine that answers as a test says, and remembers what it was asked.</summary>
internal sealed class LookupServer : IDisposable
{
    private readonly WebApplication _application;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _inFlight;

    /// <param name="answer">Called with each request and how many came before it.</param>
    public LookupServer(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(async context =>
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _inFlight));
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            int before;
            lock (Requests)
            {
                before = Requests.Count;
                Requests.Enqueue(new Seen(
                    context.Request.Method, context.Request.Path, $"{context.Request.QueryString}", context.Request.Headers.Authorization, body, _watch.ElapsedMilliseconds));
            }

            try
            {
                await answer(context, before);
            }
            finally
            {
                Interlocked.Decrement(ref _inFlight);
            }
        });
        _application.StartAsync().GetAwaiter().GetResult();
        Address = _application.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    /// <summary>"http://127.0.0.1:40123".</summary>
    public string Address { get; }

    public ConcurrentQueue<Seen> Requests { get; } = [];

    public int MostAtOnce { get; private set; }

    /// <summary>A service that says the same of every number.</summary>
    public static LookupServer Saying(string json, int status = 200) => new((context, _) => Say(context, json, status));

    public static Task Say(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    public void Dispose()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        _application.StopAsync(soon.Token).GetAwaiter().GetResult();
        ((IDisposable)_application).Dispose();
    }
}
