using System.Diagnostics;
using Meridian.DuckDb;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest.Messages;
using Meridian.Resolve;
using Meridian.Review;
using Meridian.Web;
using Meridian.WebTests.Running;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Meridian.WebTests.Faults;

public sealed class LostCommitTests : IDisposable
{
    /// <summary>Of one round.</summary>
    private const int Round = 200;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("meridian-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task F02_a_commit_that_was_durable_though_the_store_threw_is_not_repeated_and_the_server_goes_on_by_itself()
    {
        var folder = new DataFolder(Path.Combine(_folder.FullName, "data"));
        var (left, opened, sent) = (0, 0, 0);
        var first = Open();
        var log = Prepare(first);
        using var store = new OpenStore(folder, first, log, new Pipeline(folder, log), Open);
        await using var app = MeridianServer.Build(store, SystemClock.Instance, "http://127.0.0.1:0", "token", (_, _, _, _) => 0);
        await app.StartAsync();
        using var sender = new NumberedSender(MeridianServer.UrlOf(app), clients: 3, batch: 10);
        var gauge = app.Services.GetRequiredService<IntakeGauge>();
        // The commit whose answer is lost may be another's than the pump's, such as the audit's; then once more.
        for (var round = 0; round < 3 || (opened == 1 && round < 30); round++)
        {
            sent += Round;
            left = 1;
            await sender.Send(sent);
            for (var waited = Stopwatch.StartNew(); Counts().Applied < sent || gauge.Waiting > 0; await Task.Delay(50))
                Assert.True(waited.Elapsed < TimeSpan.FromSeconds(180), $"{Counts()}, {gauge.Waiting} waiting: {app.Services.GetRequiredService<Pump>().Trouble}");
            Assert.True(left <= 0, "No commit was lost.");
        }

        Assert.True(opened > 1, "The store was not opened again.");
        Assert.Equal((sent, sent, 0, 0), (Counts().Received, Counts().Applied, Counts().Duplicates, Counts().Rejected));
        await app.StopAsync();
        using (var session = store.OpenSession())
        {
            Assert.Equal(sent, session.List($"select distinct message_id from {EventTables.Event}", r => r.Text(0)).Count);
            Assert.DoesNotContain(StoreCheck.Run(session, IdentityLimits.Default), r => r.Rows > 0);
        }

        log.Dispose();

        IDatabase Open()
        {
            opened++;
            return LostAnswer.Before(new DuckDbDatabase(folder.Store), () => Interlocked.Decrement(ref left) >= 0);
        }

        Events.MessageCounts Counts()
        {
            using var session = store.OpenSession();
            return EventQueries.Counts(session);
        }

        JournalLog Prepare(IDatabase database)
        {
            using var session = database.OpenSession();
            StoreSchema.Prepare(session);
            var journal = JournalLog.Open(folder.Journal, session, d => throw new InvalidOperationException($"{d}"));
            var key = new KeyOrder(ApiKeys.IdOf(ServerProcess.AdminKey), ApiKeys.Hash(ServerProcess.AdminKey), Roles.Admin, "default", EventsOrder.SharedSpace);
            journal.Append(KeyOrder.Kind, SystemClock.Instance.StoreNow(), key.ToJson());
            new Pipeline(folder, journal).Run(session);
            return journal;
        }
    }
}
