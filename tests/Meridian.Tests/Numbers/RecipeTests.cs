using Meridian.Numbers;
using Meridian.Numbers.Recipes;

namespace Meridian.Tests.Numbers;

/// <summary>Recipes: what they say, what they refuse, and how answers add up where some are unknown.</summary>
public sealed class RecipeTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    private static readonly FactSources Sources = new();

    /// <summary>Everything is known of her.</summary>
    private static readonly CustomerFacts Ana = new()
    {
        Sources = Sources,
        Platforms = "line, whatsapp",
        PlatformEvidence = "line=stated@crm|2026-11-16\nwhatsapp=handle@shop|2026-11-20",
        Activity = "medium",
        LastSeen = new DateOnly(2026, 11, 20),
        LastSeenFrom = Sources.Read("shop|2026-11-20", Today),
        MessagesIn = 3,
        Gender = "female",
        Age = 34,
        HasAvatar = true,
        Language = "zh-Hant",
        Device = "iPhone 15",
        Since = new DateOnly(2026, 8, 18),
    };

    private static readonly ScreenedNumber Valid = ScreenedNumber.Read("+4915112345678", null, null, null);

    [Theory]
    [InlineData("verdict", Answer.Yes)]
    [InlineData("verdict=possible|impossible", Answer.No)]
    [InlineData("country=Germany|FR", Answer.Yes)]
    [InlineData("country=FR", Answer.No)]
    [InlineData("type", Answer.Yes)]
    [InlineData("type=toll-free", Answer.No)]
    [InlineData("empty_number", Answer.Unknown)]
    [InlineData("duplicate", Answer.Yes)]
    [InlineData("in_list", Answer.Unknown)]
    [InlineData("known", Answer.Yes)]
    [InlineData("suppressed", Answer.Yes)]
    [InlineData("open=whatsapp|telegram", Answer.Yes)]
    [InlineData("open=telegram", Answer.Unknown)]
    [InlineData("active", Answer.Yes)]
    [InlineData("active=high", Answer.No)]
    [InlineData("interactive", Answer.Yes)]
    [InlineData("interactive=4", Answer.No)]
    [InlineData("online", Answer.Yes)]
    [InlineData("online=6", Answer.Yes)]
    [InlineData("online=5", Answer.No)]
    [InlineData("gender=female", Answer.Yes)]
    [InlineData("gender=male", Answer.No)]
    [InlineData("age=34", Answer.Yes)]
    [InlineData("age=18-34", Answer.Yes)]
    [InlineData("age>=35", Answer.No)]
    [InlineData("age<=33", Answer.No)]
    [InlineData("age=34+", Answer.Yes)]
    [InlineData("avatar", Answer.Yes)]
    [InlineData("language=zh", Answer.Yes)]
    [InlineData("language=Chinese|pt", Answer.Yes)]
    [InlineData("language=pt", Answer.No)]
    [InlineData("device=iphone|ipad", Answer.Yes)]
    [InlineData("device=android", Answer.No)]
    [InlineData("duration=100", Answer.Yes)]
    [InlineData("duration=101+", Answer.No)]
    [InlineData("power_on", Answer.Unknown)]
    public void Each_condition_answers_from_what_is_known(string line, Answer expected) =>
        Assert.Equal(expected, Ask(line, new Subject(Valid, null, true, false, null, Ana, Today)).Answer);

    [Fact]
    public void Every_condition_is_among_those_asked_here() =>
        Assert.Equal(
            Conditions.All.Select(c => c.Name).Order(StringComparer.Ordinal),
            typeof(RecipeTests).GetMethod(nameof(Each_condition_answers_from_what_is_known))!.GetCustomAttributesData()
                .Where(a => a.AttributeType == typeof(InlineDataAttribute))
                .Select(a => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!)
                .Select(l => l.Split('=', '<', '>')[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Of_somebody_who_is_no_customer_nothing_is_guessed()
    {
        var stranger = new Subject(Valid, null, false, false, "", null, Today);
        foreach (var kind in Conditions.All.Where(c => c.Source == ConditionSource.Customers && c.Name is not ("known" or "suppressed")))
            Assert.Equal(Answer.Unknown, kind.With(kind.Usual.Length > 0 ? null : kind.Name == "gender" ? "male" : kind.Name == "language" ? "pt" : "30").Ask(stranger).Answer);
        Assert.Equal(Answer.No, Ask("known", stranger).Answer);
        Assert.Equal(Answer.Unknown, Ask("known", stranger with { IsKnown = null }).Answer);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("n/a")]
    [InlineData("01712345678")]
    [InlineData("8.61381E+12")]
    public void Of_a_cell_that_could_not_be_read_nothing_is_known_but_that(string cell)
    {
        var row = new Subject(ScreenedNumber.Read(cell, null, null, null), null, false, false, "", null, Today);
        foreach (var line in new[] { "country=DE", "type", "empty_number", "empty_number=yes", "duplicate", "in_list", "known", "suppressed" })
            Assert.Equal(Finding.Unknown, Ask(line, row));
        Assert.Equal(Answer.No, Ask("verdict", row).Answer);
    }

    [Theory]
    [InlineData("+1201555", "too short")]
    [InlineData("+999123456789", "unknown country code")]
    [InlineData("+12015550123456", "too long")]
    public void A_number_that_no_plan_has_is_known_to_be_nobodys(string cell, string reason)
    {
        var row = new Subject(ScreenedNumber.Read(cell, null, null, null), null, false, false, null, null, Today);
        Assert.Equal(new Finding(Answer.Yes, reason, "numbering plan"), Ask("empty_number=yes", row));
        Assert.Equal(Answer.No, Ask("empty_number", row).Answer);
    }

    [Fact]
    public void A_repeat_an_opt_out_and_a_listed_number_are_told_from_others()
    {
        var row = new Subject(Valid, "7", true, true, "bought.csv", Ana, Today);
        Assert.Equal(new Finding(Answer.No, "7", "list"), Ask("duplicate", row));
        Assert.Equal(new Finding(Answer.No, "opted out", "customers"), Ask("suppressed", row));
        Assert.Equal(new Finding(Answer.No, "bought.csv", "list"), Ask("in_list", row));
        Assert.Equal(Answer.Yes, Ask("in_list=yes", row).Answer);
    }

    [Fact]
    public void An_answer_names_its_source_and_age()
    {
        var row = new Subject(Valid, null, true, false, null, Ana, Today);
        Assert.Equal(new Finding(Answer.Yes, "line, whatsapp", "crm", 10), Ask("open=line", row));
        Assert.Equal(new Finding(Answer.No, "2026-11-20", "shop", 6), Ask("online=1", row));
    }

    [Theory]
    [InlineData("open=whatsapp, age=18-40", Answer.Yes, null)]
    [InlineData("open=whatsapp, age=40+, gender=male", Answer.No, "age, gender")]
    [InlineData("open=telegram, age=18-40", Answer.Unknown, "open")]
    [InlineData("open=telegram, age=40+", Answer.No, "age")]
    public void One_no_decides_and_then_what_is_unknown(string line, Answer match, string? because) =>
        Assert.Equal((match, because), Judge(Recipe.OfLine(line)));

    [Theory]
    [InlineData("""{"where": {"open": ["whatsapp", "line"]}, "any": [{"gender": "male"}, {"avatar": true, "age": 34}]}""", Answer.Yes)]
    [InlineData("""{"where": {"open": "whatsapp"}, "any": [{"gender": "male"}, {"age": "40+"}]}""", Answer.No)]
    [InlineData("""{"where": {"open": "whatsapp"}, "any": [{"gender": "male"}, {"power_on": null}]}""", Answer.Unknown)]
    [InlineData("""{"any": [{"gender": "male"}, {"power_on": true}, {"age": "18-40"}]}""", Answer.Yes)]
    [InlineData("""{"where": {"age": "40+"}, "any": [{"gender": "female"}]}""", Answer.No)]
    public void Of_the_alternatives_one_whole_group_must_hold(string json, Answer match) =>
        Assert.Equal(match, Judge(Recipe.OfJson(json, "r")).Match);

    [Theory]
    [InlineData("opne=whatsapp", "Did you mean 'open'?")]
    [InlineData("open=whatsap", "Did you mean 'whatsapp'?")]
    [InlineData("age", "needs to be told")]
    [InlineData("age=old", "takes a span")]
    [InlineData("age=40-18", "takes a span")]
    [InlineData("online=soon", "takes a whole number")]
    [InlineData("duplicate=maybe", "takes yes or no")]
    [InlineData("avatar=no", "does not prove")]
    [InlineData("country=Atlantis", "does not know 'Atlantis'")]
    [InlineData("", "no condition")]
    [InlineData("open=|", "does not understand '|'")]
    public void What_a_line_cannot_say_is_told_with_what_it_can(string line, string message) =>
        Assert.Contains(message, Assert.Throws<RecipeException>(() => Recipe.OfLine(line)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]", "is a JSON object")]
    [InlineData("{", "not a JSON file")]
    [InlineData("{}", "no condition")]
    [InlineData("""{"open": "whatsapp"}""", "conditions stand in \"where\"")]
    [InlineData("""{"where": {"verdict": "valid"}, "any": {"gender": "female"}}""", "is an array of groups")]
    [InlineData("""{"where": {"verdict": "valid"}, "any": [{"gender": "female"}, {}]}""", "would match everything")]
    [InlineData("""{"mode": 5, "where": {"verdict": "valid"}}""", "is a text")]
    [InlineData("""{"where": "open"}""", "conditions stand in an object")]
    [InlineData("""{"where": {"opne": 1}}""", "r: There is no condition 'opne'")]
    [InlineData("""{"mode": "quick", "where": {"open": "any"}}""", "mode 'quick' is not known")]
    [InlineData("""{"mode": "generation", "where": {"verdict": "valid", "open": "any"}}""", "made-up numbers are nobody's")]
    public void What_a_file_cannot_say_is_told_with_its_name(string json, string message) =>
        Assert.Contains(message, Assert.Throws<RecipeException>(() => Recipe.OfJson(json, "r")).Message, StringComparison.Ordinal);

    private static Finding Ask(string line, Subject subject) => Assert.Single(Recipe.OfLine(line).Asked).Ask(subject);

    private static (Answer Match, string? Because) Judge(Recipe recipe)
    {
        var subject = new Subject(Valid, null, true, false, null, Ana, Today);
        return recipe.Judge(recipe.Asked.Select(a => a.Ask(subject)).ToArray());
    }
}
