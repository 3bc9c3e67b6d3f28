using Meridian.CliTests.Running;
using NodaTime;

namespace Meridian.CliTests.Commands;

/// <summary>Tags and segments at the command line.</summary>
public sealed class TagsTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private Ended Do(params string[] args)
    {
        var ended = _shell.Run(args);
        Assert.True(ended.Code == 0, $"{string.Join(' ', args)}: {ended.Error}");
        _shell.Advance(Duration.FromMinutes(1));
        return ended;
    }

    private void Fill() => _shell.Import(
        "crm.csv", "id,name,email,country,birth date,total spent\n1,Ann,ann@example.com,GB,1990-05-12,1500\n2,Bo,bo@example.com,SE,1960-01-01,200\n3,Cy,cy@example.com,GB,2005-11-01,\n", "crm");

    private string Count(string key) => string.Join(' ', Do("tags", "show", key, "--json").OutputLines.Select(l => Json.Of(l)).SelectMany(v => v.GetProperty("values").EnumerateArray())
        .Select(v => $"{v.GetProperty("value")} {v.GetProperty("customers")}"));

    [Fact]
    public void A_tag_is_saved_previewed_published_listed_and_ended()
    {
        Fill();
        Assert.Contains("version 1 is saved as a draft", Do("tags", "save", "age_group", "--value", "young=age < 30", "--value", "old=age >= 60", "--name", "Age group", "--name", "zh-Hans=年龄段", "--kind", "attribute", "--folder", "People").Error, StringComparison.Ordinal);
        Assert.Equal("draft", Json.Of(Do("tags", "list", "--json").Output).GetProperty("status").GetString());
        var preview = Json.Of(Do("tags", "preview", "age_group", "--json").Output);
        Assert.Equal((2, 0), (preview.GetProperty("enter").GetInt64(), preview.GetProperty("leave").GetInt64()));
        Assert.Equal("", Count("age_group"));
        Do("tags", "publish", "age_group", "--reason", "first");
        Assert.Equal("old 1 young 1", Count("age_group"));
        var line = Json.Of(Do("tags", "list", "--language", "zh-Hans", "--json").Output);
        Assert.Equal(("年龄段", 2), (line.GetProperty("name").GetString(), line.GetProperty("customers").GetInt64()));
        Do("tags", "save", "age_group", "--value", "young=age < 40", "--value", "old=age >= 60");
        preview = Json.Of(Do("tags", "preview", "age_group", "--json").Output);
        Assert.Equal((1, 0), (preview.GetProperty("enter").GetInt64(), preview.GetProperty("leave").GetInt64()));
        Assert.Equal(["2 draft", "1 published"], Do("tags", "versions", "age_group", "--json").OutputLines.Select(l => $"{Json.Of(l).GetProperty("version")} {Json.Of(l).GetProperty("status").GetString()}"));
        Assert.Contains("年龄段", Do("tags", "show", "age_group").Output, StringComparison.Ordinal);
        Assert.Contains("People", Do("tags", "list").Output, StringComparison.Ordinal);
        Do("tags", "retire", "age_group");
        Assert.Equal("", Count("age_group"));
        Do("tags", "delete", "age_group");
        Assert.Equal("There are no tags yet. 'meridian tags save KEY --rule EXPR' makes one.\n", Do("tags", "list").Error);
    }

    [Fact]
    public void What_is_wrong_is_said_in_one_line_each()
    {
        Fill();
        var ended = _shell.Run("tags", "save", "loyal", "--rule", "cuontry = \"GB\" and age >");
        Assert.Equal(2, ended.Code);
        Assert.Contains("error: rule: line 1, column ", ended.Error, StringComparison.Ordinal);
        Assert.Equal((3, "error: There is no tag 'loyal'.\n"), (_shell.Run("tags", "publish", "loyal").Code, _shell.Run("tags", "publish", "loyal").Error));
        Assert.Equal("error: Name the tag, with --rule or --value, or a file of definitions with --file.\n", _shell.Run("tags", "save").Error);
        Assert.Contains("is no definition of a tag: it has a member 'ruel' that is not known.", _shell.Run("tags", "save", "--file", _shell.Write("t.json", """{"key":"a","ruel":"age > 3"}""")).Error, StringComparison.Ordinal);
        Do("tags", "save", "a", "--rule", "age > 3", "--publish");
        Do("tags", "save", "b", "--rule", "tag(\"a\")", "--publish");
        ended = _shell.Run("tags", "delete", "a");
        Assert.Equal((2, "error: key: the tag 'a' cannot be deleted: tag b names it. Change or end that first.\n"), (ended.Code, ended.Error));
    }

    [Fact]
    public void Definitions_come_from_a_file_in_any_order()
    {
        Fill();
        var file = _shell.Write("tags.json", """{"tags":[{"key":"upper","kind":"value","rule":"tag(\"lower\") and country = \"GB\""},{"key":"lower","kind":"value","rule":"total_spent > 100"}]}""");
        Do("tags", "save", "--file", file, "--publish");
        Assert.Equal("yes 2", Count("lower"));
        Assert.Equal("yes 1", Count("upper"));
    }

    [Fact]
    public void People_give_and_take_tags_and_the_rule_s_disagreement_is_shown()
    {
        Fill();
        Do("tags", "save", "rich", "--rule", "total_spent > 1000", "--publish");
        Do("tags", "give", "rich", "bo@example.com", "--reason", "inherited");
        Do("tags", "take", "rich", "crm:1");
        Assert.Equal("yes 1", Count("rich"));
        var conflicts = Do("tags", "conflicts", "--json").OutputLines.Select(l => Json.Of(l)).ToList();
        Assert.Equal(2, conflicts.Count);
        Assert.Contains("inherited", Do("tags", "conflicts", "rich").Output, StringComparison.Ordinal);
        Do("tags", "release", "rich", "crm:1");
        Assert.Equal("yes 2", Count("rich"));
        var list = _shell.Write("list.csv", "email\nann@example.com\nnobody@example.com\ncy@example.com\n");
        var ended = _shell.Run("tags", "give", "rich", "--file", list, "--until", "2026-12-01");
        Assert.Equal(5, ended.Code);
        Assert.Contains("row 3: 'nobody@example.com' no customer has it", ended.Error, StringComparison.Ordinal);
        Assert.Contains("given to 2 customers until 2026-12-01", ended.Error, StringComparison.Ordinal);
        Assert.Contains("inherited", Do("tags", "history", "bo@example.com", "--tag", "rich").Output, StringComparison.Ordinal);
        Assert.Equal("yes 3", Count("rich"));
        // Ann by the rule, Bo by hand, Ann again when she was released, Cy by the list.
        Assert.Equal(4, Do("tags", "flow", "rich", "--json").OutputLines.Sum(l => Json.Of(l).GetProperty("entered").GetInt64()));
        Assert.Empty(Do("tags", "as-of", "2026-11-22", "--tag", "rich", "--json").OutputLines);
        _shell.Advance(Duration.FromDays(9));
        Assert.Equal("yes 2", Count("rich"));
        Assert.Equal(3, Json.Of(Do("tags", "as-of", "2026-11-24", "--tag", "rich", "--json").Output).GetProperty("customers").GetInt64());
        Assert.Contains("rich", Do("customers", "export", "bo@example.com").Output, StringComparison.Ordinal);
        Assert.Equal(3, _shell.Run("tags", "give", "rich", "zed@example.com").Code);
        Do("audit", "verify");
    }

    [Fact]
    public void A_segment_is_saved_counted_listed_exported_and_compared()
    {
        Fill();
        Do("segments", "save", "british", "--rule", "country = \"GB\"", "--name", "British");
        Do("segments", "save", "spenders", "--rule", "total_spent > 100");
        Assert.Equal("2\n", Do("segments", "count", "british").Output);
        Assert.Equal(["ann@example.com", "cy@example.com"], Do("segments", "customers", "british", "--json").OutputLines.Select(l => Json.Of(l).GetProperty("email").GetString()).Order(StringComparer.Ordinal));
        var overlap = Json.Of(Do("segments", "overlap", "british", "spenders", "--json").Output);
        Assert.Equal((3, "[2,2]", "british+spenders 1, british 1, spenders 1"), (
            overlap.GetProperty("customers").GetInt64(), overlap.GetProperty("sizes").GetRawText(),
            string.Join(", ", overlap.GetProperty("parts").EnumerateArray().Select(p => $"{string.Join('+', p.GetProperty("in").EnumerateArray().Select(i => i.GetString()))} {p.GetProperty("customers")}"))));
        var file = Path.Combine(_shell.Folder, "british.csv");
        Do("segments", "export", "british", "--to", file);
        Assert.Equal(3, File.ReadAllLines(file).Length);
        var audience = Path.Combine(_shell.Folder, "audience.csv");
        Assert.Equal(2, Json.Of(Do("segments", "audience", "british", "--purpose", "marketing", "--to", audience, "--json").Output).GetProperty("counts").GetProperty("no_consent").GetInt64());
        Assert.Equal(["Email,Phone"], File.ReadAllLines(audience));
        Assert.Equal(2, _shell.Run("segments", "audience", "british", "--purpose", "marketing", "--format", "fax", "--to", audience).Code);
        Do("segments", "snapshot", "british");
        _shell.Import("more.csv", "id,name,email,country\n4,Di,di@example.com,GB\n1,Ann,ann@example.com,FR\n", "crm");
        Do("segments", "snapshot", "british");
        Assert.Equal(["2 2 0", "2 1 1"], Do("segments", "flow", "british", "--json").OutputLines.Select(l => Json.Of(l)).Select(f => $"{f.GetProperty("customers")} {f.GetProperty("entered")} {f.GetProperty("left")}"));
        Do("tags", "save", "island", "--rule", "segment(\"british\")", "--publish");
        Assert.Equal("yes 2", Count("island"));
        Assert.Equal("error: key: the segment 'british' cannot be deleted: tag island names it. Change or end that first.\n", _shell.Run("segments", "delete", "british").Error);
        Do("segments", "delete", "spenders");
        Assert.Contains("British", Do("segments", "list").Output, StringComparison.Ordinal);
        Assert.Contains("needed by tag island", Do("segments", "show", "british").Output, StringComparison.Ordinal);
        Do("tags", "give", "island", "--segment", "british", "--reason", "for good");
        Assert.Equal("error: There is no segment 'brtish'. Did you mean 'british'?\n", _shell.Run("segments", "count", "brtish").Error);
    }
}
