using System.Text;
using Meridian.Ingest.Reading;

namespace Meridian.Tests.Ingest.Reading;

public class JsonTests : InTempFolder
{
    [Theory]
    [InlineData("""[{"name":"Anna","phone":"1"},{"name":"Bo","phone":"2"}]""", "json", null)]
    [InlineData("[\n  {\"name\": \"Anna\", \"phone\": \"1\"},\n  {\"name\": \"Bo\", \"phone\": \"2\"}\n]\n", "json", null)]
    [InlineData("{\"name\":\"Anna\",\"phone\":\"1\"}\n{\"name\":\"Bo\",\"phone\":\"2\"}\n", "jsonl", null)]
    [InlineData("\n{\"name\":\"Anna\",\"phone\":\"1\"}\r\n\r\n{\"name\":\"Bo\",\"phone\":\"2\"}", "jsonl", null)]
    [InlineData("{\n\"name\":\"Anna\",\n\"phone\":\"1\"\n}\n{\n\"name\":\"Bo\",\"phone\":\"2\"}", "json", null)]
    [InlineData("""{"customers":[{"name":"Anna","phone":"1"},{"name":"Bo","phone":"2"}]}""", "json", "customers")]
    [InlineData("{\"tags\":[\"a\"],\"contacts\":{\"about\":\"x\",\"list\":[\n {\"name\":\"Anna\",\"phone\":\"1\"},\n {\"name\":\"Bo\",\"phone\":\"2\"}\n]},\"more\":[{\"x\":1}]}", "json", "contacts.list")]
    [InlineData("{\"rows\":[\n{\"name\":\"Anna\",\"phone\":\"1\"},\n{\"name\":\"Bo\",\"phone\":\"2\"}]}", "json", "rows")]
    public void Customers_are_found_in_every_shape(string json, string format, string? part)
    {
        var table = Read(json);
        Assert.Equal((format, part), (table.Facts.Format, table.Facts.Part));
        Assert.Equal(["name", "phone"], table.Header);
        Assert.Equal("Anna|1\nBo|2", table.Text);
        Assert.Empty(table.Broken);
    }

    [Theory]
    [InlineData("""{"customers":[{"a":1}],"total":1,"tags":["x"],"none":[]}""", "")]
    [InlineData("""{"customers":[{"a":1}],"orders":[{"b":1,"lines":[{"c":2}]}],"more":{"of":{"them":[ {"d":3}]}}}""", "orders,more.of.them")]
    [InlineData("""{"x":{"customers":[{"a":1,"lines":[{"c":2}]}],"leads":[{"b":2}]},"friends":[{"c":3}]}""", "x.leads,friends")]
    [InlineData("""{"customers":[{"a":1}],"leads":[{"b":2}],"broken":tru""", "leads")]
    [InlineData("""[{"a":1,"orders":[{"b":1}]}]""", "")]
    public void Arrays_that_are_not_read_are_named(string json, string others) => Assert.Equal(others, string.Join(',', Read(json).Facts.OtherParts));

    [Theory]
    [InlineData("""{"a":"x"}""", "a", "x", "one object")]
    [InlineData("""{"a":8613800138000,"b":1e400,"c":-0.10}""", "a,b,c", "8613800138000|1e400|-0.10", "numbers as written")]
    [InlineData("""{"a":true,"b":null,"c":false}""", "a,b,c", "true||false", "literals")]
    [InlineData("""{"a":{"b":{"c":"x"},"d":"y"},"e":{}}""", "a.b.c,a.d", "x|y", "nested objects")]
    [InlineData("""{"a":["x",1,null,true],"b":[]}""", "a,b", "x, 1, , true|", "arrays of scalars")]
    [InlineData("""{"a": [ {"b": 1, "c" : [ ]} , "d\"\u0041" ] }""", "a", """[{"b":1,"c":[]},"d\"\u0041"]""", "arrays of objects")]
    [InlineData("""{"a":"\u4f60\u597d \ud83d\ude00\n","\u0062":"é"}""", "a,b", "你好 😀\n|é", "escapes")]
    [InlineData("{\"a\":1}\n{\"b\":2,\"a\":3}\n", "a,b", "1|\n3|2", "union of names in the order first seen")]
    [InlineData("{\"\":1,\"a\":2,\" a\":3}", "column 1,a,a (2)", "1|2|3", "names made usable")]
    [InlineData("{\"a\":1}\n{}\n{\"a\":null}\n{\"a\":2}\n", "a", "1\n2", "blank objects are passed over")]
    public void Values_become_cells(string json, string header, string rows, string what)
    {
        // The blank second line makes it JSON lines: alone, an object with an array of objects is taken for the array's wrapping.
        var table = Read(json + "\n{}\n");
        Assert.Equal(header.Split(','), table.Header);
        Assert.Equal(rows, table.Text);
        Assert.True(table.Broken.Count == 0, what);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""", "the name \"a\" stands twice")]
    [InlineData("""{"a":{"b":1},"a.b":2}""", "the name \"a.b\" stands twice")]
    [InlineData("""{"a":"\ud800"}""", "not valid utf-8, or half a surrogate pair")]
    [InlineData("""{"a":"x\u0000y"}""", "\"a\" holds a NUL character")]
    [InlineData("""{"a":tru}""", "not valid JSON at byte 6 of the element")]
    [InlineData("""{"a":1}}""", "not valid JSON at byte 8 of the element")]
    [InlineData("""{"a":"x""", "not valid JSON at byte 6 of the element")]
    [InlineData("""[1]""", "not an object")]
    [InlineData(""" "text" """, "not an object")]
    [InlineData("""{"a":NaN}""", "not valid JSON at byte 6 of the element")]
    public void F24_a_bad_line_costs_that_line(string line, string reason)
    {
        var table = Read($"{{\"a\":\"first\"}}\n{line}\n{{\"a\":\"last\"}}\n");
        Assert.Equal(["a"], table.Header);
        Assert.Equal("first\nlast", table.Text);
        var broken = Assert.Single(table.Broken);
        Assert.Equal((2L, 2L, reason), (broken.Row, broken.Line, broken.Reason));
        Assert.Equal(line.Trim(), broken.Cells[0].Trim());
        Assert.Equal(3, table.Rows[1].Number);
    }

    [Fact]
    public void F24_depth_64_is_read_and_65_costs_its_line()
    {
        static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        Assert.Single(Read($"{{\"b\":1}}\n{Nested(64)}\n").Rows[1].Cells, "1");
        var table = Read($"{{\"b\":1}}\n{Nested(65)}\n{{\"b\":2}}\n");
        Assert.Equal("1\n2", table.Text);
        Assert.Equal("nested deeper than 64 levels", Assert.Single(table.Broken).Reason);
    }

    [Fact]
    public void F24_half_a_last_line_costs_that_line()
    {
        var table = Read("{\"a\":1}\n{\"a\":2}\n{\"a\":3,\"b\":\"unfin");
        Assert.Equal("1\n2", table.Text);
        Assert.EndsWith("; the file ends here and may be cut", Assert.Single(table.Broken).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void F24_a_broken_first_line_costs_that_line()
    {
        var table = Read("{\"a\":1, \"b\":\n{\"a\":2}\n{\"a\":3}\n");
        Assert.Equal("2\n3", table.Text);
        Assert.Equal(1, Assert.Single(table.Broken).Line);
    }

    [Fact]
    public void F24_invalid_utf8_costs_its_line()
    {
        var table = Table.Read(Write("t.jsonl", [.. "{\"a\":\"José\"}\n{\"a\":\"x"u8, 0xFF, .. "\"}\n{\"a\":\"李\"}\n"u8]));
        Assert.Equal("José\n李", table.Text);
        Assert.Equal("not valid utf-8, or half a surrogate pair", Assert.Single(table.Broken).Reason);
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":tru},{\"a\":3}]", "1\n3", 2, 1, "not valid JSON at byte 6 of the element")]
    [InlineData("[{\"a\":1},\n{\"a\":1,\"a\":2},\n{\"a\":3}]", "1\n3", 2, 2, "the name \"a\" stands twice")]
    [InlineData("[{\"a\":1},\n7,\n{\"a\":3}]", "1\n3", 2, 2, "not an object")]
    [InlineData("[{\"a\":1},\"te,]xt\",{\"a\":3}]", "1\n3", 2, 1, "not an object")]
    [InlineData("[\n {\"a\":1},\n {\"a\":\"x},\n {\"a\":3}\n]", "1\n3", 2, 3, "not valid JSON: a brace or quote is missing")]
    [InlineData("[\n {\"a\":1},\n {\"a\":[{\n  \"b\":2},\n {\"a\":3}\n]", "1\n3", 2, 3, "not valid JSON: a brace or quote is missing")]
    [InlineData("[{\"a\":1},{\"a\":3},{\"a\":", "1\n3", 3, 1, "not valid JSON: the file ends inside this element; what followed it is missing")]
    [InlineData("[{\"a\":1},{\"a\":3},", "1\n3", 3, 1, "the file ends before its array does: it was cut, and what followed is missing")]
    public void F24_a_bad_element_costs_that_element(string json, string kept, long row, long line, string reason)
    {
        var table = Read(json);
        Assert.Equal(kept, table.Text);
        var broken = Assert.Single(table.Broken);
        Assert.Equal((row, line, reason), (broken.Row, broken.Line, broken.Reason));
    }

    [Fact]
    public void One_object_alone_is_one_row() => Assert.Equal("Anna|a, b|", Read("{\"name\":\"Anna\",\"tags\":[\"a\",\"b\"],\"more\":[]}").Text);

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"customers\":[]}")]
    public void An_empty_array_is_an_empty_table(string json)
    {
        var table = Read(json);
        Assert.Empty(table.Header);
        Assert.Empty(table.Rows);
    }

    [Theory]
    [InlineData("[1,2,3]")]
    [InlineData("[\"a\",\"b\"]")]
    [InlineData("[[1],[2]]")]
    public void JSON_without_objects_costs_every_element(string json)
    {
        var table = Read(json);
        Assert.Empty(table.Rows);
        Assert.All(table.Broken, b => Assert.Equal("not an object", b.Reason));
        Assert.NotEmpty(table.Broken);
    }

    [Theory]
    [InlineData("{\"a\":\n")]
    [InlineData("{\"a\":[1,2],\n")]
    public void A_broken_object_without_customers_is_refused(string json) => Assert.Contains("array of objects", Refused(() => Read(json)).Message);

    [Fact]
    public void JSON_of_another_encoding_is_read()
    {
        var big5 = Table.Read(Write("b.json", "[{\"姓名\":\"王小明\",\"城市\":\"台北市大安區\"}]", Encoding.GetEncoding(950)));
        Assert.Equal(("big5", "王小明|台北市大安區"), (big5.Facts.Encoding, big5.Text));
        var wide = Table.Read(Write("w.json", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[{\"姓名\":\"王\"},{\"姓名\":\""), 0, 0xD8, .. Encoding.Unicode.GetBytes("\"}]")]));
        Assert.Equal("王", wide.Text);
        Assert.Equal("not valid utf-16", Assert.Single(wide.Broken).Reason);
    }

    [Fact]
    public void F18_a_line_of_two_mebibytes_is_refused() =>
        Assert.Contains("line 2 is longer than 1 MiB", Refused(() => Read($"{{\"a\":1}}\n{{\"a\":\"{new string('x', 2 << 20)}\"}}\n")).Message);

    [Fact]
    public void A_header_that_begins_with_a_bracket_is_CSV() => Assert.Equal(["[id]", "name"], Read("[id],name\n1,Anna\n").Header);
}
