using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Meridian.Web.Pages.Account;

/// <summary>Makes people who can sign in, and signs them in.</summary>
public sealed class Passwords(PeopleBook people, UserManager<SignInPerson> users, IClock clock)
{
    /// <summary>Characters; longer beats odder.</summary>
    public const int Shortest = 12;

    /// <summary>What is wrong with a password for somebody: the key of a text, or null.</summary>
    public static string? Fault(string? password, string email)
    {
        if (password is null || password.Length < Shortest)
            return "account.password.short";
        if (password.Length > 200)
            return "account.password.long";
        if (password.Distinct().Count() < 5 || Holds(password, email.Split('@')[0]) || password.Contains("meridian", StringComparison.OrdinalIgnoreCase))
            return "account.password.guessable";
        return null;
    }

    /// <summary>Of an address such as m@ nearly every password holds the letters.</summary>
    private static bool Holds(string password, string name) => name.Length >= 4 && password.Contains(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with an e-mail address to sign in by: the key of a text, or null.</summary>
    public static string? FaultOfEmail(string? email) => Team.IsEmail(email?.Trim()) ? null : "account.email.bad";

    /// <summary>Makes the first administrator; null where somebody else was quicker, or was invited by this address.</summary>
    public async Task<SignInPerson?> MakeFirst(string email, string name, string password)
    {
        var person = WithPassword(new Person(Person.NewId(), email.Trim(), name.Trim(), Roles.Admin), password);
        try
        {
            await people.Save(person.Actor, clock.StoreNow(), new PersonOrder("first", person), known =>
            {
                if (known.Any(p => !p.Ended && (p.Role == Roles.Admin || p.Email.Equals(person.Email, StringComparison.OrdinalIgnoreCase))))
                    throw new InvalidOperationException("There is an administrator already, or somebody with this address.");
            }).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return new SignInPerson(person);
    }

    /// <summary>Sets the password of who came by a link; the link is used up.</summary>
    /// <returns>Null where the link was used, or taken back, in the meantime.</returns>
    public async Task<SignInPerson?> Join(Person person, string name, string password)
    {
        Person? joined = null;
        try
        {
            await people.Save(person.Actor, clock.StoreNow(), known => known.FirstOrDefault(p => p.Id == person.Id) is { Ended: false } now && now.LinkHash == person.LinkHash
                ? new PersonOrder("join", joined = WithPassword(now with { Name = name.Trim() }, password)) : throw new ChangedMeanwhileException()).ConfigureAwait(false);
        }
        catch (ChangedMeanwhileException)
        {
            return null;
        }

        return new SignInPerson(joined!);
    }

    private Person WithPassword(Person person, string password)
    {
        var hash = users.PasswordHasher.HashPassword(new SignInPerson(person), password);
        return person with { PasswordHash = hash, Stamp = Person.NewSecret(), LinkHash = null, LinkUntil = null };
    }
}
