using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;

namespace Meridian.EngineTests.Events;

/// <summary>F10: hostile JSON in a batch costs none of its neighbours, and says why it was refused.</summary>
public sealed class HostileMessageTests : StoreTests
{
    /// <summary>A message and a word of the reason why it is refused; empty where it is taken.</summary>
    private static readonly (string What, byte[] Bytes, string Reason)[] Cases =
    [
        ("invalid UTF-8", [.. "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"A"u8, 0xff, 0xfe, .. "\"}"u8], "not UTF-8"),
        ("an overlong form", [.. "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"A"u8, 0xc0, 0xaf, .. "\"}"u8], "not UTF-8"),
        ("a lone surrogate", Text("""{"type":"track","userId":"u","event":"A\ud800"}"""), "surrogate"),
        ("a lone surrogate in a name", Text("""{"type":"track","userId":"u","event":"A","properties":{"\udc00":1}}"""), "surrogate"),
        ("NUL", Text("""{"type":"track","userId":"u","event":"A\u0000"}"""), "NUL"),
        ("NUL in an id that is shown", Text("""{"messageId":"a\u0000b","type":"track","userId":"u","event":"A"}"""), "NUL"),
        ("a name twice", Text("""{"type":"track","userId":"u","userId":"v","event":"A"}"""), "twice"),
        ("a name twice deep inside", Text("""{"type":"track","userId":"u","event":"A","properties":{"a":{"b":1,"\u0062":2}}}"""), "twice"),
        ("65 levels", Text(Deep(64)), "deeper"),
        ("10,000 levels", Text(Deep(9_999)), "bytes"),
        ("1e400", Text("""{"type":"track","userId":"u","event":"A","properties":{"total":1e400}}"""), "too large"),
        ("32 KB and a byte", Text(Padded((32 << 10) + 1)), "bytes"),
        ("10,000 members", Text($$"""{"type":"identify","userId":"u","traits":{ {{string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"\"k{i}\":{i}"))}} } }"""), "bytes"),
        ("a number", Text("17"), "no JSON object"),
        ("a text", Text("\"hello\""), "no JSON object"),
        ("true", Text("true"), "no JSON object"),
        ("an array", Text("[]"), "no JSON object"),
        ("an empty object", Text("{}"), "no type"),
        ("an id of 600 characters", Text($$"""{"type":"track","event":"A","userId":"{{new string('x', 600)}}"}"""), "characters"),
        ("objects for ids", Text("""{"type":"track","event":"A","userId":{},"anonymousId":[1]}"""), "neither"),
        ("a type of another kind", Text("""{"type":{},"event":"A","userId":"u"}"""), "no type"),
        ("64 levels", Text(Deep(63)), ""),
        ("32 KB", Text(Padded(32 << 10)), ""),
        ("3,000 members", Text($$"""{"type":"identify","userId":"many","traits":{ {{string.Join(',', Enumerable.Range(0, 2_900).Select(i => $"\"k{i}\":1"))}} } }"""), ""),
        ("members of every wrong kind", Text("""{"type":"track","userId":7,"event":"A","messageId":9,"context":[1],"properties":"x","timestamp":[],"traits":3,"channel":{}}"""), ""),
    ];

    /// <summary>Each case is a batch of its own, all of them in one store.</summary>
    [Theory, OnEngines]
    public void F10_one_bad_message_among_499_good_ones_is_rejected_with_its_reason_and_they_are_stored(Engine engine)
    {
        var store = Open(engine);
        var entries = Cases.Select((c, n) => store.Receive(
            Batch([.. Enumerable.Range(n * 500, 250).Select(Good), c.Bytes, .. Enumerable.Range((n * 500) + 250, 249).Select(Good)]), 500).Entry).ToList();
        store.Pipeline.Run(store.Session);
        var bad = Cases.Count(c => c.Reason.Length > 0);
        var all = EventQueries.Rejected(store.Session, Scope.Whole, 100);
        Assert.Multiple([.. Cases.Zip(entries, (c, entry) => (Action)(() =>
        {
            var rejected = all.Where(r => r.Entry == entry).ToList();
            Assert.True(rejected.Count == (c.Reason.Length > 0 ? 1 : 0), $"{c.What}: {string.Join(", ", rejected.Select(r => $"row {r.Row}: {r.Reason}"))}");
            foreach (var r in rejected)
            {
                Assert.True((r.Kind, r.Row) == (RejectedKinds.Rejected, 251), $"{c.What}: {r.Kind}, row {r.Row}");
                Assert.True(r.Reason.Contains(c.Reason, StringComparison.Ordinal) && r.Reason.Length is >= 10 and <= 300, $"{c.What}: {r.Reason}");
                Assert.True(r.Payload.Length is >= 1 and <= 4_096 && !(r.Payload + r.MessageId).Contains('\0', StringComparison.Ordinal), $"{c.What}: {r.Payload}");
            }
        }))]);
        Assert.Equal((500L * Cases.Length) - bad, store.AssertConserved(500L * Cases.Length).Applied);
    }

    [Theory, OnEngines]
    public void F10_an_empty_batch_and_an_erased_message_are_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Receive(Batch([]), 0);
        store.Receive(Batch([Text("null"), Good(1), Text("null")]), 3);
        store.Receive(Batch([]), 0);
        store.Pipeline.Run(store.Session);
        Assert.Equal(1, store.AssertConserved(1).Applied);
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void F10_a_context_of_the_batch_that_is_hostile_costs_nobody(Engine engine)
    {
        foreach (var context in new[] { "7", "\"\\ud800\"", "{\"a\":1,\"a\":2}", "{\"locale\":\"\\u0000\"}", "{\"traits\":{\"email\":7},\"device\":{\"id\":{}},\"os\":{\"name\":[]}}", Deep(5_000) })
        {
            var store = Open(engine);
            store.Receive(Text($$"""{"context":{{context}},"batch":[{{Encoding.UTF8.GetString(Good(1))}}]}"""), 1);
            store.Pipeline.Run(store.Session);
            Assert.Equal(1, store.AssertConserved(1).Applied);
        }
    }

    private static byte[] Good(int i) => Text($$"""{"type":"track","userId":"u{{i % 20}}","event":"Good","messageId":"g{{i}}","timestamp":"2026-03-01T10:00:00Z"}""");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Deep(int levels) =>
        $$"""{"type":"track","userId":"deep","event":"A","properties":{{string.Concat(Enumerable.Repeat("{\"a\":", levels - 1))}}{}{{new string('}', levels - 1)}}}""";

    private static string Padded(int bytes)
    {
        const string head = """{"type":"track","userId":"long","event":"A","properties":{"a":" """;
        return head + new string('x', bytes - head.Length - 3) + "\"}}";
    }

    private static byte[] Batch(IReadOnlyList<byte[]> messages)
    {
        using var stream = new MemoryStream();
        stream.Write("{\"batch\":["u8);
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0)
                stream.WriteByte((byte)',');
            stream.Write(messages[i]);
        }

        stream.Write("]}"u8);
        return stream.ToArray();
    }
}
