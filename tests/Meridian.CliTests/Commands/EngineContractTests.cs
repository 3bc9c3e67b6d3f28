using System.Text.RegularExpressions;
using Meridian.CliTests.Running;
using Meridian.EngineTests.Store;
using Meridian.Samples;
using NodaTime;

namespace Meridian.CliTests.Commands;

/// <summary>Every command does and says the same on a store in the folder and on one on PostgreSQL.</summary>
public sealed partial class EngineContractTests
{
    private const string Messages =
        """
        {"type":"identify","messageId":"m1","userId":"u1","traits":{"email":"ana@example.com","score":12.5,"likes":"tea"},"timestamp":"2026-11-20T10:00:00Z"}
        {"type":"track","messageId":"m2","userId":"u1","event":"Order Completed","properties":{"total":99.5,"currency":"EUR"},"timestamp":"2026-11-20T10:00:00.5Z"}
        {"type":"track","messageId":"m2","userId":"u1","event":"Order Completed","properties":{"total":1},"timestamp":"2026-11-20T10:00:00.5Z"}
        {"type":"track","messageId":"m3","anonymousId":"a1","event":"Product Viewed","properties":{"sku":"X1"},"timestamp":"2026-11-21T08:00:00Z"}
        {"type":"nonsense","messageId":"m4","userId":"u1"}
        """;

    /// <summary>In order: each may rest on what those before it did. FOLDER is the shell's own.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        "import FOLDER/customers.csv --source crm --dry-run --json",
        "import FOLDER/customers.csv --source crm --json",
        "import FOLDER/customers.csv --source crm --json",
        "import FOLDER/ana.csv --source shop",
        "import FOLDER/broken.csv --source crm",
        "import FOLDER/nothing.csv --source crm",
        "events import FOLDER/messages.jsonl --source app --json",
        "events count --json",
        "events count --name Order* --json",
        "events count --customer ana@example.com --json",
        "events tail --limit 5",
        "events rejected --json",
        "events files --json",
        "sources list --json",
        "sources set shop --trust 80 --json",
        "sources set app --trust 101",
        "status --json",
        "imports list --json",
        "imports list",
        "labels",
        "labels --json",
        "labels --area Europe --json",
        "customers count --json",
        "customers count --country US --activity silent --json",
        "customers list --platform whatsapp --limit 7",
        "customers list --language es --limit 20 --json",
        "customers list --country nowhere",
        "customers show ana@example.com",
        "customers show ana@example.com --json",
        "customers show nobody@example.com",
        "customers export ana@example.com --json",
        "export --country US --to FOLDER/us.csv --json",
        "export --to FOLDER/all.jsonl --json",
        "numbers screen FOLDER/numbers.csv --country ES --to FOLDER/screened.csv --json",
        "customers edit ana@example.com city=Lima birth_date=1990-04-03 likes=coffee --reason wrote --json",
        "customers edit ana@example.com country=Peru shoe_size=39 --new",
        "customers edit ana@example.com country=Atlantis citty=Rome",
        "customers show ana@example.com --json",
        "customers release ana@example.com city country",
        "customers show ana@example.com",
        "customers doubtful",
        "customers doubtful --json",
        "customers decide ana@example.com ana@example.com one",
        "keys list --json",
        "deadletters list --json",
        "imports undo 2 --json",
        "customers erase ana@example.com --reason test --json",
        "customers erasures",
        "customers show ana@example.com",
        "import FOLDER/ana.csv --source shop --json",
        "customers readmit ana@example.com --json",
        "import FOLDER/ana.csv --source shop --json",
        "imports list --json",
        "customers count --json",
        "backup --to FOLDER/saved.zip --json",
        "backup --to FOLDER/saved.zip",
        "backup --to FOLDER/saved.tar",
        "rebuild --json",
        "restore FOLDER/missing.zip",
        "check",
        "check --digest --json",
        "status",
    ];

    [Fact]
    public void Every_command_says_the_same_on_both_engines()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        using var embedded = Prepared();
        using var server = Prepared();
        var store = $"{PostgresServer.Address}?schema=contract";
        var differences = new List<string>();
        foreach (var command in Commands)
        {
            var expected = Say(embedded, command);
            var actual = Say(server, command, "--store", store);
            if (expected != actual)
                differences.Add($"$ meridian {command}\n--- embedded\n{expected}\n--- postgres\n{actual}");
        }

        foreach (var file in new[] { "us.csv", "all.jsonl", "screened.csv" })
            Assert.Equal(File.ReadAllText(Path.Combine(embedded.Folder, file)), File.ReadAllText(Path.Combine(server.Folder, file)));
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }

    [Theory]
    [InlineData("postgres://127.0.0.1:1/none", 75, "cannot be opened")]
    [InlineData("mysql://127.0.0.1/none", 2, "postgres://USER")]
    [InlineData("postgres://u:secretword@127.0.0.1:1/none?colour=red", 2, "'colour'")]
    [InlineData("postgres://u:secretword@127.0.0.1:1/none", 75, "127.0.0.1:1/none")]
    [InlineData("postgres://u@127.0.0.1:1/none?schema=a;drop", 2, "small letters")]
    public void An_address_that_cannot_be_used_is_one_sentence_without_its_password(string store, int code, string says)
    {
        using var shell = new Shell();
        var ended = shell.Run("customers", "count", "--store", store);
        Assert.Equal(code, ended.Code);
        Assert.Contains(says, ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secretword", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    private static Shell Prepared()
    {
        var shell = new Shell();
        CustomerFile.Write(Path.Combine(shell.Folder, "customers.csv"), 400, 7, new LocalDate(2026, 11, 23));
        shell.Write("ana.csv", "id,name,email,phone,country,likes\nA-1,Ana López,ana@example.com,+34 611 07 36 69,ES,tea\nA-2,No One,,12,,\nA-3,Ömer,omer@example.com,0532 123 45 67,TR,\"a \"\"b\"\"\"\n");
        shell.Write("broken.csv", "id,name,email\n1,\"Ann\nB,x@example.com\n");
        shell.Write("messages.jsonl", Messages);
        shell.Write("numbers.csv", "phone\n611073669\n+14155550100\nword\n");
        return shell;
    }

    private static string Say(Shell shell, string command, params string[] more)
    {
        var words = Words(shell, command);
        var ended = shell.Run([.. words, .. more]);
        // A longer path falls on the next line.
        var said = Place().Replace(Broken().Replace(Golden.Comparable($"{ended.Output}{ended.Error}exit {ended.Code}", shell.Folder), " FOLDER"), "data/");
        return Kept().Replace(Size().Replace(said, "\"${what}\":0"), "");
    }

    private static string[] Words(Shell shell, string command) => [.. command.Replace("FOLDER", shell.Folder, StringComparison.Ordinal).Split(' ')];

    [GeneratedRegex(@"\s+FOLDER", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Broken();

    /// <summary>The log of a folder may be in several files.</summary>
    [GeneratedRegex("\"(?<what>bytes|files)\":[0-9]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();

    /// <summary>In a folder the old store stays; on a server it goes when the new one is equal.</summary>
    [GeneratedRegex("The old one is kept as FOLDER[^\n]*\n", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Kept();

    [GeneratedRegex("data/postgres-[0-9a-f]{8}/", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Place();
}
