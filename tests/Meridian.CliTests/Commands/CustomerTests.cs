using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>Reading commands, on one store of two sources.</summary>
public sealed class CustomerTests : IClassFixture<CustomerTests.TwoSources>
{
    private readonly Shell _shell;

    public CustomerTests(TwoSources store) => _shell = store.Shell;

    public sealed class TwoSources : IDisposable
    {
        public TwoSources()
        {
            Shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
            Shell.Import("crm.csv", Contacts.Crm, "crm");
        }

        public Shell Shell { get; } = new();

        public void Dispose() => Shell.Dispose();
    }

    [Theory]
    [InlineData("customers-list", "customers", "list")]
    [InlineData("customers-list-json", "customers", "list", "--json")]
    [InlineData("customers-list-limit", "customers", "list", "--limit", "2")]
    [InlineData("customers-list-none", "customers", "list", "--country", "FR")]
    [InlineData("customers-count", "customers", "count")]
    [InlineData("customers-count-json", "customers", "count", "--json")]
    [InlineData("customers-show", "customers", "show", "ana@example.com")]
    [InlineData("customers-show-json", "customers", "show", "ana@example.com", "--json")]
    [InlineData("imports-list-two", "imports", "list")]
    [InlineData("imports-list-json", "imports", "list", "--json")]
    [InlineData("labels", "labels")]
    [InlineData("labels-json", "labels", "--json")]
    [InlineData("check", "check")]
    [InlineData("check-json", "check", "--json")]
    [InlineData("check-digest", "check", "--digest")]
    [InlineData("check-digest-json", "check", "--digest", "--json")]
    public void Output_is_golden(string name, params string[] args) => Golden.Match(name, Golden.Transcript(_shell, args));

    // Ana (BR by phone and WhatsApp, Portugal in the CRM), Li (CN), Bob (US, no platform), Eve (US), Fatima (AE, no platform).
    [Theory]
    [InlineData(5)]
    [InlineData(2, "--country", "US")]
    [InlineData(2, "--country", "Estados Unidos")]
    [InlineData(1, "--country", "中国")]
    [InlineData(0, "--country", "FR")]
    [InlineData(1, "--area", "Middle East")]
    [InlineData(2, "--area", "Northern America")]
    [InlineData(1, "--language", "zh")]
    [InlineData(3, "--platform", "whatsapp")]
    [InlineData(2, "--platform", "none")]
    [InlineData(2, "--activity", "medium")]
    [InlineData(1, "--activity", "LOW")]
    [InlineData(1, "--activity", "silent")]
    [InlineData(1, "--activity", "unknown")]
    [InlineData(1, "--country", "US", "--platform", "whatsapp", "--activity", "medium")]
    public void Filters_narrow_lists_counts_and_the_matrix_alike(int expected, params string[] filters)
    {
        Assert.Equal($"{{\"customers\":{expected}}}\n", _shell.Run(["customers", "count", "--json", .. filters]).Output);
        Assert.Equal(expected, _shell.Run(["customers", "list", "--json", .. filters]).OutputLines.Length);
        // Nobody here is on two platforms, so the matrix adds up to the customers.
        Assert.Equal(expected, _shell.Run(["labels", "--json", .. filters]).OutputLines.Sum(l => Json.Of(l).GetProperty("customers").GetInt32()));
    }

    [Theory]
    [InlineData("+5511987654321")]
    [InlineData("+55 (11) 98765-4321")]
    [InlineData("ANA@example.com")]
    [InlineData("crm:17")]
    public void A_customer_is_found_by_any_spelling_of_an_identifier(string who)
    {
        var expected = _shell.Run("customers", "show", "ana@example.com", "--json").Output;
        Assert.Equal(expected, _shell.Run("customers", "show", who, "--json").Output);
        var id = Json.Of(expected).GetProperty("profile_id").GetString()!;
        Assert.Equal(expected, _shell.Run("customers", "show", id, "--json").Output);
    }

    /// <summary>Handles of one customer, as people, the output and browsers spell them; @ is no file of arguments.</summary>
    [Theory]
    [InlineData("@gee_tele")]
    [InlineData("gee_tele")]
    [InlineData("telegram:gee_tele")]
    [InlineData("Telegram: @Gee_Tele")]
    [InlineData("https://t.me/gee_tele")]
    [InlineData("t.me/Gee_Tele")]
    [InlineData("wechat:wx_ann1")]
    [InlineData("phone:+4915112345678")]
    [InlineData("whatsapp:+49 1511 2345678")]
    [InlineData("https://wa.me/4915112345678")]
    [InlineData("bots:7")]
    [InlineData("external_id:bots:7")]
    public void A_customer_is_found_by_handle_link_and_as_the_output_prints_it(string who)
    {
        using var shell = new Shell();
        shell.Import("bots.csv", "customer id,name,telegram,wechat,phone\n7,Gee,@gee_tele,wx_ann1,+4915112345678\n8,Hal,@hal_tele,wx_hal1,+4915112345679\n", "bots");
        var shown = shell.Run("customers", "show", who, "--json");
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        Assert.Equal("Gee", Json.Of(Assert.Single(shown.OutputLines)).GetProperty("traits")[0].GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("--country", "unknown")]
    [InlineData("--country", "None")]
    [InlineData("--language", "unknown")]
    public void Customers_of_whom_a_label_is_not_known_can_be_asked_for(string option, string value)
    {
        using var shell = new Shell();
        shell.Import("people.csv", "name,email,country\nAna,ana@example.com,Brazil\nNobody Knows,who@example.com,\n", "people");
        Assert.Equal("who@example.com", Json.Of(Assert.Single(shell.Run("customers", "list", "--json", option, value).OutputLines)).GetProperty("email").GetString());
        Assert.Equal("1\n", shell.Run("customers", "count", option, value).Output);
        Assert.Equal(1, Json.Of(Assert.Single(shell.Run("labels", "--json", option, value).OutputLines)).GetProperty("customers").GetInt32());
    }

    [Fact]
    public void An_empty_list_has_no_table() => Assert.Equal(new Ended(0, "", "No customers match.\n"), _shell.Run("customers", "list", "--country", "FR"));

    [Fact]
    public void One_is_not_many()
    {
        using var shell = new Shell();
        var import = shell.Import("one.csv", "name,phone,email\nAna,call me,ana@example.com\n", "people").Output;
        Assert.Contains("1 row = 1 accepted + 0 rejected;  accepted = 1 new customer + 0 duplicates", import, StringComparison.Ordinal);
        Assert.Contains("1 warning ", import, StringComparison.Ordinal);
        Assert.Equal("1 customer.\n", shell.Run("customers", "list").Error);
        Assert.StartsWith("1 customer written", shell.Run("export", "--to", Path.Combine(shell.Folder, "a.csv")).Error, StringComparison.Ordinal);
        Assert.Contains(": 1 row taken out", shell.Run("imports", "undo", "1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_customers_of_one_id_are_each_shown_with_a_warning_beside_the_json()
    {
        using var shell = new Shell();
        shell.Import("shop.csv", "customer id,name,email\n42,Ana,ana@example.com\n", "shop");
        shell.Import("crm.csv", "customer id,name,email\n42,Bob,bob@example.com\n", "crm");
        var shown = shell.Run("customers", "show", "42", "--json");
        Assert.Equal(2, shown.OutputLines.Select(l => Json.Of(l).GetProperty("profile_id").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("! 2 customers have '42'; each is shown.\n", shown.Error);
    }

    /// <summary>An undo takes a number of the log too, so the next import's number is not the next.</summary>
    [Fact]
    public void Numbers_of_imports_may_jump()
    {
        using var shell = new Shell();
        shell.Import("a.csv", "name,email\nAna,ana@example.com\n", "a");
        Assert.Equal(0, shell.Run("imports", "undo", "1").Code);
        shell.Import("b.csv", "name,email\nBob,bob@example.com\n", "b");
        var lines = shell.Run("imports", "list", "--json").OutputLines.Select(Json.Of).Select(l => (Id: l.GetProperty("import_id").GetInt64(), State: l.GetProperty("state").GetString())).ToList();
        Assert.Equal([(1, "undone"), (lines[^1].Id, "applied")], lines);
        Assert.True(lines[^1].Id > 2);
        Assert.Equal(3, shell.Run("imports", "undo", "2").Code);
        Assert.Equal(0, shell.Run("imports", "undo", $"{lines[^1].Id}").Code);
        Assert.Equal("0\n", shell.Run("customers", "count").Output);
        Assert.Equal(0, shell.Run("check").Code);
    }

    /// <summary>By the alphabet the other would be first each time.</summary>
    [Fact]
    public void A_list_shows_the_phone_and_the_address_that_are_best_to_reach_somebody()
    {
        using var shell = new Shell();
        shell.Import("old.csv", "customer id,name,phone,email\n1,Ana,+4915112345678,ana@example.com\n2,Bob,,zoe@example.com\n", "crm");
        shell.Import("new.csv", "customer id,name,phone,email\n1,Ana,+4915912345678,ana.neu@example.com\n2,Bob,,admin@example.com\n", "crm");
        var lines = shell.Run("customers", "list", "--json").OutputLines.Select(Json.Of).ToDictionary(l => l.GetProperty("name").GetString()!, StringComparer.Ordinal);
        Assert.Equal(("+4915912345678", "ana.neu@example.com"), (lines["Ana"].GetProperty("phone").GetString(), lines["Ana"].GetProperty("email").GetString()));
        Assert.Equal("zoe@example.com", lines["Bob"].GetProperty("email").GetString());
    }

    [Fact]
    public void A_conflict_of_countries_is_kept_and_shown() =>
        Assert.True(Json.Of(_shell.Run("customers", "show", "ana@example.com", "--json").Output).GetProperty("country_conflict").GetBoolean());
}
