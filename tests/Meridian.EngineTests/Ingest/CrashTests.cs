using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Meridian.Activate.Lists;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Ingest;
using Meridian.Ingest.Reading;
using Meridian.Profiles;
using Meridian.Segments;

namespace Meridian.EngineTests.Ingest;

/// <summary>A crash at any point leaves whole batches only, and the next run goes on to the very state that an uninterrupted run gives.</summary>
public sealed class CrashTests : StoreTests
{
    private const string First = "id,name,email,phone\n1,Ann Lee,ann@example.com,\n2,Bob Ray,,+447400123456\n3,Nobody,,\n,Cy Orr,,nonsense\n";
    private const string Second = "id,name,email,phone\n7,Ann Lee,ann@example.com,+447400123456\n,Di Fox,,nonsense\n";

    /// <summary>
    /// Every call to the engine is a place to fail at; a build tries one in twenty-nine, on PostgreSQL one in seventy-one, from a place of its own on, so that builds together come to all;
    /// MERIDIAN_RANDOM tries all. A failure names its place.
    /// </summary>
    private static int Stride(Engine engine) => Sampling.Everything ? 1 : engine == Engine.Postgres ? 71 : 29;

    private static int FirstPlace(Engine engine) => Random.Shared.Next(1, Stride(engine) + 1);

    [Theory, OnEngines]
    public void A_crash_at_any_call_to_the_engine_is_mended_by_the_next_run(Engine engine)
    {
        var whole = Open(engine);
        whole.Import(First);
        whole.Import(Second, "shop");
        var expected = whole.Digest();
        var rejected = Rejected(whole, whole.Last);

        var store = Open(engine);
        var before = store.Import(First);
        var failed = 0;
        for (var failAt = FirstPlace(engine); ; failAt += Stride(engine))
        {
            var entry = store.Take(store.File(Second), "shop");
            var failing = new FailingSession(store.Session, failAt);
            try
            {
                store.Pipeline.Run(failing);
            }
            catch (SimulatedCrashException)
            {
                failed++;
            }

            if (failing.Calls < failAt)
                break;
            store.Pipeline.Run(store.Session);
            var import = Imports.Find(store.Session, entry.Entry)!;
            Assert.True(expected == store.Digest(), $"after a crash at call {failAt}");
            Assert.True(store.Check().Count == 0, $"after a crash at call {failAt}: {string.Join('\n', store.Check())}");
            Assert.Equal(("applied", 2L, 1L, 1L, 0L, 1L), (import.State, import.Rows, import.Accepted, import.Rejected, import.Created, import.Merged));
            Assert.Equal(rejected, Rejected(store, import));
            store.Undo(import);
        }

        Assert.InRange(failed, 50 / Stride(engine), 500);
        store.Undo(Imports.All(store.Session)[^1]);
        store.Undo(before);
    }

    [Theory, OnEngines]
    public void A_crash_at_any_call_of_an_undo_is_mended_by_the_next_run(Engine engine)
    {
        var without = Open(engine);
        without.Import(First);
        var expected = without.Digest();

        var store = Open(engine);
        store.Import(First);
        for (var failAt = FirstPlace(engine); ; failAt += Stride(engine))
        {
            var import = store.Import(Second, "shop");
            store.Log.Append(UndoOrder.Kind, store.Now, new UndoOrder(import.Entry).ToJson());
            var failing = new FailingSession(store.Session, failAt);
            try
            {
                store.Pipeline.Run(failing);
            }
            catch (SimulatedCrashException)
            {
                store.Pipeline.Run(store.Session);
            }

            Assert.True(expected == store.Digest(), $"after a crash at call {failAt}");
            Assert.Equal("undone", Imports.Find(store.Session, import.Entry)!.State);
            if (failing.Calls < failAt)
                break;
        }
    }

    [Theory]
    [OnEngines(Pipeline.BatchRows)]
    [OnEngines(Pipeline.BatchRows + 5_000)]
    public void An_import_stopped_between_two_batches_goes_on_behind_the_first(Engine engine, int rows)
    {
        var store = Open(engine);
        var path = store.File(Rows(rows));
        var entry = store.Take(path, "crm");
        StopAtFirstReport(store);
        var stopped = Imports.Find(store.Session, entry.Entry)!;

        store.Pipeline.Run(store.Session);
        var import = Imports.Find(store.Session, entry.Entry)!;
        Assert.InRange(stopped.Rows, 0, rows);
        Assert.Equal(("applied", (long)rows, rows - 1L, 1L), (import.State, import.Rows, import.Accepted, import.Rejected));
        Assert.Equal(rows - 1, store.Statements());
        Assert.Equal(rows - 2, import.Created);
        Assert.Equal(2, Rejected(store, import).Count(c => c == '\n'));
    }

    [Theory]
    [OnEngines("customers.csv")]
    [OnEngines("customers.jsonl")]
    [OnEngines("customers.vcf")]
    public void An_import_that_stopped_after_its_last_row_lands_no_row_twice(Engine engine, string name)
    {
        var store = Open(engine);
        var text = name switch
        {
            "customers.csv" => First,
            "customers.jsonl" => "{\"id\":1,\"email\":\"ann@example.com\"}\n{\"id\":2,\"email\":\"bo@example.com\"}\n",
            _ => "BEGIN:VCARD\nVERSION:3.0\nFN:Ann Lee\nEMAIL:ann@example.com\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:Bo Ray\nEMAIL:bo@example.com\nEND:VCARD\n",
        };
        var entry = store.Take(store.File(text, name), "crm");
        StopAtReport(store, 1);
        var stopped = Imports.Find(store.Session, entry.Entry)!;
        Assert.Equal("applying", stopped.State);
        store.Pipeline.Run(store.Session);
        var import = Imports.Find(store.Session, entry.Entry)!;
        Assert.Equal(("applied", stopped.Rows, stopped.Accepted), (import.State, import.Rows, import.Accepted));
        Assert.Equal(import.Accepted, store.Statements());
        Assert.Equal(import.Accepted, import.Created);
    }

    [Theory, OnEngines]
    public void An_unfinished_import_can_be_undone_without_being_finished(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        // The unfinished import says something new of a customer who is there already.
        const string known = "id,name,phone\n7,Eve Fox,+4915112345678\n";
        store.Import(known, "crm");
        without.Import(known, "crm");
        store.Import(First, "shop");
        without.Import(First, "shop");
        var entry = store.Take(store.File(Rows(Pipeline.BatchRows + 5_000)), "crm");
        StopAtFirstReport(store);
        Assert.Equal("applying", Imports.Find(store.Session, entry.Entry)!.State);
        store.Undo(Imports.Find(store.Session, entry.Entry)!);
        Assert.Equal("undone", Imports.Find(store.Session, entry.Entry)!.State);
        Assert.Equal(without.DigestParts(), store.DigestParts());
        store.AssertSound();
        store.Import(Second, "crm");
    }

    [Theory, OnEngines]
    public void Of_an_unfinished_import_nobody_sees_anything_and_the_store_is_sound(Engine engine)
    {
        var store = Open(engine);
        store.Import(First, "shop");
        store.Import("id,name,city,phone\n7,Eve Fox,Bonn,+4915112345678\n", "crm");
        var before = store.DigestParts();
        var csv = new StringBuilder("id,name,city,phone\n0,Ann Lee,Rome,\n");
        for (var i = 1; i < (2 * Pipeline.BatchRows) + 5_000; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{(i == Pipeline.BatchRows + 10 ? "0,Ann Lee,Oslo" : i == 7 ? "7,Eve Wolf,Kiel" : $"{i},,")},{(i == 7 ? "+4915112345679" : "")}\n");
        store.Take(store.File(csv.ToString()), "crm");
        var (card, list) = (Card(store), Customers.List(store.Session, Scope.Whole, new CustomerFilter(), 100).Select(c => c.Phone).ToList());
        StopAtReport(store, 2);
        Assert.Equal(2 * Pipeline.BatchRows, Imports.All(store.Session)[^1].Rows);

        Assert.Equal(before, store.DigestParts());
        Assert.Equal(card, Card(store));
        Assert.Equal(list, Customers.List(store.Session, Scope.Whole, new CustomerFilter(), 100).Select(c => c.Phone));
        Assert.Empty(CustomerViews.Find(store.Session, Scope.Whole, "+4915112345679"));
        Assert.DoesNotContain("+4915112345679", Export(store), StringComparison.Ordinal);
        var rehearsed = store.Pipeline.Rehearse(store.Session, store.File("id,phone\n9,+4915112345679\n"), new ImportOrder("erp", "c.csv", "c.csv", "", null, null), store.Now);
        Assert.Equal("new", Assert.Single(rehearsed.Rows).Verdict);
        Assert.StartsWith("1 x no import is unfinished", Assert.Single(store.Check()), StringComparison.Ordinal);
        store.Pipeline.Run(store.Session);
        Assert.Equal("Oslo", store.Session.First($"select city from {ProfileTables.Profile} where name = 'Ann Lee' and city is not null", r => r.Text(0)));
        Assert.Contains("4915112345679", Card(store), StringComparison.Ordinal);
        Assert.Contains("+4915112345679", Export(store), StringComparison.Ordinal);
        store.Undo(Imports.All(store.Session)[^1]);
        Assert.Equal(before, store.DigestParts());
    }

    [Theory, OnEngines]
    public void An_unfinished_import_that_an_older_program_had_half_derived_begins_anew(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        foreach (var each in new[] { store, without })
            each.Import(First);
        // One phone of many people: what it carries is touched by the second import too, and must not be labelled twice.
        const string kiosk = "id,name,phone\n21,Ann A,+442079460018\n22,Bo B,+442079460018\n23,Cy C,+442079460018\n24,Di D,+442079460018\n25,Ed E,+442079460018\n26,Flo F,+442079460018\n";
        foreach (var each in new[] { store, without })
            each.Import(kiosk, "kiosk");
        const string third = "id,name,email,phone\n7,Ann Lee,ann@example.com,+442079460018\n,Di Fox,,nonsense\n";
        var applied = store.Import(third);
        // As programs of schema 1 left it: rows are counted and resolved, and the cursor stands behind them, in the middle of the entry.
        Imports.Save(store.Session, applied with { State = "applying", Created = 0, Merged = 0 });
        LogCursor.Move(store.Session, LogCursor.Position(store.Session), new LogPosition(applied.Entry, 1, Done: false));

        store.Pipeline.Run(store.Session);
        var wanted = without.Import(third);
        var import = Imports.Find(store.Session, applied.Entry)!;
        Assert.Equal(
            ("applied", wanted.Rows, wanted.Accepted, wanted.Rejected, wanted.Created, wanted.Merged, wanted.Unchanged, wanted.Warnings),
            (import.State, import.Rows, import.Accepted, import.Rejected, import.Created, import.Merged, import.Unchanged, import.Warnings));
        Assert.Equal(without.DigestParts(), store.DigestParts());
        Assert.Equal(Rejected(without, wanted), Rejected(store, import));
        store.AssertSound();
    }

    [Theory, OnEngines]
    public void A_file_that_is_found_damaged_after_the_first_batch_leaves_nothing_and_blocks_nothing(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        store.Import(First, "shop");
        without.Import(First, "shop");
        var entry = store.Take(store.File(Gzip(Rows(Pipeline.BatchRows + 5_000)), "customers.csv.gz"), "crm");
        StopAtFirstReport(store);
        Assert.Equal("applying", Imports.Find(store.Session, entry.Entry)!.State);
        using (var kept = File.OpenWrite(Directory.GetFiles(store.Folder.ImportPath(entry.Entry), "original*").Single()))
            kept.SetLength(kept.Length - 1_000);

        Assert.ThrowsAny<UnreadableFileException>(() => store.Pipeline.Run(store.Session));
        var refused = Imports.Find(store.Session, entry.Entry)!;
        Assert.Equal(("refused", 0L), (refused.State, refused.Rows));
        Assert.Equal(without.Digest(), store.Digest());
        Assert.Equal("applied", store.Import(Second, "crm").State);
    }

    [Theory]
    [OnEngines("")]
    [OnEngines("%PDF-1.7\n%âãÏÓ\n1 0 obj\n")]
    [OnEngines("PK\u0003\u0004not a zip")]
    public void A_file_that_cannot_be_read_at_all_is_refused_and_blocks_nothing(Engine engine, string content)
    {
        // The command line looks at a file before it takes it in; a disk that fails in between, or another caller, does not.
        var store = Open(engine);
        Assert.ThrowsAny<UnreadableFileException>(() => store.Import(content));
        Assert.Equal("applied", store.Import(First).State);
        Assert.Equal("refused", Imports.All(store.Session)[0].State);
    }

    [Theory, OnEngines]
    public void A_rehearsal_tells_which_rows_a_person_must_decide_about(Engine engine)
    {
        var store = Open(engine);
        var order = new ImportOrder("crm", "customers.csv", "customers.csv", "", null, null);
        var file = store.File("id,name,email,birth_date\n1,Ann Lee,ann@example.com,1980-05-17\n2,Ann Lee,ann@example.com,1991-12-03\n3,Bob Ray,bob@example.com,\n");
        var rehearsal = store.Pipeline.Rehearse(store.Session, file, order, store.Now);
        Assert.Equal([true, true, false], rehearsal.Rows.Select(r => r.Conflict?.Contains("birth date", StringComparison.Ordinal) ?? false));
    }

    [Theory, OnEngines]
    public void A_rehearsal_writes_nothing(Engine engine)
    {
        var store = Open(engine);
        store.Import(First);
        var before = store.DigestParts();
        var order = new ImportOrder("shop", "customers.csv", "customers.csv", "", null, null);
        var rehearsal = store.Pipeline.Rehearse(store.Session, store.File(Second), order, store.Now);
        Assert.Equal(["duplicate", "rejected"], rehearsal.Rows.Select(r => r.Verdict));
        Assert.Equal((2L, 1L, 1L, 0L, 1L), (rehearsal.State.Rows, rehearsal.State.Accepted, rehearsal.State.Rejected, rehearsal.State.Created, rehearsal.State.Merged));
        Assert.Equal(before, store.DigestParts());
        Assert.Single(Imports.All(store.Session));
        Assert.Equal((1L, 1L), (store.Import(Second, "shop").Merged, store.Last.Accepted));
    }

    /// <summary>All that is known of Eve, as text.</summary>
    private static string Card(TestStore store) =>
        JsonSerializer.Serialize(CustomerViews.Show(store.Session, Scope.Whole, Assert.Single(CustomerViews.Find(store.Session, Scope.Whole, "+4915112345678"))));

    private static string Export(TestStore store)
    {
        var path = store.File([], "export.csv");
        CustomerExport.Write(store.Session, Scope.Whole, new CustomerFilter(), path);
        return File.ReadAllText(path);
    }

    private static void StopAtFirstReport(TestStore store) => StopAtReport(store, 1);

    private static void StopAtReport(TestStore store, int reports)
    {
        using var stop = new CancellationTokenSource();
        try
        {
            store.Pipeline.Run(store.Session, new CancelAtReport(stop, reports), stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Assert.Equal("applied", Imports.All(store.Session)[^1].State);
    }

    private sealed class CancelAtReport(CancellationTokenSource stop, int reports) : IProgress<ImportProgress>
    {
        private int _left = reports;

        public void Report(ImportProgress value)
        {
            if (--_left == 0)
                stop.Cancel();
        }
    }

    /// <summary>Rows with ids; the second is no customer, and the last is the first one's record again.</summary>
    private static string Rows(int count)
    {
        var draw = new Random(5);
        var text = new StringBuilder("id,name\n0,Zero\n,Nobody\n");
        for (var i = 1; i < count - 2; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i},N{draw.NextInt64():x}\n");
        return text.Append("0,Zero\n").ToString();
    }

    private static byte[] Gzip(string text)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return stream.ToArray();
    }

    private static string Rejected(TestStore store, ImportState import) => File.ReadAllText(import.RejectedFile ?? throw new InvalidOperationException($"{store.Folder.Root}: nothing was rejected"));
}
