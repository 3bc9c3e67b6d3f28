using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>What a column is taken for, and what stands in it.</summary>
/// <param name="Samples">The first different values, at most <see cref="FilePreview.SamplesShown"/>, each cut to what fits a cell.</param>
/// <param name="Filled">Of the rows that were looked at, how many have a value.</param>
/// <param name="OwnTrait">What it is where it is the team's own: <c>trait:NAME</c>.</param>
public sealed record ColumnPreview(ColumnGuess Guess, IReadOnlyList<string> Samples, int Filled, string OwnTrait);

/// <summary>Columns that make one thing of a customer.</summary>
/// <param name="Field">What they make: the field that all are taken for, or the name whose parts they are.</param>
public sealed record Together(string Field, IReadOnlyList<ColumnPreview> Columns);

/// <summary>A file before it is imported: what it is, what its columns mean and hold, and what a person should look at.</summary>
/// <param name="RowsSeen">Rows that were looked at: the file's first.</param>
/// <param name="Overlaps">Columns that seem to hold one thing, and are not read as one.</param>
/// <param name="Together">Columns that are read as one thing.</param>
/// <param name="Notes">Sentences of the plan, without those of overlaps.</param>
/// <param name="NoHeader">A cell of the first row that looks like a customer's; null where the file has a header.</param>
public sealed record FilePreview(
    FileFacts Facts, int RowsSeen, IReadOnlyList<ColumnPreview> Columns, IReadOnlyList<Overlap> Overlaps, IReadOnlyList<Together> Together, IReadOnlyList<string> Notes, string? NoHeader)
{
    public const int SamplesShown = 3;

    private const int LongestSample = 60;

    /// <summary>Whether some column tells who a row is about.</summary>
    public bool HasIdentifier => new ColumnPlan([.. Columns.Select(c => c.Guess)], []).HasIdentifier || Columns.Any(c => c.Guess.Field == Fields.AnyHandle);

    /// <param name="path">The file.</param>
    /// <param name="order">As it would be imported.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static FilePreview Of(string path, ImportOrder order)
    {
        var sample = FileSample.Of(path, FilePlanner.OptionsOf(order, path));
        var plan = FilePlanner.Plan(path, order, DateTime.UnixEpoch, sample, out var overlaps);
        var columns = plan.Guesses.Columns.Select(g => Preview(g, sample.Rows)).ToList();
        var told = overlaps.Select(o => string.Join(", ", o.Headers) + ": " + o.Reason).ToList();
        return new FilePreview(
            sample.Facts, sample.Rows.Count, columns, [.. overlaps.Where(o => IsOpen(o, columns))], Joined(columns),
            [.. plan.Notes.Where(n => !told.Exists(t => n.StartsWith(t, StringComparison.Ordinal)))], plan.NoHeader);
    }

    /// <summary>Columns of which each row makes one thing: several phones of one customer, a name in two parts.</summary>
    private static List<Together> Joined(List<ColumnPreview> columns)
    {
        var together = columns.Where(c => !c.Guess.IsTrait && c.Guess.Field != Fields.Ignore).GroupBy(c => c.Guess.Field, StringComparer.Ordinal).Where(g => g.Count() > 1)
            .Select(g => new Together(g.Key, [.. g])).ToList();
        ColumnPreview[] name = [.. columns.Where(c => c.Guess.Field is "given_name" or "family_name")];
        if (name.Select(c => c.Guess.Field).Distinct(StringComparer.Ordinal).Count() == 2 && !columns.Exists(c => c.Guess.Field == "name"))
            together.Add(new Together("name", name));
        return together;
    }

    /// <summary>Columns that are read as one already, or of which all but one are left out, are settled.</summary>
    private static bool IsOpen(Overlap overlap, List<ColumnPreview> columns)
    {
        var fields = overlap.Columns.Select(i => columns[i].Guess.Field).Where(f => f != Fields.Ignore).ToList();
        return fields.Count > 1 && fields.Distinct(StringComparer.Ordinal).Count() > 1;
    }

    private static ColumnPreview Preview(ColumnGuess guess, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var (samples, filled) = Samples(rows, guess.Index);
        return new ColumnPreview(guess, samples, filled, guess.IsTrait ? guess.Field : Fields.TraitPrefix + TraitName.Of(guess.Header, guess.Index));
    }

    /// <summary>The first different values of a column, and how many rows have one.</summary>
    internal static (IReadOnlyList<string> Samples, int Filled) Samples(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        var values = rows.Select(r => column < r.Count ? r[column].Trim() : "").Where(v => v.Length > 0).ToList();
        return ([.. values.Distinct(StringComparer.Ordinal).Take(SamplesShown).Select(Cut)], values.Count);
    }

    private static string Cut(string value)
    {
        if (value.Length <= LongestSample)
            return value;
        var end = char.IsHighSurrogate(value[LongestSample - 1]) ? LongestSample - 1 : LongestSample;
        return value[..end] + "…";
    }
}
