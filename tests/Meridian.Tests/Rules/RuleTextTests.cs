using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

/// <summary>What is read, and how it is written. Two texts in a line: as somebody writes it, and the canonical form.</summary>
public class RuleTextTests
{
    [Theory]
    // The examples of the design.
    [InlineData("""country in ("US", "IN") and platform("whatsapp") and activity = "high" """, """country in ("US", "IN") and platform("whatsapp") and activity = "high" """)]
    [InlineData("""count("Order Completed", within: 30 days, where: total >= 50) >= 3""", """count("Order Completed", within: 30 days, where: total >= 50) >= 3""")]
    [InlineData("""days_since(last("Order Completed")) > 90 and sum("Order Completed".total) > 500""", """days_since(last("Order Completed")) > 90 and sum("Order Completed".total) > 500""")]
    [InlineData("""age between 18 and 30 and not tag("vip") and consent("email", "marketing")""", """age between 18 and 30 and not tag("vip") and consent("email", "marketing")""")]
    // Words and signs.
    [InlineData("""country == "US" AND NOT tag("vip") Or age <> 3""", """country = "US" and not tag("vip") or age != 3""")]
    [InlineData("country='US'", """country = "US" """)]
    [InlineData("country = “US”", """country = "US" """)]
    [InlineData("country = „US“", """country = "US" """)]
    [InlineData("country = «US»", """country = "US" """)]
    [InlineData("age ≥ 18 and age ≠ 20", "age >= 18 and age != 20")]
    [InlineData("（country in （“US”，“CN”））", """country in ("US", "CN")""")]
    [InlineData("COUNT('Order Completed' , WITHIN : 1 Day)>1", """count("Order Completed", within: 1 day) > 1""")]
    [InlineData("vip # who spends much\n and age > 3 # and is old", "vip and age > 3")]
    [InlineData("  vip\r\n\tor\u00A0new ", "vip or new")]
    [InlineData("name contains 'o\\'neil \\u0041'", """name contains "o'neil A" """)]
    [InlineData("""name = "a\"b\\c\n\u202E" """, """name = "a\"b\\c\n\u202E" """)]
    [InlineData("""name = "张伟 🙂" """, """name = "张伟 🙂" """)]
    [InlineData("客户等级 = 3 and ชื่อ is missing and हिन्दी", "客户等级 = 3 and ชื่อ is missing and हिन्दी")]
    // Names.
    [InlineData("address.city = 'Rome'", """address.city = "Rome" """)]
    [InlineData("address.in.'street name' = 'x'", """address.in."street name" = "x" """)]
    [InlineData("""sum("Order Completed"."order total") > 3""", """sum("Order Completed"."order total") > 3""")]
    [InlineData("days > 3 and month = 2 and within30 = 1", "days > 3 and month = 2 and within30 = 1")]
    // Numbers, days, instants, lengths of time.
    [InlineData("x = 1.50 and y = .5 and z = 1e3 and n = -2", "x = 1.5 and y = 0.5 and z = 1000 and n = -2")]
    [InlineData("x = 1e20 and y = 1E-7", "x = 1E+20 and y = 1E-07")]
    [InlineData("birth_date < 2000-02-29", "birth_date < 2000-02-29")]
    [InlineData("created_at >= 2026-01-31T10:00:00Z", "created_at >= 2026-01-31T10:00:00Z")]
    [InlineData("created_at >= 2026-01-31t10:00+08:00", "created_at >= 2026-01-31T02:00:00Z")]
    [InlineData("created_at >= 2026-01-31T10:00:00.1234567Z", "created_at >= 2026-01-31T10:00:00.123456Z")]
    [InlineData("created_at < 30 days ago and now - 1 hours > last_seen_at", "created_at < 30 days ago and now - 1 hour > last_seen_at")]
    [InlineData("created_at > 1.5 Weeks AGO", "created_at > 1.5 weeks ago")]
    [InlineData("x = 2026-10-11 or x = 2026 - 10 - 11", "x = 2026-10-11 or x = 2026 - 10 - 11")]
    // Tests.
    [InlineData("x in (1)", "x in (1)")]
    [InlineData("not x between 1+1 and 2*3 and y", "not x between 1 + 1 and 2 * 3 and y")]
    [InlineData("name STARTS WITH 'a' or name ends with 'b' or name matches '^c'", """name starts with "a" or name ends with "b" or name matches "^c" """)]
    [InlineData("x is missing and y is NOT missing", "x is missing and y is not missing")]
    // Brackets: those that are needed.
    [InlineData("(((a)))", "a")]
    [InlineData("(a and b) or c", "a and b or c")]
    [InlineData("a and (b or c)", "a and (b or c)")]
    [InlineData("(a or b) or c", "a or b or c")]
    [InlineData("not (a and b)", "not (a and b)")]
    [InlineData("not (not a)", "not not a")]
    [InlineData("not (a = b)", "not a = b")]
    [InlineData("(not a) = b", "(not a) = b")]
    [InlineData("(a = b) = true", "(a = b) = true")]
    [InlineData("1 - (2 - 3) > (1 - 2) - 3", "1 - (2 - 3) > 1 - 2 - 3")]
    [InlineData("(1 + 2) * 3 / (4 / 5) > -(6 + 7)", "(1 + 2) * 3 / (4 / 5) > -(6 + 7)")]
    [InlineData("- - 1 < 1 - -1", "--1 < 1 - -1")]
    // Functions.
    [InlineData("count()>0", "count() > 0")]
    [InlineData("count(\"A\", between: 60 days and 30 days) > count(\"A\", before: 2026-01-01)", "count(\"A\", between: 60 days and 30 days) > count(\"A\", before: 2026-01-01)")]
    [InlineData("count(\"A\", where: a = 1 and b = 2) > 0", "count(\"A\", where: a = 1 and b = 2) > 0")]
    [InlineData("percentile(sum(\"A\".total), per: country) >= 90", "percentile(sum(\"A\".total), per: country) >= 90")]
    [InlineData("sequence('A' then 'B' within 2 days THEN NO 'C' within 24 hours, within: 30 days)", """sequence("A" then "B" within 2 days then no "C" within 24 hours, within: 30 days)""")]
    [InlineData("sequence('Product Added' where price > 10 then 'B' where (a or b) within 1 day)", """sequence("Product Added" where price > 10 then "B" where (a or b) within 1 day)""")]
    public void A_rule_is_read_and_written(string written, string canonical)
    {
        var tree = RuleText.Parse(written);
        Assert.Equal(canonical.TrimEnd(), RuleFormatter.Format(tree));
        Assert.Equal(tree, RuleText.Parse(canonical));
    }
}
