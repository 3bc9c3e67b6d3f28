namespace Meridian.Resolve;

/// <summary>
/// How far each kind of identifier is trusted to mean one person. Above the limit a value joins nobody; where one profile would hold two user ids of
/// one app or two birth dates, the weakest kinds stop joining first.
/// </summary>
public sealed record IdentityLimits
{
    public const string UserId = "user_id";

    /// <summary>An anonymous id of more users than this stays apart for good: looking at all its users again with each new one would cost more and more.</summary>
    public const int UsersForGood = 20;

    public static readonly IdentityLimits Default = new();

    /// <summary>Whether a kind says who sits before a device: one that several users used joins none of them.</summary>
    public static bool IsVisitor(string kind) => kind is "anonymous_id" or "device_id";

    /// <summary>A phone, e-mail or handle that goes with more than this many different names joins nobody.</summary>
    public int People { get; init; } = 5;

    public int PeoplePerValue(string kind) => kind == UserId ? int.MaxValue : People;

    /// <summary>Higher is stronger. A platform account and an e-mail belong to one person more often than a phone, which families and shops share.</summary>
    public int Strength(string kind) => kind switch
    {
        UserId => 50,
        "email" => 30,
        "phone" => 20,
        "anonymous_id" or "device_id" => 10,
        _ => 40,
    };
}
