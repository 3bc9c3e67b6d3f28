using CsCheck;
using Meridian.Audit;
using Meridian.EngineTests.Store;
using Meridian.Ingest;
using Meridian.Privacy;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using Meridian.Tags.Manual;
using NodaTime;

namespace Meridian.EngineTests.Tags;

/// <summary>
/// After any history of files, undos, merges, splits, erasures and what people say, a customer's tag is what the latest standing word of any of their records says, else what the rule says; and a
/// replay of the log says the same.
/// </summary>
public sealed class ManualHistoryTests(ITestOutputHelper output) : StoreTests
{
    private static readonly string[] Countries = ["GB", "SE", ""];
    private static readonly string[] Values = ["home", "away"];

    /// <summary>What was said of records, by name.</summary>
    /// <param name="Given">Null where it was left to the rule again.</param>
    private sealed record Word(HashSet<string> Records, bool? Given, string? Value, DateTime? Until);

    /// <summary>One step: its kind, and numbers from which it draws what it needs.</summary>
    private sealed record Step(int Kind, int Seed);

    private static readonly Gen<IReadOnlyList<Step>> AnyHistory =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000_000]).Select((kind, seed) => new Step(kind, seed)).List[3, 14].Select(steps => (IReadOnlyList<Step>)steps);

    [Theory, OnEngines]
    public void A_persons_word_stands_and_else_the_rule_decides(Engine engine) =>
        AnyHistory.Sample(steps => Run(engine, steps), output.WriteLine, iter: Sampling.Cases(1, engine), threads: 1);

    private static void Run(Engine engine, IReadOnlyList<Step> steps)
    {
        using var store = new TestStore(engine);
        var (words, imports, told) = (new List<Word>(), new List<ImportState>(), new List<string>());
        store.Define(new TagDefinition("side") { Values = [new TagValue("home", "country = \"GB\""), new TagValue("away", "country = \"SE\"")] });
        store.Define("at_home", "tag(\"side\") = \"home\"");
        foreach (var step in steps)
        {
            told.Add(Take(store, words, imports, step));
            store.Clock.Advance(Duration.FromMinutes(1));
            store.Evaluate();
            Assert.True(Expected(store, words) == store.Having("side"), $"{string.Join('\n', told)}\n'{Expected(store, words)}' expected, '{store.Having("side")}' found\n{store.Partition()}");
            var home = string.Join(' ', store.Having("side").Split(' ').Where(c => c.EndsWith("=home", StringComparison.Ordinal)).Select(c => c.Split('=')[0]));
            Assert.True(home == store.Having("at_home"), $"{string.Join('\n', told)}\n'{home}' are at home, '{store.Having("at_home")}' found");
        }

        Assert.True(store.Check().Count == 0, string.Join('\n', told) + string.Join('\n', store.Check()));
        Assert.True(store.DigestParts() == store.ReplayedDigestParts(), $"{string.Join('\n', told)}\n{store.DigestParts()}\nis replayed as\n{store.ReplayedDigestParts()}");
        Assert.Null(AuditReading.Verify(store.Session, store.Log, store.Folder).Fault);
    }

    private static string Expected(TestStore store, List<Word> words) => string.Join(' ', store.Profiles().Select(profile =>
    {
        var last = words.FindLast(w => w.Records.Overlaps(profile.Records));
        var stands = last is { Given: not null } && (last.Until is null || last.Until > store.Now);
        var value = stands ? last!.Given!.Value ? last.Value : null : profile.Country switch { "GB" => "home", "SE" => "away", _ => null };
        return value is null ? null : $"{profile.Records[0]}={value}";
    }).OfType<string>().Order(StringComparer.Ordinal));

    /// <summary>Takes one step in the store and in the oracle; tells it.</summary>
    private static string Take(TestStore store, List<Word> words, List<ImportState> imports, Step step)
    {
        var draw = new Random(step.Seed);
        var profiles = store.Profiles();
        if (step.Kind <= 4 || profiles.Count == 0)
        {
            var rows = Enumerable.Range(0, draw.Next(1, 4)).Select(_ => $"{draw.Next(5)},Person,{(draw.Next(4) is < 3 and var mail ? $"mail-{mail}@example.com" : "")},{Countries[draw.Next(3)]}\n");
            var csv = "id,name,email,country\n" + string.Concat(rows);
            imports.Add(store.Import(csv, draw.Next(2) == 0 ? "crm" : "shop"));
            return $"import {imports[^1].Entry}: {csv}";
        }

        var who = profiles[draw.Next(profiles.Count)];
        switch (step.Kind)
        {
            case 5 when imports.Count > 0:
                var undone = imports[draw.Next(imports.Count)];
                imports.Remove(undone);
                store.Undo(undone);
                return $"undo {undone.Entry}";
            case 6:
                Erasures.Order(store.Session, store.Log, store.Folder, Subject.Of(store.Session, [who.Id]), 1, "asked for it", suppress: false, store.Now);
                store.Pipeline.Run(store.Session);
                Subject.Delete(store.Folder, store.Log.Last);
                // Of what was said of them and of others together, the others keep their part.
                words.ForEach(w => w.Records.ExceptWith(who.Records));
                // What is left of an import that held them cannot be told here.
                imports.Clear();
                return $"erase {who.Records[0]}";
            default:
                var action = new[] { TaggingOrder.Give, TaggingOrder.Take, TaggingOrder.Release }[draw.Next(3)];
                var value = action == TaggingOrder.Give ? Values[draw.Next(2)] : null;
                DateTime? until = action != TaggingOrder.Release && draw.Next(3) == 0 ? store.Now.AddMinutes(draw.Next(2, 8)) : null;
                var receipt = store.Say(action, "side", value, until, null, who.Records[0]);
                if (receipt.Customers > 0)
                    words.Add(new Word([.. who.Records], action switch { TaggingOrder.Give => true, TaggingOrder.Take => false, _ => null }, value, until));
                return $"{action} {value} {who.Records[0]} until {until:HH:mm}";
        }
    }
}
