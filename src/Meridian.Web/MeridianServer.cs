using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Web.Api;
using Meridian.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Meridian.Web;

/// <summary>A command that came through the server: its arguments and where they were typed.</summary>
/// <param name="User">Who typed it, as their own process says; null from programs that do not say.</param>
public sealed record ForwardedCommand(string[] Args, string Directory, string? User = null);

/// <summary>Runs a command in the server's process; its exit code.</summary>
public delegate int CommandRunner(ForwardedCommand command, TextWriter output, TextWriter error, CancellationToken stop);

/// <summary>The server: HTTP, pump, health and metrics in one process.</summary>
public static class MeridianServer
{
    /// <summary>Addresses of Segment's protocol; the browser's are one letter.</summary>
    private static readonly (string Path, string? Type)[] Addresses =
    [
        ("identify", "identify"), ("track", "track"), ("page", "page"), ("screen", "screen"), ("group", "group"), ("alias", "alias"), ("batch", null), ("import", null),
        ("i", "identify"), ("t", "track"), ("p", "page"), ("s", "screen"), ("g", "group"), ("a", "alias"), ("b", null),
    ];

    /// <param name="token">By which commands of this machine's user are known.</param>
    /// <param name="api">What the API needs; null for a server without one.</param>
    public static WebApplication Build(OpenStore store, IClock clock, string urls, string token, CommandRunner run, ApiHost? api = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(o => o.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // It warns that the keys lie unencrypted in their folder, which only this machine's user may read.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.WebHost.UseUrls(urls.Split(';', ' '));
        builder.WebHost.ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = 64 << 20;
            o.Limits.MinRequestBodyDataRate = new MinDataRate(240, TimeSpan.FromSeconds(5));
        });
        builder.Services.AddSingleton(store).AddSingleton(clock).AddSingleton<IntakeGauge>().AddSingleton(_ => new KeyRing(store, token)).AddSingleton<Intake>().AddSingleton<Pump>();
        builder.Services.AddHostedService(s => s.GetRequiredService<Pump>());
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter(IntakeGauge.Meter).AddMeter("System.Runtime")
            .AddView(IntakeGauge.Delay, new ExplicitBucketHistogramConfiguration { Boundaries = [.. IntakeGauge.DelayBounds] }).AddAspNetCoreInstrumentation().AddPrometheusExporter());
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 })
            builder.Services.AddOpenTelemetry().ConfigureResource(r => r.AddService("meridian").AddEnvironmentVariableDetector()).WithTracing(t => t.AddSource(Tracing.SourceName).AddOtlpExporter());
        if (api is not null)
        {
            ApiEndpoints.AddServices(builder.Services, api);
            WebPages.AddServices(builder.Services, Path.Combine(store.Folder.Root, "secrets"), api.Provider);
        }

        var app = builder.Build();
        app.Use(SayWhenTheStoreFails);
        if (api is not null)
            WebPages.Use(app);
        MapIntake(app);
        MapHealth(app);
        MapCommands(app, run);
        if (api is not null)
        {
            ApiEndpoints.Map(app);
            WebPages.Map(app);
        }

        return app;
    }

    /// <summary>Where a started server listens.</summary>
    public static string UrlOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The link by which the first administrator is made; null where somebody can sign in already, or there are no pages.</summary>
    public static string? FirstRunUrl(WebApplication app) =>
        app.Services.GetService<Pages.Account.FirstRun>() is { IsNeeded: true } first ? ServerFile.Reachable(UrlOf(app)).TrimEnd('/') + first.Path : null;

    /// <summary>A disk or an engine that fails is no fault of the request: it may come again.</summary>
    private static async Task SayWhenTheStoreFails(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (Exception e) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested && (e is System.Data.Common.DbException || (e is IOException and not Microsoft.AspNetCore.Http.BadHttpRequestException)))
        {
            await http.RequestServices.GetRequiredService<Intake>().Refuse(http, 503, "store", "The store cannot be read now. Send it again.", retryAfter: 5).ConfigureAwait(false);
        }
    }

    private static void MapIntake(WebApplication app)
    {
        var intake = app.Services.GetRequiredService<Intake>();
        // Figures of the client about itself; of no customer, and nothing is kept of them.
        app.MapPost("/v1/m", (HttpContext http) =>
        {
            AllowPages(http);
            return Results.Json(new { success = true });
        });
        foreach (var (path, type) in Addresses)
        {
            app.MapPost($"/v1/{path}", (HttpContext http) =>
            {
                AllowPages(http);
                return intake.Take(http, type);
            });
            // A page asks before it sends what a form could not; the Fetch standard's "*" does not cover authorization.
            app.MapMethods($"/v1/{path}", ["OPTIONS"], (HttpContext http) =>
            {
                AllowPages(http);
                http.Response.Headers.AccessControlAllowMethods = "POST, OPTIONS";
                http.Response.Headers.AccessControlAllowHeaders = "authorization, content-type, x-retry-count";
                http.Response.Headers.AccessControlMaxAge = "86400";
                http.Response.StatusCode = 204;
            });
        }
    }

    private static void AllowPages(HttpContext http) => http.Response.Headers.AccessControlAllowOrigin = "*";

    private static void MapHealth(WebApplication app)
    {
        var (store, keys, pump) = (app.Services.GetRequiredService<OpenStore>(), app.Services.GetRequiredService<KeyRing>(), app.Services.GetRequiredService<Pump>());
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/readyz", () => pump.Trouble is { } trouble ? Results.Text(trouble.Split(':')[0], statusCode: 503) : Results.Text("ready"));
        app.MapGet("/status", (HttpContext http) =>
        {
            if (!MayLook(http, keys))
                return Results.Json(new { code = "unknown_key", message = "A key that may look is needed, as bearer or basic user." }, statusCode: 401);
            using var session = store.OpenSession();
            return Results.Json(ServerStatus.Of(session, Scope.Whole, store.Log, Environment.ProcessId));
        });
        app.UseWhen(http => http.Request.Path == "/metrics" && !MayLook(http, keys), branch => branch.Run(http =>
        {
            http.Response.StatusCode = 401;
            return http.Response.WriteAsync("A key that may look is needed, as bearer or basic user.");
        }));
        app.UseOpenTelemetryPrometheusScrapingEndpoint();
    }

    /// <summary>These figures count all countries.</summary>
    private static bool MayLook(HttpContext http, KeyRing keys) => keys.IsLocal(http.Request) || keys.Find(http.Request) is { Role: not Roles.Ingest, Countries: null };

    private static void MapCommands(WebApplication app, CommandRunner run)
    {
        var keys = app.Services.GetRequiredService<KeyRing>();
        app.MapPost("/local/command", async (HttpContext http) =>
        {
            if (!keys.IsLocal(http.Request))
            {
                http.Response.StatusCode = 401;
                return;
            }

            var command = await http.Request.ReadFromJsonAsync<ForwardedCommand>(http.RequestAborted).ConfigureAwait(false);
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
            http.Response.ContentType = "application/octet-stream";
            await http.Response.StartAsync(http.RequestAborted).ConfigureAwait(false);
            var gate = new Lock();
            using var output = new FrameWriter(http.Response.Body, CommandFrames.Output, gate) { NewLine = "\n" };
            using var error = new FrameWriter(http.Response.Body, CommandFrames.Error, gate) { NewLine = "\n" };
            // A command works with blocking calls for as long as it takes.
            var code = await Task.Factory.StartNew(() => run(command!, output, error, http.RequestAborted), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            output.Flush();
            error.Flush();
            keys.Refresh();
            app.Services.GetService<PeopleBook>()?.Refresh();
            CommandFrames.Write(http.Response.Body, CommandFrames.Exit, code.ToString(System.Globalization.CultureInfo.InvariantCulture));
        });
    }
}
