using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

public class OverlapTests
{
    [Fact]
    public void Finds_names_that_differ_in_case_and_names_that_mean_the_same()
    {
        var overlap = Assert.Single(OverlapFinder.Find(["id", "industry", "Phone", "Industry", "business type"], []));
        Assert.Equal([1, 3, 4], overlap.Columns);
        Assert.Equal(["industry", "Industry", "business type"], overlap.Headers);
        Assert.Equal("industry", overlap.Target);
        Assert.Equal("same name but for case and punctuation; names that mean the same", overlap.Reason);
    }

    [Fact]
    public void Finds_the_teams_own_columns_that_differ_in_spelling_and_proposes_the_fuller()
    {
        var overlap = Assert.Single(OverlapFinder.Find(["VIP Level", "vip_level", "VIP-Level (2)"], [["", "gold", ""], ["a", "silver", ""]]));
        Assert.Equal([0, 1, 2], overlap.Columns);
        Assert.Equal("trait:vip_level", overlap.Target);
    }

    [Fact]
    public void Finds_languages_of_one_meaning() =>
        Assert.Equal("company", Assert.Single(OverlapFinder.Find(["公司名称", "Company", "Mobile"], [])).Target);

    [Fact]
    public void One_reason_is_enough()
    {
        var rows = Enumerable.Range(0, 9).Select(i => (IReadOnlyList<string>)[$"sector {i}", $"sector {i}"]).ToList();
        Assert.Equal("same name", Assert.Single(OverlapFinder.Find(["Industry", "Industry (2)"], rows)).Reason);
        Assert.Equal("names that mean the same", Assert.Single(OverlapFinder.Find(["Industry", "business type"], rows)).Reason);
    }

    [Fact]
    public void Several_phones_are_no_overlap_by_name() => Assert.Empty(OverlapFinder.Find(["Phone 1", "Phone 2", "Email", "E-mail 2"], []));

    [Fact]
    public void Finds_columns_with_the_same_values()
    {
        string[] sectors = ["Retail", "Mining", "Farming", "Software", "Health", "Media"];
        var rows = sectors.Select((s, i) => (IReadOnlyList<string>)[s, s.ToUpperInvariant(), $"{i}"]).ToList();
        var overlap = Assert.Single(OverlapFinder.Find(["Industry", "What they do", "rank"], rows));
        Assert.Equal([0, 1], overlap.Columns);
        Assert.Equal("industry", overlap.Target);
        Assert.Equal("100 % of values are in both", overlap.Reason);
    }

    [Fact]
    public void Finds_a_column_that_holds_a_part_of_another()
    {
        var rows = Enumerable.Range(0, 40).Select(i => (IReadOnlyList<string>)[$"segment {i}", i < 8 ? $"Segment {i}" : ""]).ToList();
        var overlap = Assert.Single(OverlapFinder.Find(["Group A", "Group B"], rows));
        Assert.Equal("100 % of the values of \"Group B\" are in \"Group A\"", overlap.Reason);
        Assert.Equal("trait:group_a", overlap.Target);
    }

    [Fact]
    public void Two_facts_with_the_same_values_are_no_overlap()
    {
        var rows = Enumerable.Range(0, 20).Select(i => (IReadOnlyList<string>)[$"+86138001380{i:00}", $"+86138001380{i:00}", "yes", i % 2 == 0 ? "yes" : "no", $"{i % 9}", $"{i % 8}"]).ToList();
        Assert.Empty(OverlapFinder.Find(["Phone", "WhatsApp", "Is buyer", "Is seller", "x1", "y1"], rows));
    }
}
