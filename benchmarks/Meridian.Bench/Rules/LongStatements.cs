using System.Diagnostics;
using Meridian.Foundation.Database;

namespace Meridian.Bench.Rules;

/// <summary>Of statements that took long: what they are, and into a folder how the engine goes about them.</summary>
internal sealed class LongStatements(ISession session, string folder, double longSeconds)
{
    private int _told;

    public void Tell(Sql sql, double seconds)
    {
        if (seconds < longSeconds)
            return;
        var number = ++_told;
        var text = sql.Text.ReplaceLineEndings(" ");
        Console.Error.WriteLine(FormattableString.Invariant($"  statement {number}: {seconds:0.00} s, {text.Length:N0} characters: {text[..Math.Min(text.Length, 150)]}"));
        var watch = Stopwatch.StartNew();
        session.List($"explain {sql}", r => r.Text(1));
        var planning = watch.Elapsed.TotalSeconds;
        var plan = string.Join('\n', session.List($"explain (analyze, format json) {sql}", r => r.Text(1)));
        File.WriteAllText(Path.Combine(folder, $"statement-{number}.json"), plan);
        File.WriteAllText(Path.Combine(folder, $"statement-{number}.sql"), FormattableString.Invariant($"-- {seconds:0.00} s; planned in {planning:0.00} s\n{sql.Text}\n"));
    }
}
