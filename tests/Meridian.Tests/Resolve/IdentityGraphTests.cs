using Meridian.Resolve;

namespace Meridian.Tests.Resolve;

public sealed class IdentityGraphTests
{
    private const int Orders = 10_000;

    /// <summary>A record by what it carries, each value as "kind:value"; one with an alias says that its user ids are one person's.</summary>
    private sealed record Said(string[] Values, string? Name = null, string? Birth = null, bool Alias = false);

    /// <summary>Aliases in a circle, both ways and of oneself; a kiosk's visitor; a phone above its limit; birth dates that contradict; chains through all of them.</summary>
    private static readonly Said[] Set =
    [
        new(["user_id:a"]), new(["user_id:b"]), new(["user_id:c"]), new(["user_id:d"]), new(["user_id:e", "email:e@x"]),
        new(["user_id:a", "user_id:b"], Alias: true), new(["user_id:b", "user_id:a"], Alias: true), new(["user_id:b", "user_id:c"], Alias: true),
        new(["user_id:c", "user_id:a"], Alias: true), new(["user_id:a", "user_id:a"], Alias: true),
        new(["user_id:d", "anonymous_id:kiosk"]), new(["user_id:e", "anonymous_id:kiosk"]), new(["user_id:c", "anonymous_id:own"]), new(["anonymous_id:own", "email:c@x"]),
        .. Enumerable.Range(0, 7).Select(i => new Said([$"external:{i}", "phone:1"], $"Person {i}")),
        new(["phone:2", "email:f@x"], "Flo", "1980-05-17"), new(["phone:2"], "Flo", "1991-12-03"), new(["email:f@x", "phone:3"], "Flo"), new(["phone:3", "email:c@x"], "Flo"),
    ];

    [Fact]
    public void F14_ten_thousand_orders_of_one_set_of_records_give_one_partition()
    {
        var seed = Random.Shared.Next();
        var draw = new Random(seed);
        var order = Enumerable.Range(0, Set.Length).ToArray();
        var expected = Partition(order, draw);
        // The circle is one person, the kiosk joins nobody, nor does the phone of seven.
        Assert.Contains("0 1 2 5 6 7 8 9 12", Text(expected), StringComparison.Ordinal);
        Assert.Contains("|14|15|16|17|18|19|20|", Text(expected), StringComparison.Ordinal);
        Assert.DoesNotContain("3 4", Text(expected), StringComparison.Ordinal);
        for (var i = 0; i < Orders; i++)
        {
            draw.Shuffle(order);
            var found = Partition(order, draw);
            Assert.True(Same(expected, found), $"seed {seed}, order {string.Join(' ', order)}: {Text(found)} and not {Text(expected)}");
        }
    }

    /// <summary>By record, which profile it is in. The order is that of arrival, so it also says which record is older.</summary>
    private static int[] Partition(int[] order, Random draw)
    {
        var graph = new IdentityGraph(order.Length);
        var values = Names.ToArray();
        draw.Shuffle(values);
        foreach (var value in values)
        {
            var kind = value.Split(':')[0];
            graph.AddValue(Id(100 + Array.IndexOf(Names, value)), kind, kind is "user_id" or "anonymous_id" ? "app" : "");
        }

        for (var i = 0; i < order.Length; i++)
        {
            var said = Set[order[i]];
            var node = new Node(Id(order[i]), 1 + (i / 3), i) { HasExternalId = said.Values.Any(v => v.StartsWith("external", StringComparison.Ordinal)) };
            if (said.Name is not null)
                node.AddName(Array.IndexOf(People, said.Name));
            if (said.Birth is not null)
                node.AddBirthDate(DateOnly.ParseExact(said.Birth, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            graph.Add(node);
            foreach (var value in said.Values)
                graph.Link(i, Array.IndexOf(values, value));
            if (said.Alias)
                graph.Alias(i);
        }

        var profile = graph.Resolve(IdentityLimits.Default).Profile;
        var oldest = new Dictionary<Guid, int>();
        var placed = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            // One survivor for each: the oldest, whose profile is itself, so nothing points in a circle.
            if (oldest.TryAdd(profile[i], i) && graph.Nodes[i].Id != profile[i])
                Assert.Fail($"{order[i]} is the oldest of a profile that goes by another's id");
            placed[order[i]] = oldest[profile[i]];
        }

        return placed;
    }

    /// <summary>Records of one profile together: "|0 1|2|".</summary>
    private static string Text(int[] partition) =>
        $"|{string.Join('|', partition.Select((p, i) => (Profile: p, Record: i)).GroupBy(r => r.Profile, r => r.Record).Select(g => string.Join(' ', g)))}|";

    /// <summary>Whether the same records are together, whatever their profiles are called.</summary>
    private static bool Same(int[] one, int[] other)
    {
        var names = new Dictionary<int, int>();
        for (var i = 0; i < one.Length; i++)
        {
            if (!names.TryAdd(one[i], other[i]) && names[one[i]] != other[i])
                return false;
        }

        return names.Values.Distinct().Count() == names.Count;
    }

    private static readonly string[] Names = [.. Set.SelectMany(s => s.Values).Distinct(StringComparer.Ordinal)];

    private static readonly string[] People = [.. Set.Select(s => s.Name).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static Guid Id(int n) => new(n, 0, 0, new byte[8]);
}
