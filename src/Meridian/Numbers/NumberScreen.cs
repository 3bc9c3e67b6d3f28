using System.Runtime.CompilerServices;
using Meridian.Numbers.Lookups;
using Meridian.Numbers.Recipes;
using Meridian.Numbers.SetAside;

namespace Meridian.Numbers;

/// <summary>What a screening asks beyond the numbering plan.</summary>
/// <param name="Known">The store's customers; with facts where <paramref name="Recipe"/> or <paramref name="Facts"/> needs them.</param>
/// <param name="Recipe">Conditions to judge each row by, or null.</param>
/// <param name="Facts">Whether everything that is known of a customer is written.</param>
/// <param name="Lists">Lists to look the numbers up in, or null.</param>
/// <param name="Today">The day to which ages count, UTC.</param>
public sealed record ScreenOptions(KnownCustomers Known, Recipe? Recipe, bool Facts, OtherLists? Lists, DateOnly Today)
{
    /// <summary>Answers of look-ups made before, or null.</summary>
    public CachedLookups? Lookups { get; init; }

    /// <summary>Takes what the recipe rejects (<see cref="Rejected.UsualQuestion"/> where there is none), or null; adds the column <c>set_aside</c>.</summary>
    public RejectedRows? SetAside { get; init; }

    public static ScreenOptions Plain(KnownCustomers known) => new(known, null, false, null, default);
}

/// <summary>
/// Judges every row of files of numbers and writes it again with what was found: one row out for one row in, in the same order. Reading and duplicates are
/// the caller's thread; numbers and the output's text are put together on all cores.
/// </summary>
public static class NumberScreen
{
    /// <summary>What stands under "suppressed" for a customer of whom a record says no to marketing.</summary>
    public const string OptedOut = "opted out";

    /// <summary>The same for somebody whose data was erased at their request.</summary>
    public const string Erased = "erased";

    /// <summary>What is written behind the input's columns, whatever is asked.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["e164", "verdict", "reason", "country", "type", "zones", "duplicate_of", "known_customer", "suppressed"];

    /// <param name="path">The CSV file to write; it appears whole or not at all.</param>
    /// <param name="matching">A CSV file for those rows only that match the recipe, or null.</param>
    public static ScreenCounts Run(
        IReadOnlyList<NumberFile> files, ScreenOptions options, string path, string? matching, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var layout = new ScreenLayout(files);
        var seen = new NumberSet();
        var positions = new NumberPositions(files);
        var counts = new ScreenCounts { Recipe = options.Recipe is null ? null : new RecipeCounts(options.Recipe) };
        var columns = options.Recipe is null ? null : new RecipeColumns(options.Recipe);
        CsvRows Header() => layout.Header([.. Columns, .. options.Lists is null ? Array.Empty<string>() : ["in_lists"], .. columns?.Names ?? [], .. options.SetAside is null ? Array.Empty<string>() : ["set_aside"], .. options.Facts ? FactColumns.Names : Array.Empty<string>()]);
        var job = new Job(layout, positions, options, columns, NumberFile.NamesOf(files));
        using var output = new OrderedFile(path);
        using var chosen = matching is null ? null : new OrderedFile(matching);
        output.Append(() => Header());
        chosen?.Append(() => Header());
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            seen.ReserveFor(slice);
            for (var row = 0; row < slice.Count; row++)
            {
                if (row + NumberSet.Ahead < slice.Count)
                    seen.Prefetch(slice.Numbers[row + NumberSet.Ahead].MatchKey);
                // 0: the first row with its number, or no number.
                var key = slice.Numbers[row].MatchKey;
                slice.Found[row] = key == 0 || seen.Add(key, positions.Of(slice, row), out var at) ? 0 : at;
            }

            if (chosen is null)
            {
                var one = new StrongBox<int>(1);
                output.Append(() => Text(job, slice, counts, onlyMatching: false, one));
                continue;
            }

            // Two files are made of a slice, and whoever has ended second gives it back.
            var two = new StrongBox<int>(2);
            output.Append(() => Text(job, slice, counts, onlyMatching: false, two));
            chosen.Append(() => Text(job, slice, null, onlyMatching: true, two));
        }

        output.Complete();
        chosen?.Complete();
        return counts;
    }

    private sealed record Job(ScreenLayout Layout, NumberPositions Positions, ScreenOptions Options, RecipeColumns? Columns, IReadOnlyList<string> FileNames);

    /// <param name="total">Where the slice's rows are counted, or null.</param>
    /// <param name="readers">How many still read the slice; the last one gives it back.</param>
    private static CsvRows Text(Job job, NumberSlice slice, ScreenCounts? total, bool onlyMatching, StrongBox<int> readers)
    {
        var (layout, positions, options, columns, fileNames) = job;
        var rows = CsvRows.Rent();
        var tally = new ScreenTally();
        var answers = options.Recipe is null ? null : new RecipeCounts(options.Recipe);
        var findings = new Finding[(options.Recipe ?? options.SetAside?.Recipe)?.Asked.Count ?? 0];
        Span<char> id = stackalloc char[36];
        for (var row = 0; row < slice.Count; row++)
        {
            if (row + NumberSet.Ahead < slice.Count)
                Prefetch(options, slice.Numbers[row + NumberSet.Ahead].MatchKey);
            ref readonly var number = ref slice.Numbers[row];
            var first = slice.Found[row];
            var known = options.Known.TryFind(number.MatchKey, out var profile, out var facts);
            var erased = options.Known.IsErased(number);
            var suppressed = erased || (known && options.Known.IsSuppressed(number.MatchKey)) || options.Known.IsListed(number);
            tally.Add(number.Judgement, first != 0, known, suppressed);
            layout.Add(rows, slice, row);
            rows.AddNumber(number.Key);
            rows.AddCells(number.Judgement.Cells);
            var firstName = first != 0 && (columns is not null || options.SetAside is not null || !positions.AreRows) ? positions.Name(first) : null;
            if (first == 0)
                rows.AddNothing();
            else if (firstName is null)
                rows.Add(first);
            else
                rows.Add(firstName);
            if (known && profile.TryFormat(id, out _))
                rows.Add(id);
            else
                rows.AddNothing();
            // Empty does not mean "may be contacted": who never said no has not said yes.
            rows.Add(erased ? Erased : suppressed ? OptedOut : null);
            var lists = options.Lists?.Holding(number.MatchKey);
            if (lists is not null)
                rows.Add(lists);
            var match = Answer.Yes;
            if (columns is not null || options.SetAside is not null)
            {
                var subject = new Subject(
                    number, firstName, options.Known.HasStore ? known : null, suppressed, lists, facts, options.Today)
                { Lookup = options.Lookups?.Find(number.MatchKey) };
                if (columns is not null)
                    match = columns.Add(rows, subject, findings, answers!);
                if (options.SetAside is { } aside)
                {
                    // The file of matching rows is made of the same slice; it never holds a rejected one.
                    var taken = !onlyMatching && !erased && aside.Take(slice, row, subject, findings, areAsked: columns is not null, fileNames[slice.FileIndex]);
                    rows.Add(taken ? "yes" : null);
                }
            }

            if (options.Facts)
                FactColumns.Add(rows, number, facts, options.Today);
            if (onlyMatching && match != Answer.Yes)
                rows.DropRow();
            else
                rows.EndRow();
        }

        total?.Add(tally);
        if (answers is not null)
            total?.Recipe!.Add(answers);
        if (Interlocked.Decrement(ref readers.Value) == 0)
            slice.Return();
        return rows;
    }

    private static void Prefetch(ScreenOptions options, ulong key)
    {
        options.Known.Prefetch(key);
        options.Lists?.Prefetch(key);
    }

    public static string Name(NumberVerdict verdict) => verdict switch
    {
        NumberVerdict.Valid => "valid",
        NumberVerdict.Possible => "possible",
        _ => "impossible",
    };
}
