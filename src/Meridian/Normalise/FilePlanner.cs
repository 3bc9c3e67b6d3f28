using Meridian.Foundation.Geography;
using Meridian.Foundation.Platforms;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>Opens a file and fixes how it is read: columns by header, content and mapping; the order of its dates; the country of its phones.</summary>
public static class FilePlanner
{
    /// <param name="at">The import's time.</param>
    /// <exception cref="UnreadableFileException">The file is not what it says.</exception>
    public static (IRowReader Reader, ImportPlan Plan) Open(string path, ImportOrder order, DateTime at)
    {
        if (KeptRowsFile.Is(path))
        {
            var kept = new KeptRowsReader(path);
            return (kept, PlanFile.Read(kept.Head.Plan) with { At = at });
        }

        var options = OptionsOf(order, path);
        return (TableFile.Open(path, options), Plan(path, order, at, FileSample.Of(path, options), out _));
    }

    /// <summary>How a file is read, by rows of it that were read before.</summary>
    /// <param name="overlaps">Columns that seem to hold one thing.</param>
    internal static ImportPlan Plan(string path, ImportOrder order, DateTime at, FileSample sample, out IReadOnlyList<Overlap> overlaps)
    {
        var mapping = order.Mapping is null ? null : Mapping.Parse(order.Mapping);
        var options = Options(mapping, path);
        var notes = new List<string>();
        var country = order.Country ?? mapping?.Country;
        var content = new ContentTests(country);
        var guesses = OfOurExport(ColumnRecogniser.Recognise(sample.Header, sample.Rows, content, mapping, order.Source, country));
        guesses = HandleColumns.Find(guesses);
        notes.AddRange(SampleNotes.Of(order.FileName, sample.Facts, sample.Header));
        notes.AddRange(guesses.Warnings);
        overlaps = OverlapFinder.Find(sample.Header, sample.Rows);
        foreach (var overlap in overlaps)
            notes.Add($"{string.Join(", ", overlap.Headers)}: {overlap.Reason}; they could be one column, {overlap.Target}");

        var orders = DateColumns.Orders(path, options, sample, [.. guesses.Columns.Where(g => IsDate(g.Field)).Select(g => (g.Index, g.Header))], mapping, notes);
        var columns = new List<ColumnRole>();
        var phones = new List<ColumnRole>();
        foreach (var guess in guesses.Columns)
        {
            var (kind, trait, platform) = KindOf(guess.Field);
            if (kind == FieldKind.Ignore)
                continue;
            var majority = kind == FieldKind.Phone || platform is { FindsByPhone: true } ? PhoneCountries.MostOf(guess.Header, sample.Rows.Select(r => r[guess.Index]), country) : null;
            var role = new ColumnRole(guess.Index, guess.Header, kind, trait, platform, orders.GetValueOrDefault(guess.Index, new DateReading(DateOrder.Ambiguous)), majority)
            {
                DecimalMark = kind == FieldKind.TotalSpent ? DecimalMarkOf(sample.Rows, guess.Index) : DecimalMark.Unknown,
                GenderCoding = kind == FieldKind.Gender ? GenderCodingOf(sample.Rows, guess.Index) : default,
            };
            // A platform's handle may be a phone, and phones are read when the row's country is known.
            (kind is FieldKind.Phone or FieldKind.Handle ? phones : columns).Add(role);
        }

        // The country and currency of a row are read before what depends on them, wherever their columns stand.
        var ordered = columns.OrderBy(c => c.Kind is FieldKind.Country or FieldKind.Currency ? 0 : 1).ThenBy(c => c.Index).ToList();
        return new ImportPlan(order.Source, PlatformOf(order.Source), country, at, ordered, phones, guesses, notes) { NoHeader = SampleNotes.CustomerIn(sample.Facts, sample.Header) };
    }

    private const string ExportedIds = "external_ids";
    private const string ExportedHandles = "handles";
    private const string ExportedTraits = "custom";

    /// <summary>An export of ours says who a customer is in columns that hold several ids each; read back, nobody is lost.</summary>
    private static ColumnPlan OfOurExport(ColumnPlan plan) =>
        plan.Columns.Any(c => c.Header == "profile_id") && plan.Columns.Any(c => c.Header == "data_quality")
            ? plan with
            {
                Columns = [.. plan.Columns.Select(c => c.Header switch
                {
                    ExportedIds or ExportedHandles => c with { Field = c.Header, Confidence = 1, Because = "a column of our own export: ids as kind:value" },
                    ExportedTraits => c with { Field = ExportedTraits, Confidence = 1, Because = "a column of our own export: the team's own traits" },
                    // JSON is flattened when it is read.
                    _ when c.Header.StartsWith(ExportedTraits + ".", StringComparison.Ordinal) && c.Header.Length > ExportedTraits.Length + 1
                        => c with { Field = "trait:" + c.Header[(ExportedTraits.Length + 1)..], Confidence = 1, Because = "a column of our own export: one of the team's own traits" },
                    _ => c,
                })],
            }
            : plan;

    /// <summary>The platform that a source's name speaks of: "whatsapp", "whatsapp-sg", "LINE friends".</summary>
    internal static Platform? PlatformOf(string source)
    {
        if (Platforms.TryFind(source, out var whole))
            return whole;
        foreach (var word in source.Split([' ', '-', '_', '.', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (Platforms.TryFind(word, out var platform))
                return platform;
        }

        return null;
    }

    internal static (FieldKind Kind, string? Trait, Platform? Platform) KindOf(string field)
    {
        if (field.StartsWith("handle:", StringComparison.Ordinal))
            return (FieldKind.Handle, null, Platforms.WithKey(field["handle:".Length..]));
        if (field.StartsWith("trait:", StringComparison.Ordinal))
            return (FieldKind.Trait, field["trait:".Length..], null);
        return field switch
        {
            "ignore" => (FieldKind.Ignore, null, null),
            ExportedIds => (FieldKind.ExportedIds, null, null),
            ExportedHandles => (FieldKind.ExportedHandles, null, null),
            ExportedTraits => (FieldKind.ExportedTraits, null, null),
            "external_id" => (FieldKind.ExternalId, null, null),
            "user_id" => (FieldKind.UserId, null, null),
            "phone" => (FieldKind.Phone, null, null),
            "email" => (FieldKind.Email, null, null),
            Fields.AnyHandle => (FieldKind.AnyHandle, null, null),
            "platform" => (FieldKind.Platform, null, null),
            "name" => (FieldKind.Name, null, null),
            "given_name" => (FieldKind.GivenName, null, null),
            "family_name" => (FieldKind.FamilyName, null, null),
            "nickname" => (FieldKind.Nickname, null, null),
            "country" => (FieldKind.Country, null, null),
            "language" => (FieldKind.Language, null, null),
            "locale" => (FieldKind.Locale, null, null),
            "time_zone" => (FieldKind.TimeZone, null, null),
            "address" => (FieldKind.Address, null, null),
            "city" => (FieldKind.City, null, null),
            "state" => (FieldKind.State, null, null),
            "postcode" => (FieldKind.Postcode, null, null),
            "gender" => (FieldKind.Gender, null, null),
            "birth_date" => (FieldKind.BirthDate, null, null),
            "age" => (FieldKind.Age, null, null),
            "company" => (FieldKind.Company, null, null),
            "job_title" => (FieldKind.JobTitle, null, null),
            "industry" => (FieldKind.Industry, null, null),
            "created_at" => (FieldKind.CreatedAt, null, null),
            "updated_at" => (FieldKind.UpdatedAt, null, null),
            "last_seen_at" => (FieldKind.LastSeenAt, null, null),
            "last_order_at" => (FieldKind.LastOrderAt, null, null),
            "first_order_at" => (FieldKind.FirstOrderAt, null, null),
            "orders_count" => (FieldKind.OrdersCount, null, null),
            "total_spent" => (FieldKind.TotalSpent, null, null),
            "currency" => (FieldKind.Currency, null, null),
            "messages_in" => (FieldKind.MessagesIn, null, null),
            "messages_count" => (FieldKind.MessagesCount, null, null),
            "active_days_30" => (FieldKind.ActiveDays30, null, null),
            "marketing_consent" => (FieldKind.MarketingConsent, null, null),
            "avatar" => (FieldKind.Avatar, null, null),
            "notes" => (FieldKind.Notes, null, null),
            _ => (FieldKind.Trait, field, null),
        };
    }

    /// <summary>What is known of a file's text before it is read.</summary>
    internal static ReadOptions OptionsOf(ImportOrder order, string path) => Options(order.Mapping is null ? null : Mapping.Parse(order.Mapping), path);

    /// <summary>What a mapping knows of a file's text.</summary>
    internal static ReadOptions Options(Mapping? mapping, string path) => new(mapping?.Encoding is { } name ? EncodingOf(name, path) : null);

    private static System.Text.Encoding EncodingOf(string name, string path)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        try
        {
            return System.Text.Encoding.GetEncoding(name);
        }
        catch (ArgumentException e)
        {
            throw new UnreadableFileException($"{path}: the mapping asks for the encoding '{name}', which does not exist. Use a name such as utf-8, gb18030 or windows-1252.", e);
        }
    }

    private static bool IsDate(string field) => field is "birth_date" or "created_at" or "updated_at" or "last_seen_at" or "last_order_at" or "first_order_at";

    internal static DecimalMark DecimalMarkOf(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        var detector = new DecimalMarkDetector();
        foreach (var row in rows)
            detector.Add(row[column]);
        return detector.Column().Mark;
    }

    private static GenderCoding GenderCodingOf(IReadOnlyList<IReadOnlyList<string>> rows, int column)
    {
        var genders = new GenderColumn();
        foreach (var row in rows)
            genders.Add(row[column]);
        return genders.Coding;
    }
}
