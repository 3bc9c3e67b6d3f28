using Meridian.Rules.Editing;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;

namespace Meridian.Tests.Rules;

/// <summary>What an editor proposes while a rule is written, and what it says is wrong. The caret is the bar.</summary>
public class RuleEditingTests
{
    private static readonly RuleVocabulary Words = new()
    {
        Events = ["Order Completed", "Order Refunded", "Page Viewed"],
        CustomTraits = ["tier", "loyalty points"],
        Sources = ["crm", "shop"],
        Tags = new Dictionary<string, TagWord>(StringComparer.Ordinal) { ["vip"] = new("vip", null), ["value_tier"] = new("value_tier", ["high", "medium", "low"]) },
        Segments = new Dictionary<string, RuleNode>(StringComparer.Ordinal) { ["big_spenders"] = RuleText.Parse("total_spent > 500") },
    };

    private static RuleSuggestions At(string rule) =>
        RuleCompletion.At(rule.Replace("|", "", StringComparison.Ordinal), rule.IndexOf('|', StringComparison.Ordinal), Words, e => e == "Order Completed" ? ["coupon", "total", "ship to"] : []);

    [Theory]
    [InlineData("coun|", "country")]
    [InlineData("not vi|", "vip")]
    [InlineData("age > 3 and ti|", "tier")]
    [InlineData("cou|", "count")]
    [InlineData("count(\"|\")", "Order Completed")]
    [InlineData("count(\"ref|\")", "Order Refunded")]
    [InlineData("count(Pa|", "Page Viewed")]
    [InlineData("sum(\"Order Completed\".to|", "total")]
    [InlineData("count(\"Order Completed\", |)", "within:")]
    [InlineData("count(\"Order Completed\", within: |)", "30 days")]
    [InlineData("count(\"Order Completed\", where: cou|)", "coupon")]
    [InlineData("count(\"Order Completed\", within: 30 days, where: total > 5 and s|)", "ship to")]
    [InlineData("sequence(\"Page Viewed\" then \"Order C|", "Order Completed")]
    [InlineData("sequence(\"Order Completed\" where |", "total")]
    [InlineData("tag(\"v|\")", "vip")]
    [InlineData("tag(\"value_tier\") = \"|\"", "high")]
    [InlineData("value_tier in (\"high\", \"m|\")", "medium")]
    [InlineData("segment(\"|", "big_spenders")]
    [InlineData("source(\"sh|\")", "shop")]
    [InlineData("platform(\"whats|\")", "whatsapp")]
    [InlineData("country = \"U|", "US")]
    [InlineData("country in (\"US\", \"swe|\")", "SE")]
    [InlineData("country in (\"US\", |)", "AL")]
    [InlineData("area = \"middle|\"", "Middle East")]
    [InlineData("weekday = \"|\"", "sunday")]
    [InlineData("consent(\"em|\", \"marketing\")", "email")]
    [InlineData("consent(\"email\", \"|\")", "marketing")]
    [InlineData("age bet|", "between")]
    [InlineData("age > 3 a|", "and")]
    [InlineData("created_at > 30 d|", "days")]
    [InlineData("created_at > 30 days |", "ago")]
    public void What_fits_the_place_is_proposed(string rule, string proposed) => Assert.Contains(proposed, At(rule).Items.Select(i => i.Text));

    [Theory]
    [InlineData("vip |", "=")]
    [InlineData("count(\"Order Completed\", where: |)", "country")]
    [InlineData("age > 3 # coun|", "country")]
    [InlineData("country = \"|\"", "Order Completed")]
    [InlineData("tag(\"|\")", "Order Completed")]
    [InlineData("name = \"Order|\"", "Order Completed")]
    public void What_does_not_fit_is_not(string rule, string proposed) => Assert.DoesNotContain(proposed, At(rule).Items.Select(i => i.Text));

    [Theory]
    [InlineData("age > 3 and coun|try = \"US\"", "country", "country")]
    [InlineData("count(\"Ord|er\") > 1", "\"Order\"", "\"Order Completed\"")]
    [InlineData("count(\"Ord|", "\"Ord", "\"Order Completed\"")]
    [InlineData("plat|", "plat", "platform(\"$0\")")]
    public void A_proposal_replaces_the_whole_word_or_text(string rule, string replaced, string insert)
    {
        var given = At(rule);
        Assert.Equal(replaced, rule.Replace("|", "", StringComparison.Ordinal).Substring(given.Start, given.Length));
        Assert.Equal(insert, given.Items.First(i => i.Text.StartsWith(replaced.Trim('"'), StringComparison.Ordinal)).Insert);
    }

    [Theory]
    [InlineData("country = \"US\"|", " and ")]
    [InlineData("platform(\"whatsapp\")|", " and ")]
    [InlineData("country = \"US\" |", "and ")]
    public void A_word_stands_apart_from_what_is_before_it(string rule, string insert) => Assert.Equal(insert, At(rule).Items.First(i => i.Text == "and").Insert);

    [Fact]
    public void Nothing_that_is_written_makes_it_fail()
    {
        foreach (var rule in new[] { "", "(", ")", "\"", "a.b.", "count(", "count(\"x\",", "count(\"x\", where:", "sequence(", "\"a\".", "a = ", "in (", ")) and", "#", "a \"b\\", "，（", "1 2 3 \u0000" })
        {
            for (var at = 0; at <= rule.Length; at++)
                RuleCompletion.At(rule, at, Words, _ => []);
            RuleReview.Of(rule, Words);
        }
    }

    [Theory]
    [InlineData("contry = \"US\"", "contry", "country = \"US\"", false)]
    [InlineData("age > 3\nand tagg(\"vip\")", "tagg", "age > 3\nand tag(\"vip\")", true)]
    [InlineData("count(\"Order Complted\") > 1", "\"Order Complted\"", "count(\"Order Completed\") > 1", false)]
    [InlineData("sum(\"Order Complted\".total) > 1", "\"Order Complted\".total", "sum(\"Order Completed\".total) > 1", false)]
    [InlineData("tag(\"value_tier\") = \"hihg\"", "\"hihg\"", "tag(\"value_tier\") = \"high\"", true)]
    [InlineData("age > 3 adn vip", "adn", "age > 3 and vip", true)]
    public void What_is_wrong_is_told_at_its_place_with_what_was_meant(string rule, string at, string mended, bool isError)
    {
        var review = RuleReview.Of(rule, Words);
        var note = Assert.Single(review.Notes);
        Assert.Equal((at, isError, isError), (rule.Substring(note.Start, note.Length), note.IsError, review.Rule is null));
        Assert.Equal(mended, rule[..note.FixStart] + note.Fix + rule[(note.FixStart + note.FixLength)..]);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_in_the_order_of_the_text()
    {
        var review = RuleReview.Of("country = \"Utopia\"\n  or tag(\"vpi\")", Words);
        Assert.Equal([10, 28], review.Notes.Select(n => n.Start));
        Assert.StartsWith("'Utopia' is not a country.", review.Notes[0].Message, StringComparison.Ordinal);
        Assert.Equal("There is no tag 'vpi'. Did you mean 'vip'?", review.Notes[1].Message);
    }

    [Theory]
    [InlineData("", "country", "US", "country = \"US\"")]
    [InlineData("country = \"US\"", "country", "US,IN", "country in (\"US\", \"IN\")")]
    [InlineData("country in (\"US\", \"IN\") and age > 3", "country", "", "age > 3")]
    [InlineData("age > 3 or vip", "platform", "whatsapp", "(age > 3 or vip) and platform(\"whatsapp\")")]
    [InlineData("age > 3 and platform(\"line\")", "platform", "line,telegram", "age > 3 and (platform(\"line\") or platform(\"telegram\"))")]
    [InlineData("vip and age > 3", "tag", "vip,value_tier", "tag(\"vip\") and tag(\"value_tier\") and age > 3")]
    [InlineData("activity = \"high\"", "activity", "low", "activity = \"low\"")]
    [InlineData("age > 3 # why", "activity", "low", "age > 3 # why")]
    [InlineData("age > ", "activity", "low", "age > ")]
    public void A_choice_is_written_into_the_text_and_read_from_it(string rule, string choice, string values, string becomes)
    {
        var wanted = values.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var written = RuleChoices.With(rule, choice, wanted, ["vip", "value_tier"]);
        Assert.Equal(becomes, written);
        if (RuleChoices.Read(written, ["vip", "value_tier"]) is { } read)
            Assert.Equal(wanted, read[choice]);
    }

    [Fact]
    public void Two_parts_that_must_both_hold_are_no_choice()
    {
        const string Both = "platform(\"whatsapp\") and platform(\"line\")";
        Assert.Empty(RuleChoices.Read(Both, [])![RuleChoices.Platform]);
        Assert.Equal(Both, RuleChoices.With(Both, RuleChoices.Platform, ["telegram"], []));
    }

    /// <summary>Rows and text say the same, for any rule.</summary>
    [Theory]
    [InlineData("country = \"US\"")]
    [InlineData("country = \"US\" and (age > 3 or not vip) and not (a = 1 or b = 2)")]
    [InlineData("not (not (age > 3))")]
    [InlineData("not (country = \"US\" and age > 3)")]
    [InlineData("sequence(\"A\" then no \"B\" within 2 days, within: 30 days) or count(\"A\", where: total > 5 and coupon = \"x\") >= 3")]
    public void Rows_give_the_rule_back(string rule)
    {
        var rows = RuleBranch.Of(rule)!;
        Assert.Equal(RuleText.Parse(rule), RuleText.Parse(rows.ToText()));
    }

    [Fact]
    public void Rows_are_changed_and_the_text_follows()
    {
        var rows = RuleBranch.Of("country = \"US\" and (age > 3 or vip)")!;
        rows.Parts[1].Parts[0].Not = true;
        rows.Parts.Add(RuleBranch.Condition("city = \"Pune\" or city = \"Delhi\""));
        rows.Parts.Add(RuleBranch.Condition("  "));
        Assert.Equal("country = \"US\" and (not age > 3 or vip) and (city = \"Pune\" or city = \"Delhi\")", rows.ToText());
        rows.Any = true;
        rows.Parts.RemoveRange(1, 3);
        Assert.Equal("country = \"US\"", rows.ToText());
        Assert.Null(RuleBranch.Of("age > "));
        Assert.Null(RuleBranch.Of("age > 3 # why"));
        Assert.Equal("", RuleBranch.Of(" ")!.ToText());
    }
}
