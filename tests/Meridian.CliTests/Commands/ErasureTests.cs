using System.Text;
using Meridian.Cli;
using Meridian.CliTests.Running;
using Meridian.DuckDb;
using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Journal;
using Meridian.Foundation.Log;
using Meridian.Foundation.Snapshots;
using Meridian.Ingest.Reading;
using Meridian.Numbers;
using Meridian.Numbers.Lookups;
using Meridian.Privacy;
using Meridian.Segments;

namespace Meridian.CliTests.Commands;

/// <summary>
/// F41: canaries of one person are planted wherever data comes in, and after an erasure none of them is readable in any file of the folder, as it stands on the disk or
/// unpacked, nor in a backup that was made before and is restored after it.
/// </summary>
public sealed class ErasureTests : IDisposable
{
    private const string Neighbour = "neighbour-77@example.com";

    private readonly Shell _shell = new();
    private readonly List<int> _refusals = [];

    /// <summary>Twenty and more: names, ids, contacts, words in notes and events, in rows that were accepted, rejected, undone, and messages that were applied, doubled, rejected, and in what was said of consent.</summary>
    private static readonly string[] Canaries =
    [
        "Zyxwvu", "Qqcanaryname", "canary-01@example.com", "447400987001", "7400987001", "canaryhandle02", "CAN-EXT-03", "canarynote04", "canarystreet05", "canarytrait06", "canary-user-07",
        "canary-anon-08", "canaryevent09", "canary-message-10", "canarycoupon11", "canarybroken12", "canaryundone13", "canarytext14", "canarydevice15", "canaryavatar16", "canarywording17", "canaryproof18", "canarysource19",
    ];

    public void Dispose() => _shell.Dispose();

    private Ended Do(params string[] args)
    {
        var ended = _shell.Run(args);
        Assert.True(ended.Code == 0, $"{string.Join(' ', args)}: {ended.Error}");
        return ended;
    }

    private void Plant()
    {
        const string header = "id,name,email,phone,telegram,address,avatar,notes,favourite\n";
        const string row = "CAN-EXT-03,Zyxwvu Qqcanaryname,canary-01@example.com,+44 7400 987001,@canaryhandle02,1 canarystreet05,https://example.com/canaryavatar16.png,canarynote04,canarytrait06\n";
        const string other = "N-1,Nora Neighbour,neighbour-77@example.com,+44 7400 555001,,,,,\n";
        _shell.Import("shop.csv", header + row + other, "shop");
        // A row that nobody could use, and one that broke the file's structure.
        _shell.Import("rejected.csv", "name,email,notes\nZyxwvu,none given,she wrote from canary-01@example.com\nNora,neighbour-77@example.com,\n\"Zyxwvu\" canarybroken12,canary-01@example.com,a,b,c,d\n", "forms");
        _shell.Import("undone.csv", "name,email,notes\nZyxwvu Qqcanaryname,canary-01@example.com,canaryundone13\n", "old");
        Do("imports", "undo", "3");
        string[] messages =
        [
            """{"type":"identify","messageId":"canary-message-10","userId":"canary-user-07","anonymousId":"canary-anon-08","traits":{"email":"canary-01@example.com","name":"Zyxwvu Qqcanaryname"},"context":{"device":{"id":"canarydevice15"}}}""",
            """{"type":"track","messageId":"m2","userId":"canary-user-07","event":"canaryevent09","properties":{"coupon":"canarycoupon11"}}""",
            """{"type":"track","messageId":"m3","userId":"neighbour-user","event":"Order Completed","properties":{"total":5}}""",
            """{"type":"track","messageId":"m2","userId":"canary-user-07","event":"canaryevent09","properties":{"coupon":"canarycoupon11"}}""",
            """{"type":"nonsense","messageId":"m5","userId":"canary-user-07","text":"canarytext14"}""",
        ];
        _shell.Run("events", "import", _shell.Write("events.jsonl", string.Join('\n', messages)));
        Do("consents", "add", "canary-01@example.com", "--wording", "canarywording17", "--proof", "canaryproof18", "--own");
        Do("consents", "withdraw", "shop:CAN-EXT-03", "--channel", "sms", "--source", "canarysource19");
        Do("consents", "suppress", "+44 7400 987001");
        Do("consents", "suppress", Meridian.Consents.Suppressions.Hash("canary-01@example.com"), "--channel", "email");
        Do("consents", "add", Neighbour);
    }

    [Fact]
    public void F41_No_canary_is_readable_anywhere_after_an_erasure()
    {
        // As after a large import: each command leaves a snapshot, also the one that erases.
        _shell.Snapshots = new SnapshotRule(0);
        Plant();
        var snapshots = Path.Combine(_shell.Data, "snapshots");
        Assert.Contains("canarynote04", Encoding.Latin1.GetString(File.ReadAllBytes(Directory.GetFiles(snapshots, "*.duckdb")[0])), StringComparison.Ordinal);
        Assert.Equal(Canaries.Order(StringComparer.Ordinal), Readable(_shell.Data).Order(StringComparer.Ordinal));
        var backup = Path.Combine(_shell.Folder, "before.zip");
        Do("backup", "--to", backup);
        var check = Json.Of(Do("check", "--digest", "--json").OutputLines[^1]);
        Assert.NotEqual("", check.ToString());

        var receipt = Json.Of(Do("customers", "erase", "canary-01@example.com", "--reason", "request of 12 May", "--json").Output);
        Assert.Equal((1, 2, 1), (receipt.GetProperty("customers").GetInt32(), receipt.GetProperty("records").GetInt32(), receipt.GetProperty("backups").GetInt32()));
        Assert.Equal("request of 12 May", receipt.GetProperty("reason").GetString());

        Assert.NotEmpty(Directory.GetFiles(snapshots, "*.duckdb"));
        Assert.Empty(Readable(_shell.Data));
        Assert.Equal(3, _shell.Run("customers", "show", "canary-01@example.com").Code);
        Do("customers", "show", Neighbour);
        Do("check");

        var restored = Path.Combine(_shell.Folder, "restored");
        Assert.Equal(0, _shell.RunAsGiven("restore", backup, "--data", restored).Code);
        Assert.Empty(Readable(restored));
        Assert.Equal(0, _shell.RunAsGiven("customers", "show", Neighbour, "--data", restored).Code);
    }

    [Fact]
    public void A_store_made_again_from_its_log_is_the_same_without_the_person()
    {
        Plant();
        Do("customers", "erase", "canary-01@example.com", "--reason", "asked for it");
        var before = Do("check", "--digest", "--json").Output;
        Do("rebuild");
        Assert.Equal(before, Do("check", "--digest", "--json").Output);
        foreach (var aside in Directory.EnumerateFiles(_shell.Data, "*.set-aside-*"))
            File.Delete(aside);
        Assert.Empty(Readable(_shell.Data));
    }

    [Fact]
    public void An_erasure_that_was_interrupted_before_the_backups_reaches_them_too()
    {
        Plant();
        var backup = Path.Combine(_shell.Folder, "before.zip");
        Do("backup", "--to", backup);
        var folder = new DataFolder(_shell.Data);
        using (var database = new DuckDbDatabase(folder.Store))
        using (var session = database.OpenSession())
        using (var log = JournalLog.Open(folder.Journal, session, d => Assert.Fail($"{d}")))
        {
            // Applied, and then nothing more.
            var subject = Subject.Of(session, CustomerViews.Find(session, Scope.Whole, "canary-01@example.com"));
            Erasures.Order(session, log, folder, subject, 1, "asked for it", suppress: true, new DateTime(2026, 11, 23, 9, 0, 0));
            new Pipeline(folder, log).Run(session);
        }

        Do("customers", "count");

        Assert.Empty(Readable(_shell.Data));
        var restored = Path.Combine(_shell.Folder, "restored");
        Assert.Equal(0, _shell.RunAsGiven("restore", backup, "--data", restored).Code);
        Assert.Empty(Readable(restored));
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, Json.Of(Do("customers", "erasures", "--json").Output).GetProperty("done_at").ValueKind);
    }

    /// <summary>What was found is written down before it is taken out, so a crash between files and store does not make the receipt smaller.</summary>
    [Fact]
    public void The_receipt_of_an_erasure_that_was_killed_half_way_is_that_of_one_that_was_not()
    {
        Plant();
        var copy = Path.Combine(_shell.Folder, "copy");
        foreach (var file in Directory.GetFiles(_shell.Data, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(copy, Path.GetRelativePath(_shell.Data, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var whole = Json.Of(_shell.RunAsGiven("customers", "erase", "canary-01@example.com", "--reason", "asked for it", "--json", "--data", copy).Output);
        var counts = _shell.RunAsGiven("status", "--json", "--data", copy).Output;

        var folder = new DataFolder(_shell.Data);
        using (var database = new DuckDbDatabase(folder.Store))
        using (var session = database.OpenSession())
        using (var log = JournalLog.Open(folder.Journal, session, d => Assert.Fail($"{d}")))
        {
            var subject = Subject.Of(session, CustomerViews.Find(session, Scope.Whole, "canary-01@example.com"));
            Erasures.Order(session, log, folder, subject, 1, "asked for it", suppress: true, new DateTime(2026, 11, 23, 9, 0, 0));
            // Files and log are rewritten, and the program is killed before its transaction ends.
            Assert.Throws<Killed>(() => new Pipeline(folder, log).Run(new KilledSession(session)));
        }

        Do("customers", "count");
        var receipt = Json.Of(Do("customers", "erasures", "--json").Output);
        foreach (var name in new[] { "customers", "records", "rows", "messages" })
            Assert.Equal(whole.GetProperty(name).GetInt64(), receipt.GetProperty(name).GetInt64());
        Assert.NotEqual(0, receipt.GetProperty("messages").GetInt64());
        foreach (var name in new[] { "received", "applied", "duplicate", "conflict", "rejected" })
            Assert.Equal(Json.Of(counts).GetProperty(name).GetInt64(), Json.Of(Do("status", "--json").Output).GetProperty(name).GetInt64());
        Assert.Empty(Directory.GetFiles(Path.Combine(_shell.Data, "erasures")));
        Assert.Empty(Readable(_shell.Data));
    }

    /// <summary>A look-up that runs could write an answer about somebody who was erased meanwhile: the end waits for it.</summary>
    [Fact]
    public void An_erasure_waits_for_whoever_works_in_the_look_ups_and_ends_with_the_next_command()
    {
        Plant();
        using (var lookups = new LookupCache(_shell.Data, p => new DuckDbDatabase(p)))
        {
            var answer = new LookupAnswer(LineStatus.Reachable, "mobile", false, null, null);
            lookups.Keep(new("acme", "localhost", 1, "EUR", 1, 1, 30, [], 1, 1), DateTime.UnixEpoch, 0, [(NumberSet.Pack("+447400987001"), new(answer, "acme", new DateTime(2026, 11, 22), 30))]);
            // In this process, as in a server, and by another command for reading.
            Assert.Contains("447400987001", Do("customers", "export", "canary-01@example.com").Output, StringComparison.Ordinal);
            var waits = _shell.Run("customers", "erase", "canary-01@example.com", "--reason", "asked for it");
            Assert.Equal(ExitCode.TryLater, waits.Code);
            Assert.Contains("Not ended yet", waits.Error, StringComparison.Ordinal);
            Assert.Equal(System.Text.Json.JsonValueKind.Null, Json.Of(Do("customers", "erasures", "--json").Output).GetProperty("done_at").ValueKind);
            Assert.Contains("not ended yet", _shell.Run("customers", "count").Error, StringComparison.Ordinal);
        }

        Do("customers", "count");
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, Json.Of(Do("customers", "erasures", "--json").Output).GetProperty("done_at").ValueKind);
        using var after = new LookupCache(_shell.Data, p => new DuckDbDatabase(p), SideUse.Read);
        Assert.Empty(after.Current(new DateTime(2026, 11, 23)));
        Assert.DoesNotContain("447400987001", Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_shell.Data, "numbers", "lookups.duckdb"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_an_erased_person_is_refused_and_kept_nowhere_until_they_are_readmitted()
    {
        Plant();
        Do("customers", "erase", "shop:CAN-EXT-03", "--reason", "asked for it");
        Plant2();
        Assert.Empty(Readable(_shell.Data));
        Assert.Equal(3, _shell.Run("customers", "show", "canary-01@example.com").Code);
        Do("customers", "show", "second-88@example.com");

        Assert.Equal(3, _shell.Run("customers", "readmit", "nobody@example.com", "--reason", "came back").Code);
        Do("customers", "readmit", "canary-01@example.com", "--reason", "came back");
        Plant2();
        Do("customers", "show", "canary-01@example.com");
        Assert.Equal([1, 0], _refusals);

        void Plant2()
        {
            var imported = _shell.Run("import", _shell.Write("again.csv", "name,email,notes\nZyxwvu,canary-01@example.com,canarynote04\nSecond,second-88@example.com,\n"), "--source", "elsewhere", "--json");
            Assert.True(imported.Code is 0 or 1 or 5, imported.Error);
            _refusals.Add(Json.Of(imported.Output).GetProperty("notes").EnumerateArray().Count(n => n.GetString()!.Contains("erased", StringComparison.Ordinal)));
            _shell.Run("events", "import", _shell.Write("more.jsonl", """{"type":"track","messageId":"m9","userId":"canary-user-07","event":"canaryevent09"}"""));
        }
    }

    [Fact]
    public void What_is_held_of_one_customer_is_exported_whole_and_of_nobody_else()
    {
        Plant();
        var exported = Do("customers", "export", "canary-01@example.com").Output;
        foreach (var canary in Canaries.Except(["7400987001", "447400987001"]))
            Assert.Contains(canary, exported, StringComparison.Ordinal);
        Assert.DoesNotContain("eighbour", exported, StringComparison.Ordinal);
        var document = Json.Of(exported);
        Assert.Equal(4, document.GetProperty("messages").GetArrayLength());
        Assert.Equal(3, _shell.Run("customers", "export", "nobody@example.com").Code);
    }

    private static List<string> InTables(string store)
    {
        using var database = new DuckDbDatabase(store);
        using var session = database.OpenSession();
        return [.. StoreText.Of(session)];
    }

    /// <summary>The canaries that are in any file of a folder: in its bytes, in what its packed parts hold, in the store's tables.</summary>
    private static List<string> Readable(string folder)
    {
        var texts = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (path.EndsWith(".duckdb", StringComparison.Ordinal))
                texts.AddRange(InTables(path));
            texts.Add(path);
            texts.Add(Encoding.Latin1.GetString(File.ReadAllBytes(path)));
            if (!KeptRowsFile.Is(path))
                continue;
            using var rows = new KeptRowsReader(path);
            while (rows.Next() is { } row)
                texts.Add(string.Join(' ', row.Cells ?? []));
        }

        using (var journal = Journal.Open(Path.Combine(folder, "journal"), d => Assert.Fail($"{d}")))
            texts.AddRange(journal.Read(1).Select(e => Encoding.UTF8.GetString(e.Body.Span)));
        return [.. Canaries.Where(c => texts.Exists(t => t.Contains(c, StringComparison.OrdinalIgnoreCase)))];
    }
}

/// <summary>The program is killed.</summary>
internal sealed class Killed : Exception;

/// <summary>A session whose first transaction that deletes events of the store never ends.</summary>
internal sealed class KilledSession(Foundation.Database.ISession inner) : Foundation.Database.ISession
{
    public Foundation.Database.IDialect Dialect => inner.Dialect;

    public long Execute(Foundation.Database.Sql sql) => inner.Execute(sql);

    public IEnumerable<T> Query<T>(Foundation.Database.Sql sql, Func<Foundation.Database.IRow, T> map) => inner.Query(sql, map);

    public Foundation.Database.ITransaction Begin() => throw new Killed();

    public bool TryLead() => inner.TryLead();

    public void LetGo() => inner.LetGo();

    public void Ensure(IReadOnlyList<Foundation.Database.TableIndex> indexes) => inner.Ensure(indexes);

    public void UseResources(int threads, int? megabytes = null) => inner.UseResources(threads, megabytes);

    public void CheckpointIfDue(Func<bool> inPieces) => inner.CheckpointIfDue(inPieces);

    public Foundation.Database.IBulkWriter Append(Foundation.Database.Table table) => inner.Append(table);

    public Foundation.Database.IRowFormat Format(Foundation.Database.Table table) => inner.Format(table);

    public void Append(Foundation.Database.Table table, IEnumerable<Foundation.Database.IRowBuffer> rows) => inner.Append(table, rows);

    public void Dispose() => inner.Dispose();
}
