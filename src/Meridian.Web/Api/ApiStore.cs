using Meridian.Foundation.Database;
using Meridian.Foundation.Log;
using NodaTime;

namespace Meridian.Web.Api;

/// <summary>The store as endpoints use it: reads at once, changes in their turn.</summary>
/// <param name="requests">Who makes a change is kept with it.</param>
public sealed class ApiStore(OpenStore store, IClock clock, StoreTurn turn, Microsoft.AspNetCore.Http.IHttpContextAccessor requests)
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

    /// <inheritdoc cref="StoreTurn.Alone"/>
    public Task<T> Alone<T>(Func<ISession, T> work, bool apply = true) => turn.Alone(work, apply);

    /// <summary>Applies what was written into the log just now; the caller is inside <see cref="Alone"/>.</summary>
    public void Apply(ISession session) => store.Pipeline.Run(session);
}
