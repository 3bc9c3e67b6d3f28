using Meridian.EngineTests.Store;
using Meridian.Events;
using Meridian.Foundation.Governance;

namespace Meridian.EngineTests.Events;

/// <summary>F15: a value that hundreds share joins none of them, and an id that names nobody is none.</summary>
public sealed class SuperNodeTests : StoreTests
{
    private const int Users = 300;

    [Theory, OnEngines("\"anonymousId\":\"kiosk\",\"traits\":{\"name\":\"Person {0}\"}")]
    [OnEngines("\"anonymousId\":\"kiosk\",\"traits\":{}")]
    [OnEngines("\"traits\":{\"name\":\"Person {0}\",\"email\":\"shop@example.com\"}")]
    [OnEngines("\"traits\":{\"email\":\"shop@example.com\"}")]
    [OnEngines("\"traits\":{\"name\":\"Person {0}\",\"phone\":\"+447400123456\"}")]
    [OnEngines("\"context\":{\"device\":{\"id\":\"kiosk\"}}")]
    public void F15_a_value_of_300_users_joins_none_of_them(Engine engine, string members)
    {
        var store = Open(engine);
        foreach (var part in Enumerable.Range(0, Users).Chunk(100))
            store.Send([.. part.Select(i => $$"""{"type":"identify","userId":"u{{i}}","messageId":"m{{i}}","timestamp":"2026-03-01T10:00:00Z",{{members.Replace("{0}", $"{i}", StringComparison.Ordinal)}}}""")]);
        Assert.Equal(Users, store.Profiles().Count(p => p.Records.Any(r => r.StartsWith("app/u", StringComparison.Ordinal))));
        Assert.All(store.Profiles(), p => Assert.Single(p.Records));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines("null"), OnEngines("anonymous"), OnEngines("0000"), OnEngines("-1"), OnEngines("0"), OnEngines("00000000-0000-0000-0000-000000000000"), OnEngines(" NULL "), OnEngines("Anonymous"), OnEngines("ｎｕｌｌ")]
    public void F15_an_id_that_names_nobody_joins_nobody_and_is_not_enough(Engine engine, string id)
    {
        var store = Open(engine);
        store.Send(
            $$"""{"type":"identify","userId":"a","anonymousId":"{{id}}","messageId":"1"}""",
            $$"""{"type":"identify","userId":"b","anonymousId":"{{id}}","messageId":"2"}""",
            $$"""{"type":"alias","userId":"b","previousId":"{{id}}","messageId":"3"}""",
            $$"""{"type":"track","event":"A","userId":"{{id}}","anonymousId":"{{id}}","messageId":"4"}""",
            $$"""{"type":"track","event":"A","userId":"{{id}}","anonymousId":"v1","messageId":"5"}""",
            $$"""{"type":"track","event":"A","anonymousId":"{{id}}","context":{"device":{"id":"d1"} },"messageId":"6"}""");
        Assert.Equal("app/a | app/b | app/v1", store.Partition());
        Assert.Equal(3, store.AssertConserved(6).Rejected);
        Assert.Contains(EventQueries.Rejected(store.Session, Scope.Whole, 10), r => r.Reason.Contains("names nobody", StringComparison.Ordinal));
    }
}
