using CsCheck;
using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

public class RuleRoundTripTests
{
    [Fact]
    public void Any_tree_is_read_back_from_its_text() => RandomRules.Trees(6).Sample(
        tree =>
        {
            var text = RuleFormatter.Format(tree);
            var read = RuleText.Parse(text);
            Assert.Equal(tree, read);
            Assert.Equal(text, RuleFormatter.Format(read));
            Assert.Equal(tree, RuleText.Parse(RuleFormatter.OneLine(tree)));
        }, iter: 4000);

    [Fact]
    public void Text_becomes_JSON_and_text_again_without_loss() => RandomRules.Trees(5).Sample(
        tree =>
        {
            var text = RuleFormatter.Format(tree);
            var json = RuleJson.ToJson(RuleText.Parse(text));
            var read = RuleJson.FromJson(json);
            Assert.Equal(tree, read);
            Assert.Equal(text, RuleFormatter.Format(read));
            Assert.Equal(json, RuleJson.ToJson(read));
            Assert.Equal(tree, RuleJson.FromJson(RuleJson.ToIndentedJson(tree)));
        }, iter: 3000);

    [Fact]
    public void Each_node_knows_where_it_stands() => RandomRules.Trees(5).Sample(
        tree =>
        {
            // What is cut out of the text at a node's place is that node again, but for brackets that belong to its surroundings and nodes that stand in one place only.
            var text = RuleFormatter.Format(tree);
            foreach (var node in RuleTree.All(RuleText.Parse(text)).Where(n => n is not RangeNode))
                Assert.Equal(node, RuleText.Parse(text.Substring(node.Span.Start, node.Span.Length)));
        }, iter: 1000);

    [Fact]
    public void Lines_are_no_longer_than_their_longest_word_makes_them()
    {
        var rule = RuleText.Parse("""
            country in ("US", "IN") and (platform("whatsapp") or platform("telegram")) and count("Order Completed", within: 30 days, where: total >= 50 and currency = "USD" and coupon is not missing and channel in ("web", "app") and paid) >= 3
            """);
        Assert.Equal(
            """
            country in ("US", "IN")
            and (platform("whatsapp") or platform("telegram"))
            and count(
                "Order Completed",
                within: 30 days,
                where: total >= 50
                    and currency = "USD"
                    and coupon is not missing
                    and channel in ("web", "app")
                    and paid
            ) >= 3
            """, RuleFormatter.Format(rule));
    }

    [Fact]
    public void Long_lists_fill_their_lines()
    {
        var rule = RuleText.Parse($"country in ({string.Join(",", Enumerable.Range(10, 40).Select(i => $"'{i}'"))})");
        Assert.Equal(
            """
            country in (
                "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25",
                "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39", "40", "41",
                "42", "43", "44", "45", "46", "47", "48", "49"
            )
            """, RuleFormatter.Format(rule));
    }

    [Fact]
    public void A_broken_or_within_an_and_stands_in_brackets_of_its_own()
    {
        var words = string.Join(" or ", Enumerable.Range(0, 12).Select(i => $"tag(\"tag_{i:00}\")"));
        var lines = RuleFormatter.Format(RuleText.Parse($"not ({words}) and vip")).Split('\n');
        Assert.Equal(["not (", "    tag(\"tag_00\")", "    or tag(\"tag_01\")"], lines[..3]);
        Assert.Equal([")", "and vip"], lines[^2..]);
    }
}
