using Meridian.EngineTests.Store;
using Meridian.Foundation.Log;
using Meridian.Tags;

namespace Meridian.EngineTests.Events;

/// <summary>How long a run over the log goes on while messages come in.</summary>
public sealed class MessageRunTests : StoreTests
{
    [Theory, OnEngines]
    public void Messages_that_come_while_others_are_applied_are_applied_in_the_same_run(Engine engine)
    {
        var store = Open(engine);
        var sent = 1;
        store.Pipeline.MessagesDone = _ =>
        {
            if (sent < 4)
                store.Receive([Viewed(++sent)]);
        };
        store.Receive([Viewed(1)]);
        store.Pipeline.Run(store.Session, stay: true);
        Assert.Equal(4, sent);
        Assert.Equal(4, store.Events().Count);
        Assert.Equal(store.Log.Last, LogCursor.Position(store.Session).Messages);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void They_wait_as_soon_as_something_else_waits(Engine engine)
    {
        var store = Open(engine);
        var sent = 1;
        store.Pipeline.MessagesDone = _ =>
        {
            if (sent == 3)
                return;
            if (sent == 2)
                store.Log.Append(EvaluateOrder.Kind, store.Now, "{}");
            store.Receive([Viewed(++sent)]);
        };
        store.Receive([Viewed(1)]);
        store.Pipeline.Run(store.Session, stay: true);
        Assert.Equal(2, store.Events().Count);
        Assert.Equal(3, sent);
        Assert.Equal(LogCursor.Position(store.Session).Messages + 2, store.Log.Last);
        store.Pipeline.Run(store.Session, stay: true);
        Assert.Equal(3, store.Events().Count);
        Assert.Equal((store.Log.Last, true), (LogCursor.Position(store.Session).Entry, LogCursor.Position(store.Session).Done));
    }

    [Theory, OnEngines]
    public void Who_has_other_work_to_do_does_not_stay(Engine engine)
    {
        var store = Open(engine);
        var sent = 1;
        store.Pipeline.MessagesDone = _ => store.Receive([Viewed(++sent)]);
        store.Send(Viewed(1));
        Assert.Single(store.Events());
    }

    private static string Viewed(int number) =>
        $$"""{"type":"track","event":"Product Viewed","messageId":"m{{number}}","userId":"u{{number}}","timestamp":"2026-03-02T10:00:00Z"}""";
}
