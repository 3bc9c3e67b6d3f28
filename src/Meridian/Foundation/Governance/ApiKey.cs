using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Meridian.Foundation.Database;
using Meridian.Foundation.Log;

namespace Meridian.Foundation.Governance;

/// <summary>A key to the server, without what opens it.</summary>
/// <param name="Id">The first characters of the key, by which people tell keys apart.</param>
/// <param name="Role">Of <see cref="Roles"/>.</param>
/// <param name="Source">What its messages come from.</param>
/// <param name="Space">Where its user ids are unique; sources share one unless they are set apart.</param>
/// <param name="Countries">ISO 3166-1 alpha-2 codes of the countries whose customers it sees; null for all.</param>
public sealed record ApiKey(string Id, string Role, string Source, string Space, DateTime CreatedAt, DateTime? RevokedAt, IReadOnlyList<string>? Countries = null);

/// <summary>What a key may do.</summary>
public static class Roles
{
    public const string Ingest = "ingest";
    public const string Viewer = "viewer";
    public const string Operator = "operator";
    public const string Analyst = "analyst";
    public const string Admin = "admin";

    public static IReadOnlyList<string> All { get; } = [Ingest, Viewer, Operator, Analyst, Admin];
}

/// <summary>The log entry that makes a key; it holds the hash, never the key.</summary>
/// <param name="Countries">As in <see cref="ApiKey"/>; entries of earlier programs have none.</param>
public sealed record KeyOrder(string Id, string Hash, string Role, string Source, string Space, IReadOnlyList<string>? Countries = null)
{
    public const string Kind = "key";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static KeyOrder FromJson(string json) => JsonSerializer.Deserialize<KeyOrder>(json)!;
}

/// <summary>The log entry that revokes a key.</summary>
public sealed record KeyRevokeOrder(string Id)
{
    public const string Kind = "key_revoke";

    public string ToJson() => JsonSerializer.Serialize(this);

    public static KeyRevokeOrder FromJson(string json) => JsonSerializer.Deserialize<KeyRevokeOrder>(json)!;
}

/// <summary>The store's keys.</summary>
public static partial class ApiKeys
{
    /// <summary>Shorter ones could be guessed.</summary>
    public const int ShortestGiven = 24;

    /// <summary>A new key: 256 bits of randomness. Write keys (<c>wk_</c>) may stand in pages and apps, because they may do no more than send; the others (<c>sk_</c>) may not.</summary>
    public static string New(string role) => (role == Roles.Ingest ? "wk_" : "sk_") + RandomNumberGenerator.GetString("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789", 44);

    /// <summary>What is kept of a key. Its randomness is the salt: nothing that short can be tried out.</summary>
    public static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The part of a key that is shown again; of one that a person chose, nothing.</summary>
    public static string IdOf(string key) => Generated().IsMatch(key) ? key[..9] : "given-" + Hash(key)[..6];

    public static List<ApiKey> All(ISession session) =>
        session.List($"select key_id, role, source, space, created_at, revoked_at, countries from {GovernanceTables.Key} order by created_at, key_id", Read);

    /// <summary>The keys that open something, by their hash.</summary>
    public static Dictionary<string, ApiKey> ByHash(ISession session) =>
        session.Query($"select key_id, role, source, space, created_at, revoked_at, countries, hash from {GovernanceTables.Key} where revoked_at is null", r => (Hash: r.Text(7)!, Key: Read(r)))
            .GroupBy(k => k.Hash, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Key, StringComparer.Ordinal);

    /// <summary>Applies the log entry of a key; inside the caller's transaction.</summary>
    internal static void Apply(ISession session, LogEntry entry)
    {
        if (entry.Kind == KeyRevokeOrder.Kind)
        {
            session.Execute($"update {GovernanceTables.Key} set revoked_at = {entry.At} where key_id = {KeyRevokeOrder.FromJson(entry.Text).Id} and revoked_at is null");
            return;
        }

        var key = KeyOrder.FromJson(entry.Text);
        var countries = key.Countries is { } limit ? string.Join(',', limit) : null;
        session.Execute($"""
            insert into {GovernanceTables.Key} (key_id, hash, role, source, space, created_at, revoked_at, countries)
            values ({key.Id}, {key.Hash}, {key.Role}, {key.Source}, {key.Space}, {entry.At}, null, {countries})
            """);
    }

    private static ApiKey Read(IRow r) => new(r.Text(0)!, r.Text(1)!, r.Text(2)!, r.Text(3)!, r.Time(4), r.IsNull(5) ? null : r.Time(5), r.Text(6)?.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("^(wk|sk)_[A-Za-z0-9]{44}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Generated();
}
