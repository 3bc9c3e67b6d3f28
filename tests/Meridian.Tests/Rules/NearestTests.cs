using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

public class NearestTests
{
    private static readonly string[] Known = ["country", "county", "language", "Order Completed", "Order Refunded", "vip", "age"];

    [Theory]
    [InlineData("contry", "country")]
    [InlineData("coutnry", "country")]
    [InlineData("COUNTRY", "country")]
    [InlineData("langauge", "language")]
    [InlineData("order completd", "Order Completed")]
    [InlineData("vpi", "vip")]
    [InlineData("ag", "age")]
    [InlineData("country", "county")]
    [InlineData("zzz", null)]
    [InlineData("v", null)]
    [InlineData("", null)]
    public void The_nearest_known_word(string word, string? nearest) => Assert.Equal(nearest, Nearest.To(word, Known));

    [Fact]
    public void Long_words_and_long_lists_are_answered_at_once()
    {
        Assert.Null(Nearest.To(new string('x', 100_000), Known));
        Assert.Equal("trait_9999", Nearest.To("triat_9999", Enumerable.Range(0, 10_000).Select(i => $"trait_{i}")));
    }
}
