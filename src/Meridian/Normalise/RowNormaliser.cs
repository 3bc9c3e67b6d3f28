using Meridian.Foundation.Geography;
using Meridian.Foundation.Hashing;
using Meridian.Foundation.Platforms;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>
/// Turns rows of a file into statements: one form per kind and country. A bad value in a row that has another identifier is left out with a warning;
/// a row without any identifier is rejected with the reason. One instance per slice of rows; the plan is shared.
/// </summary>
public sealed class RowNormaliser(ImportPlan plan)
{
    private readonly List<RowWarning> _warnings = [];
    private readonly PlatformSet _platforms = new();
    private readonly List<(string Name, string Value)> _custom = [];
    private readonly RowState _state = new();
    private ContentHash _hash;
    private RowWarning? _firstBad;

    public NormalisedSlice Normalise(RowBatch batch)
    {
        var versions = new List<RecordVersion>(batch.Count);
        var rejected = new List<RejectedRow>();
        foreach (var broken in batch.Broken)
            rejected.Add(new RejectedRow(broken.Row, broken.Line, "", "", broken.Reason, broken.Cells));
        for (var row = 0; row < batch.Count; row++)
        {
            var warningsBefore = _warnings.Count;
            var version = Read(batch, row);
            if (version.Identifiers.Count > 0)
            {
                versions.Add(version);
                continue;
            }

            _warnings.RemoveRange(warningsBefore, _warnings.Count - warningsBefore);
            rejected.Add(Reject(batch, row));
        }

        rejected.Sort((a, b) => a.Row.CompareTo(b.Row));
        return new NormalisedSlice(versions, rejected, _warnings, batch.Count + batch.Broken.Count);
    }

    private RejectedRow Reject(RowBatch batch, int row)
    {
        var cells = new string[batch.Columns];
        for (var column = 0; column < cells.Length; column++)
            cells[column] = batch.Cell(row, column).ToString();
        return _firstBad is { } bad
            ? new RejectedRow(batch.RowNumber(row), batch.LineNumber(row), bad.Column, bad.Value, $"no usable identifier: {bad.Column} {bad.Reason}", cells)
            : new RejectedRow(batch.RowNumber(row), batch.LineNumber(row), "", "", "no usable identifier: the row has no phone, e-mail, handle or id", cells);
    }

    private RecordVersion Read(RowBatch batch, int row)
    {
        var v = new RecordVersion { Row = batch.RowNumber(row) };
        _platforms.Clear();
        _custom.Clear();
        _firstBad = null;
        var state = _state;
        state.Begin(v);

        // Countries first, because phones are read by them.
        foreach (var column in plan.Columns)
        {
            var cell = column.Kind == FieldKind.Trait ? CellText.Clean(batch.Cell(row, column.Index)) : CellText.CleanKnown(batch.Cell(row, column.Index));
            if (!cell.IsEmpty)
                ReadCell(column, cell, state);
        }

        FinishName(v, state);
        foreach (var column in plan.PhoneColumns)
        {
            var cell = CellText.CleanKnown(batch.Cell(row, column.Index));
            if (!cell.IsEmpty)
                {
                if (column.Kind == FieldKind.Handle)
                    ReadHandle(column, column.Platform!, cell, state);
                else
                    ReadPhones(column, cell, state);
            }
        }

        FinishPlatforms(state);
        FinishIds(v, state);
        v.Custom = _custom.Count == 0 ? null : CustomTraits.ToJson(_custom);
        FinishHash(v);
        return v;
    }

    private void ReadCell(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        var v = row.Version;
        switch (column.Kind)
        {
            case FieldKind.ExternalId:
                row.ExternalId ??= ReadId(column, cell, row);
                break;
            case FieldKind.UserId:
                row.UserId ??= ReadId(column, cell, row);
                break;
            case FieldKind.Email:
                ReadEmails(column, cell, row);
                break;
            case FieldKind.AnyHandle:
                row.PlainHandle ??= cell.ToString();
                break;
            case FieldKind.Platform:
                ReadPlatforms(column, cell, row);
                break;
            case FieldKind.Name:
                row.FullName ??= cell.ToString();
                break;
            case FieldKind.GivenName:
                v.GivenName ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.FamilyName:
                v.FamilyName ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.Nickname:
                v.Nickname ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.Country:
                if (Countries.TryFind(cell, out var country))
                    v.Country ??= country;
                else
                    Warn(column, cell, row, "is not a country");
                break;
            case FieldKind.Language:
                if (Languages.TryFind(cell, out var language))
                    v.Language ??= language;
                else
                    Warn(column, cell, row, "is not a language");
                break;
            case FieldKind.Locale:
                if (Languages.TryReadLocale(cell, out var localeLanguage, out var localeCountry))
                {
                    v.LocaleLanguage ??= localeLanguage;
                    v.LocaleCountry ??= localeCountry;
                }
                else
                {
                    Warn(column, cell, row, "is not a locale such as pt-BR");
                }

                break;
            case FieldKind.TimeZone:
                if (TimeZones.TryFind(cell, out var zone))
                {
                    v.TimeZone ??= zone;
                    v.ZoneCountry ??= TimeZones.CountryOf(zone);
                }
                else
                {
                    Warn(column, cell, row, "is not a time zone such as Asia/Dubai");
                }

                break;
            case FieldKind.Address:
                v.Address ??= UnicodeForm.ToNfkc(cell);
                v.AddressCountry ??= AddressText.Country(cell);
                break;
            case FieldKind.City:
                v.City ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.State:
                v.State ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.Postcode:
                v.Postcode ??= cell.ToString();
                break;
            case FieldKind.Gender:
                if (GenderWords.TryRead(cell, column.GenderCoding, out var gender))
                    v.Gender ??= gender;
                else
                    Warn(column, cell, row, "is not a gender that is known");
                break;
            case FieldKind.BirthDate:
                ReadBirthDate(column, cell, row);
                break;
            case FieldKind.Age:
                if (NumberText.TryReadCount(cell, out var age) && age is >= 0 and <= 130)
                    v.Age ??= (int)age;
                else
                    Warn(column, cell, row, "is not an age");
                break;
            case FieldKind.Company:
                v.Company ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.JobTitle:
                v.JobTitle ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.Industry:
                v.Industry ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.CreatedAt:
                v.CreatedAt ??= ReadTime(column, cell, row);
                break;
            case FieldKind.UpdatedAt:
                // A statement cannot be from after its import; a clock that runs ahead must not win every conflict.
                v.StatedAt ??= ReadTime(column, cell, row) is { } at && at <= plan.At ? at : null;
                break;
            case FieldKind.LastSeenAt:
                v.LastSeenAt = Later(v.LastSeenAt, ReadTime(column, cell, row));
                break;
            case FieldKind.LastOrderAt:
                v.LastOrderAt = Later(v.LastOrderAt, ReadTime(column, cell, row));
                break;
            case FieldKind.FirstOrderAt:
                v.FirstOrderAt ??= ReadTime(column, cell, row);
                break;
            case FieldKind.OrdersCount:
                v.OrdersCount ??= ReadCount(column, cell, row);
                break;
            case FieldKind.MessagesIn:
                v.MessagesIn ??= ReadCount(column, cell, row);
                break;
            case FieldKind.MessagesCount:
                v.MessagesCount ??= ReadCount(column, cell, row);
                break;
            case FieldKind.ActiveDays30:
                v.ActiveDays30 ??= (int?)Math.Min(ReadCount(column, cell, row) ?? -1, 30) is var days and >= 0 ? days : null;
                break;
            case FieldKind.TotalSpent:
                if (MoneyText.TryRead(cell, v.Currency ?? v.Country ?? plan.Country, column.DecimalMark, out var amount, out var currency))
                {
                    v.TotalSpent ??= (double)amount;
                    v.Currency ??= currency;
                }
                else
                {
                    Warn(column, cell, row, "is not an amount of money");
                }

                break;
            case FieldKind.Currency:
                v.Currency = cell.Length == 3 ? cell.ToString().ToUpperInvariant() : v.Currency;
                break;
            case FieldKind.MarketingConsent:
                v.MarketingConsent ??= BooleanWords.TryRead(cell, out var granted) ? (granted ? "granted" : "withdrawn") : cell.ToString();
                break;
            case FieldKind.Avatar:
                v.Avatar ??= cell.ToString();
                break;
            case FieldKind.Notes:
                v.Notes ??= UnicodeForm.ToNfkc(cell);
                break;
            case FieldKind.Trait:
                _custom.Add((column.TraitName!, UnicodeForm.ToNfkc(cell)));
                break;
            default:
                break;
        }
    }

    private string? ReadId(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (!BlockedIds.Contains(cell, countsFromZero: column.Kind == FieldKind.ExternalId))
            return IdText(cell);
        Warn(column, cell, row, "names nobody");
        return null;
    }

    /// <summary>A spreadsheet's "17850.0" is customer 17850.</summary>
    private static string IdText(ReadOnlySpan<char> cell)
    {
        if (cell.Length > 2 && cell.EndsWith(".0", StringComparison.Ordinal) && !cell[..^2].ContainsAnyExceptInRange('0', '9'))
            cell = cell[..^2];
        return UnicodeForm.ToNfkc(cell);
    }

    private void ReadEmails(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (EmailText.TryRead(cell, out var email, out var problem))
        {
            Add(row.Version, email);
            // Taken as it stands: what looks like a slip may be somebody's own domain.
            if (EmailText.Warning(email) is { } doubt)
                _warnings.Add(new RowWarning(row.Version.Row, column.Header, email.Value, doubt));
            return;
        }

        // Several in one cell: each that reads counts, and only the others are warned of.
        if (cell.IndexOfAny(";, \n") > 0 && cell.Count('@') > 1)
        {
            foreach (var part in cell.SplitAny(";, \n"))
            {
                var one = cell[part].Trim();
                if (one.IsEmpty)
                    continue;
                if (EmailText.TryRead(one, out email, out problem))
                    Add(row.Version, email);
                else
                    Warn(column, one, row, problem ?? "is not an e-mail address");
            }

            return;
        }

        Warn(column, cell, row, problem ?? "is not an e-mail address");
    }

    private static void Add(RecordVersion v, in Email email) =>
        AddIdentifier(v, "email", "", email.Value, email.IsRole ? null : email.MatchKey, email.IsRole ? "role" : email.IsDisposable ? "disposable" : null, null);

    private static void AddIdentifier(RecordVersion v, string kind, string space, string value, string? matchText, string? note, string? numberType)
    {
        foreach (var known in v.Identifiers)
        {
            if (known.Kind == kind && known.Value == value)
                return;
        }

        v.Identifiers.Add(new Identifier(kind, space, value, matchText is null ? null : MatchKey(kind, space, matchText), note, numberType));
    }

    private static Guid MatchKey(string kind, string space, string text)
    {
        Span<char> buffer = stackalloc char[kind.Length + space.Length + text.Length + 2];
        kind.CopyTo(buffer);
        buffer[kind.Length] = '\u001f';
        space.CopyTo(buffer[(kind.Length + 1)..]);
        buffer[kind.Length + space.Length + 1] = '\u001f';
        text.CopyTo(buffer[(kind.Length + space.Length + 2)..]);
        return ContentHash.Of(buffer);
    }

    private void ReadHandle(ColumnRole column, Platform platform, ReadOnlySpan<char> cell, RowState row)
    {
        Platforms.TryReadHandle(platform, cell, out var handle, out var reading);
        switch (reading)
        {
            case HandleReading.Handle:
                AddIdentifier(row.Version, platform.Key, "", handle, handle, null, null);
                _platforms.Add(platform, byHandle: true);
                break;
            case HandleReading.Phone:
                // "WhatsApp: +86 138..." is a phone that the source says is reached there.
                if (ReadPhone(column, handle, row, warn: true))
                    _platforms.Add(platform, byHandle: true);
                break;
            case HandleReading.Present:
                _platforms.Add(platform, byHandle: false);
                break;
            case HandleReading.Absent or HandleReading.Blank:
                break;
            default:
                Warn(column, cell, row, $"is not a {platform.Name} handle");
                break;
        }
    }

    private void ReadPlatforms(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        var any = false;
        foreach (var platform in Platforms.ReadList(cell))
        {
            any = true;
            if (!platform.IsPlatform)
                continue;
            _platforms.Add(platform, byHandle: false);
            row.StatedPlatform ??= platform;
        }

        if (!any)
            Warn(column, cell, row, "is not a platform that is known");
    }

    private void ReadPhones(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        // Two whole numbers in one cell, as phone books export them (" ::: ", "/", ";").
        if (cell.Length > 18 && cell.IndexOfAny("/;,:\n|") > 6)
        {
            var any = false;
            foreach (var range in cell.SplitAny("/;,:\n|"))
            {
                var part = cell[range].Trim();
                if (part.Length >= 7)
                    any |= ReadPhone(column, part, row, warn: false);
            }

            if (any)
                return;
        }

        ReadPhone(column, cell, row, warn: true);
    }

    private bool ReadPhone(ColumnRole column, ReadOnlySpan<char> cell, RowState row, bool warn)
    {
        var v = row.Version;
        if (!PhoneText.TryRead(cell, v.Country ?? v.AddressCountry, column.PhoneCountry, plan.Country, out var phone, out var problem))
        {
            if (warn)
                Warn(column, cell, row, problem!);
            return false;
        }

        AddIdentifier(v, "phone", "", phone.E164, phone.MayJoin ? phone.MatchText : null, phone.IsValid ? null : "possible", phone.Type);
        if (phone.IsValid && v.PhoneCountry is null)
        {
            v.PhoneCountry = phone.Country;
            v.PhoneZone = PhoneZones.Find(phone);
        }

        return true;
    }

    private void ReadBirthDate(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (!DateText.TryRead(cell, column.Dates, out var date))
        {
            Warn(column, cell, row, "is not a date");
            return;
        }

        if (date.Date is not { } day)
            return;
        if (day.Year < 1850 || day.AtMidnight().ToDateTimeUnspecified() > plan.At)
            Warn(column, cell, row, "is not a possible date of birth");
        else
            row.Version.BirthDate ??= new DateOnly(day.Year, day.Month, day.Day);
    }

    private DateTime? ReadTime(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (DateText.TryRead(cell, column.Dates, out var date) && date.DateTime is { } local)
            return (date.Instant?.ToDateTimeUtc() ?? local.ToDateTimeUnspecified()) is var at ? DateTime.SpecifyKind(at, DateTimeKind.Unspecified) : null;
        Warn(column, cell, row, "is not a date");
        return null;
    }

    private static DateTime? Later(DateTime? a, DateTime? b) => a is null || b > a ? b ?? a : a;

    private long? ReadCount(ColumnRole column, ReadOnlySpan<char> cell, RowState row)
    {
        if (NumberText.TryReadCount(cell, out var count))
            return count;
        Warn(column, cell, row, "is not a whole number");
        return null;
    }

    private static void FinishName(RecordVersion v, RowState row)
    {
        string? matchKey = null;
        if (row.FullName is { } full && PersonName.TryRead(full, out var name))
        {
            v.Name = name.Full;
            v.NameScript = name.Script;
            v.GivenName ??= name.Given;
            v.FamilyName ??= name.Family;
            matchKey = name.MatchKey;
        }
        else if (v.GivenName is not null || v.FamilyName is not null)
        {
            var combined = PersonName.Combine(v.GivenName, v.FamilyName);
            if (PersonName.TryRead(combined, out name))
            {
                v.Name = name.Full;
                v.NameScript = name.Script;
                matchKey = name.MatchKey;
            }
        }

        if (!string.IsNullOrEmpty(matchKey))
            v.NameKey = ContentHash.Of64(matchKey);
    }

    private void FinishPlatforms(RowState row)
    {
        // A file of WhatsApp contacts says of every phone in it that WhatsApp reaches it.
        if (plan.SourcePlatform is { } own && (_platforms.Contains(own) || row.Version.Identifiers.Exists(i => i.Kind == "phone") || row.ExternalId is not null))
            _platforms.Add(own, byHandle: false);
        if (row.PlainHandle is { } plain && (row.StatedPlatform ?? plan.SourcePlatform) is { } platform
            && Platforms.TryReadHandle(platform, plain, out var handle, out _))
        {
            AddIdentifier(row.Version, platform.Key, "", handle, handle, null, null);
            _platforms.Add(platform, byHandle: true);
        }
        else if (row.PlainHandle is not null)
        {
            _custom.Add(("username", row.PlainHandle));
        }

        row.Version.Platforms = _platforms.ToText();
    }

    private void FinishIds(RecordVersion v, RowState row)
    {
        if (row.ExternalId is { } external)
            AddIdentifier(v, "external_id", plan.Source, external, null, null, null);
        if (row.UserId is { } user)
            AddIdentifier(v, "user_id", plan.Source, user, user, null, null);
        v.ExternalId = row.ExternalId ?? row.UserId;
        if (v.Identifiers.Count == 0)
            return;
        _hash.Add(plan.Source);
        if (v.ExternalId is { } id)
        {
            _hash.Add("id");
            _hash.Add(id);
        }
        else
        {
            foreach (var identifier in v.Identifiers.Count == 1 ? v.Identifiers : (IEnumerable<Identifier>)v.Identifiers.OrderBy(i => i.Kind, StringComparer.Ordinal).ThenBy(i => i.Value, StringComparer.Ordinal))
            {
                _hash.Add(identifier.Kind);
                _hash.Add(identifier.Value);
            }
        }

        v.RecordId = _hash.Finish();
    }

    private void FinishHash(RecordVersion v)
    {
        v.Completeness = 0;
        foreach (var text in (ReadOnlySpan<string?>)[v.Name, v.GivenName, v.FamilyName, v.Nickname, v.Country, v.AddressCountry, v.LocaleCountry, v.ZoneCountry,
            v.Address, v.City, v.State, v.Postcode, v.Language, v.LocaleLanguage, v.TimeZone, v.Gender, v.Company, v.JobTitle, v.Industry, v.Currency,
            v.MarketingConsent, v.Avatar, v.Notes, v.Platforms, v.Custom])
        {
            _hash.Add(text);
            v.Completeness += text is null ? 0 : 1;
        }

        foreach (var number in (ReadOnlySpan<long?>)[v.BirthDate?.DayNumber, v.Age, v.CreatedAt?.Ticks, v.LastSeenAt?.Ticks, v.LastOrderAt?.Ticks, v.FirstOrderAt?.Ticks,
            v.OrdersCount, v.MessagesIn, v.MessagesCount, v.ActiveDays30, v.TotalSpent is { } spent ? BitConverter.DoubleToInt64Bits(spent) : null])
        {
            _hash.Add(number ?? long.MinValue);
            v.Completeness += number is null ? 0 : 1;
        }

        foreach (var identifier in v.Identifiers)
        {
            _hash.Add(identifier.Kind);
            _hash.Add(identifier.Value);
        }

        v.Completeness += v.Identifiers.Count;
        v.ContentHash = _hash.Finish64();
    }

    private void Warn(ColumnRole column, ReadOnlySpan<char> cell, RowState row, string reason)
    {
        var value = cell.Length > 200 ? string.Concat(cell[..200], "…") : cell.ToString();
        var warning = new RowWarning(row.Version.Row, column.Header, value, reason);
        _warnings.Add(warning);
        if (column.Identifies)
            _firstBad ??= warning;
    }

    /// <summary>What is known of the row while it is read.</summary>
    private sealed class RowState
    {
        public RecordVersion Version { get; private set; } = null!;

        public string? ExternalId { get; set; }

        public string? UserId { get; set; }

        public string? FullName { get; set; }

        public string? PlainHandle { get; set; }

        public Platform? StatedPlatform { get; set; }

        public void Begin(RecordVersion version)
        {
            Version = version;
            ExternalId = UserId = FullName = PlainHandle = null;
            StatedPlatform = null;
        }
    }
}
