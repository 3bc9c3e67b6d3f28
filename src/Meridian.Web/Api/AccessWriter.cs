using Meridian.Foundation.Governance;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Meridian.Web.Api;

/// <summary>Writes what the API was asked to the log, from which the audit is made: once a second, and when the server stops.</summary>
public sealed partial class AccessWriter(OpenStore store, ApiHost host, ILogger<AccessWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Write(now: true);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
                Write(now: false);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private void Write(bool now)
    {
        try
        {
            (host.Record as AccessBook)?.Flush(store.Log, now);
        }
        catch (IOException e)
        {
            Failed(logger, e.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What was asked of the API could not be written to the log and is tried again: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);
}
