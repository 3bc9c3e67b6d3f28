using System.Diagnostics;
using System.Text.Json;
using Meridian.Changes;
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
/// A full pass of a hundred rules over all customers, with what it tells of changes, against one scan of their events that groups by customer and name, and against the SQL that somebody would write for
/// each, one after the other. Rule and SQL must find the same customers, one by one, which is proof at a size that random tests do not reach. And the same over half the rows: what doubling costs.
/// </summary>
internal static class RulesBench
{
    /// <summary>What the scan and the SQL by hand may use.</summary>
    private const int Megabytes = 4096;

    private static readonly Table Hand = new("hand_result");
    private static readonly Table Scanned = new("bench_scan");

    public static int Run(string[] args)
    {
        var profiles = Arguments.Option(args, "--profiles", 1_000_000);
        var events = Arguments.Option(args, "--events", 20_000_000);
        var runs = (int)Arguments.Option(args, "--runs", 3);
        var whole = Measure(profiles, events, runs, byHand: !args.Contains("--no-hand", StringComparer.Ordinal), args);
        var half = args.Contains("--no-half", StringComparer.Ordinal) ? null : Measure(profiles / 2, events / 2, runs, byHand: false, []);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "rules",
            profiles,
            events,
            rules = RuleSet.All.Count,
            runs,
            cores = Environment.ProcessorCount,
            full_pass_seconds = Rounded(whole.Pass),
            first_pass_seconds = Rounded(whole.FirstPass),
            first_pass_changes_seconds = Rounded(whole.FirstChanges),
            changes_told = whole.Told,
            scan_seconds = Rounded(whole.Scan),
            by_hand_seconds = Rounded(whole.ByHand),
            pass_to_scan = Rounded(whole.PassToScan),
            pass_to_hand = whole.ByHand is { } hand ? Math.Round(whole.Pass / hand, 3) : (double?)null,
            rows_doubled = half is null ? null : Rounded(whole.Pass / half.Pass),
            assignments = whole.Assignments,
            differing = whole.Differing,
            peak_mb = Process.GetCurrentProcess().PeakWorkingSet64 >> 20,
        }));
        return whole.Differing.Count == 0 ? 0 : 1;
    }

    private static double? Rounded(double? seconds) => seconds is { } known ? Math.Round(known, 2) : null;

    private static Figures Measure(long profiles, long events, int runs, bool byHand, string[] args)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("meridian-bench-").FullName);
        try
        {
            using var database = new DuckDbDatabase(folder.Store);
            using var session = database.OpenSession();
            StoreSchema.Prepare(session);
            database.Checkpoint();
            Say($"{profiles:N0} customers, {events:N0} events", () =>
            {
                RuleStore.Fill(session, profiles, events);
                Publish(session);
                database.Checkpoint();
            });

            var figures = new Figures();
            // The first pass finds rankings' cut-offs, and writes who has what; those behind it find nothing new.
            var timed = new TimedSession(session, (sql, seconds) => figures.FirstChanges += IsOfChanges(sql) ? seconds : 0);
            figures.FirstPass = Say("first pass", () => figures.Assignments = Pass(timed));
            figures.Told = ChangeFeed.Last(session);
            if (byHand)
                figures.Differing = Compare(session);
            if (Array.IndexOf(args, "--explain") is >= 0 and var explain)
                Pass(new TimedSession(session, new LongStatements(session, args[explain + 1], longSeconds: 0.2).Tell));
            var (passes, scans, hands) = (new List<double>(), new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                session.UseResources(Environment.ProcessorCount, Megabytes);
                scans.Add(Say("scan", () => Scan(session)));
                passes.Add(Say("pass", () => Pass(session)));
                session.UseResources(Environment.ProcessorCount, Megabytes);
                if (byHand)
                    hands.Add(Say("by hand", () => ByHand(session, null)));
            }

            figures.Pass = MeasuredRun.Median(passes);
            figures.Scan = MeasuredRun.Median(scans);
            figures.PassToScan = MeasuredRun.Median(passes.Zip(scans, (p, s) => p / s));
            figures.ByHand = hands.Count > 0 ? MeasuredRun.Median(hands) : null;
            return figures;
        }
        finally
        {
            Directory.Delete(folder.Root, recursive: true);
        }
    }

    /// <summary>Evaluates everybody and tells the changes, as an entry of the log does.</summary>
    /// <returns>Assignments that changed.</returns>
    private static long Pass(ISession session)
    {
        using var transaction = session.Begin();
        var changed = TagEvaluator.Evaluate(session, null, RuleStore.Now, RuleStore.Now);
        Outbox.Write(session, 1, RuleStore.Now);
        transaction.Commit();
        return changed;
    }

    private static bool IsOfChanges(Sql sql) =>
        new[] { ChangeTables.Change, ChangeTables.Head, TagChanges.Noted }.Any(t => sql.Text.Contains(t.Name, StringComparison.Ordinal)) || sql.Text.Contains("batch_tag_change_net", StringComparison.Ordinal);

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

    private static void Scan(ISession session) => session.Execute(session.Dialect.CreateTemporary(Scanned, $"""
        select r.profile_id, e.name, count(*) as events, sum(e.total) as total, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at
        from {EventTables.Event} e join {ResolveTables.Record} r on r.record_id = e.owner_id group by r.profile_id, e.name
        """));

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

    private static double Say(string what, Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        Console.Error.WriteLine(FormattableString.Invariant($"{what}: {watch.Elapsed.TotalSeconds:0.00} s"));
        return watch.Elapsed.TotalSeconds;
    }

    private sealed record Figures
    {
        public double Pass { get; set; }

        public double FirstPass { get; set; }

        /// <summary>Of the first pass, what noting and telling the changes took.</summary>
        public double FirstChanges { get; set; }

        /// <summary>Rows that the first pass told.</summary>
        public long Told { get; set; }

        public double Scan { get; set; }

        public double PassToScan { get; set; }

        public double? ByHand { get; set; }

        public long Assignments { get; set; }

        public List<string> Differing { get; set; } = [];
    }
}
