using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian;

/// <summary>Which session of this process applies the log; on a store of several processes it may be none. Whoever asks holds the pipeline's gate.</summary>
internal sealed class Lead
{
    private ISession? _leader;

    /// <summary>Takes the lead for a session that keeps it, where no other process has it; until <see cref="LetGo"/>, or until the session closes.</summary>
    public bool Try(ISession session)
    {
        if (ReferenceEquals(_leader, session))
            return true;
        // The gate is held, so another session of this process that leads is not at work.
        if (_leader is { } idle)
            LetGo(idle);
        if (!session.TryLead())
            return false;
        _leader = session;
        return true;
    }

    /// <summary>Takes the lead for as long as the result is held, or longer where the session had it already.</summary>
    /// <returns>Null where another process leads.</returns>
    public IDisposable? TryHold(ISession session)
    {
        var leads = ReferenceEquals(_leader, session);
        return Try(session) ? new Held(leads ? null : () => LetGo(session)) : null;
    }

    /// <summary>The same, with patience while another process leads.</summary>
    /// <returns>Null when that one has applied all up to <paramref name="last"/>.</returns>
    public IDisposable? Hold(ISession session, long last, CancellationToken stop)
    {
        while (true)
        {
            if (TryHold(session) is { } held)
                return held;
            if (LogCursor.Position(session) is { Done: true } at && at.Entry >= last)
                return null;
            stop.WaitHandle.WaitOne(50);
            stop.ThrowIfCancellationRequested();
        }
    }

    private void LetGo(ISession session)
    {
        _leader = null;
        session.LetGo();
    }

    private sealed class Held(Action? end) : IDisposable
    {
        public void Dispose() => end?.Invoke();
    }
}
