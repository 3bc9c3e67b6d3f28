using CsCheck;
using Meridian.EngineTests.Resolve;
using Meridian.EngineTests.Store;
using Meridian.Ingest;
using NodaTime;

namespace Meridian.EngineTests.Ingest;

/// <summary>Undo of an import is the state that the log without it gives, proven by the digest.</summary>
public sealed class UndoTests(ITestOutputHelper output) : StoreTests
{
    private const string Ann = "id,name,email\n1,Ann Lee,ann@example.com\n";
    private const string AnnByPhone = "id,name,phone\n1,Ann Lee,+447400123456\n";
    private const string Both = "id,name,email,phone\n1,Ann Lee,ann@example.com,+447400123456\n";

    /// <summary>Files of a log, by source, and which of them are undone: each line is one case.</summary>
    public static readonly IReadOnlyDictionary<string, ((string Source, string Csv)[] Files, int[] Undone)> Cases =
        new Dictionary<string, ((string Source, string Csv)[] Files, int[] Undone)>(StringComparer.Ordinal)
        {
            ["the only import"] = ([("crm", Ann)], [0]),
            ["the first, whose record gave the profile its id"] = ([("crm", Ann), ("shop", Ann), ("sms", Both)], [0]),
            ["one that merged two profiles"] = ([("crm", Ann), ("sms", AnnByPhone), ("shop", Both)], [2]),
            ["one that updated a record"] = ([("crm", Ann), ("crm", "id,name,email,city\n1,Ann Smith,ann@example.com,Rome\n")], [1]),
            ["one that was updated since"] = ([("crm", Ann), ("crm", "id,name,email,city\n1,Ann Smith,ann@example.com,Rome\n")], [0]),
            ["one that stated nothing new"] = ([("crm", Ann), ("crm", Ann)], [1]),
            ["the first of two that state the same"] = ([("crm", Ann), ("crm", Ann)], [0]),
            ["one that voided a phone"] = ([("crm", Shared("ABCDE")), ("shop", Shared("F"))], [1]),
            ["one of two that voided a phone"] = ([("crm", Shared("ABCDE")), ("shop", Shared("F")), ("sms", Shared("G"))], [1]),
            ["both that voided a phone"] = ([("crm", Shared("ABCDE")), ("shop", Shared("F")), ("sms", Shared("G"))], [2, 1]),
            ["the one below a limit"] = ([("crm", Shared("ABC")), ("shop", Shared("DEFG"))], [0]),
            ["one that voided a phone by a name alone"] = ([("crm", Shared("ABCDE")), ("crm", "id,name\nA,Somebody Else\n")], [1]),
            ["one that parted two by a birth date"] = ([("crm", Ann), ("shop", Ann), ("shop", "id,birth_date\n1,1990-05-17\n"), ("crm", "id,birth_date\n1,1980-05-17\n")], [3]),
            ["one that corrected a birth date"] = ([("crm", "id,email,birth_date\n1,ann@example.com,1980-05-17\n"), ("shop", "id,email,birth_date\n1,ann@example.com,1990-05-17\n"), ("shop", "id,birth_date\n1,1980-05-17\n")], [2]),
            ["one that gave six nameless people one name"] = ([("crm", "id,phone\n1,+447400123456\n2,+447400123456\n3,+447400123456\n4,+447400123456\n5,+447400123456\n6,+447400123456\n"), ("crm", "id,name\n1,Ann Lee\n2,Ann Lee\n3,Ann Lee\n4,Ann Lee\n5,Ann Lee\n6,Ann Lee\n")], [1]),
            ["two in the order they came"] = ([("crm", Ann), ("shop", Both), ("sms", AnnByPhone)], [0, 1]),
            ["two in the other order"] = ([("crm", Ann), ("shop", Both), ("sms", AnnByPhone)], [2, 1]),
            ["all"] = ([("crm", Ann), ("shop", Both), ("sms", AnnByPhone)], [1, 0, 2]),
        };

    public static IEnumerable<TheoryDataRow<Engine, string>> EveryCase =>
        from engine in Engines.All from name in Cases.Keys select new TheoryDataRow<Engine, string>(engine, name);

    [Theory, MemberData(nameof(EveryCase))]
    public void Undoing(Engine engine, string what)
    {
        var (files, undone) = Cases[what];
        var (store, without) = (Open(engine), Open(engine));
        var imports = files.Select(f => store.Import(f.Csv, f.Source)).ToList();
        foreach (var index in undone)
            store.Undo(imports[index]);
        for (var i = 0; i < files.Length; i++)
        {
            if (!undone.Contains(i))
                without.Import(files[i].Csv, files[i].Source);
        }

        Assert.Equal(without.Partition(), store.Partition());
        Assert.Equal(without.ReviewPairs(), store.ReviewPairs());
        Assert.Equal(without.DigestParts(), store.DigestParts());
        Assert.Equal(without.Digest(), store.Digest());
    }

    [Theory, OnEngines]
    public void An_undone_import_says_so_and_its_numbers_stay(Engine engine)
    {
        var store = Open(engine);
        var import = store.Import(Ann);
        store.Undo(import);
        var undone = Imports.Find(store.Session, import.Entry)!;
        Assert.Equal(("undone", 1L, 1L), (undone.State, undone.Rows, undone.Accepted));
        Assert.Equal(0, store.Statements());
    }

    [Theory, OnEngines]
    public void What_was_undone_can_be_imported_again(Engine engine)
    {
        var (store, once) = (Open(engine), Open(engine));
        store.Undo(store.Import(Ann));
        store.Import(Ann);
        once.Import(Ann);
        Assert.Equal(once.Digest(), store.Digest());
    }

    [Theory, OnEngines]
    public void Labels_that_turned_since_do_not_matter_once_both_are_evaluated(Engine engine)
    {
        var (store, without) = (Open(engine), Open(engine));
        const string seen = "id,name,email,last_seen_at,active_days_30\n1,Ann Lee,ann@example.com,2026-03-01,9\n";
        store.Import(seen);
        without.Import(seen);
        store.Clock.Advance(Duration.FromDays(20));
        without.Clock.Advance(Duration.FromDays(20));
        var second = store.Import("id,name,email,last_seen_at\n1,Ann Lee,ann@example.com,2026-03-21\n", "shop");
        store.Clock.Advance(Duration.FromDays(20));
        without.Clock.Advance(Duration.FromDays(20));
        store.Undo(second);
        store.Evaluate();
        without.Evaluate();
        Assert.Equal(without.DigestParts(), store.DigestParts());
    }

    [Theory, OnEngines]
    public void Any_imports_of_any_log_can_be_undone(Engine engine) =>
        Gen.Select(World.Rows, Gen.Int[0, 1_000_000], Gen.Int[1, 2])
            .Sample((rows, seed, undos) => AssertUndone(engine, World.Files(rows, seed), undos, new Random(seed)), output.WriteLine, iter: Sampling.Cases(2, engine), threads: 1);

    private static void AssertUndone(Engine engine, IReadOnlyList<WorldFile> files, int undos, Random draw)
    {
        var undone = Enumerable.Range(0, files.Count).OrderBy(_ => draw.Next()).Take(Math.Min(undos, files.Count - 1)).ToList();
        using var store = new TestStore(engine);
        using var without = new TestStore(engine);
        var imports = new List<ImportState>();
        for (var i = 0; i < files.Count; i++)
        {
            imports.Add(store.Import(files[i].Csv, files[i].Source, mapping: WorldFile.Mapping));
            if (!undone.Contains(i))
                without.Import(files[i].Csv, files[i].Source, mapping: WorldFile.Mapping);
            store.Clock.Advance(Duration.FromMinutes(1));
            without.Clock.Advance(Duration.FromMinutes(1));
        }

        foreach (var index in undone)
            store.Undo(imports[index]);
        var log = $"{World.Print(files)}undone: {string.Join(", then ", undone.Select(i => $"file {i + 1}"))}\n";
        Assert.True(store.Check().Count == 0, log + string.Join('\n', store.Check()));
        Assert.True(store.DigestParts() == without.DigestParts(), $"{log}{store.Partition()}\ninstead of\n{without.Partition()}\n{store.DigestParts()}\ninstead of\n{without.DigestParts()}");
    }

    /// <summary>One phone on a record for each letter, each with a name of its own.</summary>
    private static string Shared(string people) => "id,name,phone\n" + string.Concat(people.Select(p => $"{p},Person {p},+447400123456\n"));
}
