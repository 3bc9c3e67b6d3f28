using Meridian.Foundation.Database;
using Meridian.Web.Api;

namespace Meridian.Web;

/// <summary>Gives changes their turn: while one works, nothing else is applied.</summary>
public sealed class StoreTurn(OpenStore store, KeyRing keys, PeopleBook people, ApiHost host)
{
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
                people.Refresh();
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
