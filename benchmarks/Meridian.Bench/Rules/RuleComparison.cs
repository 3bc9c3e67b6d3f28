using System.Diagnostics;
using System.Text.Json;
using Meridian.DuckDb;
using Meridian.Events;
using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Profiles;
using Meridian.Resolve;
using Meridian.Tags;
using Meridian.Tags.Definitions;

namespace Meridian.Bench.Rules;

/// <summary>
/// Another hundred rules, each as its own tag or value and beside it the SQL that somebody would write for it: both must find the same customers, one by one, which is proof at a size that random
/// tests do not reach. Their times stand beside that of one scan that groups all events by customer and name.
/// </summary>
internal static class RuleComparison
{
    private static readonly Table Hand = new("hand_result");

    public static int Run(string[] args)
    {
        var profiles = Arguments.Option(args, "--profiles", 1_000_000);
        var events = Arguments.Option(args, "--events", 20_000_000);
        var runs = (int)Arguments.Option(args, "--runs", 3);
        var half = args.Contains("--half", StringComparer.Ordinal) ? Measure(profiles / 2, events / 2, runs, isWhole: false, args) : null;
        var whole = Measure(profiles, events, runs, isWhole: true, args);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "rules compared",
            profiles,
            events,
            rules = RuleSet.All.Count,
            runs,
            cores = Environment.ProcessorCount,
            rules_seconds = Rounded(whole.Rules),
            scan_seconds = Rounded(whole.Scan),
            by_hand_seconds = Rounded(whole.ByHand),
            of_scan = Math.Round(whole.Rules / whole.Scan, 2),
            of_by_hand = whole.ByHand > 0 ? Math.Round(whole.Rules / whole.ByHand, 3) : (double?)null,
            first_pass_seconds = Rounded(whole.FirstPass),
            pass_seconds = Rounded(whole.Pass),
            pass_of_scan = Math.Round(whole.Pass / whole.Scan, 2),
            half_rules_seconds = half is null ? null : (double?)Rounded(half.Rules),
            doubled = half is null ? null : (double?)Math.Round(whole.Rules / half.Rules, 2),
            whole.Assignments,
            differing = whole.Differing,
            peak_mb = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
        }));
        return whole.Differing.Count == 0 ? 0 : 1;
    }

    private static double Rounded(double seconds) => Math.Round(seconds, 2);

    private static Figures Measure(long profiles, long events, int runs, bool isWhole, string[] args)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("meridian-bench-").FullName);
        try
        {
            using var database = new DuckDbDatabase(folder.Store);
            using var session = database.OpenSession();
            StoreSchema.Prepare(session);
            database.Checkpoint();
            Say("store", () =>
            {
                RuleStore.Fill(session, profiles, events);
                Publish(session);
                database.Checkpoint();
            });
            session.UseResources(Environment.ProcessorCount, (int)Arguments.Option(args, "--megabytes", 400));

            var figures = new Figures();
            // The first pass finds rankings' cut-offs, and writes who has what; those behind it find nothing new.
            figures.FirstPass = Say("first pass", () => InTransaction(session, () => figures.Assignments = TagEvaluator.Evaluate(session, null, RuleStore.Now, RuleStore.Now)));
            if (isWhole && !args.Contains("--no-hand", StringComparer.Ordinal))
                figures.Differing = Compare(session);
            var (rules, scans, hands, passes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                scans.Add(Say("scan", () => Scan(session)));
                rules.Add(Say("rules", () => TagEvaluator.WouldGive(session, null, RuleStore.Now)));
                if (isWhole && run == 0 && Array.IndexOf(args, "--explain") is >= 0 and var explain)
                    TagEvaluator.WouldGive(new TimedSession(session, args[explain + 1], longSeconds: 0.2), null, RuleStore.Now);
                if (!isWhole)
                    continue;
                passes.Add(Say("pass", () => InTransaction(session, () => TagEvaluator.Evaluate(session, null, RuleStore.Now, RuleStore.Now))));
                if (!args.Contains("--no-hand", StringComparer.Ordinal))
                    hands.Add(Say("by hand", () => ByHand(session, null)));
            }

            figures.Rules = MeasuredRun.Median(rules);
            figures.Scan = MeasuredRun.Median(scans);
            figures.Pass = passes.Count > 0 ? MeasuredRun.Median(passes) : 0;
            figures.ByHand = hands.Count > 0 ? MeasuredRun.Median(hands) : 0;
            return figures;
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }

    /// <summary>Published tags, as if their entries of the log had been applied.</summary>
    private static void Publish(ISession session)
    {
        foreach (var rules in RuleSet.All.GroupBy(r => r.Tag, StringComparer.Ordinal))
        {
            var definition = rules.First().Value is null
                ? new TagDefinition(rules.Key) { Rule = rules.Single().Text }
                : new TagDefinition(rules.Key) { Values = [.. rules.Select(r => new TagValue(r.Value!, r.Text))] };
            session.Execute($"""
                insert into {TagTables.Version} (tag, version, status, definition, saved_at, published_at, entry)
                values ({rules.Key}, 1, {TagStatus.Published}, {definition.ToJson()}, {RuleStore.Now}, {RuleStore.Now}, 1)
                """);
        }
    }

    private static void Scan(ISession session) => session.Count($"""
        select count(*) + cast(sum(g.events) as bigint) + cast(epoch(max(g.last_at)) as bigint) from (
            select r.profile_id, e.name, count(*) as events, max(e.occurred_at) as last_at from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id group by r.profile_id, e.name) g
        """);

    /// <summary>Runs each rule's SQL, and keeps what later ones ask for.</summary>
    private static void ByHand(ISession session, Action<ComparedRule>? done)
    {
        foreach (var rule in RuleSet.All)
        {
            var name = rule.Value is null ? rule.Tag : $"{rule.Tag}_{rule.Value}";
            var into = new[] { RuleSequences.Orders, RuleSequences.Churn, RuleSequences.Value }.FirstOrDefault(t => t.Name == "hand_" + name) ?? Hand;
            session.Execute($"create or replace temporary table {into} as select p.profile_id from {ProfileTables.Profile} p where not coalesce(p.anonymous, false) and ({rule.Condition})");
            done?.Invoke(rule);
        }
    }

    /// <summary>The rules that do not find exactly as many as their SQL, with both counts; the whole pass has just been made.</summary>
    private static List<string> Compare(ISession session)
    {
        var differing = new List<string>();
        Say("compare", () => ByHand(session, rule =>
        {
            var from = rule switch { { Tag: "orders_365_6" } => RuleSequences.Orders, { Tag: "churn" } => RuleSequences.Churn, { Tag: "value_class", Value: "high" } => RuleSequences.Value, _ => Hand };
            var (mine, hand, both) = session.Query(
                $"""
                select (select count(*) from {TagTables.Assignment} a where a.tag = {rule.Tag} and a.value = {rule.Value ?? TagTables.Yes}), (select count(*) from {from}),
                    (select count(*) from {TagTables.Assignment} a join {from} h on h.profile_id = a.profile_id where a.tag = {rule.Tag} and a.value = {rule.Value ?? TagTables.Yes})
                """,
                r => (r.Long(0), r.Long(1), r.Long(2))).Single();
            if (mine != hand || mine != both)
                differing.Add($"{rule.Tag}{(rule.Value is null ? "" : $" = {rule.Value}")}: {mine} by rule, {hand} by hand, {both} by both");
            else if (mine == 0)
                differing.Add($"{rule.Tag}: nobody, which compares nothing");
        }));
        return differing;
    }

    private static void InTransaction(ISession session, Action work)
    {
        using var transaction = session.Begin();
        work();
        transaction.Commit();
    }

    private static double Say(string what, Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        Console.Error.WriteLine(FormattableString.Invariant($"{what}: {watch.Elapsed.TotalSeconds:0.00} s"));
        return watch.Elapsed.TotalSeconds;
    }

    private sealed record Figures
    {
        public double Rules { get; set; }

        public double Scan { get; set; }

        public double ByHand { get; set; }

        public double FirstPass { get; set; }

        public double Pass { get; set; }

        public long Assignments { get; set; }

        public List<string> Differing { get; set; } = [];
    }
}
