using Meridian.Foundation;
using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Web.Api;
using Microsoft.AspNetCore.Components.Authorization;
using NodaTime;

namespace Meridian.Web.Pages.Access;

/// <summary>Who looks may not see or do this; as with an address that is not there.</summary>
public sealed class NotAllowedException(Right right) : Exception($"The right to {right} is missing.")
{
    public Right Right => right;
}

/// <summary>
/// The store as pages use it, on behalf of the person who looks: each call names the right it needs and gets the scope to read by, so that no page can show what they may not see. Personal data
/// that is read, and every change, is told to the audit.
/// </summary>
public sealed class PageStore(OpenStore store, StoreTurn turn, PeopleBook people, ApiHost host, FigureBook figures, IClock clock, AuthenticationStateProvider authentication)
{
    /// <summary>UTC, to the microsecond that the store keeps.</summary>
    public DateTime Now => clock.StoreNow();

    public OpenStore Store => store;

    /// <summary>Who looks, as they are now.</summary>
    /// <exception cref="NotAllowedException">Their session is over.</exception>
    public async Task<Person> Me() =>
        people.Of((await authentication.GetAuthenticationStateAsync().ConfigureAwait(false)).User) ?? throw new NotAllowedException(Right.ReadStatus);

    public async Task<bool> May(Right right) => Rights.Allows((await Me().ConfigureAwait(false)).Scope, right);

    /// <summary>Reads with a session of its own, on another thread than the page's.</summary>
    /// <param name="told">What the audit calls it, where customers' data is given out, such as "page customers"; null for counts.</param>
    /// <param name="subject">Whom it is about: a profile's id; null for many.</param>
    /// <param name="count">How many customers' data came of it.</param>
    /// <exception cref="NotAllowedException">The right is missing.</exception>
    public async Task<T> Read<T>(Right right, Func<ISession, Scope, T> read, string? told = null, string? subject = null, Func<T, long>? count = null)
    {
        var scope = await Insist(right, told ?? "page").ConfigureAwait(false);
        var result = await Task.Run(() =>
        {
            using var session = store.OpenSession();
            return read(session, scope);
        }).ConfigureAwait(false);
        if (told is not null)
            host.Record.Tell(new Foundation.Governance.Access(Now, scope.Key, scope.Role, right, told, subject, Outcome.Allowed, null, count?.Invoke(result)));
        return result;
    }

    /// <summary>
    /// Does something for which nothing else may be applied at the same time. What is written to the given log bears the person's name; call <see cref="Pipeline.Run"/> to apply it at once.
    /// </summary>
    /// <param name="apply">Whether what the log holds is applied before and after; not for what can be done ahead of an import that waits.</param>
    /// <exception cref="NotAllowedException">The right is missing.</exception>
    /// <exception cref="ProblemException">An import is at work and does not end soon.</exception>
    public async Task<T> Change<T>(Right right, Func<ISession, Scope, ILog, T> work, bool apply = true)
    {
        var scope = await Insist(right, "page change").ConfigureAwait(false);
        var done = await turn.Alone(session =>
        {
            var result = work(session, scope, new ActingLog(store.Log, scope.Key!));
            if (apply)
                store.Pipeline.Run(session);
            return result;
        }, apply).ConfigureAwait(false);
        figures.Forget();
        return done;
    }

    /// <summary>The person's scope, if they have a right.</summary>
    public async Task<Scope> Insist(Right right, string action)
    {
        var scope = (await Me().ConfigureAwait(false)).Scope;
        if (Rights.Allows(scope, right))
            return scope;
        host.Record.Tell(new Foundation.Governance.Access(Now, scope.Key, scope.Role, right, action, null, Outcome.Denied, "forbidden"));
        throw new NotAllowedException(right);
    }
}
