using CsCheck;
using Meridian.Audit;
using Meridian.EngineTests.Store;
using Meridian.Ingest;
using NodaTime;

namespace Meridian.EngineTests.Consents;

/// <summary>After any history of files, undos, merges, splits, statements and messages, who may be contacted is what the definitions say, and a replay of the log says the same.</summary>
public sealed class ConsentHistoryTests(ITestOutputHelper output) : StoreTests
{
    private static readonly string[] Phones = ["+447400123451", "+447400123462", "+447400123473"];

    /// <summary>One step: its kind, and numbers from which it draws what it needs.</summary>
    private sealed record Step(int Kind, int Seed);

    private static readonly Gen<IReadOnlyList<Step>> AnyHistory =
        Gen.Select(Gen.Int[0, 11], Gen.Int[0, 1_000_000]).Select((kind, seed) => new Step(kind, seed)).List[3, 14].Select(steps => (IReadOnlyList<Step>)steps);

    [Theory, OnEngines]
    public void Who_may_be_contacted_is_what_the_definitions_say(Engine engine) =>
        AnyHistory.Sample(steps => Run(engine, steps), output.WriteLine, iter: Sampling.Cases(1, engine), threads: 1);

    private static void Run(Engine engine, IReadOnlyList<Step> steps)
    {
        using var store = new TestStore(engine);
        var (oracle, imports, told) = (new ConsentOracle(), new List<ImportState>(), new List<string>());
        for (var time = 0; time < steps.Count; time++)
        {
            told.Add(Take(store, oracle, imports, steps[time], time));
            store.Clock.Advance(Duration.FromMinutes(1));
            AssertSame(store, oracle, string.Join('\n', told));
        }

        Assert.True(store.Check().Count == 0, string.Join('\n', told) + string.Join('\n', store.Check()));
        Assert.True(store.DigestParts() == store.ReplayedDigestParts(), $"{string.Join('\n', told)}\n{store.DigestParts()}\nis replayed as\n{store.ReplayedDigestParts()}");
        Assert.Null(AuditReading.Verify(store.Session, store.Log, store.Folder).Fault);
    }

    private static void AssertSame(TestStore store, ConsentOracle oracle, string told)
    {
        foreach (var channel in new[] { "email", "sms", "call" })
            Assert.True(oracle.May(channel) == store.May(channel), $"{told}\n{channel}: '{oracle.May(channel)}' expected, '{store.May(channel)}' found\n{store.Partition()}");
        Assert.True(oracle.Traits() == Traits(store), $"{told}\n'{oracle.Traits()}' expected, '{Traits(store)}' found");
    }

    private static string Traits(TestStore store)
    {
        var traits = store.Session.Query($"select profile_id, marketing_consent from {Meridian.Profiles.ProfileTables.Profile}", r => (Id: r.Id(0), State: r.Text(1) ?? "-")).ToDictionary(p => p.Id, p => p.State);
        return string.Join(", ", store.Profiles().Select(p => $"{p.Records[0]} {traits[p.Id]}").Order(StringComparer.Ordinal));
    }

    /// <summary>Takes one step in the store and in the oracle; tells it.</summary>
    private static string Take(TestStore store, ConsentOracle oracle, List<ImportState> imports, Step step, int time)
    {
        var draw = new Random(step.Seed);
        switch (step.Kind)
        {
            case <= 4:
                return Import(store, oracle, imports, draw, time);
            case 5 when imports.Count > 0:
                var undone = imports[draw.Next(imports.Count)];
                imports.Remove(undone);
                store.Undo(undone);
                oracle.Undo((int)undone.Entry);
                return $"undo {undone.Entry}";
            case <= 8:
                return Say(store, oracle, draw, time);
            case 9:
                var value = Value(draw);
                if (draw.Next(3) == 0)
                {
                    store.Unsuppress(value);
                    oracle.Unsuppress(value);
                    return $"unsuppress {value}";
                }

                store.Suppress(value);
                oracle.Suppress(value);
                return $"suppress {value}";
            default:
                return Identify(store, oracle, draw, time);
        }
    }

    private static string Import(TestStore store, ConsentOracle oracle, List<ImportState> imports, Random draw, int time)
    {
        var source = draw.Next(2) == 0 ? "crm" : "shop";
        var rows = Enumerable.Range(0, draw.Next(1, 4)).Select(_ => (
            Id: draw.Next(4), Email: draw.Next(4) is < 3 and var mail ? $"mail-{mail}@example.com" : null, Phone: draw.Next(4) is < 3 and var phone ? Phones[phone] : null, Word: draw.Next(4))).ToList();
        var csv = "id,name,email,phone,opt-in\n" + string.Concat(rows.Select(r => $"{r.Id},Person {r.Id},{r.Email},{r.Phone},{r.Word switch { 0 => "no", 1 => "", _ => "yes" }}\n"));
        var import = store.Import(csv, source);
        imports.Add(import);
        foreach (var r in rows)
            oracle.Land(new ConsentOracle.Row((int)import.Entry, $"{source}/{r.Id}", r.Email, r.Phone, r.Word switch { 0 => false, 1 => null, _ => true }, time, Own: false));
        return $"import {import.Entry} of {source}: {csv}";
    }

    private static string Say(TestStore store, ConsentOracle oracle, Random draw, int time)
    {
        var (value, granted, own) = (Value(draw), draw.Next(2) == 0, draw.Next(2) == 0);
        var channel = draw.Next(3) == 0 ? "any" : value.Contains('@') ? "email" : draw.Next(2) == 0 ? "sms" : "call";
        // A minute passes in it already, as after every step.
        store.Say(granted ? Consenting.Grant(value, channel, own) : Consenting.Withdraw(value, channel));
        store.Clock.Advance(-Duration.FromMinutes(1));
        oracle.Say(value, channel == "any" ? null : channel, granted, own, time);
        return $"{(granted ? "grant" : "withdraw")} {value} {channel}{(own ? " by themselves" : "")}";
    }

    private static string Identify(TestStore store, ConsentOracle oracle, Random draw, int time)
    {
        var (mail, word, own) = ($"mail-{draw.Next(3)}@example.com", draw.Next(3) > 0, draw.Next(2) == 0);
        store.Send($$"""{"messageId":"m{{time}}","type":"identify","userId":"u0","traits":{"email":"{{mail}}","marketing_consent":"{{(word ? "yes" : "no")}}"}{{(own ? ",\"context\":{\"userAgent\":\"Mozilla/5.0\"}" : "")}}}""");
        oracle.Land(new ConsentOracle.Row(0, "app/u0", mail, null, word, time, own));
        return $"identify u0 {mail} {word}{(own ? " on their device" : "")}";
    }

    private static string Value(Random draw) => draw.Next(2) == 0 ? $"mail-{draw.Next(3)}@example.com" : Phones[draw.Next(3)];
}
