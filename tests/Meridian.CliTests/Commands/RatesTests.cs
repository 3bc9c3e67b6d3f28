using Meridian.Cli;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Commands;

/// <summary>Rates of exchange at the command line, and a draft replayed.</summary>
public sealed class RatesTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_file_of_rates_is_taken_in_listed_and_used_by_a_rule()
    {
        _shell.Import("crm.csv", "id,name,email\n1,Ann,ann@example.com\n", "crm");
        Assert.Contains("No rates are known yet", _shell.Run("rates", "list").Error, StringComparison.Ordinal);
        var orders = _shell.Write("orders.csv", "order_id,order_date,email,total,currency\nA1,2026-11-20,ann@example.com,800,CNY\n");
        Assert.Equal(ExitCode.Ok, _shell.Run("events", "import", orders).Code);
        var file = _shell.Write("eurofxref-hist.csv", "Date,USD,CNY,\n2026-11-20,1.0,8.0,\n2026-11-19,N/A,8.1,\nnever,1,1,\n");
        var imported = _shell.Run("rates", "import", file);
        Assert.Equal(ExitCode.PartlyRejected, imported.Code);
        Assert.Contains("row 4: 'never' is no day", imported.Error, StringComparison.Ordinal);
        Assert.Contains("3 rates of 2 currencies per EUR, 2026-11-19 to 2026-11-20.", imported.Error, StringComparison.Ordinal);
        Assert.Contains("CNY", _shell.Run("rates", "list").Output, StringComparison.Ordinal);
        Assert.Equal(1, Json.Of(_shell.Run("count", "sum(\"Order Completed\".total, currency: \"USD\") = 100", "--json").Output).GetProperty("customers").GetInt64());

        var other = _shell.Run("rates", "import", file, "--base", "USD");
        Assert.Equal(ExitCode.Usage, other.Code);
        Assert.Contains("state them per EUR", other.Error, StringComparison.Ordinal);
        Assert.Contains("'XXQ' is no currency", _shell.Run("count", "sum(\"Order Completed\".total, currency: \"XXQ\") > 1").Error, StringComparison.Ordinal);

        // What a draft would have done: nothing before the order, somebody from its day on.
        Assert.Equal(ExitCode.Ok, _shell.Run("tags", "save", "buyer", "--rule", "sum(\"Order Completed\".total, currency: \"USD\") >= 100").Code);
        var days = _shell.Run("tags", "replay", "buyer", "2026-11-19", "2026-11-21", "--json");
        Assert.Equal(["2026-11-19 0 0", "2026-11-20 1 1", "2026-11-21 1 0"], days.OutputLines.Select(l => Json.Of(l)).Select(d => $"{d.GetProperty("day")} {d.GetProperty("customers")} {d.GetProperty("entered")}"));
        Assert.Contains("2026-11-20", _shell.Run("tags", "replay", "buyer", "2026-11-19", "2026-11-21").Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, _shell.Run("tags", "replay", "buyer", "soon").Code);
        Assert.Equal(ExitCode.NotFound, _shell.Run("tags", "replay", "nobody", "2026-11-19").Code);
    }
}
