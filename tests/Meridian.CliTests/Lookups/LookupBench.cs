using System.Globalization;
using Meridian.CliTests.Running;

namespace Meridian.CliTests.Lookups;

/// <summary>A shell with a provider's configuration for a service on this machine, and what came out of a run.</summary>
internal sealed class LookupBench : IDisposable
{
    /// <summary>A value that must stand nowhere.</summary>
    public const string Secret = "s3cr3t-Canary/42";

    public LookupBench()
    {
        Environment.SetEnvironmentVariable("MERIDIAN_TEST_TOKEN", Secret);
        Environment.SetEnvironmentVariable("MERIDIAN_TEST_USER", "AC-test-user");
    }

    public Shell Shell { get; } = new();

    public string Out => Path.Combine(Shell.Folder, "out.csv");

    /// <summary>Members that a test wants otherwise; each replaces the usual one whole.</summary>
    public static string Cost(string perLookup = "0.01", string run = "10", string month = "100") =>
        $"\"cost\": {{\"per_lookup\": {perLookup}, \"currency\": \"EUR\", \"cap_per_run\": {run}, \"cap_per_month\": {month}}}";

    public static string Limits(string more = "", string perSecond = "1000") => $"\"limits\": {{\"per_second\": {perSecond}{(more.Length == 0 ? "" : ", " + more)}}}";

    /// <summary>Writes the provider "acme" into the data folder.</summary>
    public string Configure(string url, string? cost = null, string? limits = null, string more = "") => Shell.Write(
        "data/lookups/acme.json",
        $$$"""
        {
          "name": "acme", "url": "{{{url}}}", "headers": {"Authorization": "Bearer ${MERIDIAN_TEST_TOKEN}"},
          "answer": {
            "status": {"path": "line.status", "values": {"live": "reachable", "off": "unreachable", "none": "unassigned", "dunno": "unknown"}},
            "type": {"path": "line.kind", "values": {"gsm": "mobile"}},
            "ported": {"path": "line.ported", "values": {"true": "yes", "false": "no"}},
            "carrier": {"path": "line.networks[0].name"}
          },
          {{{cost ?? Cost()}}}, {{{limits ?? Limits()}}}, "purposes": ["fraud prevention"], "max_age_days": 30, "allow_loopback": true{{{(more.Length == 0 ? "" : ", " + more)}}}
        }
        """);

    public string List(int count) => Shell.Write(
        "list.csv", "phone\n" + string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"+49151123456{i:00}"))) + "\n");

    public Ended Lookup(string file, params string[] more) => Shell.Run(["numbers", "lookup", file, "--provider", "acme", "--purpose", "testing a list of mine", "--to", Out, .. more]);

    /// <summary>The output's rows as column to cell; only for cells without quotes and commas.</summary>
    public List<Dictionary<string, string>> Rows()
    {
        var lines = File.ReadAllLines(Out);
        var names = lines[0].TrimStart('\uFEFF').Split(',');
        return [.. lines.Skip(1).Select(l => names.Zip(Cells(l)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))];
    }

    public string Audit() => File.ReadAllText(Path.Combine(Shell.Data, "numbers", "lookup-audit.jsonl"));

    public void Dispose() => Shell.Dispose();

    private static List<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        foreach (var c in line)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
