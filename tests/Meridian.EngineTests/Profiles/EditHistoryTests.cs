using CsCheck;
using Meridian.Audit;
using Meridian.EngineTests.Store;
using Meridian.Ingest;
using Meridian.Privacy;
using NodaTime;

namespace Meridian.EngineTests.Profiles;

/// <summary>
/// After any history of files, undos, merges, splits, erasures, edits and releases, a customer's trait is what the latest standing edit of any of their records says, else what the sources say; and a replay of the log
/// says the same.
/// </summary>
public sealed class EditHistoryTests(ITestOutputHelper output) : StoreTests
{
    private static readonly string[] Countries = ["GB", "SE", ""];
    private static readonly string[] Cities = ["York", "Oslo", ""];
    private static readonly string[] Traits = ["city", "country", "tier"];

    /// <summary>What was said of records, by name. <paramref name="Value"/> null: nothing is known.</summary>
    private sealed record Word(HashSet<string> Records, string Trait, string? Value, bool Released);

    private sealed record Step(int Kind, int Seed);

    private static readonly Gen<IReadOnlyList<Step>> AnyHistory =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000_000]).Select((kind, seed) => new Step(kind, seed)).List[3, 8].Select(steps => (IReadOnlyList<Step>)steps);

    [Theory, OnEngines]
    public void An_edit_stands_and_else_the_sources_decide(Engine engine) =>
        AnyHistory.Sample(steps => Run(engine, steps), output.WriteLine, iter: Sampling.Cases(1, engine), threads: 1);

    private static void Run(Engine engine, IReadOnlyList<Step> steps)
    {
        // The same files and undos without edits tell what the sources say.
        using var store = new TestStore(engine);
        using var bare = new TestStore(engine);
        var (words, imports, told) = (new List<Word>(), new List<(ImportState Edited, ImportState Bare)>(), new List<string>());
        foreach (var step in steps)
        {
            told.Add(Take(store, bare, words, imports, step));
            store.Clock.Reset(bare.Clock.GetCurrentInstant() + Duration.FromMinutes(1));
            bare.Clock.Advance(Duration.FromMinutes(1));
        }

        // Asked once, because it asks customer by customer; CsCheck looks for the shortest history that fails.
        var (expected, found) = (Expected(bare, words), Found(store));
        Assert.True(expected == found, $"{string.Join('\n', told)}\n'{expected}' expected, '{found}' found\n{store.Partition()}");

        Assert.True(store.Check().Count == 0, string.Join('\n', told) + string.Join('\n', store.Check()));
        Assert.True(store.DigestParts() == store.ReplayedDigestParts(), $"{string.Join('\n', told)}\n{store.DigestParts()}\nis replayed as\n{store.ReplayedDigestParts()}");
        Assert.Null(AuditReading.Verify(store.Session, store.Log, store.Folder).Fault);
    }

    private static string Found(TestStore store) => string.Join(' ', store.Profiles().Select(p =>
        $"{p.Records[0]}: {string.Join(',', Traits.Select(t => Sourced(store, p.Records[0], t)))}"));

    private static string Expected(TestStore bare, List<Word> words) => string.Join(' ', bare.Profiles().Select(p =>
        $"{p.Records[0]}: {string.Join(',', Traits.Select(t => words.FindLast(w => w.Trait == t && w.Records.Overlaps(p.Records)) is { Released: false } word ? word.Value : Sourced(bare, p.Records[0], t)))}"));

    private static string? Sourced(TestStore store, string record, string trait) => trait == "country" ? store.Region(record).Country : store.Trait(record, trait);

    private static string Take(TestStore store, TestStore bare, List<Word> words, List<(ImportState Edited, ImportState Bare)> imports, Step step)
    {
        var draw = new Random(step.Seed);
        var profiles = store.Profiles();
        if (step.Kind <= 4 || profiles.Count == 0)
        {
            var rows = Enumerable.Range(0, draw.Next(1, 4)).Select(_ =>
                $"{draw.Next(5)},Person,{(draw.Next(4) is < 3 and var mail ? $"mail-{mail}@example.com" : "")},{Countries[draw.Next(3)]},{Cities[draw.Next(3)]},{(draw.Next(2) == 0 ? "gold" : "")}\n");
            var (csv, source) = ("id,name,email,country,city,tier\n" + string.Concat(rows), draw.Next(2) == 0 ? "crm" : "shop");
            imports.Add((store.Import(csv, source), bare.Import(csv, source)));
            return $"import {imports[^1].Edited.Entry}: {source} {csv}";
        }

        var who = profiles[draw.Next(profiles.Count)];
        switch (step.Kind)
        {
            case 5 when imports.Count > 0:
                var undone = imports[draw.Next(imports.Count)];
                imports.Remove(undone);
                store.Undo(undone.Edited);
                bare.Undo(undone.Bare);
                return $"undo {undone.Edited.Entry}";
            case 6:
                Erase(store, who.Id);
                Erase(bare, bare.ProfileOf(who.Records[0]).Id);
                words.ForEach(w => w.Records.ExceptWith(who.Records));
                // What is left of an import that held them cannot be told here.
                imports.Clear();
                return $"erase {who.Records[0]}";
            default:
                var trait = Traits[draw.Next(3)];
                var value = draw.Next(4) switch { 0 => null, 1 when trait != "country" => "", var v => trait == "country" ? (v == 2 ? "FR" : "GB") : v == 2 ? "Rome" : "Nice" };
                var receipt = store.Edit(who.Records[0], (trait, value));
                if (receipt.Entry is not null)
                    words.Add(new Word([.. who.Records], trait, value is { Length: > 0 } ? value : null, value is null));
                return $"{trait} of {who.Records[0]} is '{value ?? "released"}'";
        }
    }

    private static void Erase(TestStore store, Guid profile)
    {
        Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [profile]), 1, "asked for it", suppress: false, store.Now);
        store.Pipeline.Run(store.Session);
        Subject.Delete(store.Folder, store.Log.Last);
    }
}
