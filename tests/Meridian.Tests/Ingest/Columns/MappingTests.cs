using Meridian.Ingest.Columns;

namespace Meridian.Tests.Ingest.Columns;

public class MappingTests
{
    private const string Json = """{"columns":{"Teléfono":"phone","Foo":"ignore","Bar":"trait:vip_level","TG":"handle:telegram"},"country":"BR","date_order":"dmy","encoding":null}""";

    [Fact]
    public void Reads_what_a_person_wrote()
    {
        var mapping = Mapping.Parse(Json);
        Assert.Equal(["phone", "ignore", "trait:vip_level", "handle:telegram"], mapping.Columns.Select(c => c.Value));
        Assert.Equal(("BR", "dmy", null), (mapping.Country, mapping.DateOrder, mapping.Encoding));
    }

    [Fact]
    public void Is_written_so_that_it_reads_back_the_same_and_stays_readable()
    {
        var mapping = Mapping.Parse(Json);
        Assert.Equal(mapping, Mapping.Parse(mapping.ToJson()));
        Assert.Contains("\"Teléfono\": \"phone\"", mapping.ToJson(), StringComparison.Ordinal);
        Assert.NotEqual(mapping, Mapping.Parse(mapping.ToJson().Replace("dmy", "mdy", StringComparison.Ordinal)));
        Assert.Equal(Mapping.Empty, Mapping.Parse("{}"));
    }

    [Theory]
    [InlineData("teléfono")]
    [InlineData("TELÉFONO ")]
    [InlineData("Telé fono")]
    [InlineData("Tele\u0301fono")]
    public void Headers_are_compared_without_case_and_blanks(string header) => Assert.Equal("phone", Mapping.Parse(Json).TargetOf(header));

    [Theory]
    [InlineData("Telefono")]
    [InlineData("Teléfono 2")]
    public void Other_headers_have_no_target(string header) => Assert.Null(Mapping.Parse(Json).TargetOf(header));

    [Theory]
    [InlineData("""{"columns":{"A":"phnoe"}}""", "Column \"A\": there is no field \"phnoe\". Did you mean \"phone\"?")]
    [InlineData("""{"columns":{"A":"birthdate"}}""", "Did you mean \"birth_date\"?")]
    [InlineData("""{"columns":{"A":"telegram"}}""", "Did you mean \"handle:telegram\"?")]
    [InlineData("""{"columns":{"A":"handle:telegrm"}}""", "Did you mean \"handle:telegram\"?")]
    [InlineData("""{"columns":{"A":"skip it"}}""", "write \"trait:skip_it\"")]
    [InlineData("""{"columns":{"A":"trait:"}}""", "needs a name")]
    [InlineData("""{"columns":{"A":7}}""", "Column \"A\": the name of a field is expected")]
    [InlineData("""{"columns":{"A":"phone","a ":"email"}}""", "stands twice")]
    [InlineData("""{"columns":["A"]}""", "\"columns\" is an object")]
    [InlineData("""{"colums":{}}""", "A mapping has no \"colums\". Did you mean \"columns\"?")]
    [InlineData("""{"country":"Brazil"}""", "\"country\" is \"BRAZIL\"; a two-letter code")]
    [InlineData("""{"country":55}""", "\"country\" is a text or null")]
    [InlineData("""{"date_order":"dym"}""", "\"dmy\", \"mdy\" or \"ymd\" is expected")]
    [InlineData("[]", "A mapping is a JSON object")]
    [InlineData("{\n\"columns\":", "not JSON: line 2")]
    [InlineData("", "not JSON")]
    public void A_mistake_is_named_with_its_cure(string json, string message) =>
        Assert.Contains(message, Assert.Throws<MappingException>(() => Mapping.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_platform_may_be_named_in_any_spelling() =>
        Assert.Equal("handle:wechat", Mapping.Parse("""{"columns":{"A":"handle:微信","B":"Phone"}}""").TargetOf("A"));

    [Fact]
    public void Wins_over_every_guess()
    {
        var mapping = Mapping.Parse("""{"columns":{"Phone":"ignore","Foo":"phone","name":"trait:shop","agent phone":"phone"}}""");
        var plan = Plans.Of("Phone,Foo,Name,Agent Phone,City", ["+8613800138000,x,Ana,y,Cairo"], mapping: mapping);
        Assert.Equal("ignore | phone | trait:shop | phone | city", plan.Fields());
        Assert.All(plan.Columns.Take(4), c => Assert.Equal(1, c.Confidence));
        Assert.Equal("the mapping says so", plan.Columns[1].Because);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_field_that_it_gives_away_is_not_guessed_for_another_column_too()
    {
        var plan = Plans.Of("City,Foo", ["Cairo,Giza"], mapping: Mapping.Parse("""{"columns":{"Foo":"city"}}"""));
        Assert.Equal("trait:city_raw | city", plan.Fields());
    }

    [Fact]
    public void A_column_that_the_file_lacks_is_a_warning_with_the_nearest_header()
    {
        var plan = Plans.Of("Telefono,Name", ["+8613800138000,Ana"], mapping: Mapping.Parse("""{"columns":{"Teléfono":"phone","VIP":"trait:vip"}}"""));
        Assert.Contains(plan.Warnings, w => w == "The mapping names a column \"Teléfono\" (phone), which the file does not have. Did you mean \"Telefono\"?");
        Assert.Contains(plan.Warnings, w => w == "The mapping names a column \"VIP\" (trait:vip), which the file does not have.");
        Assert.Equal("phone", plan.Columns[0].Field);
    }

    [Fact]
    public void A_plan_becomes_a_mapping_that_gives_the_same_plan()
    {
        var plan = Plans.Of("id,Name,Phone,Foo,_row", ["1,Ana,+8613800138000,bar,7"]);
        var mapping = plan.ToMapping(Mapping.Parse("""{"country":"BR"}"""));
        Assert.Equal("BR", mapping.Country);
        Assert.Equal(plan.Fields(), Plans.Of("id,Name,Phone,Foo,_row", mapping: Mapping.Parse(mapping.ToJson())).Fields());
    }
}
