namespace Meridian.Resolve;

/// <summary>
/// How far each kind of identifier is trusted to mean one person. Above the limit a value joins nobody; where one profile would hold two user ids of
/// one app or two birth dates, the weakest kinds stop joining first.
/// </summary>
public sealed record IdentityLimits
{
    public const string UserId = "user_id";

    public static readonly IdentityLimits Default = new();

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
