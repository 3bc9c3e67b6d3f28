using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>The store as endpoints use it: reads at once, changes in their turn.</summary>
/// <param name="requests">Who makes a change is kept with it.</param>
public sealed class ApiStore(OpenStore store, IClock clock, ApiHost host, KeyRing keys, Microsoft.AspNetCore.Http.IHttpContextAccessor requests)
{
    public OpenStore Store => store;

    /// <summary>The log; what is written to it says by whom.</summary>
    public ActingLog Log => new(store.Log, Actor);

    /// <summary>Id of the key that the request at hand showed, or "local".</summary>
    public string Actor => requests.HttpContext?.Features.Get<Caller>()?.Name ?? "local";

    /// <summary>UTC, to the microsecond that the store keeps.</summary>
    public DateTime Now => Foundation.StoreTime.StoreNow(clock);

    /// <summary>Reads with a session of its own.</summary>
    public T Read<T>(Func<ISession, T> read)
    {
        using var session = store.OpenSession();
        return read(session);
    }

    /// <summary>
    /// Does something for which nothing else may be applied at the same time; before it, what the log holds is applied. It takes as long as it takes, on a thread of its own.
    /// </summary>
    /// <param name="apply">Whether what the log holds is applied before; not for what can be done ahead of an import that waits.</param>
    /// <exception cref="ProblemException">An import is at work and does not end soon.</exception>
    public Task<T> Alone<T>(Func<ISession, T> work, bool apply = true) => Task.Factory.StartNew(
        () =>
        {
            if (!store.Pipeline.Gate.TryEnter(host.Patience))
                throw new ProblemException(Problems.Busy, "An import is being applied, and this has to wait for it. Send it again later.", 10);
            try
            {
                using var session = store.OpenSession();
                if (apply)
                    store.Pipeline.Run(session);
                return work(session);
            }
            finally
            {
                store.Pipeline.Gate.Exit();
                keys.Refresh();
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Applies what was written into the log just now; the caller is inside <see cref="Alone"/>.</summary>
    public void Apply(ISession session) => store.Pipeline.Run(session);
}
