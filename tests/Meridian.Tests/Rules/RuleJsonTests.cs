using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

public class RuleJsonTests
{
    [Theory]
    [InlineData("vip", """{"name":"vip"}""")]
    [InlineData("address.city = \"Rome\"", """{"op":"=","of":[{"name":"address.city"},"Rome"]}""")]
    [InlineData("address.\"street name\" = true", """{"op":"=","of":[{"name":["address","street name"]},true]}""")]
    [InlineData("country in (\"US\", \"IN\") and not vip", """{"op":"and","of":[{"op":"in","of":[{"name":"country"},"US","IN"]},{"op":"not","of":[{"name":"vip"}]}]}""")]
    [InlineData("age between 18 and 30.5", """{"op":"between","of":[{"name":"age"},18,30.5]}""")]
    [InlineData("name starts with \"é\"", """{"op":"starts with","of":[{"name":"name"},"é"]}""")]
    [InlineData("birth_date is not missing", """{"op":"is not missing","of":[{"name":"birth_date"}]}""")]
    [InlineData("1 - -2 > -x", """{"op":">","of":[{"op":"-","of":[1,-2]},{"op":"negate","of":[{"name":"x"}]}]}""")]
    [InlineData("created_at < 2026-01-31 or created_at > 2026-01-31T10:00:00Z or created_at > 1 day ago", """{"op":"or","of":[{"op":"<","of":[{"name":"created_at"},{"date":"2026-01-31"}]},{"op":">","of":[{"name":"created_at"},{"time":"2026-01-31T10:00:00Z"}]},{"op":">","of":[{"name":"created_at"},{"ago":{"days":1}}]}]}""")]
    [InlineData("count(\"Order Completed\", within: 30 days, where: total >= 50) >= 3", """{"op":">=","of":[{"call":"count","args":["Order Completed"],"within":{"days":30},"where":{"op":">=","of":[{"name":"total"},50]}},3]}""")]
    [InlineData("sum(\"A\".total, between: 60 days and 30 days) > 0", """{"op":">","of":[{"call":"sum","args":[{"event":"A","property":"total"}],"between":{"from":{"days":60},"to":{"days":30}}},0]}""")]
    [InlineData("sequence(\"A\" where x > 1 then no \"B\" within 2 hours, within: 30 days)", """{"sequence":[{"event":"A","where":{"op":">","of":[{"name":"x"},1]}},{"event":"B","no":true,"within":{"hours":2}}],"within":{"days":30}}""")]
    public void A_rule_in_text_and_JSON(string text, string json)
    {
        Assert.Equal(json, RuleJson.ToJson(RuleText.Parse(text)));
        Assert.Equal(text, RuleFormatter.Format(RuleJson.FromJson(json)));
    }

    [Theory]
    [InlineData("""{"op":"or","of":[{"op":"or","of":[{"name":"a"},{"name":"b"}]},{"name":"c"}]}""", "a or b or c")]
    [InlineData("""{"call":"COUNT"}""", "count()")]
    [InlineData(""" {"days": 1e1 } """, "10 days")]
    public void Other_ways_to_say_it_are_read(string json, string text) => Assert.Equal(text, RuleFormatter.Format(RuleJson.FromJson(json)));

    [Theory]
    [InlineData("", "line 1, column 1: This is no JSON. The input does not contain any JSON tokens. Expected the input to start with a valid JSON token, when isFinalBlock is true.")]
    [InlineData("{\n\"op\":\n}", "line 3, column 1: This is no JSON. '}' is an invalid start of a value.")]
    [InlineData("null", "line 1, column 1: $: Here stands null. Expected a number, a text, true, false or an object.")]
    [InlineData("""{"op":"and","of":[{"name":"a"},[1]]}""", "line 1, column 1: $.of[1]: Here stands a list. Expected a number, a text, true, false or an object.")]
    [InlineData("""{"op":"adn","of":[]}""", "line 1, column 1: $.op: There is no operator 'adn'. Did you mean 'and'?")]
    [InlineData("""{"op":"and","of":[true]}""", "line 1, column 1: $.of: 'and' has 2 or more operands, not 1.")]
    [InlineData("""{"op":"not"}""", "line 1, column 1: $: 'of' is missing.")]
    [InlineData("""{"op":"not","of":[true],"off":1}""", "line 1, column 1: $: 'off' is not known here. Expected 'op' or 'of'. Did you mean 'of'?")]
    [InlineData("""{"call":"count","arg":["A"]}""", "line 1, column 1: $: 'arg' is not known here. Expected 'call', 'args', 'within', 'between', 'before', 'where', 'per' or 'currency'. Did you mean 'args'?")]
    [InlineData("""{"call":"count","args":["A"],"within":{"dys":30}}""", "line 1, column 1: $.within: The object has none of the members that say what it is. Expected 'op', 'call', 'sequence', 'name', 'event', 'date', 'time', 'ago', 'seconds', 'minutes', 'hours', 'days', 'weeks', 'months' or 'years'. Did you mean 'days'?")]
    [InlineData("""{"call":"count","args":["A"],"between":{"days":30}}""", "line 1, column 1: $.between: 'days' is not known here. Expected 'from' or 'to'.")]
    [InlineData("""{"call":"two words"}""", "line 1, column 1: $.call: 'two words' is no name of a function.")]
    [InlineData("""{"call":"sequence"}""", "line 1, column 1: $.call: A sequence is written {\"sequence\":[...]}.")]
    [InlineData("""{"name":"and"}""", """line 1, column 1: $.name: 'and' is no bare name, because it is one of the language's own words or has other signs than letters, digits and _. Write {"call":"trait","args":[...]}.""")]
    [InlineData("""{"name":"a..b"}""", "line 1, column 1: $.name: A path is a text such as \"address.city\", or a list of texts, none of them empty.")]
    [InlineData("""{"date":"2026-02-30"}""", "line 1, column 1: $.date: A date is a text such as \"2026-01-31\", and a day of the calendar.")]
    [InlineData("""{"time":"2026-01-31T10:00:00"}""", "line 1, column 1: $.time: A time is a text such as \"2026-01-31T10:00:00Z\", with Z or an offset.")]
    [InlineData("""{"days":-1}""", "line 1, column 1: $.days: A length of time is not negative.")]
    [InlineData("""{"days":1,"hours":1}""", "line 1, column 1: $: A length of time has one unit, such as {\"days\":30}.")]
    [InlineData("1e999", "line 1, column 1: $: Here stands a number. Expected a number within the range of doubles.")]
    [InlineData("""{"sequence":[{"event":"A"}]}""", "line 1, column 1: $.sequence: A sequence has at least 2 events, not 1.")]
    [InlineData("""{"sequence":[{"event":"A"},{"no":1,"event":"B"}]}""", "line 1, column 1: $.sequence[1].no: Here stands true or false.")]
    [InlineData("""{"name":"a","name":"b"}""", "line 1, column 1: $: 'name' stands here twice. Take one out.")]
    [InlineData(""" "\ud83d" """, "line 1, column 1: $: The text holds half of a character. Write the whole character, or take it out.")]
    public void What_is_wrong_is_told_by_its_path(string json, string message)
    {
        var wrong = Assert.Throws<RuleException>(() => RuleJson.FromJson(json));
        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public void Nodes_stand_where_they_stand_in_the_canonical_text()
    {
        var rule = (AndNode)RuleJson.FromJson("""{"op":"and","of":[{"name":"vip"},{"name":"contry"}]}""");
        Assert.Equal((8, 6), (rule.Parts[1].Span.Start, rule.Parts[1].Span.Length));
    }
}
