using Meridian.Numbers.Recipes;

namespace Meridian.Numbers;

/// <summary>What a screening asks beyond the numbering plan.</summary>
/// <param name="Known">The store's customers; with facts where <paramref name="Recipe"/> or <paramref name="Facts"/> needs them.</param>
/// <param name="Recipe">Conditions to judge each row by, or null.</param>
/// <param name="Facts">Whether everything that is known of a customer is written.</param>
/// <param name="Lists">Lists to look the numbers up in, or null.</param>
/// <param name="Today">The day to which ages count, UTC.</param>
public sealed record ScreenOptions(KnownCustomers Known, Recipe? Recipe, bool Facts, OtherLists? Lists, DateOnly Today)
{
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
        var header = layout.Header([.. Columns, .. options.Lists is null ? Array.Empty<string>() : ["in_lists"], .. columns?.Names ?? [], .. options.Facts ? FactColumns.Names : Array.Empty<string>()]);
        using var output = new OrderedFile(path);
        using var chosen = matching is null ? null : new OrderedFile(matching);
        output.Append(() => header);
        chosen?.Append(() => header);
        foreach (var slice in NumberStream.Read(files, progress, stop))
        {
            var first = new string?[slice.Count];
            for (var row = 0; row < slice.Count; row++)
            {
                ref readonly var number = ref slice.Numbers[row];
                counts.Add(number);
                if (number.Key == 0)
                    continue;
                if (!seen.Add(number.Key, positions.Of(slice, row), out var at))
                {
                    first[row] = positions.Name(at);
                    counts.Duplicates++;
                }

                if (!options.Known.TryFind(number.Key, out var profile))
                    continue;
                counts.Known++;
                counts.Suppressed += options.Known.IsOptedOut(profile) ? 1 : 0;
            }

            output.Append(() => Text(layout, slice, first, options, columns, counts.Recipe, onlyMatching: false));
            chosen?.Append(() => Text(layout, slice, first, options, columns, null, onlyMatching: true));
        }

        output.Complete();
        chosen?.Complete();
        return counts;
    }

    private static byte[] Text(
        ScreenLayout layout, NumberSlice slice, string?[] first, ScreenOptions options, RecipeColumns? columns, RecipeCounts? total, bool onlyMatching)
    {
        var rows = new CsvRows();
        var counts = options.Recipe is null ? null : new RecipeCounts(options.Recipe);
        var findings = new Finding[options.Recipe?.Asked.Count ?? 0];
        Span<char> id = stackalloc char[36];
        for (var row = 0; row < slice.Count; row++)
        {
            ref readonly var number = ref slice.Numbers[row];
            var known = options.Known.TryFind(number.Key, out var profile, out var facts);
            var suppressed = known && options.Known.IsOptedOut(profile);
            layout.Add(rows, slice, row);
            rows.Add(number.E164);
            rows.Add(Name(number.Verdict));
            rows.Add(number.Reason);
            rows.Add(number.Country);
            rows.Add(number.Type);
            // Whoever owns a toll-free number may be anywhere; the metadata lists every zone of the code for it, 42 of them for +1 800.
            rows.Add(number.Type is "mobile" or "fixed_line" or "fixed_line_or_mobile" ? NumberingFacts.Zones(number.E164!) : null);
            rows.Add(first[row]);
            if (known && profile.TryFormat(id, out _))
                rows.Add(id);
            else
                rows.Add([]);
            // Empty does not mean "may be contacted": who never said no has not said yes.
            rows.Add(suppressed ? OptedOut : null);
            var lists = options.Lists?.Holding(number.Key);
            if (lists is not null)
                rows.Add(lists);
            var match = Answer.Yes;
            if (columns is not null)
            {
                var subject = new Subject(number, first[row], options.Known.HasStore ? known : null, suppressed, lists, facts, options.Today);
                match = columns.Add(rows, subject, findings, counts!);
            }

            if (options.Facts)
                FactColumns.Add(rows, number, facts, options.Today);
            if (onlyMatching && match != Answer.Yes)
                rows.DropRow();
            else
                rows.EndRow();
        }

        if (counts is not null)
            total?.Add(counts);
        return rows.ToUtf8();
    }

    public static string Name(NumberVerdict verdict) => verdict switch
    {
        NumberVerdict.Valid => "valid",
        NumberVerdict.Possible => "possible",
        _ => "impossible",
    };
}
