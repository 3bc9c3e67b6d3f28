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
        if (password.Distinct().Count() < 5 || password.Contains(email.Split('@')[0], StringComparison.OrdinalIgnoreCase) || password.Contains("meridian", StringComparison.OrdinalIgnoreCase))
            return "account.password.guessable";
        return null;
    }

    /// <summary>What is wrong with an e-mail address to sign in by: the key of a text, or null.</summary>
    public static string? FaultOfEmail(string? email) => Team.IsEmail(email?.Trim()) ? null : "account.email.bad";

    /// <summary>Makes the first administrator; false where somebody else was quicker.</summary>
    public async Task<SignInPerson?> MakeFirst(string email, string name, string password)
    {
        var person = WithPassword(new Person(Person.NewId(), email.Trim(), name.Trim(), Roles.Admin), password);
        try
        {
            await people.Save(person.Actor, clock.StoreNow(), new PersonOrder("first", person), known =>
            {
                if (known.Any(p => p is { Ended: false, Role: Roles.Admin }))
                    throw new InvalidOperationException("There is an administrator already.");
            }).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            return null;
        }

        return new SignInPerson(person);
    }

    /// <summary>Sets the password of who came by a link; the link is used up.</summary>
    public async Task<SignInPerson> Join(Person person, string name, string password)
    {
        var joined = WithPassword(person with { Name = name.Trim() }, password);
        await people.Save(person.Actor, clock.StoreNow(), new PersonOrder("join", joined)).ConfigureAwait(false);
        return new SignInPerson(joined);
    }

    private Person WithPassword(Person person, string password)
    {
        var hash = users.PasswordHasher.HashPassword(new SignInPerson(person), password);
        return person with { PasswordHash = hash, Stamp = Person.NewSecret(), LinkHash = null, LinkUntil = null };
    }
}
