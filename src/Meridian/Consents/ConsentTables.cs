using Meridian.Foundation.Database;

namespace Meridian.Consents;

/// <summary>Who agreed to be contacted and who did not.</summary>
public static class ConsentTables
{
    /// <summary>
    /// Withdrawals whose import was undone, as stores before <see cref="Consent"/> kept them.
    /// </summary>
    public static readonly Table KeptWithdrawal = new("kept_withdrawal");

    /// <summary>
    /// Statements of consent, never changed: those that were stated as such, and withdrawals that outlive what brought them. What rows of files and messages say of consent is in their
    /// statements (<c>record_version</c>); <see cref="Statements"/> reads both. A row is about an identifier (<c>target</c>, see <see cref="Targets"/>) or about a record; a
    /// withdrawal has one for each. <c>channel</c>, <c>purpose</c>: null for all.
    /// </summary>
    public static readonly Table Consent = new("consent");

    /// <summary>Identifiers that nobody may write to or call, by the SHA-256 of the normalised value; <c>ended</c>: the entry that took one off the list.</summary>
    public static readonly Table Suppression = new("contact_suppression");

    /// <summary>Temporary: the profiles whose consent is settled anew.</summary>
    public static readonly Table Settled = new("batch_settled");

    /// <summary>Temporary: identifiers that are asked for or spoken of: (match_key, kind, space, value, target, ...).</summary>
    public static readonly Table Asked = new("page_asked");

    /// <summary>Within one query: what is said of each of them.</summary>
    internal static readonly Table Said = new("page_said");

    /// <summary>Within one query: who withdrew, and when last.</summary>
    internal static readonly Table Refused = new("page_refused");

    public static IReadOnlyList<Sql> Create =>
    [
        $"create table {KeptWithdrawal} (record_id uuid not null, match_key uuid, stated_at timestamp not null, entry bigint not null)",
    ];

    public static IReadOnlyList<Sql> CreateConsent =>
    [
        $"""
        create table {Consent} (
            entry bigint not null, row_no bigint not null, record_id uuid, target varchar, kind varchar, space varchar, value varchar,
            match_key uuid,
            channel varchar, purpose varchar, granted boolean not null, stated_at timestamp not null, own boolean not null,
            source varchar, wording varchar, proof varchar, by_whom varchar)
        """,
        $"""
        insert into {Consent} (entry, row_no, record_id, target, match_key, purpose, granted, stated_at, own)
        select entry, 0, record_id, cast(match_key as varchar), match_key, 'marketing', false, stated_at, false from {KeptWithdrawal}
        """,
        $"drop table {KeptWithdrawal}",
        $"""
        create table {Suppression} (
            hash varchar not null, kind varchar, value varchar, match_key uuid, channel varchar, reason varchar, since timestamp not null, by_whom varchar,
            entry bigint not null, row_no bigint not null, ended bigint)
        """,
    ];
}
