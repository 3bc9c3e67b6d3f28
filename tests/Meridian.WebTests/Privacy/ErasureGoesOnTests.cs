using System.Diagnostics;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Log;
using Meridian.Tags;
using Meridian.Web;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Meridian.WebTests.Privacy;

/// <summary>A server brings an erasure to its end by itself, also when the first try fails, and applies what comes in all the while.</summary>
public sealed class ErasureGoesOnTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_erasure_that_could_not_be_ended_is_tried_again_while_the_server_runs()
    {
        var folder = new DataFolder(Path.Combine(_folder.FullName, "data"));
        JournalLog log;
        var database = new DuckDbDatabase(folder.Store);
        using (var session = database.OpenSession())
        {
            StoreSchema.Prepare(session);
            log = JournalLog.Open(folder.Journal, session, d => throw new InvalidOperationException($"{d}"));
        }

        var tries = 0;
        using var store = new OpenStore(folder, database, log, new Pipeline(folder, log), () => new DuckDbDatabase(folder.Store))
        {
            ErasureInterval = TimeSpan.FromMilliseconds(1),
            EndErasures = () =>
            {
                if (++tries == 1)
                    throw new IOException("the backup's disk is not there");
            },
        };
        await using var app = MeridianServer.Build(store, SystemClock.Instance, "http://127.0.0.1:0", "token", (_, _, _, _) => 0);
        await app.StartAsync();
        var pump = app.Services.GetRequiredService<Pump>();
        for (var waited = Stopwatch.StartNew(); tries < 2; await Task.Delay(50))
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(120), $"{tries} tries: {pump.Trouble}");
            log.Append(EvaluateOrder.Kind, SystemClock.Instance.StoreNow(), "{}");
        }

        var last = log.Last;
        for (var waited = Stopwatch.StartNew(); pump.AppliedTo < last; await Task.Delay(50))
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(120), pump.Trouble);
        Assert.Null(pump.Trouble);
        await app.StopAsync();
        log.Dispose();
    }
}
