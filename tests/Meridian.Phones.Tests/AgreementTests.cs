using Meridian.Phones.Tests.Agreement;
using Xunit;

namespace Meridian.Phones.Tests;

public class AgreementTests
{
    /// <summary>Two million: a minute of two cores, nearly all of it the reference's.</summary>
    private const long Count = 2_000_000;

    [Fact]
    public void The_engine_gives_the_references_answers_on_two_million_inputs()
    {
        var differences = Agreement.Agreement.Compare(Count, firstSeed: 1, deepEvery: 8);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }
}
