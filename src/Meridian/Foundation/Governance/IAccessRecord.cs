namespace Meridian.Foundation.Governance;

/// <summary>What came of a request.</summary>
public enum Outcome
{
    /// <summary>It was refused: no key, a key without the right, or one that sees nothing of it.</summary>
    Denied,

    /// <summary>It was answered.</summary>
    Allowed,
}

/// <summary>Somebody asked for something that is worth writing down: personal data was read or taken out, something was changed, or it was refused. It holds no personal data.</summary>
/// <param name="At">UTC.</param>
/// <param name="Key">Id of the key; "local" for commands of this machine's user, null for no key or an unknown one.</param>
/// <param name="Right">What was asked for; null where it is not known, such as of an address that is not there.</param>
/// <param name="Action">Method and route, such as <c>GET /api/v1/customers/{id}</c>, without what stood in its place.</param>
/// <param name="Subject">Whom or what it was about: a profile's id, an import's number, a key's id; null for none or many.</param>
/// <param name="Code">Why it was refused; null where it was answered.</param>
/// <param name="People">How many customers' data was given out, where it is known.</param>
public sealed record Access(DateTime At, string? Key, string? Role, Right? Right, string Action, string? Subject, Outcome Outcome, string? Code = null, long? People = null);

/// <summary>Is told of accesses, for the audit. It is called from many threads and must not hold a request up.</summary>
public interface IAccessRecord
{
    void Tell(Access access);
}

/// <summary>Writes nothing down.</summary>
public sealed class NoAccessRecord : IAccessRecord
{
    public void Tell(Access access)
    {
        // There is no audit.
    }
}
