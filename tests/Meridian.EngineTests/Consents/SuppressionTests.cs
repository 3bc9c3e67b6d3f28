using Meridian.Consents;
using Meridian.EngineTests.Store;
using static Meridian.EngineTests.Consents.Consenting;

namespace Meridian.EngineTests.Consents;

/// <summary>Who is on the suppression list is contacted by nobody, for nothing, until they are off it.</summary>
public sealed class SuppressionTests : StoreTests
{
    private const string People = "id,name,email,phone,opt-in\n1,Ann,a.nn+shop@gmail.com,+447400123456,yes\n2,Bo,bo@example.com,+447400123462,yes\n";

    /// <summary>What is suppressed, and who of Ann (a) and Bo (b) may be written to and called then.</summary>
    public static readonly IReadOnlyDictionary<string, (string Text, string May)> Cases = new Dictionary<string, (string Text, string May)>(StringComparer.Ordinal)
    {
        ["an address"] = ("Bo@Example.com", "a / ab"),
        ["another spelling of a mailbox"] = ("ann@googlemail.com", "b / ab"),
        ["a number"] = ("0044 7400 123456", "ab / b"),
        ["the hash of an address"] = (Suppressions.Hash("bo@example.com"), "a / ab"),
        ["the hash of an address in capitals"] = (Suppressions.Hash("bo@example.com").ToUpperInvariant(), "a / ab"),
        ["the hash of a number"] = (Suppressions.Hash("+447400123456"), "ab / b"),
        ["the hash of a number without its plus"] = (Suppressions.Hash("447400123456"), "ab / b"),
        ["somebody else"] = ("cy@example.com", "ab / ab"),
    };

    public static IEnumerable<TheoryDataRow<Engine, string, bool>> EveryCase =>
        from engine in Engines.All from name in Cases.Keys from later in new[] { false, true } select new TheoryDataRow<Engine, string, bool>(engine, name, later);

    [Theory, MemberData(nameof(EveryCase))]
    public void Suppressing(Engine engine, string what, bool beforeTheyCome)
    {
        var store = Open(engine);
        if (beforeTheyCome)
            store.Suppress(Cases[what].Text);
        store.Import(People);
        if (!beforeTheyCome)
            store.Suppress(Cases[what].Text);
        Assert.Equal(Cases[what].May, May(store));
        // It outweighs what they say themselves, and every purpose.
        store.Say(Grant("bo@example.com", own: true), Grant("ann@gmail.com", own: true), Grant("+447400123456", "call", own: true));
        Assert.Equal(Cases[what].May, May(store));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
        store.Unsuppress(Cases[what].Text);
        Assert.Equal("ab / ab", May(store));
        Assert.Empty(Suppressions.All(store.Session));
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());
    }

    [Theory, OnEngines]
    public void For_one_channel_it_holds_there_only(Engine engine)
    {
        var store = Open(engine);
        store.Import(People);
        store.Suppress("+447400123456", "sms");
        Assert.Equal("+447400123462", store.May("sms"));
        Assert.Equal("+447400123456 +447400123462", store.May("call"));
        Assert.Equal((0, 1), (store.Suppress("+447400123456", "sms").Done, store.Suppress("+447400123456", "sms").Unchanged));
        Assert.Equal(1, store.Suppress("+447400123456").Done);
        Assert.Equal("+447400123462", store.May("call"));
        store.Unsuppress("+447400123456");
        Assert.Equal("+447400123456 +447400123462", store.May("sms"));
    }

    [Theory]
    [OnEngines("d41d8cd98f00b204e9800998ecf8427e", "MD5")]
    [OnEngines("da39a3ee5e6b4b0d3255bfef95601890afd80709", "SHA-1")]
    [OnEngines("nobody", "no e-mail address")]
    public void What_cannot_be_trusted_is_refused_with_what_to_do(Engine engine, string text, string reason)
    {
        var store = Open(engine);
        Assert.Contains(reason, Assert.Single(store.Suppress(text).Refused).Reason, StringComparison.Ordinal);
        Assert.Empty(Suppressions.All(store.Session));
    }

    private static string May(TestStore store) => $"{Names(store.May())} / {Names(store.May("call"))}";

    private static string Names(string targets) => (targets.Contains("a.nn", StringComparison.Ordinal) || targets.Contains("123456", StringComparison.Ordinal) ? "a" : "")
        + (targets.Contains("bo@", StringComparison.Ordinal) || targets.Contains("123462", StringComparison.Ordinal) ? "b" : "");
}
