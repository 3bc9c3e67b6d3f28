using System.IO.Compression;
using System.Text;
using Meridian.Cli;
using Meridian.CliTests.Running;
using MiniExcelLibs;

namespace Meridian.CliTests.Commands;

/// <summary>events import of spreadsheets and of JSON lines.</summary>
public sealed class EventsImportTests : IDisposable
{
    private const string Orders = """
        Order ID,Order Date,Status,Customer,Phone,SKU,Product,Qty,Unit Price,Total,Currency
        1001,2026-11-02 10:00,paid,Ana Lima,+1 202-555-0143,M-1,Mug,1,10.00,30.00,USD
        1001,2026-11-02 10:00,paid,Ana Lima,+1 202-555-0143,C-1,Cup,2,10.00,30.00,USD
        1002,2026-11-03 11:00,cancelled,Bo Berg,+1 202-555-0144,M-1,Mug,1,10.00,10.00,USD
        1003,2026-11-04 12:00,refunded,Cy Dahl,+1 202-555-0145,M-1,Mug,1,10.00,10.00,USD
        1004,yesterday,paid,Di Eng,+1 202-555-0146,M-1,Mug,1,10.00,10.00,USD
        1005,2026-11-05 13:00,paid,Ed Fox,none,M-1,Mug,1,10.00,10.00,USD
        1006,2026-11-06 14:00,on its merry way,Flo Gray,+1 202-555-0147,M-1,Mug,one,10.00,10.00,USD
        """;

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Orders_are_told_rehearsed_taken_in_and_known_again()
    {
        var file = _shell.Write("orders.csv", Orders);
        Golden.Match("events-import-dry-run", Golden.Transcript(_shell, "events", "import", file, "--source", "shop", "--dry-run"));
        Assert.False(Directory.Exists(_shell.Data));
        Golden.Match("events-import-orders", Golden.Transcript(_shell, "events", "import", file, "--source", "shop"));
        var again = Json.Of(_shell.Run("events", "import", file, "--source", "shop", "--json").Output);
        long N(string name) => again.GetProperty(name).GetInt64();
        Assert.Equal((6L, 0L, 4L, 2L), (N("received"), N("applied"), N("duplicate"), N("rejected")));
        Assert.Equal((7L, 1L, 1L), (N("rows"), N("passed_over"), N("left_out")));
        Assert.Equal("{\"events\":4}\n", _shell.Run("events", "count").Output);
        Assert.Equal("{\"events\":1}\n", _shell.Run("events", "count", "--customer", "+12025550143").Output);
        Golden.Match("events-rejected", Golden.Transcript(_shell, "events", "rejected", "--limit", "2"));
        Assert.Equal(ExitCode.Ok, _shell.Run("check").Code);
    }

    [Fact]
    public void A_workbook_a_packed_file_and_a_chat_come_in_together()
    {
        var book = Path.Combine(_shell.Folder, "订单.xlsx");
        MiniExcel.SaveAs(book, new[]
        {
            new Dictionary<string, object> { ["订单编号"] = "A1", ["下单时间"] = new DateTime(2026, 11, 2, 10, 0, 0, DateTimeKind.Unspecified), ["实付金额"] = 12.5, ["手机号"] = 13800138000L, ["订单状态"] = "已发货" },
        });
        var chat = _shell.Write("chat.csv.gz", Packed("时间,手机号,方向,内容\n2026-11-03 10:00,13800138000,收到,在吗\n2026-11-03 10:01,13800138000,发送,在的\n"));
        var ended = _shell.Run("events", "import", book, chat, "--source", "shop", "--country", "CN");
        Assert.Equal((ExitCode.Ok, "订单.xlsx: 1 row of orders, 1 event.\nchat.csv.gz: 2 rows of a chat, 2 events.\n3 messages taken in: 3 new, 0 known already, 0 rejected.\n"), (ended.Code, ended.Error));
        Assert.Equal("{\"events\":3}\n", _shell.Run("events", "count", "--customer", "+8613800138000").Output);
        Assert.Equal("{\"customers\":1}\n", _shell.Run("customers", "count", "--json").Output);
    }

    [Fact]
    public void A_packed_file_that_is_cut_is_no_whole_one()
    {
        var text = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{{\"type\":\"track\",\"event\":\"A\",\"userId\":\"u{i}\",\"messageId\":\"m{i}\",\"timestamp\":\"2026-02-01T10:00:00Z\"}}\n"));
        var packed = Packed(text);
        var file = _shell.Write("cut.jsonl.gz", packed[..(packed.Length * 2 / 3)]);
        var dry = _shell.Run("events", "import", file, "--dry-run");
        Assert.Equal((ExitCode.Usage, "error: cut.jsonl.gz cannot be read to its end: The gzip file is cut off: its end is missing.\n"), (dry.Code, dry.Error));
        Assert.False(Directory.Exists(_shell.Data));
        var cut = _shell.Run("events", "import", file);
        Assert.Equal(ExitCode.Usage, cut.Code);
        Assert.Contains("What stood before is taken in", cut.Error, StringComparison.Ordinal);
        var line = Json.Of(_shell.Run("events", "files", "--json").Output);
        Assert.Equal(("cut.jsonl.gz", "applied"), (line.GetProperty("file").GetString(), line.GetProperty("state").GetString()));
        Assert.StartsWith("cut.jsonl.gz cannot be read to its end", line.GetProperty("broken").GetString(), StringComparison.Ordinal);
        Assert.Equal(_shell.Run("events", "count").Output, $"{{\"events\":{line.GetProperty("applied").GetInt64()}}}\n");
        Assert.InRange(line.GetProperty("applied").GetInt64(), 1, 2_999);
        _shell.Run("events", "import", _shell.Write("whole.jsonl.gz", packed));
        Assert.Equal("{\"events\":3000}\n", _shell.Run("events", "count").Output);
        Assert.Contains("whole.jsonl.gz", _shell.Run("events", "files").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_is_kept_for_the_next_file_of_its_source_and_for_no_list_of_customers()
    {
        const string header = "Vorgang;Wann;Wer;Summe\n";
        var map = _shell.Write("map.json", """{"columns": {"Vorgang": "order_id", "Wann": "ordered_at", "Wer": "phone", "Summe": "total"}}""");
        var first = _shell.Write("first.csv", header + "1;2026-11-02;+4915112345678;10\n");
        Assert.NotEqual(ExitCode.Ok, _shell.Run("events", "import", first, "--source", "laden").Code);
        var mapped = _shell.Run("events", "import", first, "--source", "laden", "--map", map);
        Assert.True(mapped.Code == ExitCode.Ok, mapped.Error);
        var second = _shell.Write("second.csv", header + "2;2026-11-03;+4915112345678;20\n");
        var kept = _shell.Run("events", "import", second, "--source", "laden", "--json");
        Assert.True(kept.Code == ExitCode.Ok, kept.Error);
        Assert.Equal(1, Json.Of(kept.Output).GetProperty("applied").GetInt32());
        Assert.NotEqual(ExitCode.Ok, _shell.Run("events", "import", second, "--source", "another").Code);
        // A list of customers of the same source is read by its own columns; and a store made from its log keeps the mapping.
        Assert.Equal(ExitCode.Ok, _shell.Import("people.csv", "id,name,phone\n7,Ana,+4915112345678\n", "laden").Code);
        Assert.Equal(ExitCode.Ok, _shell.Run("rebuild", "--from-log").Code);
        Assert.Equal(ExitCode.Ok, _shell.Run("events", "import", _shell.Write("third.csv", header + "3;2026-11-04;+4915112345678;30\n"), "--source", "laden").Code);
        Assert.Equal("{\"events\":3}\n", _shell.Run("events", "count").Output);
    }

    [Fact]
    public void What_became_of_a_message_is_an_event_of_its_own_which_a_later_export_adds()
    {
        const string header = "Message ID,Time,Phone,Direction,Message,Status\n";
        var early = _shell.Write("early.csv", header + "m1,2026-11-03 10:00,+4915112345678,in,Hi,read\nm2,2026-11-03 10:01,+4915112345678,out,Hello,delivered\nm3,2026-11-03 10:02,+4915112345678,out,Still there?,sent\n");
        Assert.Equal(ExitCode.Ok, _shell.Run("events", "import", early, "--source", "wa").Code);
        Assert.Equal((1, 2, 1, 0, 0), States());
        var late = _shell.Write("late.csv", header + "m2,2026-11-03 10:01,+4915112345678,out,Hello,read\nm3,2026-11-03 10:02,+4915112345678,out,Still there?,failed\nm4,2026-11-03 10:03,+4915112345678,out,Bye,on a cloud\n");
        var ended = _shell.Run("events", "import", late, "--source", "wa");
        Assert.Contains("Status 'on a cloud' is no state of a message that is known", ended.Error, StringComparison.Ordinal);
        Assert.Equal((1, 3, 1, 1, 1), States());

        (int Received, int Sent, int Delivered, int Read, int Failed) States()
        {
            int Of(string name) => Json.Of(_shell.Run("events", "count", "--name", name).Output).GetProperty("events").GetInt32();
            return (Of("Message Received"), Of("Message Sent"), Of("Message Delivered"), Of("Message Read"), Of("Message Failed"));
        }
    }

    [Fact]
    public void Rejected_messages_of_json_lines_name_file_and_line()
    {
        var file = _shell.Write("events.jsonl", "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"A\"}\n\nno json\n{\"type\":\"track\",\"userId\":\"1\"}\n");
        Assert.Equal(ExitCode.PartlyRejected, _shell.Run("events", "import", file).Code);
        Assert.Equal(
            ["events.jsonl, line 4: a track message needs the name of an event", "events.jsonl, line 3: the message is no JSON object"],
            _shell.Run("events", "rejected", "--json").OutputLines.Select(l => Json.Of(l).GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("people.csv", "Name,Phone,Total spent\nAna,+12025550143,5\n", "meridian import people.csv --source shop")]
    [InlineData("orders.csv", "Order ID,Order date,Total\n1,2026-11-01,2\n", "no column says who the customer is")]
    [InlineData("orders.csv", "1,2026-11-01,2,+12025550143\n2,2026-11-01,2,+12025550144\n", "Add a row of names on top")]
    [InlineData("empty.csv", "", "the file is empty")]
    public void What_cannot_be_taken_is_one_sentence_and_nothing_is_written(string name, string text, string says)
    {
        var good = _shell.Write("good.csv", Orders);
        var ended = _shell.Run("events", "import", good, _shell.Write(name, text), "--source", "shop");
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Contains(says, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_shell.Data));
    }

    [Fact]
    public void A_mapping_names_columns_and_a_wrong_target_is_told_with_the_nearest()
    {
        var file = _shell.Write("o.csv", "Vorgang,Wann,Wer\n1,2026-11-02,+12025550143\n");
        var map = _shell.Write("map.json", """{"columns":{"Vorgang":"order_id","Wann":"ordered_at","Wer":"phone"}}""");
        Assert.Equal(ExitCode.Usage, _shell.Run("events", "import", file).Code);
        Assert.Equal(ExitCode.Ok, _shell.Run("events", "import", file, "--map", map).Code);
        Assert.Equal("{\"events\":1}\n", _shell.Run("events", "count").Output);
        Assert.Contains("Did you mean \"ordered_at\"?", _shell.Run("events", "import", file, "--map", _shell.Write("wrong.json", """{"columns":{"Wann":"orderd_at"}}""")).Error, StringComparison.Ordinal);
    }

    /// <summary>The documentation's example, as it stands there.</summary>
    [Fact]
    public void The_example_of_the_documentation_works()
    {
        var docs = File.ReadAllText(Path.Combine(Root(), "docs", "events.md")).ReplaceLineEndings("\n");
        var block = docs.Split("```csv\n")[1].Split("```")[0];
        _shell.Write("orders.csv", block);
        var command = docs.Split('\n').Single(l => l.StartsWith("meridian events import orders.csv", StringComparison.Ordinal));
        var words = Words.Of(command)[1..].Select(w => w == "orders.csv" ? Path.Combine(_shell.Folder, w) : w).ToArray();
        var ended = _shell.Run(words);
        Assert.Equal(ExitCode.Ok, ended.Code);
        foreach (var line in ended.ErrorLines)
            Assert.Contains(line, docs, StringComparison.Ordinal);
    }

    private static byte[] Packed(string text)
    {
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }

    private static string Root()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Meridian.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside a clone.");
        return root;
    }
}
