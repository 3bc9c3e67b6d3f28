using Meridian.Foundation.Geography;

namespace Meridian.Foundation.Governance;

/// <summary>What cannot be done with the team's people.</summary>
/// <param name="code">"email_bad", "email_taken", "name_missing", "role_unknown", "country_unknown", "last_admin" or "not_there": stable, for hosts that say it in another language.</param>
/// <param name="message">One sentence in English.</param>
public sealed class TeamException(string code, string message) : Exception(message)
{
    public string Code => code;
}

/// <summary>The rules of who may sign in: people are invited by a link that is shown once, changed and ended; somebody who may do all of this is always left.</summary>
public static class Team
{
    /// <summary>How long a link to set a password is good.</summary>
    public static readonly TimeSpan LinkLife = TimeSpan.FromDays(7);

    /// <summary>What a person may be: what keys may be, but for those that only send.</summary>
    public static IReadOnlyList<string> OfPeople { get; } = [.. Roles.All.Where(r => r != Roles.Ingest)];

    /// <summary>Makes somebody who can come by a link.</summary>
    /// <param name="countries">Codes or names, also several with commas between; empty for no limit.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The log entry, and the secret of the link, which is kept nowhere.</returns>
    /// <exception cref="TeamException">It cannot be.</exception>
    public static (PersonOrder Order, string Secret) Invite(IReadOnlyCollection<Person> known, string email, string name, string role, IReadOnlyList<string> countries, DateTime now)
    {
        email = email.Trim();
        if (!IsEmail(email))
            throw new TeamException("email_bad", $"'{email}' is no e-mail address. Write it as name@company.com.");
        if (name.Trim().Length is 0 or > 200)
            throw new TeamException("name_missing", "Say what colleagues call the person, in at most 200 characters.");
        if (known.Any(p => !p.Ended && p.Email.Equals(email, StringComparison.OrdinalIgnoreCase)))
            throw new TeamException("email_taken", $"Somebody signs in as {email} already.");
        var secret = Person.NewSecret();
        var person = new Person(Person.NewId(), email, name.Trim(), RoleOf(role), Limit(countries)) { LinkHash = Person.HashOf(secret), LinkUntil = now + LinkLife };
        return (new PersonOrder("invite", person), secret);
    }

    /// <summary>Gives somebody a new link, which sets a new password; the old one opens until then. Who they are at a service that they sign in by is forgotten: it may say somebody else the next time.</summary>
    /// <param name="withoutSecondFactor">Whether the second step of signing in is turned off, for who lost their phone.</param>
    /// <exception cref="TeamException">They are not there.</exception>
    public static (PersonOrder Order, string Secret) Link(IReadOnlyCollection<Person> known, Guid id, bool withoutSecondFactor, DateTime now)
    {
        var secret = Person.NewSecret();
        var person = Find(known, id) with { LinkHash = Person.HashOf(secret), LinkUntil = now + LinkLife, Provided = null };
        return (new PersonOrder("link", withoutSecondFactor ? person with { UsesSecondFactor = false, SecondFactor = null, RecoveryHashes = [] } : person), secret);
    }

    /// <summary>Gives somebody another role or other countries; their sessions end.</summary>
    /// <exception cref="TeamException">It cannot be.</exception>
    public static PersonOrder Change(IReadOnlyCollection<Person> known, Guid id, string role, IReadOnlyList<string> countries)
    {
        var person = Find(known, id) with { Role = RoleOf(role), Countries = Limit(countries), Stamp = Person.NewSecret() };
        InsistOnAdmin(known, person);
        return new PersonOrder("change", person);
    }

    /// <summary>Ends somebody: they cannot sign in any more, and their sessions end. What they did stays told.</summary>
    /// <exception cref="TeamException">They are not there, or nobody would be left.</exception>
    public static PersonOrder End(IReadOnlyCollection<Person> known, Guid id)
    {
        var person = Find(known, id) with { Ended = true, Stamp = Person.NewSecret(), LinkHash = null, LinkUntil = null };
        InsistOnAdmin(known, person);
        return new PersonOrder("end", person);
    }

    /// <summary>Takes back that somebody was ended.</summary>
    /// <exception cref="TeamException">They are not there, or somebody else has their address by now.</exception>
    public static PersonOrder Restore(IReadOnlyCollection<Person> known, Guid id)
    {
        var person = known.FirstOrDefault(p => p.Id == id && p.Ended) ?? throw new TeamException("not_there", "There is no such person.");
        if (known.Any(p => !p.Ended && p.Email.Equals(person.Email, StringComparison.OrdinalIgnoreCase)))
            throw new TeamException("email_taken", $"Somebody signs in as {person.Email} already.");
        return new PersonOrder("change", person with { Ended = false });
    }

    /// <summary>Whether a text can be an e-mail address to sign in by.</summary>
    public static bool IsEmail(string? email) =>
        email is { Length: <= 200 } && email.Split('@') is [{ Length: > 0 }, { Length: > 2 } host] && host.Contains('.', StringComparison.Ordinal) && !email.Any(char.IsWhiteSpace);

    private static Person Find(IReadOnlyCollection<Person> known, Guid id) => known.FirstOrDefault(p => p.Id == id && !p.Ended) ?? throw new TeamException("not_there", "There is no such person.");

    private static string RoleOf(string role) => OfPeople.Contains(role, StringComparer.Ordinal) ? role : throw new TeamException("role_unknown", $"'{role}' is none of {string.Join(", ", OfPeople)}.");

    private static List<string>? Limit(IReadOnlyList<string> countries)
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in countries.SelectMany(c => c.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            codes.Add(Countries.TryFind(text, out var code) ? code : throw new TeamException("country_unknown", $"'{text}' is not a country. Use ISO 3166-1 codes such as US,IN, or names."));
        return codes.Count == 0 ? null : [.. codes];
    }

    /// <summary>Who is limited to countries cannot manage people, and who never came cannot do anything.</summary>
    private static bool Manages(Person person) => person is { Ended: false, Role: Roles.Admin, Countries: null, HasCome: true };

    private static void InsistOnAdmin(IReadOnlyCollection<Person> known, Person changed)
    {
        if (known.Any(p => p.Id == changed.Id && Manages(p)) && !Manages(changed) && !known.Any(p => p.Id != changed.Id && Manages(p)))
            throw new TeamException("last_admin", "This is the last administrator without a limit. Make another one first.");
    }
}
