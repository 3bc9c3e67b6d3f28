using System.Text;
using Meridian.EngineTests.Store;
using Meridian.Foundation.Database;
using Meridian.Rules;
using Meridian.Rules.Checking;
using Meridian.Rules.Compiling;
using Meridian.Rules.Syntax;
using Meridian.Tags;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>Random rules over random customers: the compiled SQL finds whom the oracle finds. A failure prints its seed, the smallest rule that shows it, and a customer with all facts.</summary>
public sealed class OracleTests : StoreTests
{
    private const int Customers = 40;
    private const int Batch = 50;

    /// <summary>A usual day, and one on which months, years and days are of several lengths.</summary>
    private static readonly DateTime[] Instants = [new(2026, 3, 2, 12, 0, 0), new(2028, 2, 29, 23, 30, 0)];

    [Theory, OnEngines]
    public void Random_rules_find_whom_the_oracle_finds(Engine engine)
    {
        var seed = Seed();
        var (held, asked) = (0L, 0L);
        foreach (var around in Instants)
        {
            var random = new Random(seed);
            using var store = new TestStore(engine);
            var world = OracleStore.Fill(store, random, around, Customers).World(around);
            for (var batch = 0; batch < Sampling.Cases(engine == Engine.Postgres ? 2 : 6); batch++)
            {
                var maker = new RandomTypedRules(random, around);
                List<RuleNode> rules = [.. Enumerable.Range(0, Batch).Select(_ => maker.Rule(random.Next(3)))];
                var found = Found(store, world, rules);
                for (var i = 0; i < rules.Count; i++)
                {
                    var expected = Expected(world, rules[i]);
                    (held, asked) = (held + expected.Count, asked + Customers);
                    if (!expected.SetEquals(found[i]))
                        Assert.Fail($"Seed {seed}, {engine}, {around:s}:\n{Difference(store, world, rules[i])}");
                }
            }
        }

        // Rules that always hold, or never, would compare nothing.
        Assert.InRange((double)held / asked, 0.2, 0.6);
    }

    /// <summary>MERIDIAN_SEED repeats a run.</summary>
    internal static int Seed() =>
        Environment.GetEnvironmentVariable("MERIDIAN_SEED") is { Length: > 0 } given ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture) : Random.Shared.Next(1_000_000);

    internal static HashSet<Guid> Expected(OracleWorld world, RuleNode rule)
    {
        var oracle = new RuleOracle(world);
        return [.. world.Customers.Where(c => oracle.Holds(rule, c)).Select(c => c.Id)];
    }

    /// <summary>Whom each of some rules finds, all compiled together.</summary>
    /// <param name="inputs">Null for the store as it stands.</param>
    internal static List<HashSet<Guid>> Found(TestStore store, OracleWorld world, IReadOnlyList<RuleNode> rules, RuleInputs? inputs = null)
    {
        var found = rules.Select(_ => new HashSet<Guid>()).ToList();
        List<CheckedRule> checkedRules = [.. rules.Select(r => Checked(r, world))];
        var compiled = CompiledRules.Of(store.Session, inputs ?? StoreFacts.Now(world.Words, world.Now), checkedRules);
        var columns = Sql.Join(", ", compiled.Conditions);
        store.Session.List($"select p.profile_id, {columns} from {compiled.From} where not coalesce(p.anonymous, false)", r =>
        {
            for (var i = 0; i < rules.Count; i++)
            {
                if (r.Bool(i + 1))
                    found[i].Add(r.Id(0));
            }

            return 0;
        });
        return found;
    }

    private static CheckedRule Checked(RuleNode rule, OracleWorld world)
    {
        try
        {
            return RuleChecker.Check(rule, world.Words);
        }
        catch (RuleException e)
        {
            throw new InvalidOperationException($"{RuleFormatter.Format(rule)}\n{e.Message}", e);
        }
    }

    private static string Difference(TestStore store, OracleWorld world, RuleNode rule)
    {
        var alone = !Expected(world, rule).SetEquals(Found(store, world, [rule])[0]);
        var smallest = alone ? RuleShrinker.Shrink(rule, r => Fails(store, world, r)) : rule;
        var (expected, found) = (Expected(world, smallest), Found(store, world, [smallest])[0]);
        var text = new StringBuilder(RuleFormatter.Format(smallest));
        text.Append(alone ? "" : "\n(only together with the other rules of its batch)").Append(System.Globalization.CultureInfo.InvariantCulture, $"\nthe oracle finds {expected.Count}, the compiler {found.Count}.");
        expected.SymmetricExceptWith(found);
        if (world.Customers.FirstOrDefault(c => expected.Contains(c.Id)) is { } customer)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" {(found.Contains(customer.Id) ? "Only the compiler finds" : "Only the oracle finds")} ").Append(Told(customer));
        return text.ToString();
    }

    private static bool Fails(TestStore store, OracleWorld world, RuleNode rule)
    {
        try
        {
            return !Expected(world, rule).SetEquals(Found(store, world, [rule])[0]);
        }
        catch (Exception e) when (e is InvalidOperationException)
        {
            return false;
        }
    }

    internal static string Told(OracleCustomer customer) => $"""
        {customer.Id}
          {string.Join(", ", customer.Traits.Select(t => $"{t.Key}={(t.Value is DateTime time ? $"{time:O}" : t.Value)}"))}
          custom: {string.Join(", ", customer.Custom.Select(t => $"{t.Key}={t.Value}"))}
          {string.Join(", ", customer.Tags.Select(t => $"{t.Key}:{t.Value} since {t.Since:O}"))}; {string.Join(' ', customer.Identifiers)}; {string.Join(' ', customer.Sources)}
        {string.Join('\n', customer.Events.OrderBy(e => e.At).ThenBy(e => e.Key, StringComparer.Ordinal).Select(e => $"  {e.At:yyyy-MM-dd HH:mm:ss.ffffff} {e.Name} {e.Properties.GetRawText()}"))}
        """;
}
