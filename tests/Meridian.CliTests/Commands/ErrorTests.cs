using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>An error is a sentence on standard error that says what to do, nothing on standard output, and the exit code of its kind.</summary>
public sealed class ErrorTests(ErrorTests.OneSource store) : IClassFixture<ErrorTests.OneSource>, IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    /// <summary>A store that no test here may change.</summary>
    public sealed class OneSource : IDisposable
    {
        public OneSource()
        {
            Shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
            Files = FolderDigest.Of(Shell.Data);
        }

        public Shell Shell { get; } = new();

        public string Files { get; }

        public void Dispose() => Shell.Dispose();
    }

    [Theory]
    [InlineData("error-no-command")]
    [InlineData("error-unknown-command", "improt", "a.csv")]
    [InlineData("error-unknown-option", "customers", "list", "--contry", "US")]
    [InlineData("error-unknown-option-beside-files", "import", "customers.csv", "--mapping", "map.json")]
    [InlineData("error-no-source", "import", "a.csv")]
    [InlineData("error-empty-source", "import", "a.csv", "--source", " ")]
    [InlineData("error-no-file", "import", "--source", "crm")]
    [InlineData("error-file-not-there", "import", "nowhere.csv", "--source", "crm")]
    [InlineData("error-import-country", "import", "nowhere.csv", "--source", "crm", "--country", "Atlantis")]
    [InlineData("error-map-not-there", "import", "nowhere.csv", "--source", "crm", "--map", "nowhere.json")]
    [InlineData("error-country", "customers", "list", "--country", "Atlantis")]
    [InlineData("error-area", "customers", "count", "--area", "Atlantis")]
    [InlineData("error-language", "labels", "--language", "Atlantean")]
    [InlineData("error-platform", "customers", "list", "--platform", "telepathy")]
    [InlineData("error-activity", "customers", "list", "--activity", "sometimes")]
    [InlineData("error-limit", "customers", "list", "--limit", "0")]
    [InlineData("error-limit-text", "customers", "list", "--limit", "many")]
    [InlineData("error-undo-text", "imports", "undo", "last")]
    [InlineData("error-export-format", "export", "--to", "customers.pdf")]
    [InlineData("error-export-folder", "export", "--to", "nowhere/customers.csv")]
    [InlineData("error-shell", "completion", "tcsh")]
    public void Usage_errors_exit_2(string name, params string[] args)
    {
        var ended = store.Shell.Run(args);
        Golden.Match(name, Golden.Transcript(store.Shell, args, ended));
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.All(ended.ErrorLines, l => Assert.Matches("^(error: |Try: ).+", l));
        Assert.Equal(store.Files, FolderDigest.Of(store.Shell.Data));
    }

    [Theory]
    [InlineData("not-found-import", "imports", "undo", "9")]
    [InlineData("not-found-customer", "customers", "show", "nobody@example.com")]
    [InlineData("not-found-profile", "customers", "show", "00000000-0000-0000-0000-000000000001")]
    public void What_is_not_there_exits_3(string name, params string[] args)
    {
        var ended = store.Shell.Run(args);
        Golden.Match(name, Golden.Transcript(store.Shell, args, ended));
        Assert.Equal((ExitCode.NotFound, ""), (ended.Code, ended.Output));
    }

    [Theory]
    [InlineData("customers", "list")]
    [InlineData("customers", "count")]
    [InlineData("customers", "show", "ana@example.com")]
    [InlineData("labels")]
    [InlineData("check")]
    [InlineData("imports", "list")]
    [InlineData("imports", "resume")]
    [InlineData("imports", "undo", "1")]
    [InlineData("export", "--to", "customers.csv")]
    public void Reading_where_there_is_no_store_exits_3_and_makes_none(params string[] args)
    {
        var ended = _shell.Run(args);
        Assert.Equal((ExitCode.NotFound, ""), (ended.Code, ended.Output));
        Assert.Equal($"error: There is no store in {_shell.Data} yet. Import a file first: meridian import FILE --source NAME\n", ended.Error);
        Assert.False(Directory.Exists(_shell.Data));
    }

    /// <summary>A filter that names nothing is a slip of the keyboard, wherever the store is; it is told first.</summary>
    [Theory]
    [InlineData("customers", "count", "--country", "Atlantis")]
    [InlineData("labels", "--platform", "telepathy")]
    [InlineData("export", "--to", "a.csv", "--activity", "sometimes")]
    public void A_bad_filter_is_told_before_a_missing_store(params string[] args) => Assert.Equal(ExitCode.Usage, _shell.Run(args).Code);

    [Fact]
    public void Rejected_rows_exit_5_and_none_exits_0()
    {
        Assert.Equal(ExitCode.Ok, _shell.Import("crm.csv", Contacts.Crm, "crm").Code);
        Assert.Equal(ExitCode.PartlyRejected, _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp").Code);
    }

    [Theory]
    [InlineData("list.csv", "Ann Lee,+12025550101,ann@example.com\nBob,+12025550102,b@example.com\n", "looks like a customer")]
    [InlineData("deep.json", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "not the JSON")]
    [InlineData("num.json", "42\n", "not the JSON")]
    public void A_file_that_would_be_misread_is_refused_whole(string name, string text, string message)
    {
        var ended = _shell.Run("import", _shell.Write(name, text), "--source", "crm");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains(message, ended.Error, StringComparison.Ordinal);
        Assert.Empty(_shell.Run("imports", "list", "--json").OutputLines);
    }

    [Fact]
    public void A_store_that_does_not_hold_together_exits_1_with_findings()
    {
        _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp");
        using (var workspace = Workspace.Open(_shell.Data, new CommandContext(new Terminal(TextWriter.Null, TextWriter.Null, interactive: false, width: 80), NodaTime.SystemClock.Instance, default)))
            Assert.True(workspace.Session.Execute($"delete from {Tags.TagTables.Assignment} where tag = 'activity'") > 0);
        var check = _shell.Run("check");
        Assert.Equal(ExitCode.Failed, check.Code);
        Assert.Contains("broken  every profile has one activity: 4 rows", check.Output, StringComparison.Ordinal);
        var json = Json.Of(_shell.Run("check", "--json").Output);
        Assert.False(json.GetProperty("ok").GetBoolean());
        Assert.Equal("every profile has one activity", Assert.Single(json.GetProperty("findings").EnumerateArray()).GetProperty("rule").GetString());
    }

    [Theory]
    [InlineData("data", "customers", "count")]
    [InlineData("data", "check")]
    [InlineData("data", "import")]
    [InlineData("data/meridian.duckdb", "customers", "count")]
    [InlineData("data/meridian.duckdb", "check")]
    [InlineData("data/meridian.duckdb", "import")]
    public void A_store_that_may_not_be_opened_is_one_sentence_and_exits_1(string locked, params string[] args)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "whoever may open everything cannot be refused");
        _shell.Import("crm.csv", Contacts.Crm, "crm");
        var path = Path.Combine(_shell.Folder, locked);
        if (OperatingSystem.IsWindows())
            return;
        File.SetUnixFileMode(path, UnixFileMode.None);
        try
        {
            var ended = _shell.Run(args is ["import"] ? ["import", Path.Combine(_shell.Folder, "crm.csv"), "--source", "crm"] : args);
            Assert.Equal((ExitCode.Failed, ""), (ended.Code, ended.Output));
            Assert.Matches("^error: [^\n]+ may not be opened: no permission\\. [^\n]+\n$", ended.Error);
        }
        finally
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Theory]
    [InlineData("error-map-broken", "{")]
    [InlineData("error-map-field", """{"columns": {"Email": "emial"}}""")]
    public void A_mapping_that_cannot_be_meant_is_refused(string name, string mapping)
    {
        string[] args = ["import", _shell.Write("contacts.csv", Contacts.WhatsApp), "--source", "whatsapp", "--map", _shell.Write("map.json", mapping)];
        var ended = _shell.Run(args);
        Golden.Match(name, Golden.Transcript(_shell, args, ended));
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.Equal("", FolderDigest.Of(_shell.Data));
    }

    /// <summary>The mapping is the source's, whose files need not all have the same columns; so this is a remark, no error.</summary>
    [Fact]
    public void A_mapping_of_a_column_that_the_file_does_not_have_is_remarked()
    {
        var map = _shell.Write("map.json", """{"columns": {"Whatsap": "phone"}}""");
        Assert.Contains("! The mapping names a column \"Whatsap\" (phone), which the file does not have.", _shell.Import("contacts.csv", Contacts.WhatsApp, "whatsapp", "--map", map).Output, StringComparison.Ordinal);
    }

    /// <summary>All files are looked at first: a slip in the second does not leave the first one in the store.</summary>
    [Fact]
    public void One_unreadable_file_among_several_stops_all()
    {
        var ended = _shell.Run("import", _shell.Write("a.csv", Contacts.Crm), "nowhere.csv", "--source", "crm");
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Equal("", FolderDigest.Of(_shell.Data));
    }

    [Fact]
    public void A_data_folder_that_is_a_file_is_one_sentence()
    {
        var ended = _shell.RunAsGiven("import", _shell.Write("a.csv", Contacts.Crm), "--source", "crm", "--data", _shell.Write("taken", "x"));
        Assert.Equal((ExitCode.Usage, ""), (ended.Code, ended.Output));
        Assert.StartsWith($"error: The data folder {_shell.Folder}/taken cannot be used", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_store_is_one_sentence()
    {
        _shell.Write("data/meridian.duckdb", "not a database, but somebody's notes");
        var ended = _shell.Run("customers", "count");
        Assert.Equal((ExitCode.Failed, ""), (ended.Code, ended.Output));
        var line = Assert.Single(ended.ErrorLines);
        Assert.DoesNotContain("unexpected", line, StringComparison.Ordinal);
    }
}
