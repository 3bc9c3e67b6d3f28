using Meridian.Foundation;
using Meridian.Foundation.Governance;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Meridian.Web.Pages.Account;

/// <summary>The framework's identity over the store's people: passwords, second factor and recovery codes go to the log as a whole person; failures to sign in do not.</summary>
public sealed class PeopleStore(PeopleBook people, LockoutBook doors, IClock clock, IDataProtectionProvider protection) :
    IUserPasswordStore<SignInPerson>, IUserSecurityStampStore<SignInPerson>, IUserLockoutStore<SignInPerson>, IUserTwoFactorStore<SignInPerson>,
    IUserAuthenticatorKeyStore<SignInPerson>, IUserTwoFactorRecoveryCodeStore<SignInPerson>, IUserEmailStore<SignInPerson>
{
    private readonly IDataProtector _secrets = protection.CreateProtector("Meridian.SecondFactor");

    public Task<string> GetUserIdAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Person.Id.ToString());

    public Task<string?> GetUserNameAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Person.Email);

    public Task SetUserNameAsync(SignInPerson user, string? userName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetNormalizedUserNameAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Person.Email.ToUpperInvariant());

    public Task SetNormalizedUserNameAsync(SignInPerson user, string? normalizedName, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(SignInPerson user, CancellationToken cancellationToken) => UpdateAsync(user, cancellationToken);

    public async Task<IdentityResult> UpdateAsync(SignInPerson user, CancellationToken cancellationToken)
    {
        if (people.Find(user.Person.Id) is { } known && Same(known, user.Person))
            return IdentityResult.Success;
        try
        {
            await people.Save(user.Person.Actor, clock.StoreNow(), new PersonOrder(user.What, user.Person), stored => Insist(stored, user)).ConfigureAwait(false);
        }
        catch (ChangedMeanwhileException)
        {
            return IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
        }

        user.Began = user.Person;
        return IdentityResult.Success;
    }

    /// <summary>A person is written whole: where they were ended or changed since the request began, it would bring back what was.</summary>
    private static void Insist(IReadOnlyCollection<Person> stored, SignInPerson user)
    {
        if (stored.FirstOrDefault(p => p.Id == user.Person.Id) is not { Ended: false } now || !Same(now, user.Began))
            throw new ChangedMeanwhileException();
    }

    public Task<IdentityResult> DeleteAsync(SignInPerson user, CancellationToken cancellationToken) => throw new NotSupportedException("People are ended, not deleted: the audit names them.");

    public Task<SignInPerson?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Guid.TryParse(userId, out var id) && people.Find(id) is { } person ? new SignInPerson(person) : null);

    public Task<SignInPerson?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult(people.FindByEmail(normalizedUserName) is { } person ? new SignInPerson(person) : null);

    public Task SetPasswordHashAsync(SignInPerson user, string? passwordHash, CancellationToken cancellationToken) =>
        Set(user, "password", p => p with { PasswordHash = passwordHash, LinkHash = null, LinkUntil = null });

    public Task<string?> GetPasswordHashAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Person.PasswordHash);

    public Task<bool> HasPasswordAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Person.PasswordHash is not null);

    public Task SetSecurityStampAsync(SignInPerson user, string stamp, CancellationToken cancellationToken) => Set(user, user.What, p => p with { Stamp = stamp });

    public Task<string?> GetSecurityStampAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Person.Stamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(doors.UntilOf(user.Person.Id));

    public Task SetLockoutEndDateAsync(SignInPerson user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken)
    {
        doors.Shut(user.Person.Id, lockoutEnd);
        return Task.CompletedTask;
    }

    public Task<int> IncrementAccessFailedCountAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(doors.Fail(user.Person.Id));

    public Task ResetAccessFailedCountAsync(SignInPerson user, CancellationToken cancellationToken)
    {
        doors.Forgive(user.Person.Id);
        return Task.CompletedTask;
    }

    public Task<int> GetAccessFailedCountAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(doors.FailuresOf(user.Person.Id));

    public Task<bool> GetLockoutEnabledAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(SignInPerson user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task SetTwoFactorEnabledAsync(SignInPerson user, bool enabled, CancellationToken cancellationToken) =>
        Set(user, "second_factor", p => enabled ? p with { UsesSecondFactor = true } : p with { UsesSecondFactor = false, SecondFactor = null, RecoveryHashes = [] });

    public Task<bool> GetTwoFactorEnabledAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Person.UsesSecondFactor);

    public Task SetAuthenticatorKeyAsync(SignInPerson user, string key, CancellationToken cancellationToken) => Set(user, "second_factor", p => p with { SecondFactor = _secrets.Protect(key) });

    public Task<string?> GetAuthenticatorKeyAsync(SignInPerson user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Person.SecondFactor is { } secret ? _secrets.Unprotect(secret) : null);

    public Task ReplaceCodesAsync(SignInPerson user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        Set(user, "second_factor", p => p with { RecoveryHashes = [.. recoveryCodes.Select(Person.HashOf)] });

    public async Task<bool> RedeemCodeAsync(SignInPerson user, string code, CancellationToken cancellationToken)
    {
        var hash = Person.HashOf(code);
        if (!user.Person.RecoveryHashes.Contains(hash, StringComparer.Ordinal))
            return false;
        await Set(user, "recovery", p => p with { RecoveryHashes = [.. p.RecoveryHashes.Where(h => h != hash)] }).ConfigureAwait(false);
        await UpdateAsync(user, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public Task<int> CountCodesAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(user.Person.RecoveryHashes.Count);

    public Task SetEmailAsync(SignInPerson user, string? email, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetEmailAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Person.Email);

    public Task<bool> GetEmailConfirmedAsync(SignInPerson user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetEmailConfirmedAsync(SignInPerson user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<SignInPerson?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken) => FindByNameAsync(normalizedEmail, cancellationToken);

    public Task<string?> GetNormalizedEmailAsync(SignInPerson user, CancellationToken cancellationToken) => GetNormalizedUserNameAsync(user, cancellationToken);

    public Task SetNormalizedEmailAsync(SignInPerson user, string? normalizedEmail, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // The book is the server's.
    }

    private static Task Set(SignInPerson user, string what, Func<Person, Person> change)
    {
        (user.What, user.Person) = (what, change(user.Person));
        return Task.CompletedTask;
    }

    /// <summary>By content: two lists of the same codes are two objects.</summary>
    private static bool Same(Person a, Person b) => new PersonOrder("", a).ToJson() == new PersonOrder("", b).ToJson();
}
