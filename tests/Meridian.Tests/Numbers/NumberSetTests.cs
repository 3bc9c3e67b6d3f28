using CsCheck;
using Meridian.Numbers;

namespace Meridian.Tests.Numbers;

public sealed class NumberSetTests
{
    [Fact]
    public void The_first_position_of_each_number_is_kept_as_a_dictionary_would() =>
        Gen.ULong[1, 3_000].Array[0, 5_000].Sample(
            keys =>
            {
                var set = new NumberSet();
                var expected = new Dictionary<ulong, uint>();
                for (uint i = 0; i < keys.Length; i++)
                {
                    Assert.Equal(expected.TryAdd(keys[i], i), set.Add(keys[i], i, out var first));
                    Assert.Equal(expected[keys[i]], first);
                }

                Assert.Equal(expected.Count, set.Count);
                Assert.Equal(expected.OrderBy(e => e.Key).Select(e => (e.Key, e.Value)), set.All().OrderBy(e => e.Key));
                Assert.False(set.TryGet(3_001, out _));
            },
            iter: 200);

    [Fact]
    public void Marks_add_up()
    {
        var set = new NumberSet();
        set.Mark(7, 1);
        set.Mark(7, 4);
        Assert.True(set.TryGet(7, out var marks));
        Assert.Equal(5u, marks);
    }

    [Theory]
    [InlineData("+8613800138000")]
    [InlineData("+390612345678")]
    [InlineData("+1234567890123456789")]
    public void A_packed_number_is_unpacked_to_the_same_text(string e164) => Assert.Equal(e164, NumberSet.Unpack(NumberSet.Pack(e164)));

    /// <summary>
    /// Ten million numbers must leave room under 500 MB; a tenth of them here. Counted is what this thread asks for while the set doubles, twice what it holds in the
    /// end: the heap's size is not this test's alone, others run beside it.
    /// </summary>
    [Fact]
    public void A_million_numbers_take_less_than_thirty_megabytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var set = new NumberSet();
        for (uint i = 0; i < 1_000_000; i++)
            Assert.True(set.Add(491_500_000_000UL + i, i, out _));
        var asked = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1_000_000, set.Count);
        Assert.InRange(asked, 12_000_000, 60_000_000);
    }

    /// <summary>One rule in two places: what an import joins, a list must not count as two.</summary>
    [Theory]
    [InlineData("+551187654321")]
    [InlineData("+551167654321")]
    [InlineData("+551133334444")]
    [InlineData("+5511987654321")]
    [InlineData("+552122345678")]
    [InlineData("+5491123456789")]
    [InlineData("+15517654321")]
    public void Numbers_match_as_an_import_joins_them(string e164)
    {
        Assert.True(Meridian.Normalise.PhoneText.TryRead(e164, null, null, null, out var phone, out _));
        Assert.Equal(phone.MatchText, NumberSet.Unpack(NumberSet.Match(NumberSet.Pack(phone.E164))));
    }
}
