using System.Collections.Concurrent;

namespace Meridian.Web.Pages.Account;

/// <summary>
/// Who typed wrong passwords, and until when their door stays shut. It is kept in memory: writing each failure into the log would let a stranger fill the disk, and nobody but who runs the
/// server can start it anew.
/// </summary>
public sealed class LockoutBook
{
    private readonly ConcurrentDictionary<Guid, (int Failures, DateTimeOffset? Until)> _doors = new();

    public int FailuresOf(Guid person) => _doors.GetValueOrDefault(person).Failures;

    public DateTimeOffset? UntilOf(Guid person) => _doors.GetValueOrDefault(person).Until;

    public int Fail(Guid person) => _doors.AddOrUpdate(person, (1, null), (_, door) => door with { Failures = door.Failures + 1 }).Failures;

    public void Forgive(Guid person) => _doors.AddOrUpdate(person, default((int, DateTimeOffset?)), (_, door) => door with { Failures = 0 });

    public void Shut(Guid person, DateTimeOffset? until) => _doors.AddOrUpdate(person, (0, until), (_, door) => door with { Until = until });
}
