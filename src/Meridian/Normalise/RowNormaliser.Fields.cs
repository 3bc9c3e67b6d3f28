using Meridian.Foundation.Geography;

namespace Meridian.Normalise;

/// <content>One reader a field: what a cell must be, and what is said when it is not.</content>
public sealed partial class RowNormaliser
{
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
                row.PlainColumn = column;
                break;
            case FieldKind.ExportedIds:
                ReadExportedIds(cell, v);
                break;
            case FieldKind.ExportedTraits:
                if (!CustomTraits.TryRead(cell, _custom))
                    Warn(column, cell, row, "is no JSON object of traits");
                break;
            case FieldKind.ExportedHandles:
                ReadExportedHandles(column, cell, row);
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
                if (ConsentWords.TryRead(cell, out var granted))
                    v.MarketingConsent ??= granted ? "granted" : "withdrawn";
                else
                    Warn(column, cell, row, "says neither yes nor no");
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
}
