using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Foundation.Governance;

/// <summary>A list of customers that somebody comes back to.</summary>
/// <param name="Address">Of the list, with what narrows it; never with what somebody searched for, which may be a customer's name.</param>
/// <param name="Shared">Whether the others of the team see it too.</param>
public sealed record SavedView(string Name, string Address, bool Shared);

/// <summary>A member of the team who signs in to the pages.</summary>
/// <param name="Email">By which they sign in; kept as typed, compared without case.</param>
/// <param name="Role">Of <see cref="Roles"/>, but not <see cref="Roles.Ingest"/>.</param>
/// <param name="Countries">ISO 3166-1 alpha-2 codes of the countries whose customers they see; null for all.</param>
public sealed record Person(Guid Id, string Email, string Name, string Role, IReadOnlyList<string>? Countries = null)
{
    /// <summary>Salted and slow; null for who was invited and has not come yet.</summary>
    public string? PasswordHash { get; init; }

    /// <summary>Changes with all that ends sessions: another password, another role, a second factor, leaving.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>The secret of the second factor, encrypted with the server's key; null for none.</summary>
    public string? SecondFactor { get; init; }

    /// <summary>Whether the second factor is asked for: its secret was shown to work once.</summary>
    public bool UsesSecondFactor { get; init; }

    /// <summary>Hashes of the codes that open the door once when the second factor is lost.</summary>
    public IReadOnlyList<string> RecoveryHashes { get; init; } = [];

    /// <summary>Hash of the link by which they may set a password, and until when (UTC); null for none.</summary>
    public string? LinkHash { get; init; }

    public DateTime? LinkUntil { get; init; }

    /// <summary>Who they are at the service that they sign in by, as "ISSUER SUBJECT": an address may be somebody else's there one day. Null while they never came so, and after a new link.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Provided { get; init; }

    /// <summary>Whether they ever came in: until then they are invited.</summary>
    [JsonIgnore]
    public bool HasCome => PasswordHash is not null || Provided is not null;

    /// <summary>Lists that they come back to, in the order in which they were saved; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SavedView>? Views { get; init; }

    /// <summary>Whether they may not sign in any more.</summary>
    public bool Ended { get; init; }

    /// <summary>As the audit and the log name them; holds nothing that tells who they are.</summary>
    public string Actor => ActorOf(Id);

    public static string ActorOf(Guid id) => "person-" + id.ToString("N")[..12];

    public Scope Scope => new(Role, Countries, Actor);

    /// <summary>Random, and kept by the log entry that makes the person.</summary>
    public static Guid NewId() => new(RandomNumberGenerator.GetBytes(16));

    /// <summary>What is kept of a link's secret, whose randomness is the salt.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>A secret for a link: 256 bits of randomness.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}

/// <summary>The log entry that makes or changes a person; it holds all that is known of them afterwards.</summary>
/// <param name="What">"invite", "join", "change", "password", "second_factor", "link", "views" or "end": what the audit calls it.</param>
public sealed record PersonOrder(string What, Person Person)
{
    public const string Kind = "person";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static PersonOrder FromJson(string json) => JsonSerializer.Deserialize<PersonOrder>(json)!;
}

/// <summary>The store's people.</summary>
public static class People
{
    public static List<Person> All(ISession session) =>
        session.List($"select body from {GovernanceTables.Person} order by created_at, person_id", r => JsonSerializer.Deserialize<Person>(r.Text(0)!)!);

    /// <summary>Applies the log entry of a person; inside the caller's transaction.</summary>
    internal static void Apply(ISession session, LogEntry entry)
    {
        var person = PersonOrder.FromJson(entry.Text).Person;
        var since = session.List($"select created_at from {GovernanceTables.Person} where person_id = {person.Id}", r => r.Time(0));
        session.Execute($"delete from {GovernanceTables.Person} where person_id = {person.Id}");
        session.Execute($"insert into {GovernanceTables.Person} (person_id, body, created_at) values ({person.Id}, {JsonSerializer.Serialize(person)}, {(since.Count > 0 ? since[0] : entry.At)})");
    }
}
