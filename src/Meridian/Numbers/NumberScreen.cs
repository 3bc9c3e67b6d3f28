namespace Meridian.Numbers;

/// <summary>
/// Judges every row of files of numbers and writes it again with what was found: one row out for one row in, in the same order. Reading and duplicates are
/// the caller's thread; numbers and the output's text are put together on all cores.
/// </summary>
public static class NumberScreen
{
    /// <summary>What is written behind the input's columns.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["e164", "verdict", "reason", "country", "type", "zones", "duplicate_of", "known_customer", "suppressed"];

    /// <param name="path">The CSV file to write; it appears whole or not at all.</param>
    public static ScreenCounts Run(IReadOnlyList<NumberFile> files, KnownCustomers known, string path, IProgress<NumberProgress>? progress, CancellationToken stop)
    {
        var layout = new ScreenLayout(files);
        var seen = new NumberSet();
        var positions = new NumberPositions(files);
        var counts = new ScreenCounts();
        using var output = new OrderedFile(path);
        output.Append(() => layout.Header(Columns));
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

                counts.Known += known.TryFind(number.Key, out _) ? 1 : 0;
            }

            output.Append(() => Text(layout, slice, first, known));
        }

        output.Complete();
        return counts;
    }

    private static byte[] Text(ScreenLayout layout, NumberSlice slice, string?[] first, KnownCustomers known)
    {
        var rows = new CsvRows();
        Span<char> id = stackalloc char[36];
        for (var row = 0; row < slice.Count; row++)
        {
            ref readonly var number = ref slice.Numbers[row];
            layout.Add(rows, slice, row);
            rows.Add(number.E164);
            rows.Add(Name(number.Verdict));
            rows.Add(number.Reason);
            rows.Add(number.Country);
            rows.Add(number.Type);
            // Whoever owns a toll-free number may be anywhere; the metadata lists every zone of the code for it, 42 of them for +1 800.
            rows.Add(number.Type is "mobile" or "fixed_line" or "fixed_line_or_mobile" ? NumberingFacts.Zones(number.E164!) : null);
            rows.Add(first[row]);
            if (number.Key != 0 && known.TryFind(number.Key, out var profile) && profile.TryFormat(id, out _))
                rows.Add(id);
            else
                rows.Add([]);
            // Consents do not exist yet: nothing is known of who opted out, and empty does not mean "may be contacted".
            rows.Add([]);
            rows.EndRow();
        }

        return rows.ToUtf8();
    }

    public static string Name(NumberVerdict verdict) => verdict switch
    {
        NumberVerdict.Valid => "valid",
        NumberVerdict.Possible => "possible",
        _ => "impossible",
    };
}
