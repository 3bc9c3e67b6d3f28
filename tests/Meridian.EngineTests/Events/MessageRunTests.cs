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
        store.Send(Viewed(1));
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
            if (sent == 4)
                return;
            if (sent == 2)
                store.Log.Append(EvaluateOrder.Kind, store.Now, "{}");
            store.Receive([Viewed(++sent)]);
        };
        store.Send(Viewed(1));
        // The one in front of the other entry is applied, and the one behind it, by which it was noticed.
        Assert.Equal(3, store.Events().Count);
        Assert.Equal(4, sent);
        store.Pipeline.Run(store.Session);
        Assert.Equal(4, store.Events().Count);
        Assert.Equal(store.Log.Last, Math.Max(LogCursor.Position(store.Session).Entry, LogCursor.Position(store.Session).Messages));
    }

    private static string Viewed(int number) =>
        $$"""{"type":"track","event":"Product Viewed","messageId":"m{{number}}","userId":"u{{number}}","timestamp":"2026-03-02T10:00:00Z"}""";
}
