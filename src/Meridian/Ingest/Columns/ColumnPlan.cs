namespace Meridian.Ingest.Columns;

/// <summary>What every column of a file means, in the file's order, to be shown to a person before anything is imported.</summary>
/// <param name="Columns">One guess a column.</param>
/// <param name="Warnings">Sentences for people: what was doubtful, double or missing.</param>
public sealed record ColumnPlan(IReadOnlyList<ColumnGuess> Columns, IReadOnlyList<string> Warnings)
{
    /// <summary>The columns that carry a field, in the file's order.</summary>
    public IEnumerable<ColumnGuess> With(string field) => Columns.Where(c => c.Field == field);

    /// <summary>True when some column can say who a row is about.</summary>
    public bool HasIdentifier => Columns.Any(c => c.Field is "external_id" or "user_id" or "phone" or "email" || c.Field.StartsWith(Fields.HandlePrefix, StringComparison.Ordinal));

    /// <summary>The plan as a mapping, to be corrected by a person and saved for the source.</summary>
    public Mapping ToMapping(Mapping? rest = null) => (rest ?? Mapping.Empty) with
    {
        Columns = [.. Columns.DistinctBy(c => Mapping.HeaderKey(c.Header), StringComparer.Ordinal).Select(c => new KeyValuePair<string, string>(c.Header, c.Field))],
    };
}

/// <summary>What one column is taken for.</summary>
/// <param name="Index">Position in the file, from 0.</param>
/// <param name="Header">The header as the file has it.</param>
/// <param name="Field">Key of a field, <c>trait:NAME</c> or <c>ignore</c>.</param>
/// <param name="Confidence">Probability that <paramref name="Field"/> is right, 0 to 1; 1 where a mapping says so.</param>
/// <param name="Because">One sentence that tells a person why.</param>
/// <param name="Alternatives">Other fields that it may well be, the likelier first.</param>
public sealed record ColumnGuess(int Index, string Header, string Field, double Confidence, string Because, IReadOnlyList<string> Alternatives)
{
    public bool IsTrait => Field.StartsWith(Fields.TraitPrefix, StringComparison.Ordinal);
}
