using Meridian.Foundation.Governance;
using Meridian.Foundation.Platforms;
using Meridian.Ingest;
using Meridian.Ingest.Columns;
using Meridian.Ingest.Reading;

namespace Meridian.Normalise;

/// <summary>What a column's cells are read as.</summary>
public enum FieldKind
{
    Ignore, Trait, ExportedIds, ExportedHandles, ExportedTraits, ExternalId, UserId, Phone, Email, Handle, AnyHandle, Platform, Name, GivenName, FamilyName, Nickname, Country, Language, Locale, TimeZone,
    Address, City, State, Postcode, Gender, BirthDate, Age, Company, JobTitle, Industry, CreatedAt, UpdatedAt, LastSeenAt, LastOrderAt, FirstOrderAt,
    OrdersCount, MessagesIn, MessagesCount, ActiveDays30, TotalSpent, Currency, MarketingConsent, Avatar, Notes,
}

/// <summary>One column of a file and how it is read.</summary>
/// <param name="PhoneCountry">Of a phone column: the country that most of its numbers name.</param>
public sealed record ColumnRole(int Index, string Header, FieldKind Kind, string? TraitName, Platform? Platform, DateReading Dates, string? PhoneCountry)
{
    /// <summary>Of a column of money: what its values prove about "1.234".</summary>
    public DecimalMark DecimalMark { get; init; }

    /// <summary>Of a gender column: what its single letters and digits mean.</summary>
    public GenderCoding GenderCoding { get; init; }

    /// <summary>Whether its values identify a customer; what is wrong with one explains why a row is rejected.</summary>
    public bool Identifies => Kind is FieldKind.ExternalId or FieldKind.UserId or FieldKind.Phone or FieldKind.Email or FieldKind.Handle or FieldKind.AnyHandle or FieldKind.ExportedIds or FieldKind.ExportedHandles;
}

/// <summary>How one file is read: fixed before its first row, from its header, a sample, and the mapping.</summary>
/// <param name="Country">The import's hint for phones.</param>
/// <param name="Notes">What a person should know of the columns: overlaps, ambiguous dates, a mapping's column that is not there.</param>
/// <param name="At">The import's time; nothing in the file is from later.</param>
public sealed record ImportPlan(
    string Source, Platform? SourcePlatform, string? Country, DateTime At, IReadOnlyList<ColumnRole> Columns, IReadOnlyList<ColumnRole> PhoneColumns, ColumnPlan Guesses,
    IReadOnlyList<string> Notes)
{
    /// <summary>A cell of the first row that looks like a customer's and not like a column's name; null where the file has a header.</summary>
    public string? NoHeader { get; init; }

    /// <summary>People of whom no data is taken in; null for none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public Suppression? Suppression { get; init; }

    /// <summary>Whether a statement is of one of them.</summary>
    internal bool IsSuppressed(RecordVersion v)
    {
        if (Suppression is not { } suppression)
            return false;
        if (suppression.Holds(v.RecordId))
            return true;
        foreach (var identifier in v.Identifiers)
        {
            if (identifier.MatchKey is { } key && suppression.Holds(key))
                return true;
        }

        return false;
    }
}
