using System.Text.Json;
using Meridian.Rules.Syntax;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>The oracle itself, a line a case: what the language's definition says of one customer.</summary>
public sealed class OracleCaseTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 12, 0, 0);

    private static OracleCustomer Ann()
    {
        var ann = new OracleCustomer(new Guid(1, 0, 0, new byte[8]));
        (string, object)[] traits = [("name", "Ann Lee"), ("country", "US"), ("time_zone", "Pacific/Kiritimati"), ("birth_date", new DateOnly(1996, 3, 3)), ("age", 99d), ("total_spent", 500d), ("created_at", new DateTime(2026, 2, 1))];
        foreach (var (name, value) in traits)
            ann.Traits[name] = value;
        ann.Custom["points"] = "10.5";
        ann.Custom["flag"] = "TRUE";
        ann.Custom["tier"] = "many";
        ann.Sources.Add("crm");
        ann.Tags.Add(new OracleTag("activity", "high", Now.AddDays(-3)));
        Add("Order Completed", Now.AddDays(-30), """{"total":50}""", 50);
        Add("Order Completed", Now.AddDays(-30).AddTicks(10), """{"total":10}""", 10);
        Add("Product Added", Now.AddDays(-2), """{"price":"2.5","item":{"size":7}}""");
        Add("Order Completed", Now, "{}");
        Add("Order Refunded", Now.AddDays(-1), "{}");
        Add("Product Added", Now.AddHours(1), "{}");
        return ann;

        void Add(string name, DateTime at, string properties, double? total = null) => ann.Events.Add(new OracleEvent(name, at, $"{ann.Events.Count}", JsonElement.Parse(properties), total));
    }

    [Theory]
    // Windows are (now - d, now]; what is to come does not count.
    [InlineData("""count("Order Completed", within: 30 days) = 2""", true)]
    [InlineData("""count("Order Completed", before: 30 days) = 1""", true)]
    [InlineData("""count("Order Completed", between: 31 days and 30 days) = 1""", true)]
    [InlineData("""count("Product Added") = 1""", true)]
    [InlineData("""count() = 4""", true)]
    [InlineData("""count("Order Completed", between: 2026-01-31 and 2026-03-02) = 2""", true)]
    [InlineData("""count("Order Completed", where: total >= 50) = 1""", true)]
    [InlineData("""count("Nothing") = 0 and sum("Nothing".x) = 0 and distinct("Nothing".x) = 0 and active_days("Nothing") = 0""", true)]
    [InlineData("""avg("Nothing".x) is missing and first("Nothing") is missing and last("Nothing".x) is missing and max("Nothing".x) is missing""", true)]
    [InlineData("""sum("Order Completed".total) = 60 and avg("Order Completed".total) = 30 and min("Order Completed".total) = 10""", true)]
    [InlineData("""max("Product Added".price) = 2.5 and max("Product Added".item.size) = 7""", true)]
    [InlineData("""active_days() = 3""", true)]
    [InlineData("""days_since(first("Order Completed")) = 30 and days_since(last("Order Completed")) = 0""", true)]
    [InlineData("""streak("Order Completed") = 1 and streak("Product Added") = 0""", true)]
    [InlineData("""usual_gap() is missing""", true)]
    // A missing value makes comparisons false and their negation true.
    [InlineData("city = \"x\"", false)]
    [InlineData("city != \"x\"", false)]
    [InlineData("not city = \"x\"", true)]
    [InlineData("city is missing and name is not missing", true)]
    [InlineData("total_spent / 0 is missing and not total_spent / 0 > 1", true)]
    // What is of the team's own is what it is compared with.
    [InlineData("points > 10 and points = \"10.5\" and tier is not missing", true)]
    [InlineData("tier > 1", false)]
    [InlineData("not tier > 1", true)]
    [InlineData("flag and flag = true and not tier", true)]
    // It is the third of March on Kiritimati, where Ann turns 30.
    [InlineData("today = 2026-03-03 and birthday and age = 30 and weekday = \"tuesday\"", true)]
    [InlineData("country in (\"US\", \"IN\") and country != \"Mexico\" and area != \"Middle East\"", true)]
    [InlineData("activity = \"high\" and tag(\"activity\") and tag(\"activity\") != \"low\" and life_stage is missing", true)]
    [InlineData("days_since(tag_since(\"activity\")) = 3", true)]
    [InlineData("name contains \"LEE\" and name starts with \"ann\" and name matches \"^A.*e$\" and not name matches \"^a\"", true)]
    [InlineData("created_at < 30 days ago and created_at between 2026-02-01 and 2026-02-01", false)]
    [InlineData("created_at between 2026-02-01 and 2026-02-01", true)]
    // Strictly later, (t, t + d], and the time of what must not come is over.
    [InlineData("""sequence("Order Completed" then "Product Added")""", true)]
    [InlineData("""sequence("Product Added" then "Order Completed" within 2 days)""", true)]
    [InlineData("""sequence("Product Added" then "Order Completed" within 47 hours)""", false)]
    [InlineData("""sequence("Product Added" then no "Order Completed" within 47 hours)""", true)]
    [InlineData("""sequence("Product Added" then no "Order Completed" within 2 days)""", false)]
    [InlineData("""sequence("Order Refunded" then no "Message Sent" within 24 hours)""", true)]
    [InlineData("""sequence("Order Refunded" then no "Message Sent" within 25 hours)""", false)]
    [InlineData("""sequence("Order Completed" where total = 50 then "Order Completed" where total = 10, within: 30 days)""", false)]
    [InlineData("""sequence("Order Completed" where total = 50 then "Order Completed" where total = 10)""", true)]
    [InlineData("percentile(total_spent) >= 100 and rank(total_spent) = 1 and not percentile(orders_count) >= 0", true)]
    [InlineData("source(\"crm\") and not source(\"shop\") and segment(\"buyers\")", false)]
    public void The_oracle_reads_the_definition(string rule, bool expected)
    {
        var ann = Ann();
        var other = new OracleCustomer(new Guid(2, 0, 0, new byte[8]));
        other.Traits["total_spent"] = 10d;
        Assert.Equal(expected, new RuleOracle(new OracleWorld([ann, other], RandomTypedRules.Words, Now)).Holds(RuleText.Parse(rule), ann));
    }
}
