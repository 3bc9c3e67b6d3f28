using System.Text.Json;
using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

public sealed class PacksTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Packs_are_listed_without_a_store()
    {
        var listed = _shell.Run("packs", "list", "--json");
        Assert.Equal(ExitCode.Ok, listed.Code);
        var packs = listed.OutputLines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("pack").GetString()).ToList();
        Assert.Equal(["region", "platform", "activity", "value", "life_stage", "churn_risk", "ecommerce", "finance", "retail"], packs);
        Assert.Contains("流失风险", _shell.Run("packs", "list", "--language", "zh-Hans").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_shows_its_rules_and_examples()
    {
        var shown = _shell.Run("packs", "show", "churn_risk");
        Assert.Equal(ExitCode.Ok, shown.Code);
        Assert.Contains("days_since(last()) > 3 * usual_gap()", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Example: Wei's last order was 152 days ago.", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_installed_is_a_draft_until_it_is_published()
    {
        _shell.Import("a.csv", "name,email,created at\nAnn Lee,ann@example.com,2026-11-20\n", "crm");
        var installed = _shell.Run("packs", "install", "life_stage");
        Assert.Equal(ExitCode.Ok, installed.Code);
        Assert.Contains("Tag birthday_today: version 1 is saved as a draft.", installed.Output + installed.Error, StringComparison.Ordinal);
        Assert.Equal(["draft"], Statuses());
        Assert.Equal(ExitCode.Ok, _shell.Run("packs", "install", "life_stage", "--publish", "--replace").Code);
        Assert.Equal(["published"], Statuses());
        var kept = _shell.Run("packs", "install", "life_stage", "--json");
        Assert.All(kept.OutputLines, l => Assert.Equal("kept", JsonDocument.Parse(l).RootElement.GetProperty("outcome").GetString()));
    }

    [Fact]
    public void A_pack_s_JSON_is_a_file_of_definitions()
    {
        _shell.Import("a.csv", "name,email\nAnn Lee,ann@example.com\n", "crm");
        var json = _shell.Run("packs", "show", "retail", "--json").Output;
        var saved = _shell.Run("tags", "save", "--file", _shell.Write("retail.json", json.Replace("Shoes", "Hats", StringComparison.Ordinal)));
        Assert.True(saved.Code == ExitCode.Ok, saved.Error);
        Assert.Contains("Hats", _shell.Run("tags", "show", "interested_in_shoes", "--json").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_is_not_there_is_named_with_the_nearest()
    {
        var missing = _shell.Run("packs", "install", "retial");
        Assert.Equal((ExitCode.NotFound, "error: There is no pack 'retial'. Did you mean 'retail'?"), (missing.Code, missing.Error.Trim()));
    }

    private List<string> Statuses() =>
        [.. _shell.Run("tags", "list", "--json").OutputLines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("status").GetString()!).Distinct()];
}
