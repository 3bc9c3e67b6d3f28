using System.Globalization;
using Meridian.EngineTests.Store;
using Meridian.EngineTests.Tags;
using Meridian.Foundation.Database;
using Meridian.Rules.Syntax;
using Meridian.Rules.Vocabulary;
using Meridian.Tags;
using Meridian.Tags.Definitions;
using NodaTime;

namespace Meridian.EngineTests.Rules.Oracle;

/// <summary>
/// Random tags, some with values that exclude one another, many of whose rules ask for other tags, some given and taken by people: whoever has them after a full pass are those whom the oracle names,
/// tag by tag. And again days later; and as of the day before, from what was recorded then.
/// </summary>
public sealed class TagPassOracleTests : StoreTests
{
    private const int Tags = 8;

    private static readonly DateTime Around = new(2026, 3, 2, 12, 0, 0);

    [Theory, OnEngines]
    public void A_full_pass_gives_the_tags_that_the_oracle_gives(Engine engine)
    {
        var seed = OracleTests.Seed();
        for (var world = 0; world < Sampling.Cases(2, engine); world++)
            Pass(engine, seed + world);
    }

    private void Pass(Engine engine, int seed)
    {
        var random = new Random(seed);
        var store = Open(engine);
        var facts = OracleStore.Fill(store, random, Around, customers: 40);
        foreach (var (key, rule) in RandomTypedRules.Words.Segments)
            store.SaveSegment(key, RuleFormatter.Format(rule));
        var tags = Define(random);
        store.Define([.. tags]);
        var byHand = Tag(store, random, tags);

        At(store, Around.AddDays(1));
        var first = Compare(store, facts, tags, byHand, $"seed {seed}, {engine}, first");
        At(store, Around.AddDays(8));
        Compare(store, facts, tags, byHand, $"seed {seed}, {engine}, a week later");
        Assert.Equal(store.DigestParts(), store.ReplayedDigestParts());

        // What was known on the day of the first pass, and the tags as they were recorded then.
        var then = first with { Now = Around.AddDays(1).AddMinutes(30) };
        var maker = new RandomTypedRules(random, Around) { HasPlaces = false };
        List<RuleNode> rules = [.. Enumerable.Range(0, 40).Select(_ => maker.Rule(1)), .. tags.Select(t => Ask(random, t))];
        var found = OracleTests.Found(store, then, rules, StoreFacts.AsOf(store.Session, then.Words, then.Now));
        for (var i = 0; i < rules.Count; i++)
        {
            var expected = OracleTests.Expected(then, rules[i]);
            Assert.True(expected.SetEquals(found[i]), $"seed {seed}, {engine}, as of {then.Now:s}: {RuleFormatter.Format(rules[i])}: the oracle finds {expected.Count}, the store {found[i].Count}");
        }
    }

    private static void At(TestStore store, DateTime time)
    {
        store.Clock.Reset(Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)));
        store.Evaluate();
    }

    /// <summary>Tags of which each may ask for those before it.</summary>
    private static List<TagDefinition> Define(Random random)
    {
        var maker = new RandomTypedRules(random, Around) { HasPlaces = false };
        var tags = new List<TagDefinition>();
        for (var i = 0; i < Tags; i++)
        {
            var key = $"t{i}";
            tags.Add(random.Next(2) == 0
                ? new TagDefinition(key) { Rule = Rule() }
                : new TagDefinition(key) { Values = [new TagValue("a", Rule()), new TagValue("b", Rule()), new TagValue("c", Rule())] });
        }

        return tags;

        string Rule()
        {
            RuleNode rule = maker.Rule(1);
            if (tags.Count > 0 && random.Next(2) == 0)
            {
                var asked = Ask(random, tags[random.Next(tags.Count)]);
                rule = random.Next(2) == 0 ? new AndNode([new NotNode(rule), asked]) : new OrNode([new NotNode(asked), new NotNode(rule)]);
            }

            return RuleFormatter.Format(rule);
        }
    }

    private static RuleNode Ask(Random random, TagDefinition tag)
    {
        RuleNode asked = random.Next(2) == 0 ? new NameNode([tag.Key]) : new CallNode("tag", [new TextNode(tag.Key)], []);
        return tag.Values is null || random.Next(3) == 0 ? asked
            : new ComparisonNode(random.Next(3) == 0 ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, asked, new TextNode(random.Next(2) == 0 ? "a" : "b"));
    }

    /// <summary>People give and take some tags; what stands: by profile and tag, the value, or null where they took it.</summary>
    private static Dictionary<(Guid Profile, string Tag), string?> Tag(TestStore store, Random random, List<TagDefinition> tags)
    {
        var said = new Dictionary<(Guid, string), string?>();
        for (var i = 0; i < 12; i++)
        {
            var tag = tags[random.Next(tags.Count)];
            var record = string.Create(CultureInfo.InvariantCulture, $"crm/c{random.Next(0, 7)}");
            var profile = store.ProfileOf(record).Id;
            switch (random.Next(5))
            {
                case 0:
                    store.Release(tag.Key, record);
                    said.Remove((profile, tag.Key));
                    break;
                case 1 or 2:
                    store.TakeAway(tag.Key, record);
                    said[(profile, tag.Key)] = null;
                    break;
                default:
                    var value = tag.Values is null ? null : tag.Values[random.Next(3)].Value;
                    store.Give(tag.Key, value, record);
                    said[(profile, tag.Key)] = value ?? TagTables.Yes;
                    break;
            }
        }

        return said;
    }

    /// <summary>Compares who has which tag, and gives the world with them.</summary>
    private static OracleWorld Compare(TestStore store, OracleStore facts, List<TagDefinition> tags, Dictionary<(Guid Profile, string Tag), string?> byHand, string when)
    {
        var now = store.Session.First($"select evaluated_to from {TagTables.Evaluation}", r => r.Time(0));
        var world = facts.World(now);
        world = world with { Words = world.Words with { Tags = world.Words.Tags.Values.Concat(tags.Select(t => new TagWord(t.Key, t.Values?.Select(v => v.Value).ToList()))).ToDictionary(w => w.Key, StringComparer.Ordinal) } };
        var stored = world.Customers.ToDictionary(c => c.Id, c => c.Tags.Where(t => tags.Exists(d => d.Key == t.Key)).ToList());
        foreach (var customer in world.Customers)
            customer.Tags.RemoveAll(t => tags.Exists(d => d.Key == t.Key));
        var oracle = new RuleOracle(world);
        foreach (var tag in tags)
        {
            foreach (var customer in world.Customers)
            {
                var value = byHand.TryGetValue((customer.Id, tag.Key), out var given) ? given
                    : tag.Rules.Where(r => oracle.Holds(RuleText.Parse(r.Rule), customer)).Select(r => r.Value).FirstOrDefault();
                var has = stored[customer.Id].Where(t => t.Key == tag.Key).ToList();
                Assert.True(has.Count <= 1 && has.FirstOrDefault()?.Value == value,
                    $"{when}: {tag.Key} is '{string.Join(", ", has.Select(t => t.Value))}' and by the oracle '{value}' at {now:s}\n{string.Join('\n', tag.Rules)}\n{OracleTests.Told(customer)}");
                customer.Tags.AddRange(has);
            }
        }

        return world;
    }
}
