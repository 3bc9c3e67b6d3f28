using System.Globalization;
using Meridian.Foundation.Geography;
using Meridian.Numbers;
using Meridian.Numbers.Recipes;
using Meridian.Numbers.SetAside;
using Spectre.Console;

namespace Meridian.Cli.Output;

/// <summary>What a screening found, for people and as JSON.</summary>
internal static class ScreenReport
{
    private const int BarWidth = 30;
    private const int Shown = 10;

    public static object Line(ScreenCounts c, string path, string? matching, KnownCustomers known, SetAsideCounts? setAside) => new
    {
        file = Path.GetFullPath(path),
        rows = c.Rows,
        valid = c.Valid,
        possible = c.Possible,
        impossible = c.Impossible,
        duplicates = c.Duplicates,
        known_customers = known.HasStore ? c.Known : (long?)null,
        suppressed = known.HasStore ? c.Suppressed : (long?)null,
        reasons = c.Reasons.ToDictionary(r => NumberScreen.Name(r.Key), r => new SortedDictionary<string, long>(r.Value, StringComparer.Ordinal), StringComparer.Ordinal),
        countries = new SortedDictionary<string, long>(c.Countries.Where(k => k.Key.Length > 0).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        recipe = c.Recipe?.Recipe.Name,
        match = c.Recipe is { } r ? Answers(r.Of) : null,
        conditions = c.Recipe is { } counts
            ? counts.Recipe.Asked.Select((a, i) => new { condition = a.Kind.Name, argument = a.Argument, answers = Answers(answer => counts.Of(i, answer)) }) : null,
        matching = matching is null ? null : Path.GetFullPath(matching),
        set_aside = setAside is null ? null : new { added = setAside.Added, there = setAside.There, let_go = setAside.LetGo },
    };

    public static void Show(Terminal terminal, ScreenCounts c, string path, string? matching, KnownCustomers known, string data, SetAsideCounts? setAside, TimeSpan took)
    {
        if (c.Rows > 0)
        {
            var table = new Table().AddColumn("verdict").AddColumn(new TableColumn("rows").RightAligned()).AddColumn(new TableColumn("").NoWrap()).AddColumn("because");
            table.AddRow("[green]valid[/]", $"{c.Valid:N0}", Bar(c.Valid, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Valid])));
            table.AddRow("[yellow]possible[/]", $"{c.Possible:N0}", Bar(c.Possible, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Possible])));
            table.AddRow("[red]impossible[/]", $"{c.Impossible:N0}", Bar(c.Impossible, c.Rows), Markup.Escape(Reasons(c.Reasons[NumberVerdict.Impossible])));
            terminal.Console.Write(new BareTable(table));
            terminal.Output.WriteLine();
        }

        if (c.Countries.Count > 0)
        {
            var countries = c.Countries.OrderByDescending(k => k.Value).ThenBy(k => k.Key, StringComparer.Ordinal).ToList();
            var table = new Table().AddColumn("country").AddColumn(new TableColumn("valid").RightAligned()).AddColumn(new TableColumn("").NoWrap());
            foreach (var (country, rows) in countries.Take(Shown))
                table.AddRow(country.Length == 0 ? "[dim]none[/]" : $"{country} {Markup.Escape(Countries.Get(country)?.EnglishName ?? "")}", $"{rows:N0}", Bar(rows, countries[0].Value));
            terminal.Console.Write(new BareTable(table));
            if (countries.Count > Shown)
                terminal.Console.MarkupLineInterpolated($"[dim]  and {countries.Count - Shown} more[/]");
            terminal.Output.WriteLine();
        }

        if (c.Reasons[NumberVerdict.Impossible].GetValueOrDefault("no country code") is var nowhere and > 0)
            terminal.Warn($"{Plural.Of(nowhere, "number")} without a country's code, and nothing says of which country: name it with --country CC, or add a column of countries or calling codes.");
        var seconds = Math.Max(took.TotalSeconds, 0.001);
        terminal.Output.WriteLine($"  {Plural.Of(c.Duplicates, "repeat")} of an earlier number; {(!known.HasStore ? $"no store in {data}, so known customers are unknown" : $"{Plural.Of(c.Known, "row")} of known customers ({Plural.Of(known.Phones, "phone")} in the store), {Plural.Of(c.Suppressed, "row")} of people who said no to marketing")}.");
        if (c.Recipe is { } recipe)
            Show(terminal, recipe, c.Rows, matching, known, data);
        if (setAside is not null)
            terminal.Output.WriteLine($"  {Plural.Of(setAside.Added, "rejected number")} set aside now, {setAside.There:N0} before{(setAside.LetGo == 0 ? "" : $", {setAside.LetGo:N0} let go by a decision that holds")} ('meridian numbers quarantine list').");
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{Plural.Of(c.Rows, "row")} written to {path} ({took.TotalSeconds:0.0} s, {c.Rows / seconds:N0} rows/s)."));
    }

    private static void Show(Terminal terminal, RecipeCounts counts, long rows, string? matching, KnownCustomers known, string data)
    {
        var table = new Table().AddColumn(Markup.Escape(counts.Recipe.Name.IndexOfAny(['=', ',']) < 0 ? counts.Recipe.Name : "condition")).AddColumn(new TableColumn("yes").RightAligned()).AddColumn(new TableColumn("no").RightAligned())
            .AddColumn(new TableColumn("unknown").RightAligned()).AddColumn(new TableColumn("").NoWrap());
        for (var i = 0; i < counts.Recipe.Asked.Count; i++)
        {
            var asked = counts.Recipe.Asked[i];
            table.AddRow(
                Markup.Escape($"{asked.Kind.Name} = {asked.Argument}"), $"{counts.Of(i, Answer.Yes):N0}", $"{counts.Of(i, Answer.No):N0}", $"{counts.Of(i, Answer.Unknown):N0}",
                Bar(counts.Of(i, Answer.Yes), rows));
        }

        table.AddRow("[bold]match[/]", $"[bold]{counts.Of(Answer.Yes):N0}[/]", $"{counts.Of(Answer.No):N0}", $"{counts.Of(Answer.Unknown):N0}", $"[green]{Bar(counts.Of(Answer.Yes), rows)}[/]");
        terminal.Output.WriteLine();
        terminal.Console.Write(new BareTable(table));
        terminal.Output.WriteLine();
        var unanswered = known.HasStore ? [] : counts.Recipe.Asked.Where(a => a.Kind.Source == ConditionSource.Customers).Select(a => a.Kind.Name).Distinct(StringComparer.Ordinal).ToList();
        if (unanswered.Count > 0 && counts.Of(Answer.Unknown) > 0)
            terminal.Warn($"There is no store in {data}, so nobody can answer {string.Join(", ", unanswered)}: such rows match nothing and are unknown. Import your customers first (meridian import), name their folder (--data), or leave these conditions out.");
        if (matching is not null)
            terminal.Output.WriteLine($"  {Plural.Of(counts.Of(Answer.Yes), "matching row")} written to {matching}.");
    }

    private static Dictionary<string, long> Answers(Func<Answer, long> of) =>
        new(StringComparer.Ordinal) { ["yes"] = of(Answer.Yes), ["no"] = of(Answer.No), ["unknown"] = of(Answer.Unknown) };

    private static string Reasons(IReadOnlyDictionary<string, long> reasons) =>
        string.Join(", ", reasons.OrderByDescending(r => r.Value).ThenBy(r => r.Key, StringComparer.Ordinal).Take(6).Select(r => $"{r.Key} {r.Value:N0}"));

    private static string Bar(long part, long whole) => whole == 0 || part == 0 ? "" : new string('█', Math.Max(1, (int)Math.Round((double)part / whole * BarWidth)));
}
