using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.DuckDb;
using NodaTime;

namespace Meridian.CliTests.Quarantine;

public sealed class QuarantineTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    private string Out => Path.Combine(_shell.Folder, "out.csv");

    private List<string> Items(params string[] more) =>
        [.. _shell.Run(["numbers", "quarantine", "list", "--json", .. more]).OutputLines.Select(Json.Of).Where(j => j.TryGetProperty("file", out _))
            .Select(j => $"{(j.GetProperty("e164").GetString() ?? j.GetProperty("text").GetString())} {j.GetProperty("reason").GetString()}")];

    private System.Text.Json.JsonElement SetAside(string list, params string[] more)
    {
        var ended = _shell.Run(["numbers", "screen", list, "--quarantine", "--to", Out, "--json", .. more]);
        Assert.True(ended.Code == 0, ended.Error);
        return Json.Of(ended.Output).GetProperty("set_aside");
    }

    [Fact]
    public void What_is_rejected_is_set_aside_once_with_its_reason_and_the_list_stays_whole()
    {
        _shell.Import("crm.csv", "id,name,phone,opt in\n1,Bo Ray,+4915112345601,no\n", "crm");
        var list = _shell.Write("list.csv", "name,phone\nA,+4915112345600\nB,+49 151 12345601\nC,0151 x\nD,+1 111 555 0143\nE,+4915112345601\nF,\nG,+1 (111) 555-0143\n");
        var counts = SetAside(list);
        Assert.Equal((3, 0), (counts.GetProperty("added").GetInt32(), counts.GetProperty("there").GetInt32()));
        Assert.Equal(["0151 x verdict: too short", "+11115550143 verdict: empty range", "+4915112345601 suppressed: opted out"], Items());
        var lines = File.ReadAllLines(Out);
        Assert.Equal((8, ",set_aside"), (lines.Length, lines[0][^10..]));
        Assert.Equal(["B", "C", "D"], lines.Skip(1).Where(l => l.EndsWith(",yes", StringComparison.Ordinal)).Select(l => l[..1]));
        counts = SetAside(list);
        Assert.Equal((0, 3), (counts.GetProperty("added").GetInt32(), counts.GetProperty("there").GetInt32()));
    }

    [Fact]
    public void A_text_without_a_number_is_let_go_as_it_is_listed()
    {
        var list = _shell.Write("list.csv", "phone\ncall me\n0151 x\n");
        Assert.Equal(2, SetAside(list).GetProperty("added").GetInt32());
        var shown = _shell.Run("numbers", "quarantine", "list").Output;
        Assert.Contains("'call me'", shown, StringComparison.Ordinal);
        Assert.Matches(@"number\s+recipe\s+reason", shown);
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "release", "call me", "--why", "a note").Code);
        Assert.Equal(["0151 x verdict: too short"], Items());
        var none = _shell.Run("numbers", "quarantine", "release", "call me", "--why", "a note");
        Assert.Equal(ExitCode.NotFound, none.Code);
        Assert.Contains("Nothing of this is set aside", none.Error, StringComparison.Ordinal);
        Assert.Equal(0, SetAside(list).GetProperty("added").GetInt32());
    }

    [Fact]
    public void A_number_comes_back_when_its_reason_ends_and_that_is_written_down()
    {
        var import = _shell.Import("crm.csv", "id,name,phone,platform,last seen\n1,Ana Ray,+4915112345600,WhatsApp,2026-01-02\n2,Bo Ray,+4915112345601,WhatsApp,2026-01-02\n", "crm");
        Assert.Equal(0, import.Code);
        var list = _shell.Write("list.csv", "phone\n+4915112345600\n+4915112345601\n+4915112345602\n");
        // Whom nobody knows is unknown, and so not rejected.
        Assert.Equal(2, SetAside(list, "--recipe", "verdict, online=30").GetProperty("added").GetInt32());
        Assert.Equal(["+4915112345600 online: 2026-01-02", "+4915112345601 online: 2026-01-02"], Items());
        _shell.Advance(Duration.FromDays(2));
        var back = Path.Combine(_shell.Folder, "back.csv");
        var first = Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--to", back, "--json").Output);
        Assert.Equal((2, 0, 2), (first.GetProperty("checked").GetInt32(), first.GetProperty("released").GetInt32(), first.GetProperty("stay").GetInt32()));
        _shell.Import("news.csv", "id,name,phone,platform,last seen\n1,Ana Ray,+4915112345600,WhatsApp,2026-11-24\n2,Bo Ray,+4915112345601,WhatsApp,2026-02-03\n", "crm");
        var second = Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--to", back, "--json").Output);
        Assert.Equal((2, 1, 1), (second.GetProperty("checked").GetInt32(), second.GetProperty("released").GetInt32(), second.GetProperty("stay").GetInt32()));
        Assert.StartsWith("+4915112345600,", File.ReadAllLines(back)[1], StringComparison.Ordinal);
        // The other is rejected still, by what is known now.
        Assert.Equal(["+4915112345601 online: 2026-02-03"], Items());
        var release = Json.Of(Assert.Single(_shell.Run("numbers", "quarantine", "list", "--released", "--json").OutputLines));
        Assert.Equal(
            ("+4915112345600", "recheck", "the reason ended", "online: 2026-01-02", "2026-11-25T09:00:00Z"),
            (release.GetProperty("e164").GetString(), release.GetProperty("released_by").GetString(), release.GetProperty("why").GetString(), release.GetProperty("reason").GetString(), release.GetProperty("released_at").GetString()));
    }

    [Fact]
    public void Another_list_cannot_say_that_a_list_does_not_have_a_number_any_more()
    {
        var list = _shell.Write("list.csv", "phone\n+4915112345600\n");
        Assert.Equal(1, SetAside(list, "--recipe", "in_list=no", "--against", _shell.Write("bought.csv", "phone\n+4915112345600\n")).GetProperty("added").GetInt32());
        var other = _shell.Write("other.csv", "phone\n+4915112345699\n");
        Assert.Equal(0, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--against", other, "--json").Output).GetProperty("released").GetInt32());
        Assert.Equal(["+4915112345600 in_list: bought.csv"], Items());
    }

    [Fact]
    public void What_a_person_let_go_is_not_marked_as_set_aside()
    {
        var list = _shell.Write("list.csv", "phone\n+11115550143\n+12025550143\n");
        SetAside(list);
        Assert.EndsWith(",yes", File.ReadAllLines(Out)[1], StringComparison.Ordinal);
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "release", "+11115550143", "--why", "called, is right").Code);
        Assert.Equal(1, SetAside(list).GetProperty("let_go").GetInt32());
        Assert.EndsWith(",", File.ReadAllLines(Out)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_an_erased_person_is_told_and_not_set_aside()
    {
        _shell.Import("crm.csv", "id,name,phone\n1,Bo Ray,+4915112345601\n", "crm");
        Assert.Equal(0, _shell.Run("customers", "erase", "crm:1", "--reason", "asked for it").Code);
        var counts = SetAside(_shell.Write("list.csv", "phone\n0151 12345601\n+4915112345602\n"), "--country", "DE");
        Assert.Equal(0, counts.GetProperty("added").GetInt32());
        Assert.Equal(["erased", ""], File.ReadAllLines(Out).Skip(1).Select(l => l.Split(',')[^2]));
        Assert.Empty(Items());
    }

    [Fact]
    public void What_a_list_rejected_stays_while_the_list_is_not_at_hand()
    {
        var list = _shell.Write("list.csv", "phone\n+4915112345600\n");
        var bought = _shell.Write("bought.csv", "phone\n+4915112345600\n");
        Assert.Equal(1, SetAside(list, "--recipe", "in_list", "--against", bought).GetProperty("added").GetInt32());
        Assert.Equal(0, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--json").Output).GetProperty("released").GetInt32());
        Assert.Equal(0, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--against", bought, "--json").Output).GetProperty("released").GetInt32());
        _shell.Write("bought.csv", "phone\n+4915112345609\n");
        Assert.Equal(1, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--against", bought, "--json").Output).GetProperty("released").GetInt32());
    }

    [Fact]
    public void A_person_s_decision_is_written_down_and_holds_while_the_reason_is_the_same()
    {
        var list = _shell.Write("list.csv", "phone\n+1 111 555 0143\n+1 111 555 0144\n");
        SetAside(list);
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "release", "+1 111 555 0143", "--why", "called, it rings").Code);
        Assert.Equal(ExitCode.NotFound, _shell.Run("numbers", "quarantine", "release", "+4915112345600", "--why", "none").Code);
        var release = Json.Of(Assert.Single(_shell.Run("numbers", "quarantine", "list", "--released", "--json").OutputLines));
        Assert.Equal((Environment.UserName, "called, it rings"), (release.GetProperty("released_by").GetString(), release.GetProperty("why").GetString()));
        var counts = SetAside(list);
        Assert.Equal((0, 1, 1), (counts.GetProperty("added").GetInt32(), counts.GetProperty("there").GetInt32(), counts.GetProperty("let_go").GetInt32()));
        Assert.Equal(["+11115550144 verdict: empty range"], Items());
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "release", "--recipe", "screen", "--why", "all of them").Code);
        Assert.Empty(Items());
    }

    [Fact]
    public void Two_recipes_set_aside_the_same_number_for_their_own_reasons()
    {
        var list = _shell.Write("list.csv", "phone\n+1 111 555 0143\n+4915112345600\n");
        SetAside(list);
        SetAside(list, "--recipe", "country=FR");
        Assert.Equal(["+4915112345600 country: DE"], Items("--recipe", "country=FR"));
        Assert.Equal(["+11115550143 verdict: empty range"], Items("--because", "verdict"));
        Assert.Equal(2, _shell.Run("numbers", "quarantine", "list").OutputLines.Count(l => l.Contains("list.csv:", StringComparison.Ordinal)));
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "list", "--to", Path.Combine(_shell.Folder, "all.csv")).Code);
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_shell.Folder, "all.csv")).Length);
    }

    [Fact]
    public void A_person_s_numbers_are_erased_from_it_for_good_in_every_form()
    {
        var list = _shell.Write("list.csv", "phone\n+1 111 555 0143\n111 555 0143 x\n+1 111 555 0199\ncall 555-0188\n");
        SetAside(list);
        Assert.Equal(4, Items().Count);
        _shell.Run("numbers", "quarantine", "release", "+11115550143", "--why", "a test");
        using (var quarantine = new Meridian.Numbers.SetAside.Quarantine(_shell.Data, p => new DuckDbDatabase(p)))
        {
            Assert.Equal(2, quarantine.Forget(["+11115550143"]));
            Assert.Equal(0, quarantine.Forget(["+11115550143"]));
            Assert.Empty(quarantine.Releases(null));
        }

        Assert.Equal(2, Items().Count);
        Assert.DoesNotContain(Items(), i => i.Contains("0143", StringComparison.Ordinal));
    }

    [Fact]
    public void A_recipe_whose_condition_does_not_exist_any_more_is_named_and_keeps_no_other_from_being_screened()
    {
        var list = _shell.Write("list.csv", "phone\n+1 111 555 0143\n+4915112345600\n");
        SetAside(list);
        SetAside(list, "--recipe", "country=FR");
        using (var database = new DuckDbDatabase(Path.Combine(_shell.Data, "numbers", "quarantine.duckdb")))
        using (var session = database.OpenSession())
            session.Execute($"update {Meridian.Numbers.SetAside.QuarantineTables.Item} set question = replace(question, '\"country\"', '\"moon\"')");
        var ended = _shell.Run("numbers", "quarantine", "recheck");
        Assert.Equal(ExitCode.Usage, ended.Code);
        var said = Assert.Single(ended.ErrorLines);
        Assert.Contains("country=FR: There is no condition 'moon'.", said, StringComparison.Ordinal);
        Assert.Contains("release --recipe 'country=FR' --why", said, StringComparison.Ordinal);
        Assert.Equal(1, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--recipe", "screen", "--json").Output).GetProperty("stay").GetInt32());
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "release", "--recipe", "country=FR", "--why", "asked of the moon").Code);
        Assert.Equal(0, _shell.Run("numbers", "quarantine", "recheck").Code);
    }

    [Fact]
    public void Many_rows_are_set_aside_while_all_cores_screen()
    {
        var text = new System.Text.StringBuilder("phone\n");
        for (var i = 0; i < 30_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"+1111{5_550_000 + (i % 20_000)}\n");
        var list = _shell.Write("list.csv", text.ToString());
        Assert.Equal(20_000, SetAside(list, "--recipe", "verdict").GetProperty("added").GetInt32());
        Assert.Equal(20_000, Json.Of(_shell.Run("numbers", "quarantine", "recheck", "--json").Output).GetProperty("stay").GetInt32());
    }

    [Fact]
    public void Samples_and_empty_folders_are_refused_in_one_sentence()
    {
        var samples = _shell.Write("s.csv", _shell.Run("numbers", "sample", "--country", "BR", "--count", "5").Output);
        var ended = _shell.Run("numbers", "screen", samples, "--quarantine", "--to", Out);
        Assert.Equal(ExitCode.Usage, ended.Code);
        Assert.Contains("made-up numbers", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        foreach (var command in new[] { "list", "recheck" })
            Assert.Equal(ExitCode.NotFound, _shell.Run("numbers", "quarantine", command).Code);
    }
}
