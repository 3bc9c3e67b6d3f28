using Meridian.Foundation.Hashing;

namespace Meridian.Normalise;

/// <summary>
/// What one row says of one customer, in one form per kind: the statement that the rest of the flow works with.
/// Null means that the row says nothing. Codes are ISO 3166-1 alpha-2, BCP 47, IANA, ISO 4217; times are UTC.
/// </summary>
public sealed class RecordVersion
{
    /// <summary>Row as a spreadsheet shows it (header = 1).</summary>
    public long Row { get; set; }

    /// <summary>The record: hash of source and external id, or, where a row has no id, of source, sorted identifiers, name and birth date.</summary>
    public Guid RecordId { get; set; }

    public string? ExternalId { get; set; }

    /// <summary>When the source made the statement, if it says so; else null, and the import's time counts.</summary>
    public DateTime? StatedAt { get; set; }

    public string? Name { get; set; }

    public string? GivenName { get; set; }

    public string? FamilyName { get; set; }

    public string? Nickname { get; set; }

    /// <summary>ISO 15924 of most letters of the name.</summary>
    public string? NameScript { get; set; }

    /// <summary>Hash of the name's match key; tells people apart where limits count them.</summary>
    public long? NameKey { get; set; }

    public string? Country { get; set; }

    public string? AddressCountry { get; set; }

    public string? PhoneCountry { get; set; }

    public string? LocaleCountry { get; set; }

    public string? ZoneCountry { get; set; }

    public string? Address { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? Postcode { get; set; }

    public string? Language { get; set; }

    public string? LocaleLanguage { get; set; }

    public string? TimeZone { get; set; }

    public string? PhoneZone { get; set; }

    public string? Gender { get; set; }

    /// <summary>A complete date of birth.</summary>
    public DateOnly? BirthDate { get; set; }

    /// <summary>The age as stated, in years, not aged.</summary>
    public int? Age { get; set; }

    public string? Company { get; set; }

    public string? JobTitle { get; set; }

    public string? Industry { get; set; }

    public DateTime? CreatedAt { get; set; }

    public DateTime? LastSeenAt { get; set; }

    public DateTime? LastOrderAt { get; set; }

    public DateTime? FirstOrderAt { get; set; }

    public long? OrdersCount { get; set; }

    public double? TotalSpent { get; set; }

    public string? Currency { get; set; }

    public long? MessagesIn { get; set; }

    public long? MessagesCount { get; set; }

    public int? ActiveDays30 { get; set; }

    public string? MarketingConsent { get; set; }

    public string? Avatar { get; set; }

    public string? Notes { get; set; }

    /// <summary>Platform keys with how each is known, "stated" by a platform column or the source's kind, or "handle": "telegram=handle,whatsapp=stated".</summary>
    public string? Platforms { get; set; }

    /// <summary>The team's own traits as one JSON object, members sorted by name.</summary>
    public string? Custom { get; set; }

    public List<Identifier> Identifiers { get; } = new(4);

    /// <summary>Fields that are filled; the fuller of two equal statements wins.</summary>
    public int Completeness { get; set; }

    /// <summary>Whether it names only an anonymous id or a device, by which nobody can be reached.</summary>
    public bool IsAnonymous { get; set; }

    /// <summary>Whether it says something of consent and the customer said it themselves, on their own device: such a word alone takes a withdrawal back.</summary>
    public bool IsOwnAct { get; set; }

    /// <summary>Of a message: hash of its id, which settles ties of time whatever order messages come in; null of a file's row.</summary>
    public long? Message { get; set; }

    /// <summary>64-bit hash of all that the row says, compared only within one record; equal hashes change nothing.</summary>
    public long ContentHash { get; set; }
}

/// <summary>One way to recognise a customer. <see cref="MatchKey"/> is null where the value may never join records (role e-mails, test numbers).</summary>
/// <param name="Kind">"phone", "email", "user_id", "external_id", or a platform's key.</param>
/// <param name="Space">Empty for what is unique in the world; else the source, because two shops' user 42 are two people.</param>
/// <param name="Value">The normalised value, as shown to people.</param>
/// <param name="Note">"possible" (number not known to be assigned), "role", "disposable", or null.</param>
/// <param name="NumberType">Of a phone: "mobile", "fixed_line", ...; else null.</param>
public sealed record Identifier(string Kind, string Space, string Value, Guid? MatchKey, string? Note, string? NumberType);
