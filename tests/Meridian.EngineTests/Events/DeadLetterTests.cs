using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;
using Meridian.Ingest.Messages;
using Meridian.Normalise.Messages;
using NodaTime;

namespace Meridian.EngineTests.Events;

/// <summary>F34: a message on which the program fails is set aside with its reason, its neighbours are applied, and it can be tried again or given up.</summary>
public sealed class DeadLetterTests : StoreTests
{
    private static string Message(string id, string user = "u1") => $$"""{"type":"identify","userId":"{{user}}","messageId":"{{id}}","traits":{"name":"{{user}} Lee","email":"{{user}}@example.com"} }""";

    private static void Fail(Message message)
    {
        if (message.MessageId.StartsWith("bad", StringComparison.Ordinal))
            throw new InvalidOperationException("no such thing\nsecond line");
    }

    [Theory, OnEngines]
    public void F34_a_message_that_fails_is_a_dead_letter_and_its_neighbours_are_applied(Engine engine)
    {
        var store = Open(engine);
        store.Pipeline.InspectMessage = Fail;
        store.Receive([.. Enumerable.Range(0, 200).Select(i => Message($"m{i}", $"a{i}"))]);
        store.Receive([.. Enumerable.Range(0, 499).Select(i => Message(i == 250 ? "bad" : $"n{i}", $"b{i}")), Message("bad2", "b999")]);
        store.Receive([Message("after", "c1")]);
        store.Pipeline.Run(store.Session);
        Assert.Equal(new MessageCounts(701, 699, 0, 0, 2), store.AssertConserved(701));
        var dead = EventQueries.Rejected(store.Session, Scope.Whole, 10, RejectedKinds.Dead);
        Assert.Equal([(2L, 500, "bad2"), (2L, 251, "bad")], dead.Select(d => (d.Entry, d.Row, d.MessageId!)));
        Assert.All(dead, d => Assert.Equal("the program failed on it: InvalidOperationException: no such thing", d.Reason));
    }

    [Theory, OnEngines]
    public void F34_messages_that_fail_only_together_do_not_stop_the_others(Engine engine)
    {
        var store = Open(engine);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var looks = 0;
        // Every second look at the third message fails, so that no try tells which it is.
        store.Pipeline.InspectMessage = m =>
        {
            if (m.MessageId == "m3" && looks++ % 2 == 0)
                throw new InvalidOperationException("now and then");
            seen.Add(m.MessageId);
        };
        store.Receive([Message("m1"), Message("m2"), Message("m3")]);
        store.Receive([Message("m4")]);
        store.Pipeline.Run(store.Session);
        Assert.Contains("m4", seen);
        store.AssertConserved(4);
    }

    [Theory, OnEngines]
    public void F34_a_dead_letter_that_is_tried_again_is_applied_as_if_it_had_come_now(Engine engine)
    {
        var (store, never) = (Open(engine), Open(engine));
        store.Pipeline.InspectMessage = Fail;
        store.Receive([Message("good"), Message("bad", "u2")]);
        store.Pipeline.Run(store.Session);
        store.Clock.Advance(Duration.FromHours(3));
        store.Receive([Message("later", "u3"), Message("other", "u2")]);
        store.Pipeline.Run(store.Session);
        Retry(store, DeadLetters.All(store.Session));
        Assert.Equal(new MessageCounts(4, 3, 0, 0, 1), store.AssertConserved(4));
        Assert.Equal((1L, 2), EventQueries.Rejected(store.Session, Scope.Whole, 10, RejectedKinds.Dead).Select(d => (d.Entry, d.Row)).Single());

        store.Pipeline.InspectMessage = null;
        Retry(store, [.. DeadLetters.All(store.Session), new MessagePlace(1, 1), new MessagePlace(1, 2), new MessagePlace(99, 1)]);
        Assert.Equal(new MessageCounts(4, 4, 0, 0, 0), store.AssertConserved(4));
        Assert.Empty(DeadLetters.All(store.Session));
        Assert.Equal(TestStore.Start.InUtc().ToDateTimeUnspecified(), EventQueries.Last(store.Session, Scope.Whole, null, null, 10).Single(e => e.MessageId == "bad").ReceivedAt);

        never.Send(Message("good"), Message("bad", "u2"));
        never.Clock.Advance(Duration.FromHours(3));
        never.Send(Message("later", "u3"), Message("other", "u2"));
        Assert.Equal(never.Partition(), store.Partition());
        Assert.Equal(never.DigestParts(), store.DigestParts());
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());

        // It is known from now on.
        store.Send(Message("bad", "u2"));
        store.Restart();
        store.Send(Message("bad", "u2"));
        Assert.Equal(2, store.AssertConserved(6).Duplicates);
    }

    [Theory, OnEngines]
    public void F34_a_dead_letter_that_came_again_and_was_applied_is_a_duplicate_when_it_is_tried_again(Engine engine)
    {
        var store = Open(engine);
        store.Pipeline.InspectMessage = Fail;
        store.Receive([Message("bad")]);
        store.Pipeline.Run(store.Session);
        store.Pipeline.InspectMessage = null;
        store.Receive([Message("bad")]);
        store.Pipeline.Run(store.Session);
        Retry(store, DeadLetters.All(store.Session));
        Assert.Equal(new MessageCounts(2, 1, 1, 0, 0), store.AssertConserved(2));
    }

    [Theory, OnEngines]
    public void F34_dead_letters_that_are_given_up_wait_for_nobody_and_stay_counted(Engine engine)
    {
        var store = Open(engine);
        store.Pipeline.InspectMessage = Fail;
        store.Receive([Message("bad1"), Message("bad2"), Message("good")]);
        store.Pipeline.Run(store.Session);
        store.Log.Append(DeadDropOrder.Kind, store.Now, new DeadDropOrder([new MessagePlace(1, 2)]).ToJson());
        store.Receive([Message("good2")]);
        store.Pipeline.Run(store.Session);
        Assert.Equal(new MessageCounts(4, 2, 0, 0, 2), store.AssertConserved(4));
        Assert.Equal([new MessagePlace(1, 1)], DeadLetters.All(store.Session));
        Assert.Equal("bad2", Assert.Single(EventQueries.Rejected(store.Session, Scope.Whole, 10, RejectedKinds.Dropped)).MessageId);

        // What was given up is not tried again.
        store.Pipeline.InspectMessage = null;
        Retry(store, [new MessagePlace(1, 1), new MessagePlace(1, 2)]);
        Assert.Equal(new MessageCounts(4, 3, 0, 0, 1), store.AssertConserved(4));
    }

    private static void Retry(TestStore store, IReadOnlyList<MessagePlace> messages)
    {
        store.Log.Append(DeadRetryOrder.Kind, store.Now, new DeadRetryOrder(messages).ToJson());
        store.Pipeline.Run(store.Session);
    }
}
