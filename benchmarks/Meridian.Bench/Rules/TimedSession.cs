using System.Diagnostics;
using Meridian.Foundation.Database;

namespace Meridian.Bench.Rules;

/// <summary>A session that tells how long each statement took and, of those that took long, how the engine went about them.</summary>
internal sealed class TimedSession(ISession inner, string folder, double longSeconds) : ISession
{
    private int _told;

    public IDialect Dialect => inner.Dialect;

    public bool TryLead() => inner.TryLead();

    public void LetGo() => inner.LetGo();

    public void Ensure(IReadOnlyList<TableIndex> indexes) => inner.Ensure(indexes);

    public long Execute(Sql sql)
    {
        var watch = Stopwatch.StartNew();
        var rows = inner.Execute(sql);
        Tell(sql, watch.Elapsed.TotalSeconds);
        return rows;
    }

    public IEnumerable<T> Query<T>(Sql sql, Func<IRow, T> map)
    {
        var watch = Stopwatch.StartNew();
        List<T> rows = [.. inner.Query(sql, map)];
        Tell(sql, watch.Elapsed.TotalSeconds);
        return rows;
    }

    public ITransaction Begin() => inner.Begin();

    public void UseResources(int threads, int megabytes) => inner.UseResources(threads, megabytes);

    public IBulkWriter Append(Table table) => inner.Append(table);

    public IRowFormat Format(Table table) => inner.Format(table);

    public void Append(Table table, IEnumerable<IRowBuffer> rows) => inner.Append(table, rows);

    public void Dispose() => inner.Dispose();

    private void Tell(Sql sql, double seconds)
    {
        if (seconds < longSeconds)
            return;
        var number = ++_told;
        var text = sql.Text.ReplaceLineEndings(" ");
        Console.Error.WriteLine(FormattableString.Invariant($"  statement {number}: {seconds:0.00} s, {text.Length:N0} characters: {text[..Math.Min(text.Length, 150)]}"));
        var watch = Stopwatch.StartNew();
        inner.List($"explain {sql}", r => r.Text(1));
        var planning = watch.Elapsed.TotalSeconds;
        var plan = string.Join('\n', inner.List($"explain (analyze, format json) {sql}", r => r.Text(1)));
        File.WriteAllText(Path.Combine(folder, $"statement-{number}.json"), plan);
        File.WriteAllText(Path.Combine(folder, $"statement-{number}.sql"), FormattableString.Invariant($"-- {seconds:0.00} s; planned in {planning:0.00} s\n{sql.Text}\n"));
    }
}
