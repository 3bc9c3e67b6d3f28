using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class NumbersTests : IDisposable
{
    private const string Numbers = "+4915112345678\n+49 1511 2345678\n1-800-FLOWERS\n\n+12\nhello\n+1 111 555 0143\n021 1234\n";

    private const string People = "name,tel,country\n\"Jr., Bob\",030 12345678,Germany\nAna,+55 11 98765-4321,Brazil\nEve,0151 12345678,DE\nBroken,\"a\"b\",x,y\n";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Out => Path.Combine(_shell.Folder, "out.csv");

    [Fact]
    public void A_list_without_header_is_screened_row_by_row()
    {
        Golden.Match("numbers-screen", Golden.Transcript(_shell, "numbers", "screen", _shell.Write("list.txt", Numbers), "--to", Out));
        Golden.Match("numbers-screen-out", File.ReadAllText(Out));
    }

    [Fact]
    public void Files_of_different_columns_go_into_one_with_the_known_customers()
    {
        _shell.Import("crm.csv", Contacts.Crm.Replace("+971 50 123 4567", "+49 151 12345678", StringComparison.Ordinal), "crm");
        var ended = _shell.Run("numbers", "screen", _shell.Write("people.csv", People), _shell.Write("list.txt", Numbers), "--to", Out, "--json");
        Golden.Match("numbers-screen-two-json", Golden.Transcript(_shell, ["numbers", "screen", "people.csv", "list.txt", "--json"], ended));
        var customer = Json.Of(Assert.Single(_shell.Run("customers", "list", "--json").OutputLines, l => l.Contains("Fatima", StringComparison.Ordinal))).GetProperty("profile_id").GetString()!;
        Golden.Match("numbers-screen-two-out", File.ReadAllText(Out).Replace(customer, "FATIMA", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recipe_judges_each_row_and_says_from_where_and_how_old()
    {
        _shell.Import("crm.csv", "id,name,phone,platform,gender,birth date,last seen,messages received,device,opt in,created\n"
            + "1,Fatima Noor,+49 151 12345678,\"WhatsApp, LINE\",f,1990-05-17,2026-11-20,4,iPhone 15,yes,2025-01-02\n"
            + "2,Bo Ray,+4915112345679,Telegram,m,,2026-01-02,0,,no,\n", "crm");
        var list = _shell.Write("list.csv", "phone\n+4915112345678\n0049 151 12345679\n+4915112345678\n+4915112345670\nhello\n");
        var other = _shell.Write("bought.csv", "phone\n+4915112345679\n");
        var chosen = Path.Combine(_shell.Folder, "chosen.csv");
        Golden.Match("numbers-screen-recipe", Golden.Transcript(
            _shell, "numbers", "screen", list, "--recipe", "verdict, duplicate, open=whatsapp, gender=female, age=30-40, online=7", "--against", other, "--facts", "--to", Out, "--matching", chosen));
        string Named(string text)
        {
            foreach (var line in _shell.Run("customers", "list", "--json").OutputLines)
                text = text.Replace(Json.Of(line).GetProperty("profile_id").GetString()!, Json.Of(line).GetProperty("name").GetString()!.Split(' ')[0].ToUpperInvariant(), StringComparison.Ordinal);
            return text;
        }

        Golden.Match("numbers-screen-recipe-out", Named(File.ReadAllText(Out)));
        Golden.Match("numbers-screen-recipe-chosen", Named(File.ReadAllText(chosen)));
        var json = Json.Of(_shell.Run("numbers", "screen", list, "--recipe", "self-screening", "--to", Out, "--json").Output);
        Assert.Equal((1, 1), (json.GetProperty("suppressed").GetInt32(), json.GetProperty("match").GetProperty("yes").GetInt32() - 1));
    }

    [Fact]
    public void Of_customers_who_share_a_phone_one_who_said_no_is_enough()
    {
        var rows = new System.Text.StringBuilder("id,name,phone,birth date,opt-in\n");
        for (var i = 0; i < 6; i++)
            rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"y{i},Maria{i} Lopez,+52551234561{i},1980-01-01,yes\nn{i},Juan{i} Perez,+52551234561{i},1990-02-02,no\n");
        _shell.Import("shared.csv", rows.ToString(), "crm");
        var list = _shell.Write("list.csv", "phone\n" + string.Join('\n', Enumerable.Range(0, 6).Select(i => $"+52551234561{i}")));
        var json = Json.Of(_shell.Run("numbers", "screen", list, "--recipe", "self-screening", "--to", Out, "--json").Output);
        Assert.Equal((6, 6, 0), (json.GetProperty("known_customers").GetInt32(), json.GetProperty("suppressed").GetInt32(), json.GetProperty("match").GetProperty("yes").GetInt32()));
    }

    [Fact]
    public void A_fact_names_the_source_that_stated_it()
    {
        _shell.Import("a.csv", "id,phone,whatsapp,language\n1,+4915123456789,+4915123456789,de\n", "aa");
        _shell.Import("b.csv", "id,phone,telegram\n9,+4915123456789,@kurt_x\n", "bb");
        var list = _shell.Write("list.csv", "phone\n+4915123456789\n");
        _shell.Run("numbers", "screen", list, "--recipe", "open=whatsapp, open=telegram, language=de", "--facts", "--to", Out);
        var text = File.ReadAllText(Out);
        Assert.Contains(",yes,\"telegram, whatsapp\",aa,0,yes,\"telegram, whatsapp\",bb,0,yes,de,aa,0,", text, StringComparison.Ordinal);
        Assert.Contains("telegram: bb, 0 d; whatsapp: aa, 0 d; language: aa, 0 d", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_tell_what_customers_did_and_what_became_of_messages()
    {
        _shell.Import("a.csv", "id,phone,last seen\nana,+4915123456789,2025-01-01\nbo,+4915123456780,\ncy,+4915123456781,\n", "aa");
        var events = _shell.Write("events.jsonl", string.Join('\n',
            """{"type":"track","userId":"ana","messageId":"1","event":"Message Received","timestamp":"2026-11-20T09:00:00Z","context":{"traits":{"phone":"+4915123456789"}}}""",
            """{"type":"track","userId":"ana","messageId":"2","event":"Message Failed","timestamp":"2026-11-21T09:00:00Z","properties":{"channel":"sms","reason":"bounced"}}""",
            """{"type":"track","userId":"ana","messageId":"3","event":"Message Delivered","timestamp":"2026-11-22T09:00:00Z","properties":{"channel":"whatsapp"}}""",
            """{"type":"track","userId":"bo","messageId":"4","event":"Message Failed","timestamp":"2026-11-22T09:00:00Z","properties":{"reason":"Switched off"},"context":{"traits":{"phone":"+4915123456780"}}}""",
            """{"type":"track","userId":"cy","messageId":"5","event":"Message Failed","timestamp":"2026-11-22T09:00:00Z","properties":{"reason":"not on the platform"},"context":{"traits":{"phone":"+4915123456781"}}}"""));
        Assert.Equal(0, _shell.Run("events", "import", events, "--source", "bot").Code);
        var list = _shell.Write("list.csv", "phone\n+4915123456789\n+4915123456780\n+4915123456781\n+4915123456782\n");
        Assert.Equal(0, _shell.Run("numbers", "screen", list, "--recipe", "power_on", "--facts", "--to", Out).Code);
        var rows = File.ReadAllLines(Out);
        Assert.Contains(",2026-11-20,yes,delivered (whatsapp),", rows[1], StringComparison.Ordinal);
        Assert.Contains("last_interaction: events, ", rows[1], StringComparison.Ordinal);
        Assert.Contains("last_delivery: bot, ", rows[1], StringComparison.Ordinal);
        Assert.Contains(",failed: Switched off,", rows[2], StringComparison.Ordinal);
        Assert.Contains(",failed: not on the platform,", rows[3], StringComparison.Ordinal);
        var match = Array.IndexOf(rows[0].TrimStart('\uFEFF').Split(','), "is_power_on");
        Assert.Equal(["yes", "no", "unknown", "unknown"], rows.Skip(1).Select(r => r.Split(',')[match]));
    }

    /// <summary>Two files are made of each slice of rows, on all cores; neither may see rows that are not its own.</summary>
    [Fact]
    public void What_matches_is_written_beside_what_is_not_changed_by_it()
    {
        var text = new System.Text.StringBuilder("phone,n\n");
        for (var i = 0; i < 60_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"+49151{12_000_000 + i},{new string((char)('a' + (i / 4096)), 30)}{i}\n");
        var list = _shell.Write("list.csv", text.ToString());
        var chosen = Path.Combine(_shell.Folder, "chosen.csv");
        Assert.Equal(0, _shell.Run("numbers", "screen", list, "--recipe", "verdict=impossible", "--to", Out).Code);
        var alone = File.ReadAllBytes(Out);
        for (var run = 0; run < 3; run++)
        {
            Assert.Equal(0, _shell.Run("numbers", "screen", list, "--recipe", "verdict=impossible", "--to", Out, "--matching", chosen).Code);
            Assert.Equal(alone, File.ReadAllBytes(Out));
            Assert.Single(File.ReadLines(chosen));
        }
    }

    [Fact]
    public void No_list_that_is_read_is_written_over()
    {
        var (list, other) = (_shell.Write("list.csv", "phone\n+12025550101\n+12025550102\n"), _shell.Write("only-list.csv", "number,name\n+12025550101,Ana\n+12025550109,Bob\n"));
        Assert.Equal(2, _shell.Run("numbers", "screen", other, "--against", list, "--to", list).Code);
        Assert.Equal(2, _shell.Run("numbers", "screen", other, "--against", list, "--recipe", "verdict", "--to", Out, "--matching", list).Code);
        Assert.Equal(2, _shell.Run("numbers", "compare", list, other, "--to", _shell.Folder).Code);
        Assert.Equal("number,name\n+12025550101,Ana\n+12025550109,Bob\n", File.ReadAllText(other));
    }

    [Fact]
    public void What_is_compared_keeps_the_mark_of_samples()
    {
        var samples = _shell.Write("s.csv", _shell.Run("numbers", "sample", "--country", "BR", "--count", "5").Output);
        var parts = Path.Combine(_shell.Folder, "parts");
        Assert.Equal(0, _shell.Run("numbers", "compare", samples, _shell.Write("x.csv", "phone\n+12025550101\n"), "--to", parts).Code);
        Assert.Equal(5, _shell.Run("import", Path.Combine(parts, "only-s.csv"), "--source", "s", "--json").Code);
        Assert.Equal(0, _shell.Run("import", Path.Combine(parts, "only-x.csv"), "--source", "s", "--json").Code);
    }

    [Fact]
    public void Lists_whose_names_meet_or_are_long_are_compared()
    {
        string Write(string name, string numbers) => _shell.Write(name, "phone\n" + numbers);
        var parts = Path.Combine(_shell.Folder, "parts");
        var lists = new[]
        {
            Write("a+b.csv", "+12025550101\n"), Write("c.csv", "+12025550101\n"), Write("a.csv", "+12025550102\n"), Write("b+c.csv", "+12025550102\n"),
            Write(new string('x', 200) + ".csv", "+12025550103\n"), Write(new string('y', 200) + ".csv", "+12025550103\n"),
        };
        Assert.Equal(0, _shell.Run(["numbers", "compare", .. lists, "--to", parts]).Code);
        Assert.Equal(3, Directory.GetFiles(parts).Length);
    }

    [Fact]
    public void Files_of_one_name_are_told_apart_by_their_folders()
    {
        var (p, q) = (_shell.Write("p/l.csv", "phone\n+12025550101\n"), _shell.Write("q/l.csv", "phone\n+12025550101\n"));
        Assert.Equal(0, _shell.Run("numbers", "screen", p, q, "--to", Out).Code);
        Assert.Contains($"{p}:2", File.ReadAllText(Out), StringComparison.Ordinal);
    }

    [Fact]
    public void A_recipe_is_kept_and_used_by_its_name()
    {
        var recipe = _shell.Write("vip.json", """{"name": "what I called it", "mode": "fine", "where": {"country": ["DE"], "verdict": "valid"}}""");
        Assert.Equal(0, _shell.Run("numbers", "recipes", "save", recipe, "--name", "vip").Code);
        Assert.Equal(0, _shell.Run("numbers", "recipes", "save", Path.Combine(_shell.Data, "recipes", "vip.json"), "--name", "vip").Code);
        File.Delete(recipe);
        var list = _shell.Write("list.csv", "phone\n+4915112345678\n+33612345678\n");
        var json = Json.Of(_shell.Run("numbers", "screen", list, "--recipe", "vip", "--to", Out, "--json").Output);
        Assert.Equal((1, 1), (json.GetProperty("match").GetProperty("yes").GetInt32(), json.GetProperty("match").GetProperty("no").GetInt32()));
        Golden.Match("numbers-recipes", Golden.Transcript(_shell, "numbers", "recipes"));
        Assert.Contains(_shell.Run("numbers", "recipes", "--json").OutputLines, l => l.Contains("\"recipe\":\"vip\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Groups_of_a_recipe_of_which_one_must_hold_are_shown_as_that()
    {
        var recipe = _shell.Write("girls.json", """{"name": "girls", "mode": "fine", "where": {"verdict": "valid"}, "any": [{"gender": "female"}, {"avatar": true, "online": 30}]}""");
        Assert.Equal(0, _shell.Run("numbers", "recipes", "save", recipe).Code);
        Assert.Contains("verdict=valid; and one of: (gender=female) or (avatar=yes, online=30)", _shell.Run("numbers", "recipes").Output, StringComparison.Ordinal);
        var json = Json.Of(Assert.Single(_shell.Run("numbers", "recipes", "--json").OutputLines, l => l.Contains("\"girls\"", StringComparison.Ordinal)));
        Assert.Equal(["verdict=valid"], json.GetProperty("conditions").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(2, json.GetProperty("any").GetArrayLength());
        Assert.Contains("Did you mean 'girls'?", _shell.Run("numbers", "screen", _shell.Write("list.txt", Numbers), "--recipe", "grils", "--to", Out).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_store_it_is_said_why_nothing_matches()
    {
        var ended = _shell.Run("numbers", "screen", _shell.Write("list.txt", Numbers), "--recipe", "self-screening", "--to", Out);
        Assert.Equal(0, ended.Code);
        Assert.Contains("so nobody can answer suppressed: such rows match nothing", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customer_is_known_by_the_older_form_of_their_number()
    {
        _shell.Import("crm.csv", "id,name,phone\n1,Ana,+55 11 98765-4321\n2,Bia,+55 11 8765-4322\n", "crm");
        var list = _shell.Write("list.csv", "phone\n+55 11 8765-4321\n+5511987654321\n+5511987654322\n");
        var json = Json.Of(_shell.Run("numbers", "screen", list, "--to", Out, "--json").Output);
        Assert.Equal((3, 3, 1), (json.GetProperty("valid").GetInt32(), json.GetProperty("known_customers").GetInt32(), json.GetProperty("duplicates").GetInt32()));
    }

    [Theory]
    [InlineData("samples.csv")]
    [InlineData("samples.jsonl", "--json")]
    public void Samples_never_become_customers(string name, params string[] json)
    {
        var samples = _shell.Write(name, _shell.Run(["numbers", "sample", "--country", "SG", "--count", "5", .. json]).Output);
        var ended = _shell.Run("import", samples, "--source", "crm", "--json");
        Assert.Equal(5, ended.Code);
        Assert.Equal((0, 5), (Json.Of(ended.Output).GetProperty("accepted").GetInt32(), Json.Of(ended.Output).GetProperty("rejected").GetInt32()));
        Assert.Contains("made-up number", File.ReadAllText(Json.Of(ended.Output).GetProperty("rejected_file").GetString()!), StringComparison.Ordinal);
    }

    [Fact]
    public void Dedupe_keeps_the_first_of_each_number()
    {
        Golden.Match("numbers-dedupe", Golden.Transcript(_shell, "numbers", "dedupe", _shell.Write("list.txt", Numbers), "--to", Out));
        Assert.Equal("number\r\n+4915112345678\r\n1-800-FLOWERS\r\n+12\r\nhello\r\n'+1 111 555 0143\r\n021 1234\r\n", File.ReadAllText(Out));
    }

    [Fact]
    public void Compare_counts_and_writes_lists()
    {
        var parts = Path.Combine(_shell.Folder, "parts");
        var (list, people) = (_shell.Write("list.txt", Numbers), _shell.Write("people.csv", People));
        Golden.Match("numbers-compare", Golden.Transcript(_shell, "numbers", "compare", list, people, "--to", parts));
        Golden.Match("numbers-compare-json", Golden.Transcript(_shell, "numbers", "compare", list, people, "--json"));
        Assert.Equal(["in-list+people.csv", "only-list.csv", "only-people.csv"], Directory.GetFiles(parts).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("e164\r\n+4915112345678\r\n", File.ReadAllText(Path.Combine(parts, "in-list+people.csv")));
    }

    [Theory]
    [InlineData("numbers-ranges", "numbers", "ranges", "SG")]
    [InlineData("numbers-ranges-json", "numbers", "ranges", "Singapore", "--json")]
    [InlineData("numbers-sample", "numbers", "sample", "--country", "SG", "--count", "3", "--seed", "7")]
    [InlineData("numbers-sample-json", "numbers", "sample", "--country", "SG", "--count", "2", "--json")]
    [InlineData("numbers-sample-no-type", "numbers", "sample", "--country", "AD", "--type", "pager")]
    [InlineData("numbers-ranges-none", "numbers", "ranges", "Antarctica")]
    public void What_plans_say_is_golden(string name, params string[] args) => Golden.Match(name, Golden.Transcript(_shell, args));

    [Fact]
    public void Coverage_has_a_line_for_every_region()
    {
        var lines = _shell.Run("numbers", "coverage", "--json").OutputLines.Select(Json.Of).ToList();
        Assert.True(lines.Count(l => l.GetProperty("region").GetString() != "001") >= 236);
        Assert.All(lines, l => Assert.True(l.GetProperty("examples").EnumerateObject().Any()));
        Assert.Contains("regions and", _shell.Run("numbers", "coverage").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "there is no such file", "screen", "missing.csv", "--to", "o.csv")]
    [InlineData(2, "Let it end in .csv", "screen", "list.txt", "--to", "o.xlsx")]
    [InlineData(2, "is a file that is read", "dedupe", "list.csv", "--to", "./list.csv")]
    [InlineData(2, "there is no such folder", "screen", "list.txt", "--to", "nowhere/o.csv")]
    [InlineData(2, "Did you mean 'fine-screening'?", "screen", "list.txt", "--recipe", "fine-screning", "--to", "o.csv")]
    [InlineData(2, "There is no file missing.json", "screen", "list.txt", "--recipe", "missing.json", "--to", "o.csv")]
    [InlineData(2, "There is no condition 'opne'", "screen", "list.txt", "--recipe", "opne=any", "--to", "o.csv")]
    [InlineData(2, "--matching needs --recipe", "screen", "list.txt", "--to", "o.csv", "--matching", "p.csv")]
    [InlineData(2, "there is no such file", "screen", "list.txt", "--to", "o.csv", "--against", "missing.csv")]
    [InlineData(2, "is no range", "sample", "--country", "SG", "--range", "x")]
    [InlineData(3, "that begin with 0", "sample", "--country", "SG", "--range", "0")]
    [InlineData(2, "is not a country", "screen", "list.txt", "--country", "Atlantis", "--to", "o.csv")]
    [InlineData(2, "there is no column 'x'", "screen", "list.txt", "--column", "x", "--to", "o.csv")]
    [InlineData(2, "compare takes 2 to 32 lists, not 1", "compare", "list.txt")]
    [InlineData(2, "is not a type of number", "sample", "--country", "DE", "--type", "car")]
    [InlineData(2, "--count must be", "sample", "--country", "DE", "--count", "0")]
    public void What_cannot_be_done_is_one_sentence(int code, string says, params string[] args)
    {
        _shell.Write("list.txt", Numbers);
        _shell.Write("list.csv", Numbers);
        // Files are in the shell's folder; options and their values stay as they are.
        string[] full = [.. args.Select(a => a.EndsWith(".txt", StringComparison.Ordinal) || a.EndsWith(".csv", StringComparison.Ordinal) || a.EndsWith(".xlsx", StringComparison.Ordinal) ? Path.Combine(_shell.Folder, a) : a)];
        var ended = _shell.Run(["numbers", .. full]);
        Assert.Equal((code, ""), (ended.Code, ended.Output));
        Assert.Contains(says, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_shell.Folder, "*.part"));
    }
}
