using Meridian.Rules.Syntax;

namespace Meridian.Tests.Rules;

/// <summary>What is said of a rule that cannot be read, word for word.</summary>
public class RuleTextErrorTests
{
    [Theory]
    [InlineData("", """line 1, column 1: The rule is empty. Write a condition, such as country = "US".""")]
    [InlineData(" # nothing", """line 1, column 11: The rule is empty. Write a condition, such as country = "US".""")]
    // Misspelt words.
    [InlineData("age > 3 adn vip", "line 1, column 9: Unexpected 'adn'. Expected 'and', 'or' or the end of the rule. Did you mean 'and'?")]
    [InlineData("country = \"US\"\n  adn age > 3", "line 2, column 3: Unexpected 'adn'. Expected 'and', 'or' or the end of the rule. Did you mean 'and'?")]
    [InlineData("age betwen 1 and 2", "line 1, column 5: Unexpected 'betwen'. Expected a comparison, 'and', 'or' or the end of the rule. Did you mean 'between'?")]
    [InlineData("name like \"x\"", "line 1, column 6: Unexpected 'like'. Expected a comparison, 'and', 'or' or the end of the rule. Did you mean 'contains'?")]
    [InlineData("name startswith \"x\"", "line 1, column 6: Unexpected 'startswith'. Expected a comparison, 'and', 'or' or the end of the rule. Did you mean 'starts with'?")]
    [InlineData("last_seen_at < 30 dyas ago", "line 1, column 19: 'dyas' is no unit of time. Expected 'seconds', 'minutes', 'hours', 'days', 'weeks', 'months' or 'years'. Did you mean 'days'?")]
    [InlineData("count(\"A\", wihtin: 3 days) > 1", "line 1, column 12: 'wihtin:' is nothing that a function knows. Expected 'within:', 'between:', 'before:', 'where:', 'per:' or 'currency:'. Did you mean 'within'?")]
    [InlineData("sequense(\"A\" then \"B\")", "line 1, column 14: 'then' belongs into sequence(\"A\" then \"B\"). Did you mean 'sequence'?")]
    [InlineData("birth_date is misssing", "line 1, column 15: After 'is' comes 'missing'. To compare, write birth_date = ... Expected 'missing' or 'not missing'.")]
    // Habits of other languages.
    [InlineData("a && b", "line 1, column 3: Write 'and' instead of '&&'.")]
    [InlineData("a || b", "line 1, column 3: Write 'or' instead of '||'.")]
    [InlineData("!a", "line 1, column 1: Write 'not' instead of '!'.")]
    [InlineData("age => 3", "line 1, column 5: Write '>=' instead of '=>'.")]
    [InlineData("1 < age < 5", "line 1, column 9: One comparison at a time: write 1 < age and age < 5.")]
    [InlineData("country not in (\"US\")", "line 1, column 9: 'not' stands before the whole test: write not country in ...")]
    [InlineData("name not starts with \"x\"", "line 1, column 6: 'not' stands before the whole test: write not name starts with ...")]
    [InlineData("age = null", "line 1, column 7: There is no 'null'. Ask whether something is missing: birth_date is missing.")]
    [InlineData("country is \"US\"", "line 1, column 12: After 'is' comes 'missing'. To compare, write country = ... Expected 'missing' or 'not missing'.")]
    [InlineData("country is not \"US\"", "line 1, column 16: After 'is not' comes 'missing'. To compare, write country != ... Expected 'missing'.")]
    [InlineData("country in \"US\"", "line 1, column 12: 'in' needs a list in brackets: country in (\"...\", \"...\"). Expected '('.")]
    [InlineData("country in [\"US\"]", "line 1, column 12: Square brackets mean nothing here. Write ( and ) instead.")]
    [InlineData("country in ()", "line 1, column 13: The list is empty. Expected a value.")]
    [InlineData("a; b", "line 1, column 2: A rule is one expression, without ';'. Join conditions by 'and' or 'or'.")]
    [InlineData("total > $50", "line 1, column 9: Money is written as a plain number, without '$'.")]
    [InlineData("total > 1,000", "line 1, column 10: Write a number without commas: 1000.")]
    [InlineData("created_at > 31/01/2026", "line 1, column 14: Write a date as year-month-day, such as 2026-01-31.")]
    [InlineData("created_at > 2026-1-31", "line 1, column 14: Write a date as year-month-day, such as 2026-01-31.")]
    [InlineData("created_at > 2026-02-30", "line 1, column 14: The calendar has no day 2026-02-30. Write a date as year-month-day, such as 2026-01-31.")]
    [InlineData("created_at > 2026-01-31T10:00", "line 1, column 14: The time 2026-01-31T10:00 names no zone. Add Z for UTC (2026-01-31T10:00Z) or an offset such as +08:00.")]
    [InlineData("created_at > 2026-01-31T25:00:00Z", "line 1, column 14: There is no time 2026-01-31T25:00:00Z. Write a time as 2026-01-31T10:00:00Z.")]
    [InlineData("x > 1e999", "line 1, column 5: The number is too large.")]
    [InlineData("x = §", "line 1, column 5: The character '§' (U+00A7) means nothing here. Take it out, or put it into a text in quotes.")]
    // Brackets and quotes.
    [InlineData("(a or b", "line 1, column 1: This '(' is never closed. Write a ')' where it ends.")]
    [InlineData("a and count(\"A\" > 3", "line 1, column 12: This '(' is never closed. Write a ')' where it ends.")]
    [InlineData("a)", "line 1, column 2: This ')' closes nothing. Take it out, or write a '(' before.")]
    [InlineData("(a b)", "line 1, column 4: Unexpected 'b'. Expected a comparison, 'and', 'or' or ')'.")]
    [InlineData("name = \"Ann", "line 1, column 8: This text is never closed. Add \" at its end.")]
    [InlineData("name = 'Ann\n and b", "line 1, column 8: This text is never closed. Add ' at its end.")]
    [InlineData("name matches \"\\d+\"", "line 1, column 15: A backslash begins an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits. Write \\\\ for a backslash.")]
    [InlineData("name = \"\\u0000\"", "line 1, column 8: A text cannot hold the character U+0000. Take it out.")]
    [InlineData("name = \"\\ud83d\"", "line 1, column 8: The text holds half of a character (U+D83D). Write the whole character, or take it out.")]
    [InlineData("age is between 18 and 30", "line 1, column 5: Leave 'is' out: age between ...")]
    [InlineData("name is not in (\"x\")", "line 1, column 6: Write not name in ...")]
    [InlineData("count(\"A\") within 30 days > 3", "line 1, column 12: 'within:' stands within the brackets of a function, with a colon: count(\"...\", within: ...).")]
    [InlineData("last_seen_at within 30 days", "line 1, column 14: 'within:' belongs to functions over events. To ask for a time, write last_seen_at > 30 days ago.")]
    // Where something else belongs.
    [InlineData("age >", "line 1, column 6: Unexpected end of the rule. Expected a name, a number, a text in quotes, a function or '('.")]
    [InlineData("and a", "line 1, column 1: Unexpected 'and'. A name that is one of the language's own words is written trait(\"and\"). Expected a name, a number, a text in quotes, a function or '('.")]
    [InlineData("a = not b", "line 1, column 5: 'not' cannot stand here. Put brackets around it: (not ...). Expected a name, a number, a text in quotes, a function or '('.")]
    [InlineData("country \"US\"", "line 1, column 9: Unexpected text \"US\". Expected a comparison, 'and', 'or' or the end of the rule.")]
    [InlineData("age between 18", "line 1, column 15: 'between' needs two ends: age between 18 and ... Expected 'and'.")]
    [InlineData("name starts \"x\"", "line 1, column 13: After 'starts' comes 'with'. Expected 'with'.")]
    [InlineData("count(within: 3 days, \"A\") > 1", "line 1, column 23: What is named comes last: put this before 'within:', or name it.")]
    [InlineData("count(\"A\", within: 3 days, within: 4 days) > 1", "line 1, column 28: 'within:' stands in count(...) twice. Take one out.")]
    [InlineData("count(\"A\", between: 60 days) > 1", "line 1, column 28: 'between:' needs two ends: between: 60 days and ... Expected 'and'.")]
    [InlineData("count(\"A\",) > 1", "line 1, column 11: Unexpected ')'. Expected a name, a number, a text in quotes, a function or '('.")]
    [InlineData("sequence(\"A\")", "line 1, column 13: Unexpected ')'. Expected 'then' or 'where'.")]
    [InlineData("sequence(a then \"B\")", "line 1, column 10: Unexpected 'a'. Expected an event in quotes or 'no'.")]
    [InlineData("sequence(\"A\" then \"B\" within 3)", "line 1, column 30: After 'within' comes a length of time, such as 2 days. Expected a length of time.")]
    [InlineData("sequence(\"A\" then \"B\", 3 days)", "line 1, column 24: Unexpected number 3. Expected 'within:', 'between:' or 'before:'.")]
    [InlineData("address. = 3", "line 1, column 10: Unexpected '='. Expected the name of a property.")]
    public void The_error_says_where_and_what_and_what_else(string text, string message)
    {
        var wrong = Assert.Throws<RuleException>(() => RuleText.Parse(text));
        Assert.Equal(message, wrong.Message);
    }

    [Fact]
    public void The_first_error_in_the_text_is_told()
    {
        Assert.StartsWith("line 1, column 3: Unexpected 'b'", Assert.Throws<RuleException>(() => RuleText.Parse("a b && c")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb", 2, 1)]
    [InlineData("a\r\nb", 2, 1)]
    [InlineData("a\rb", 2, 1)]
    [InlineData("a\n\n  b", 3, 3)]
    public void Lines_end_as_they_do_on_any_machine(string text, int line, int column)
    {
        var error = Assert.Throws<RuleException>(() => RuleText.Parse(text)).Errors.Single();
        Assert.Equal((line, column, 1), (error.Line, error.Column, error.Length));
    }
}
