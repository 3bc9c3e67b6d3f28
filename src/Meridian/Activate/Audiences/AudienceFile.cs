using Meridian.Consents;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Ingest;
using Meridian.Profiles;
using Meridian.Resolve;

namespace Meridian.Activate.Audiences;

/// <summary>Who is in an audience, and who is left out and why.</summary>
/// <param name="Members">Customers of the segment who may be seen; each is included or left out for one reason.</param>
/// <param name="Included">Customers with at least one address at which they may be contacted for the purpose.</param>
/// <param name="Emails">Addresses in the file.</param>
/// <param name="Phones">Numbers in the file.</param>
/// <param name="NoAddress">Left out: neither e-mail nor phone is known.</param>
/// <param name="Suppressed">Left out: an address of theirs is on a suppression list, and none else is permitted.</param>
/// <param name="Withdrawn">Left out: they withdrew, for e-mail or phone.</param>
/// <param name="NoConsent">Left out: nobody said that they consent.</param>
public sealed record AudienceCounts(long Members, long Included, long Emails, long Phones, long NoAddress, long Suppressed, long Withdrawn, long NoConsent)
{
    public long LeftOut => Members - Included;
}

/// <summary>
/// Hashed audience files for ad platforms. An e-mail goes into it where consent for the channel email and the purpose stands, a phone where it stands for SMS: <see cref="ContactPermission"/> is
/// asked of both, and nothing in plain text leaves.
/// </summary>
public static class AudienceFile
{
    /// <summary>The channel whose consent a phone number needs.</summary>
    public const string PhoneChannel = "sms";

    private const string EmailChannel = "email";

    private static readonly Table Member = new("export_audience");
    private static readonly Table May = new("export_audience_may");

    /// <summary>Who would be in the file. Nothing is written.</summary>
    /// <param name="members">A query of profile ids.</param>
    /// <param name="purpose">As <see cref="Purposes.TryRead"/> gives it.</param>
    public static AudienceCounts Count(ISession session, Scope scope, Sql members, string purpose)
    {
        Fill(session, scope, members, purpose);
        return Counts(session, purpose);
    }

    /// <summary>Writes the file as CSV: one row for each address of a customer, e-mails and phones side by side. It appears whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static AudienceCounts Write(ISession session, Scope scope, Sql members, string purpose, AudienceForm form, string path)
    {
        Fill(session, scope, members, purpose);
        var part = path + ".part";
        try
        {
            // No byte-order mark: the platforms take it for a part of the first column's name.
            using (var writer = new StreamWriter(part, append: false, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
            {
                CsvText.WriteRow(writer, [form.Columns.Email, form.Columns.Phone]);
                foreach (var row in Rows(session, form))
                    CsvText.WriteRow(writer, row);
            }

            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return Counts(session, purpose);
    }

    private static IEnumerable<string?[]> Rows(ISession session, AudienceForm form)
    {
        Guid? of = null;
        var (emails, phones) = (new List<string>(), new List<string>());
        foreach (var (profile, kind, value) in session.Query($"select m.profile_id, m.kind, m.value from {May} m order by m.profile_id, m.kind, m.value", r => (r.Id(0), r.Text(1)!, r.Text(2)!)))
        {
            if (of != profile)
            {
                foreach (var row in SideBySide())
                    yield return row;
                of = profile;
                emails.Clear();
                phones.Clear();
            }

            (kind == EmailChannel ? emails : phones).Add(value);
        }

        foreach (var row in SideBySide())
            yield return row;

        IEnumerable<string?[]> SideBySide()
        {
            for (var i = 0; i < Math.Max(emails.Count, phones.Count); i++)
                yield return [i < emails.Count ? form.HashOfEmail(emails[i]) : null, i < phones.Count ? form.HashOfPhone(phones[i]) : null];
        }
    }

    /// <summary>Fills the tables of the session: the members who may be seen, and the addresses at which they may be contacted.</summary>
    private static void Fill(ISession session, Scope scope, Sql members, string purpose)
    {
        session.Execute(session.Dialect.CreateTemporary(Member, $"select distinct p.profile_id from {ProfileTables.Profile} p where p.profile_id in ({members}) and {SeenProfiles.By(scope)}"));
        var all = (Sql)$"select a.profile_id from {Member} a";
        session.Execute(session.Dialect.CreateTemporary(May, $"""
            select e.profile_id, e.kind, e.value from ({ContactPermission.MayContact(session, all, EmailChannel, purpose)}) e
            union all
            select h.profile_id, h.kind, h.value from ({ContactPermission.MayContact(session, all, PhoneChannel, purpose)}) h
            """));
    }

    private static AudienceCounts Counts(ISession session, string purpose)
    {
        var all = (Sql)$"select a.profile_id from {Member} a";
        var addressed = (Sql)$"""
            select r.profile_id, i.kind, i.value, i.match_key from {ResolveTables.Record} r join {ResolveTables.Identifier} i on i.record_id = r.record_id
            where i.kind in ('email', 'phone') and r.profile_id in ({all}) and {Imports.Whole($"i.entry")}
            """;
        var suppressed = (Sql)$"""
            select d.profile_id from ({addressed}) d
            where (d.kind = 'email' and {Suppressions.Holds(session.Dialect, EmailChannel, $"d.kind", $"d.value", $"d.match_key")})
               or (d.kind = 'phone' and {Suppressions.Holds(session.Dialect, PhoneChannel, $"d.kind", $"d.value", $"d.match_key")})
            """;
        return session.First(
            $"""
            select count(*), cast(coalesce(sum(c.included), 0) as bigint), (select count(*) from {May} m where m.kind = 'email'), (select count(*) from {May} m where m.kind = 'phone'),
                count(*) filter (where c.included = 0 and c.addressed = 0), count(*) filter (where c.included = 0 and c.addressed = 1 and c.suppressed = 1),
                count(*) filter (where c.included = 0 and c.addressed = 1 and c.suppressed = 0 and c.withdrawn = 1),
                count(*) filter (where c.included = 0 and c.addressed = 1 and c.suppressed = 0 and c.withdrawn = 0)
            from (
                select b.profile_id,
                    case when b.profile_id in (select m.profile_id from {May} m) then 1 else 0 end as included,
                    case when b.profile_id in (select d.profile_id from ({addressed}) d) then 1 else 0 end as addressed,
                    case when b.profile_id in ({suppressed}) then 1 else 0 end as suppressed,
                    case when b.profile_id in (select w.profile_id from ({Statements.Withdrawn(all, EmailChannel, purpose)}) w)
                        or b.profile_id in (select v.profile_id from ({Statements.Withdrawn(all, PhoneChannel, purpose)}) v) then 1 else 0 end as withdrawn
                from {Member} b) c
            """,
            r => new AudienceCounts(r.Long(0), r.Long(1), r.Long(2), r.Long(3), r.Long(4), r.Long(5), r.Long(6), r.Long(7)))!;
    }
}
