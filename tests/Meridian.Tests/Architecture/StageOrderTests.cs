using System.Reflection;
using NetArchTest.Rules;

namespace Meridian.Tests.Architecture;

/// <summary>
/// Data walks through the house in one direction: a stage uses Foundation and earlier stages only, and Foundation knows no stage.
/// The root namespace (Pipeline and what it hands on) may use all of them; no stage uses it.
/// </summary>
public sealed class StageOrderTests
{
    /// <summary>The stages in the order of the flow; the last three stand side by side. Numbers judges lists beside the flow and reads what any stage has found out of a customer.</summary>
    private static readonly string[][] Order = [["Ingest"], ["Normalise"], ["Resolve"], ["Profiles"], ["Events"], ["Consents"], ["Rules"], ["Tags"], ["Changes"], ["Segments"], ["Activate", "Review", "Numbers"], ["Privacy"], ["Audit"]];

    private static readonly Assembly Product = typeof(Pipeline).Assembly;

    public static TheoryData<string, string> Forbidden()
    {
        var pairs = new TheoryData<string, string>();
        for (var i = 0; i < Order.Length; i++)
        {
            foreach (var stage in Order[i])
            {
                pairs.Add("Foundation", stage);
                foreach (var later in Order[i..].SelectMany(s => s).Where(s => s != stage))
                    pairs.Add(stage, later);
            }
        }

        return pairs;
    }

    [Theory, MemberData(nameof(Forbidden))]
    public void A_stage_knows_no_later_one(string stage, string later) =>
        AssertNone(Types.InAssembly(Product).That().ResideInNamespace("Meridian." + stage).And().HaveDependencyOn("Meridian." + later));

    [Fact]
    public void No_stage_uses_the_pipeline()
    {
        var root = Product.GetTypes().Where(t => t.Namespace == "Meridian" && !t.IsNested).Select(t => t.FullName!).Where(n => !n.Contains('<', StringComparison.Ordinal)).ToArray();
        Assert.Contains("Meridian.Pipeline", root);
        foreach (var stage in Order.SelectMany(s => s).Append("Foundation"))
            AssertNone(Types.InAssembly(Product).That().ResideInNamespace("Meridian." + stage).And().HaveDependencyOnAny(root));
    }

    /// <summary>A rule about a namespace that does not exist would hold for ever: every stage has types, and no namespace is without a place in the order.</summary>
    [Fact]
    public void Every_namespace_has_its_place_in_the_order()
    {
        var first = Product.GetTypes().Where(t => t.Namespace?.StartsWith("Meridian.", StringComparison.Ordinal) == true).Select(t => t.Namespace!.Split('.')[1]).Distinct(StringComparer.Ordinal);
        Assert.Equal(Order.SelectMany(s => s).Append("Foundation").Order(StringComparer.Ordinal), first.Order(StringComparer.Ordinal));
    }

    /// <summary>The check finds what is there: Normalise does use Ingest, Tags does use Profiles.</summary>
    [Theory]
    [InlineData("Normalise", "Ingest")]
    [InlineData("Tags", "Profiles")]
    [InlineData("Activate", "Segments")]
    public void Use_of_an_earlier_stage_is_seen(string stage, string earlier) =>
        Assert.NotEmpty(Types.InAssembly(Product).That().ResideInNamespace("Meridian." + stage).And().HaveDependencyOn("Meridian." + earlier).GetTypes());

    [Theory]
    [InlineData("DuckDB")]
    [InlineData("Npgsql")]
    [InlineData("Dapper")]
    [InlineData("System.Net.Http")]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("Meridian.DuckDb")]
    [InlineData("Meridian.Cli")]
    public void The_product_knows_no_driver_no_http_and_no_host(string what)
    {
        AssertNone(Types.InAssembly(Product).That().HaveDependencyOn(what));
        Assert.DoesNotContain(Product.GetReferencedAssemblies(), a => a.Name!.StartsWith(what, StringComparison.Ordinal));
    }

    private static void AssertNone(PredicateList types) => Assert.Empty(types.GetTypes().Select(t => t.FullName));
}
