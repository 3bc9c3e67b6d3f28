using Meridian.Foundation.Governance;
using Meridian.Foundation.Log;
using Meridian.Web.Api;

namespace Meridian.Web;

/// <summary>The team's people as requests and pages ask for them: read from the store once, and again after a change.</summary>
public sealed class PeopleBook(OpenStore store) : IDisposable
{
    /// <summary>Where other servers work on the store too, what one of them changed holds here after this time.</summary>
    private const long SharedMilliseconds = 2_000;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, byte> _over = new(StringComparer.Ordinal);
    private Dictionary<Guid, Person>? _people;
    private long _readAt;

    /// <summary>Everybody who was ever made, the ended too.</summary>
    public IReadOnlyCollection<Person> All => Known().Values;

    /// <summary>Somebody who may sign in, or null.</summary>
    public Person? Find(Guid id) => Known().GetValueOrDefault(id) is { Ended: false } person ? person : null;

    public Person? FindByEmail(string email) => Known().Values.FirstOrDefault(p => !p.Ended && p.Email.Equals(email.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whose link it is; null for none, and for one whose time is over.</summary>
    public Person? FindByLink(string secret, DateTime now)
    {
        var hash = Person.HashOf(secret);
        return Known().Values.FirstOrDefault(p => !p.Ended && p.LinkHash == hash && p.LinkUntil > now);
    }

    /// <summary>Writes a person to the log and applies it.</summary>
    /// <param name="actor">Who changes them.</param>
    /// <param name="insist">Looked at with the book as it is when it is this change's turn; throws where it must not be.</param>
    public Task Save(string actor, DateTime now, PersonOrder order, Action<IReadOnlyCollection<Person>>? insist = null) => Save(actor, now, known =>
    {
        insist?.Invoke(known);
        return order;
    });

    /// <summary>Writes what is to become of a person, judged by the book as it is when it is this change's turn, to the log and applies it.</summary>
    /// <param name="make">Called once; throws where it must not be.</param>
    /// <param name="patience">How long an import that is being applied is waited for; null: as long as it takes.</param>
    /// <exception cref="ProblemException">It was not done by then.</exception>
    public async Task Save(string actor, DateTime now, Func<IReadOnlyCollection<Person>, PersonOrder> make, TimeSpan? patience = null)
    {
        var most = patience ?? Timeout.InfiniteTimeSpan;
        if (!await _turn.WaitAsync(most).ConfigureAwait(false))
            throw Busy;
        try
        {
            // An import that is being applied is waited for, on a thread of its own.
            await Task.Factory.StartNew(() => Write(actor, now, make, most), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Somebody signed out: a page that is open still, or a cookie that was copied, opens nothing any more. Known to this run of the server; a cookie lives for 12 hours.</summary>
    public void EndSession(string? session)
    {
        if (session is not null)
            _over.TryAdd(session, 0);
    }

    public bool IsOver(string? session) => session is not null && _over.ContainsKey(session);

    public void Dispose() => _turn.Dispose();

    private void Write(string actor, DateTime now, Func<IReadOnlyCollection<Person>, PersonOrder> make, TimeSpan patience)
    {
        if (!store.Pipeline.Gate.TryEnter(patience))
            throw Busy;
        try
        {
            using var session = store.OpenSession();
            store.Pipeline.Run(session);
            new ActingLog(store.Log, actor).Append(PersonOrder.Kind, now, make(People.All(session)).ToJson());
            store.Pipeline.Run(session);
        }
        finally
        {
            store.Pipeline.Gate.Exit();
        }

        Refresh();
    }

    private static ProblemException Busy => new(Problems.Busy, "An import is being applied, and this has to wait for it. Send it again later.", 10);

    /// <summary>Reads the people again at the next request.</summary>
    public void Refresh()
    {
        lock (_gate)
            _people = null;
    }

    private Dictionary<Guid, Person> Known()
    {
        lock (_gate)
        {
            if (_people is not null && (!store.IsShared || Environment.TickCount64 - _readAt < SharedMilliseconds))
                return _people;
            _readAt = Environment.TickCount64;
            using var session = store.OpenSession();
            return _people = People.All(session).ToDictionary(p => p.Id);
        }
    }
}
