namespace Meridian.Ingest.Columns;

/// <summary>Settles which column carries a field that a file can have only once, and which part of the name a column is.</summary>
internal static class ColumnContest
{
    private static readonly string[] NameFields = ["name", "given_name", "family_name"];

    public static void Settle(List<ColumnCase> columns, List<string> warnings)
    {
        foreach (var column in columns)
            column.Choose();
        SettleNameParts(columns);
        SettleCustomer(columns);
        SettleNumber(columns);
        var mapped = columns.Where(c => c.Mapped is not null).ToLookup(c => c.Mapped!, StringComparer.Ordinal);
        foreach (var rivals in columns.Where(c => c.Chosen is { Many: false }).GroupBy(c => c.Chosen!.Key, StringComparer.Ordinal).ToList())
        {
            var winner = mapped[rivals.Key].FirstOrDefault()
                ?? rivals.OrderByDescending(c => Math.Round(c.Confidence, 2)).ThenBy(c => c.Index).First();
            foreach (var loser in rivals.Where(c => c != winner))
            {
                warnings.Add($"Columns \"{winner.Header}\" and \"{loser.Header}\" both read as {loser.Chosen!.Label}; \"{winner.Header}\" is taken, \"{loser.Header}\" is kept as a trait.");
                loser.Lose(winner.Header);
            }
        }
    }

    /// <summary>A column called only "Customer" is the name where no other column is, or the source's ID of the customer; beside a name it may be anything.</summary>
    private static void SettleCustomer(List<ColumnCase> columns)
    {
        if (columns.Find(c => c.NamesTheCustomer) is not { } customer)
            return;
        var present = columns.Select(c => c.Mapped ?? c.Chosen?.Key).ToHashSet(StringComparer.Ordinal);
        if (customer.HoldsNames && !present.Overlaps(NameFields))
            customer.Take("name");
        else if (customer.HoldsCodes && !present.Contains("external_id"))
            customer.Take("external_id");
    }

    /// <summary>A column called only "the number" (الرقم) is a phone where its values are; where they are ids and no other column has them, the source's ID.</summary>
    private static void SettleNumber(List<ColumnCase> columns)
    {
        if (columns.Find(c => c.NamesANumber) is { HoldsIds: true } number && columns.TrueForAll(c => (c.Mapped ?? c.Chosen?.Key) != "external_id"))
            number.Take("external_id");
    }

    /// <summary>
    /// "Nombre" beside "Apellidos" is the given name, not the whole. In French and German "Nom" and "Name" beside the given name are the family name;
    /// an English "Name" beside "First name" may well be both, so it stays.
    /// </summary>
    private static void SettleNameParts(List<ColumnCase> columns)
    {
        var present = columns.Select(c => c.Mapped ?? c.Chosen?.Key).Where(k => NameFields.Contains(k)).ToHashSet(StringComparer.Ordinal);
        var whole = columns.FirstOrDefault(c => c.Chosen?.Key == "name" && c.Meaning.Candidates.Any(k => k is { Field: "name", MayBePart: true }));
        if (whole is null || columns.Count(c => c.Chosen?.Key == "name") > 1)
            return;
        if (present.Contains("family_name") && !present.Contains("given_name"))
        {
            whole.ChooseInstead("given_name");
        }
        else if (present.Contains("given_name") && !present.Contains("family_name"))
        {
            var given = columns.FirstOrDefault(c => c.Chosen?.Key == "given_name");
            if (given?.Meaning.Candidates.Any(k => k is { Field: "given_name", Language: "fr" or "de" }) == true)
                whole.ChooseInstead("family_name");
        }
    }
}
