using Meridian.Foundation.Database;
using Meridian.Foundation.Governance;
using Meridian.Privacy;

namespace Meridian.Web.Api;

/// <summary>Erases one customer to the end, in backups too; the caller does not hold the gate.</summary>
/// <param name="suppress">Whether their data is refused from now on.</param>
/// <returns>Null for a profile that is not there, or may not be seen.</returns>
public delegate ErasureAnswer? PersonEraser(Scope scope, Guid profile, string reason, bool suppress);

/// <summary>What the API needs of the program that it runs in, and how much it takes.</summary>
/// <param name="Erase">Null where this host erases nobody.</param>
/// <param name="OpenSide">Opens a side store's file (look-ups, quarantine).</param>
public sealed record ApiHost(PersonEraser? Erase, Func<string, IDatabase> OpenSide)
{
    /// <summary>Is told of accesses.</summary>
    public IAccessRecord Record { get; init; } = new NoAccessRecord();

    /// <summary>Requests a second that one key may make for long.</summary>
    public int RequestsPerSecond { get; init; } = 50;

    /// <summary>Requests that one key may make at once.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>Bytes of an uploaded file.</summary>
    public long UploadBytes { get; init; } = 4L << 30;

    /// <summary>Where people can sign in beside the pages' own door; null for nowhere.</summary>
    public Pages.Account.SignInProvider? Provider { get; init; }

    /// <summary>How long a request waits for an import that is being applied.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The limits that the environment names: <c>MERIDIAN_API_RATE</c> (requests a second) and <c>MERIDIAN_UPLOAD_MB</c>.</summary>
    public ApiHost WithEnvironment() => this with
    {
        RequestsPerSecond = Number("MERIDIAN_API_RATE") ?? RequestsPerSecond,
        Burst = Number("MERIDIAN_API_RATE") * 4 ?? Burst,
        UploadBytes = Number("MERIDIAN_UPLOAD_MB") is { } megabytes ? (long)megabytes << 20 : UploadBytes,
    };

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
