using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>sources list | set.</summary>
public sealed class SourcesTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_source_is_trusted_more_and_its_columns_are_told()
    {
        Assert.Equal(ExitCode.Ok, _shell.Run("import", _shell.Write("crm.csv", "id,name,email,city,stage\n1,Ann Lee,ann@example.com,Leeds,new\n"), "--source", "crm").Code);
        Assert.Equal(ExitCode.Ok, _shell.Run("import", _shell.Write("shop.csv", "id,name,email,city\n7,Ann Lie,ann@example.com,Lyon\n"), "--source", "shop").Code);
        Assert.Contains("Lyon", _shell.Run("customers", "show", "ann@example.com").Output, StringComparison.Ordinal);
        var map = _shell.Write("map.json", "{\"columns\":{\"stage\":\"trait:phase\"}}");
        Assert.Equal("Source crm: trust 80; 1 column as somebody said.\n", _shell.Run("sources", "set", "crm", "--trust", "80", "--map", map, "--reason", "the newer list").Error);
        var customer = _shell.Run("customers", "show", "ann@example.com").Output;
        Assert.Contains("Leeds", customer, StringComparison.Ordinal);
        var listed = _shell.Run("sources", "list").Output;
        Assert.Contains("crm", listed, StringComparison.Ordinal);
        var first = Json.Of(_shell.Run("sources", "list", "--json").Output.Split('\n')[0]);
        Assert.Equal((80, "trait:phase"), (first.GetProperty("trust").GetInt32(), first.GetProperty("mapping").GetProperty("columns").GetProperty("stage").GetString()));
        Assert.Equal("Source crm: trust 80; columns are guessed.\n", _shell.Run("sources", "set", "crm", "--map", "none").Error);
        Assert.Contains("source.set", _shell.Run("audit", "list").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        _shell.Run("import", _shell.Write("crm.csv", "id,name,email\n1,Ann Lee,ann@example.com\n"), "--source", "crm");
        var missing = _shell.Run("sources", "set", "crn", "--trust", "80");
        Assert.Equal((ExitCode.NotFound, "error: There is no source 'crn'. Did you mean 'crm'?\n"), (missing.Code, missing.Error));
        var high = _shell.Run("sources", "set", "crm", "--trust", "180");
        Assert.Equal(ExitCode.Usage, high.Code);
        Assert.Contains("from 0 to 100", high.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _shell.Run("sources", "set", "crm").Code);
    }
}
