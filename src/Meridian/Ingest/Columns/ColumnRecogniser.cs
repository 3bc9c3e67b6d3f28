using Meridian.Foundation.Platforms;

namespace Meridian.Ingest.Columns;

/// <summary>
/// Finds out what the columns of a file mean, from their headers and from sample values. Header and values give odds that are multiplied;
/// what stays below one half is the team's own trait. A mapping wins over every guess. Pure: the same input gives the same plan.
/// </summary>
public static class ColumnRecogniser
{
    /// <summary>The probability from which a guess is followed.</summary>
    public const double Threshold = 0.5;

    /// <param name="header">The file's header; one entry a column.</param>
    /// <param name="sampleRows">Rows from the file; a few hundred do. Missing cells at the end of a row are allowed.</param>
    /// <param name="tests">What single values read as.</param>
    /// <param name="mapping">A person's earlier decisions; null for none.</param>
    /// <param name="sourceName">Name of the source; one that names a platform ("telegram-2024") tells what a bare "username" is.</param>
    /// <param name="country">The country that a person named for the import, which <paramref name="tests"/> knows too; null for none.</param>
    public static ColumnPlan Recognise(
        IReadOnlyList<string> header,
        IReadOnlyList<IReadOnlyList<string>> sampleRows,
        IContentTests tests,
        Mapping? mapping,
        string? sourceName,
        string? country = null)
    {
        var warnings = new List<string>();
        var columns = new List<ColumnCase>(header.Count);
        var own = OwnColumns.In(header);
        for (var i = 0; i < header.Count; i++)
            columns.Add(new ColumnCase(i, header[i], SampleValues.Of(sampleRows, i, header.Count), tests, own[i]) { Mapped = mapping?.TargetOf(header[i]) });
        WarnOfAbsent(mapping, header, warnings);

        var source = PlatformOf(sourceName);
        var languages = CountLanguages(columns);
        foreach (var column in columns.Where(c => c.Mapped is null))
            column.Weigh(languages, source);

        ColumnContest.Settle(columns, warnings);
        return new ColumnPlan(Conclude(columns, warnings, (country ?? mapping?.Country) is not null), warnings);
    }

    /// <summary>"telegram-export-2024" is about Telegram; a name with two platforms tells nothing.</summary>
    private static Platform? PlatformOf(string? sourceName)
    {
        if (string.IsNullOrWhiteSpace(sourceName))
            return null;
        var found = Spelling.Words(sourceName).Split(' ').Append(sourceName)
            .Where(w => w.Length > 1)
            .Select(w => Platforms.TryFind(w, out var platform) ? platform : null)
            .OfType<Platform>()
            .Distinct()
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    /// <summary>How many headers are certain in each language: the file's language decides what a word shared by two means.</summary>
    private static Dictionary<string, int> CountLanguages(List<ColumnCase> columns)
    {
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var language in columns.Where(c => c.Meaning.Clarity is HeaderClarity.Exact or HeaderClarity.Composed).SelectMany(c => c.Meaning.Candidates.Select(k => k.Language).Distinct(StringComparer.Ordinal)))
            votes[language] = votes.GetValueOrDefault(language) + 1;
        return votes;
    }

    private static void WarnOfAbsent(Mapping? mapping, IReadOnlyList<string> header, List<string> warnings)
    {
        if (mapping is null)
            return;
        var present = header.Select(Mapping.HeaderKey).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, target) in mapping.Columns.Where(c => !present.Contains(Mapping.HeaderKey(c.Key))))
        {
            var nearest = NearestName.Of(name, header);
            warnings.Add($"The mapping names a column \"{name}\" ({target}), which the file does not have.{(nearest is null ? "" : $" Did you mean \"{nearest}\"?")}");
        }
    }

    private static List<ColumnGuess> Conclude(List<ColumnCase> columns, List<string> warnings, bool countryIsKnown)
    {
        countryIsKnown |= columns.Exists(c => (c.Mapped ?? c.Chosen?.Key) is "country" or "phone_country_code");
        var taken = columns.Where(c => c.Mapped is not null).Select(c => c.Mapped!).ToHashSet(StringComparer.Ordinal);
        var guesses = new List<ColumnGuess>(columns.Count);
        foreach (var column in columns)
        {
            var field = column.Mapped ?? column.Chosen?.Key ?? FreeTrait(column, taken);
            guesses.Add(new ColumnGuess(column.Index, column.Header, field, Math.Round(column.Confidence, 3), column.Because, column.AlternativesTo(field)));
            if (column.Warning(countryIsKnown) is { } warning)
                warnings.Add(warning);
        }

        if (!new ColumnPlan(guesses, []).HasIdentifier)
            warnings.Add("No column tells who a row is about: a customer ID, phone, e-mail or handle is needed. Name the column in a mapping.");
        return guesses;
    }

    private static string FreeTrait(ColumnCase column, HashSet<string> taken)
    {
        if (column.Own is not null)
            return Fields.Ignore;
        var name = $"{Fields.TraitPrefix}{TraitName.Of(column.Header, column.Index)}";
        var free = name;
        for (var n = 2; !taken.Add(free); n++)
            free = $"{name}_{n}";
        return free;
    }
}
